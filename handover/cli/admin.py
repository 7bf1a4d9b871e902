"""`handover admin`: the first administrators of a node, and a way out when one must go.

The promise: a name, a user name or a number is typed in or read from a file, never given on
the command line, where other users of the machine and the shell's history would have it.
"""

import sys
import tomllib
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from handover import logs
from handover.cli.node import open_house
from handover.errors import HandoverError
from handover.house import House

if TYPE_CHECKING:
    from handover.decision.colleagues import Candidate

KEYS = {"fornavn": "given", "etternavn": "family", "feide": "feide", "nummer": "number",
        "tittel": "title"}
BY = "kommandolinje"


@click.group(invoke_without_command=True)
@click.option("--config", required=True, type=click.Path(path_type=Path),
              help="Innstillingsfilen til noden (TOML).")
@click.option("--person", type=click.File("rb"),
              help="TOML-fil med fornavn, etternavn og feide eller nummer. «-» er stdin.")
@click.pass_context
def admin(context: click.Context, config: Path, person: IO[bytes] | None) -> None:
    """Lager den første administratoren. Gjør det to ganger, for to må være enige om ledere."""
    logs.set_up()
    context.obj = house = open_house(config)
    if context.invoked_subcommand is None:
        _make(house, _from_file(person) if person else _asked())


@admin.command("list")
@click.pass_obj
def listed(house: House) -> None:
    """Viser rollene som gjelder nå og senere."""
    # Imported here, as elsewhere, so that `handover --help` needs no database.
    from handover.decision import appoint, grants
    from handover.store import persons
    from handover.store.work import reading
    with reading(house.work) as session:
        units = {one.id: one.name for one in appoint.all_units(session)}
        for row in grants.live(session, units, house.today()):
            name = persons.get(house, session, row.person_id).name
            click.echo(f"{row.id}  {row.role}  {units[row.unit_id]}  "
                       f"{row.valid_from} til {row.valid_to}  {name}")


@admin.command()
@click.argument("grant_id")
@click.pass_obj
def end(house: House, grant_id: str) -> None:
    """Avslutter en rolle med en gang. GRANT_ID står først på linjen i «list»."""
    from handover.decision import grants
    try:
        with house.work() as work:
            grants.end_in(house, work, BY, grant_id)
            work.commit()
    except HandoverError as fault:
        raise click.ClickException(fault.text) from fault
    click.echo("Rollen er avsluttet.")


def _make(house: House, who: "Candidate") -> None:
    from handover.decision.first_administrator import make
    try:
        row = make(house, who)
    except HandoverError as fault:
        raise click.ClickException(fault.text) from fault
    click.echo(f"Administratoren er laget. Rollen gjelder til {row.valid_to}.")


def _asked() -> "Candidate":
    """Types in a person. Nothing is echoed back, and the number is not shown."""
    if not sys.stdin.isatty():
        return _from_file(sys.stdin.buffer)
    values = {"fornavn": click.prompt("Fornavn"), "etternavn": click.prompt("Etternavn"),
              "feide": click.prompt("Feide-navn (tomt hvis ingen)", default="",
                                    show_default=False)}
    if not values["feide"]:
        values["nummer"] = click.prompt("Fødselsnummer", hide_input=True)
    values["tittel"] = click.prompt("Tittel", default="Administrator")
    return _candidate(values)


def _from_file(source: IO[bytes]) -> "Candidate":
    try:
        return _candidate(tomllib.loads(source.read(10_000).decode("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        # The fault's own text may repeat a number.
        raise click.ClickException("Filen med personen er ikke gyldig TOML.") from fault


def _candidate(values: dict[str, Any]) -> "Candidate":
    from handover.decision.colleagues import Candidate
    if set(values) - set(KEYS) or not all(isinstance(one, str) for one in values.values()):
        raise click.ClickException(f"Bruk bare disse, som tekst: {', '.join(KEYS)}.")
    known = {KEYS[name]: value.strip() for name, value in values.items()}
    return Candidate(**{"given": "", "family": "", **known})
