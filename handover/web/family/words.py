"""«Det som virker for meg», and the guardians' own statement: write, read, choose who gets it."""

from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from handover.decision import answer, glimpses, own_words, remarks
from handover.decision.access import gone
from handover.decision.reread import reread
from handover.errors import BadInput
from handover.rules.actors import Level
from handover.store.tables import Part
from handover.store.work import reading
from handover.web.access import family, guardian, needs, step_up
from handover.web.family import receivers
from handover.web.family.reading import page_of
from handover.web.family.room import case, room
from handover.web.family.start_view import is_weak, shared_words
from handover.web.family.words_form import (
    GUARDIAN_FIELDS,
    LONGEST,
    PUPIL_FIELDS,
    Form,
    facts_of,
    from_facts,
    from_request,
)
from handover.web.family.words_view import is_sent, kept_facts, send_view
from handover.web.here import house
from handover.web.texts import _


@room.get("/egne-ord")
@needs(family)
def write() -> str | Response:
    """The form, with what is kept so far."""
    if _needs_stronger():
        return step_up(Level.SUBSTANTIAL)
    with reading(house().work) as session:
        facts = kept_facts(house(), session, case())
        part = own_words.draft(house(), session, case().actor, case().pupil)
    return _form(from_facts(_names(), facts, _offers()), part is not None and part.shown)


@room.post("/egne-ord")
@needs(family)
def save() -> str | Response | tuple[str, int]:
    """Keeps the words. Sends nothing."""
    if _needs_stronger():
        return step_up(Level.SUBSTANTIAL)
    with reading(house().work) as session:
        before = kept_facts(house(), session, case())
    form = from_request(_names(), request.form, before, _offers())
    shown = request.form.get("vis") == "ja"
    if form.errors:
        return _form(form, shown), 422
    try:
        part_id = own_words.write(house(), case().actor, case().pupil.id,
                                  _signed(facts_of(form, before, house().today())))
    except BadInput:
        wrong = (_names()[0], _("Teksten kan ikke lagres slik. Ta bort tegn du ikke trenger."))
        return _form(replace(form, errors=[wrong]), shown), 422
    if is_weak(case()):
        return redirect(url_for("familie.home"), 303)
    if case().is_pupil:
        answer.open_to_guardians(house(), case().actor, part_id, shown)
    return redirect(url_for("familie.read_own"), 303)


def _signed(facts: dict[str, Any]) -> dict[str, Any]:
    """A guardian's text says whose it is; a pupil's package is the pupil's."""
    if case().is_pupil:
        return facts
    with reading(house().work) as session:
        return {**facts, "forfatter": remarks.author(house(), session, case().actor.person_id)}


@room.get("/egne-ord/les")
@needs(family)
def read_own() -> str | Response:
    """The kept words as the receiver will see them, and the choice of who gets them.

    Sending wants a real eID, and so does seeing the choice of it (P7, S5).
    """
    if is_weak(case()):
        return step_up(Level.SUBSTANTIAL)
    part = _draft()
    if part is None:
        return redirect(url_for("familie.write"), 303)
    return _preview(part)


@room.post("/egne-ord/send")
@needs(family)
def send() -> str | Response | tuple[str, int]:
    """The author says yes to these very words, for the receivers chosen."""
    part = _draft()
    if part is None:
        raise gone()
    kinds = frozenset(request.form.getlist("til")) & set(receivers.SLOTS)
    if not kinds:
        return _preview(part, _("Velg minst én som skal få det.")), 422
    own_words.send(house(), case().actor, part.id, request.form.get("sha256", ""), kinds)
    return redirect(url_for("familie.read_own"), 303)


@room.get("/delt")
@needs(guardian)
def shared() -> str:
    """What the pupil has let the guardians read."""
    with reading(house().work) as session:
        part = shared_words(house(), session, case())
    if part is None:
        raise gone()
    shown = reread(house(), case().actor, part.id)
    with reading(house().work) as session:
        page = page_of(house(), session, case(), shown)
    return render_template("family/delt.html", page=page)


def _needs_stronger() -> bool:
    """A school log-in may write on a draft; what has been sent is out of its sight (P7, S5)."""
    _refuse_restricted()
    if not is_weak(case()):
        return False
    with reading(house().work) as session:
        return not case().is_pupil or is_sent(house(), session, case())


def _offers() -> list[glimpses.Offer]:
    """The lysglimt the pupil may take in."""
    if not case().is_pupil:
        return []
    with reading(house().work) as session:
        return glimpses.offered(house(), session, case().pupil.id)


def _refuse_restricted() -> None:
    if case().restricted:
        raise gone()


def _draft() -> Part | None:
    _refuse_restricted()
    with reading(house().work) as session:
        return own_words.draft(house(), session, case().actor, case().pupil)


def _preview(part: Part, fault: str = "") -> str:
    shown = answer.show(house(), case().actor, part.id)
    with reading(house().work) as session:
        page = page_of(house(), session, case(), shown)
        view = send_view(house(), session, case(), part)
    return render_template("family/egne-ord-les.html", page=page, view=view, fault=fault)


def _form(form: Form, shown: bool) -> str:
    return render_template("family/egne-ord.html", form=form, shown=shown, longest=LONGEST,
                           weak=is_weak(case()),
                           fields=PUPIL_FIELDS if case().is_pupil else GUARDIAN_FIELDS)


def _names() -> tuple[str, ...]:
    fields = PUPIL_FIELDS if case().is_pupil else GUARDIAN_FIELDS
    return tuple(name for name, _label, _help in fields)
