"""`python -m handover` is the same as the command `handover`."""

from handover.cli import main

main()
