"""The commands: thin, each translating words into one call and its answer into words."""

import click

from handover import __version__
from handover.cli.admin import admin
from handover.cli.demo import demo
from handover.cli.demo_idp import demo_idp
from handover.cli.keys_at_rest import keys_at_rest
from handover.cli.node import serve, worker
from handover.cli.texts import texts
from handover.cli.verify import verify


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Overgang: fra ungdomsskole til videregående, trygt."""


for command in (serve, worker, admin, demo, demo_idp, keys_at_rest, verify, texts):
    main.add_command(command)
