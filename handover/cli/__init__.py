"""The commands: thin, each translating words into one call and its answer into words."""

import click

from handover import __version__
from handover.cli.demo import demo
from handover.cli.node import serve, worker
from handover.cli.verify import verify


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Overgang: fra ungdomsskole til videregående, trygt."""


for command in (serve, worker, demo, verify):
    main.add_command(command)
