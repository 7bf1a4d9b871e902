"""`handover keys-at-rest`: the keys of what is stored: status, rotate, forget, check, adopt."""

from pathlib import Path

import click

from handover import settings as read
from handover.cli.node import open_house
from handover.errors import HandoverError
from handover.store import birth, rotation
from handover.store.key_files import MasterFile, secret
from handover.store.seals import opening
from handover.store.work import engine

CONFIG = click.option("--config", required=True, type=click.Path(path_type=Path),
                      help="Innstillingsfilen til noden (TOML).")


@click.group("keys-at-rest")
def keys_at_rest() -> None:
    """Nøklene til det som er lagret."""


@keys_at_rest.command()
@CONFIG
def status(config: Path) -> None:
    """Sier hvor mange som ikke er flyttet til den nyeste nøkkelen, og om forseglingen holder."""
    house = open_house(config)
    click.echo(f"Ikke flyttet til nyeste hovednøkkel: {rotation.left_behind(house)}")
    if MasterFile(Path(house.settings.keys.master)).old.exists():
        click.echo("Den forrige hovednøkkelen finnes fortsatt.")


@keys_at_rest.command()
@CONFIG
@click.option("--reseal", is_flag=True,
              help="Gi også hver person en ny nøkkel og krypter alt om dem på nytt.")
def rotate(config: Path, reseal: bool) -> None:
    """Bytter hovednøkkel mens noden går. Kan avbrytes og kjøres igjen."""
    house = open_house(config)
    try:
        moved = rotation.rotate(house, Path(house.settings.keys.master), reseal=reseal)
    except HandoverError as fault:
        raise click.ClickException(fault.text) from fault
    click.echo(f"Ferdig. {moved} personer er flyttet til den nye hovednøkkelen.\n"
               "Den gamle ligger ved siden av, med endelsen .old. Behold den så lenge du har "
               "sikkerhetskopier som trenger den. Kjør så: handover keys-at-rest forget")


@keys_at_rest.command()
@CONFIG
def forget(config: Path) -> None:
    """Sletter den forrige hovednøkkelen, når ingenting i databasen trenger den."""
    house = open_house(config)
    if rotation.left_behind(house):
        raise click.ClickException("Noe er fortsatt lukket med den gamle nøkkelen. "
                                   "Kjør først: handover keys-at-rest rotate")
    MasterFile(Path(house.settings.keys.master)).forget()
    click.echo("Den forrige hovednøkkelen er slettet.")


@keys_at_rest.command()
@CONFIG
def check(config: Path) -> None:
    """Går gjennom alt som gir myndighet, og sier om noe er endret utenom tjenesten."""
    house = open_house(config)
    book = opening.open_book(house.engine, secret(Path(house.settings.keys.evidence)))
    found = opening.broken(house.engine, book)
    for name in found:
        click.echo(name)
    if found:
        raise click.ClickException(f"{len(found)} er endret utenom tjenesten.")
    click.echo("Alt er som det ble skrevet.")


@keys_at_rest.command()
@CONFIG
@click.option("--yes", is_flag=True, help="Du har gått gjennom databasen og går god for den.")
def adopt(config: Path, yes: bool) -> None:
    """Forsegler databasen slik den er nå. Bare for en database du går god for."""
    if not yes:
        raise click.ClickException("Legg til --yes når du har gått gjennom databasen.")
    try:
        known = read.load(config)
        made = engine(known.node.database)
        birth.upgrade(made)
        count = opening.adopt(made, secret(Path(known.keys.evidence)))
    except HandoverError as fault:
        raise click.ClickException(fault.text) from fault
    click.echo(f"{count} rader er forseglet.")
