"""`handover demo-idp`: plays ID-porten, Feide, Ansattporten and Maskinporten on this machine."""

import signal
import sys
from pathlib import Path
from types import FrameType

import click
from waitress import create_server

from handover import logs


@click.command("demo-idp")
@click.option("--port", type=click.IntRange(1024, 65535), default=8422, show_default=True,
              help="Porten den svarer på.")
@click.option("--mode", default="honest", show_default=True,
              help="Hvordan den oppfører seg. «list» viser alle måtene.")
@click.option("--node", "node", default="http://127.0.0.1:8400", show_default=True,
              help="Adressen til noden som skal logge inn.")
@click.option("--organisation", default="311468685", show_default=True,
              help="Organisasjonsnummeret noden hører til.")
@click.option("--keys", "folder", type=click.Path(path_type=Path, file_okay=False),
              default=Path("demo-idp"), show_default=True,
              help="Mappe for nodens nøkkel og hemmelighet. Lages når den mangler.")
def demo_idp(port: int, mode: str, node: str, organisation: str, folder: Path) -> None:
    """Spiller ID-porten, Feide, Ansattporten og Maskinporten. Bare for demo og prøver."""
    from handover.demo import idp
    from handover.demo.provider_modes import MODES
    from handover.ports import SystemClock
    if mode == "list":
        for name, one in MODES.items():
            click.echo(f"{name:20} {'fiendtlig' if one.hostile else 'ærlig    '} {one.about}")
        return
    if mode not in MODES:
        raise click.UsageError(f"Ukjent måte: {mode}. Skriv --mode list for å se alle.")
    logs.set_up()
    asker = idp.Asker(node, organisation, folder.resolve())
    server = create_server(idp.create_app(asker, SystemClock(), mode), host="127.0.0.1",
                           port=port, threads=4, ident=None)
    signal.signal(signal.SIGTERM, _leave)
    click.echo("\n".join(idp.settings(asker, f"http://127.0.0.1:{port}")))
    click.echo(f"Svarer på http://127.0.0.1:{port} ({MODES[mode].about})", err=True)
    try:
        server.run()
    except (KeyboardInterrupt, SystemExit):
        server.close()


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)
