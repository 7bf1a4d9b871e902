"""What the administrators' forms hold, read once and shown again with what is wrong."""

from collections.abc import Sequence
from datetime import date

from flask import request

from handover.errors import Refused
from handover.rules.findings import error

LONGEST = 200


def text(name: str) -> str:
    """A field of the form without blanks around it, cut at a length no name has."""
    return request.form.get(name, "").strip()[:LONGEST]


def day(name: str) -> date:
    """A day typed in a form. Raises Refused with the field's name."""
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        raise Refused("Datoen er ikke gyldig.", "DATO_FEIL", [
            error("DATO_FEIL", name, "Skriv en gyldig dato.")]) from None


def faults(refused: Refused, fields: Sequence[str]) -> list[tuple[str, str]]:
    """(id of the field, sentence) for the list at the top of a form."""
    found = [(one.where if one.where in fields else fields[0], one.text)
             for one in refused.findings]
    return found or [(fields[0], refused.text)]

