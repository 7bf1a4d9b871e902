"""`handover texts`: for those who write and translate. Gathers, counts and checks the catalogues.

The promise: `check` ends 0 only when every language has every text it must have, each with
its values, its letters, its forms of number and its status.
"""

import sys
from pathlib import Path

import click

from handover.texts import catalogue, check, files, gather
from handover.texts.tongues import NB, TONGUES


@click.group()
def texts() -> None:
    """Tekstene og oversettelsene (for utviklere og oversettere)."""


@texts.command()
@click.option("--root", default=".", type=click.Path(path_type=Path), help="Kildekoden.")
def extract(root: Path) -> None:
    """Samler alle tekster og oppdaterer katalogene i config/texts."""
    found = gather.gather(root)
    files.update(root / "config" / "texts", found)
    click.echo(f"{len(found)} tekster, {sum(one.road == gather.FAMILY for one in found)} "
               "av dem på familiens vei.")


@texts.command(name="check")
@click.option("--root", default=".", type=click.Path(path_type=Path), help="Kildekoden.")
def check_all(root: Path) -> None:
    """Svarer 0 når ingen tekst mangler og ingen er feil, ellers 1."""
    said = gather.gather(root)
    faults = [fault for tongue in TONGUES if tongue is not NB
              for fault in check.faults(root / "config" / "texts", tongue, said)]
    for fault in faults:
        click.echo(fault)
    click.echo(f"{len(faults)} feil.")
    sys.exit(1 if faults else 0)


@texts.command()
@click.option("--root", default=".", type=click.Path(path_type=Path), help="Kildekoden.")
def status(root: Path) -> None:
    """Sier for hvert språk hvor mye som er oversatt og gått gjennom."""
    for tongue in TONGUES:
        if tongue is NB:
            continue
        messages = [one for one in catalogue.read(
            root / "config" / "texts" / f"{tongue.code}.po", tongue.code) if one.id]
        done = [one for one in messages if catalogue.is_done(one)]
        checked = sum(catalogue.status(one)[0] == catalogue.CHECKED for one in done)
        click.echo(f"{tongue.code}  {len(done):5} av {len(messages):5} oversatt, "
                   f"{checked:5} kvalitetssikret  {tongue.bokmal}")
