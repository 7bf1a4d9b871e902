"""`handover verify`: says in plain words what a delivered file is, and writes nothing.

The promise: four answers (unchanged, validly signed, trusted, right form), who signed and
when as claims, and each part with its basis. The pupil is not named. Exit code 0 good,
1 not good, 2 unreadable.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from handover.cli.verify_report import as_dict, as_lines
from handover.errors import HandoverError, Misconfigured
from handover.seal import certificates
from handover.seal.certificates import SigningKey, Trust
from handover.seal.contents import SchemaSet
from handover.seal.verify import verify as judge

_MAX_BYTES = 80 * 1024 * 1024


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--trust",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Mappe med utstedere (.pem) du stoler på.",
)
@click.option(
    "--key",
    metavar="KEY",
    type=click.Path(path_type=Path),
    help="Den private nøkkelen (.pem) som åpner en kryptert fil.",
)
@click.option("--json", "as_json", is_flag=True, help="Skriv svaret som JSON.")
def verify(file: Path, trust: Path | None, key: Path | None, as_json: bool) -> None:
    """Kontroller en levert pakke: er den uendret, ekte og riktig?

    Svarer 0 når alt er i orden, 1 når noe er galt, 2 når filen ikke kan leses.
    """
    try:
        report = judge(
            _read(file),
            trust=_trust(trust),
            now=now(),
            key=_key(key),
            schemas=default_schemas(),
        )
    except HandoverError as wrong:
        _say_error(wrong, as_json)
        sys.exit(2)
    click.echo(
        json.dumps(as_dict(report), ensure_ascii=False, indent=2)
        if as_json
        else "\n".join(as_lines(report))
    )
    sys.exit(report.exit_code)


def now() -> datetime:
    """This machine's time; the command is an edge, so the clock enters here."""
    return datetime.now(UTC)


def default_schemas() -> SchemaSet:
    """The schemas that come with the program; loaded late, because it takes a moment."""
    from handover.parts import schema_set

    return schema_set.load()


def _read(file: Path) -> bytes:
    # The name is not repeated: whoever saved the file may have put a pupil's name in it.
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise Misconfigured("Filen er for stor til å være en pakke.", "FILE_TOO_LARGE")
        return file.read_bytes()
    except OSError:
        raise Misconfigured(
            "Filen finnes ikke, eller du har ikke lov til å lese den.", "FILE_UNREADABLE"
        ) from None


def _trust(directory: Path | None) -> Trust:
    """Whoever names a folder means it: a demo issuer in it is then believed (S23)."""
    if directory is None:
        return Trust()
    return certificates.load_trust(directory, demo_allowed=True)


def _key(path: Path | None) -> SigningKey | None:
    return certificates.load_key(path) if path else None


def _say_error(wrong: HandoverError, as_json: bool) -> None:
    if as_json:
        found = {"code": wrong.code, "severity": "error", "where": "", "text": wrong.text}
        answer = {"readable": False, "good": False, "exit_code": 2, "findings": [found]}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        click.echo(wrong.text, err=True)
