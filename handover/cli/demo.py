"""`handover demo`: the whole road on one machine, with a browser or as a walk."""

import json
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from types import FrameType

import click

from handover import logs
from handover.demo.clock import StillClock
from handover.demo.stage import Stage
from handover.demo.walk.year import FIRST


@click.command()
@click.option("--walk", is_flag=True, help="Gå gjennom hele skoleåret uten nettleser.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False),
              help="Mappe for det vandringen leverer (sammen med --walk).")
@click.option("--json", "as_json", is_flag=True, help="Skriv resultatet som JSON.")
@click.option("--profile", type=click.Choice(["streng", "opplaeringslova"]), default="streng",
              show_default=True, help="Hvilken regel som gjelder for de private delene.")
@click.option("--port", type=click.IntRange(1024, 65000), default=8400, show_default=True,
              help="Første port i demoen.")
def demo(walk: bool, out: Path | None, as_json: bool, profile: str, port: int) -> None:
    """Starter kommune, fylke, skolesystem, PPT-system og innlogging på denne maskinen."""
    if (out or as_json) and not walk:
        raise click.UsageError("--out og --json hører sammen med --walk.")
    if walk and out and out.exists() and any(out.iterdir()):
        raise click.UsageError(f"Mappen {out} er ikke tom. Velg en ny mappe.")
    folder = Path(tempfile.mkdtemp(prefix="overgang-"))
    try:
        if walk:
            sys.exit(_walk(folder, out, as_json, profile))
        _sit_down(folder, profile, port)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _walk(folder: Path, out: Path | None, as_json: bool, profile: str) -> int:
    from handover.demo.walk import report
    logs.set_up()
    clock = StillClock(FIRST)
    with Stage(folder, clock, profile=profile) as stage:
        result = report.walk(stage, clock, out, quiet=as_json)
    click.echo(json.dumps(result.as_dict(), ensure_ascii=False, indent=2) if as_json
               else "\n".join(result.lines()))
    return result.exit_code


def _sit_down(folder: Path, profile: str, port: int) -> None:
    from handover.demo import portal, running
    from handover.demo.walk.report import progress
    logs.set_up()
    # Being asked to stop is the same as Ctrl-C: the nodes are processes and must be ended too.
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, _stop)
    clock = StillClock(FIRST)
    with Stage(folder, clock, profile=profile, first_port=port) as stage:
        with progress("Gjør klar klassen", running.START) as notice:
            running.play_up_to(stage, clock, notice)
        town = running.hand_over(stage)
        try:
            places = town.start()
            click.echo(f"\nDemoen er klar: {town.address}\n")
            for place in places:
                click.echo(f"  {place.name}: {place.url}\n    {place.about}")
            click.echo("\nPrøv dette:")
            for number, line in enumerate(portal.STORY, 1):
                click.echo(f"  {number}. {line}")
            click.echo("\nStopp med Ctrl-C.")
            town.wait()
        except KeyboardInterrupt:
            click.echo("Stopper.")
        finally:
            town.stop()


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
