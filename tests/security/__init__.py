"""What must hold against somebody who means harm; `asvs.csv` is the list, `scan.py` the tools."""
