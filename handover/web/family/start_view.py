"""What the first page says: how many questions, how long, which need BankID, and until when."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from handover.decision import glimpses, own_words, questions
from handover.house import House
from handover.rules.actors import Level
from handover.rules.policy import day_of, expiry
from handover.store import contents
from handover.store.tables import Part
from handover.store.tables import Session as LogIn
from handover.web.family.beside_view import wrong_list
from handover.web.family.case import Case, asked, is_answered, reads_part
from handover.web.family.sent import all_sent, end_of
from handover.web.family.words_in import large
from handover.web.inn.views import method
from handover.web.texts import _, ngettext, told

NUMBERS = ("null", "ett", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti",
           "elleve", "tolv")


@dataclass(frozen=True)
class StartPage:
    """The first page after logging in."""

    left: int
    """Questions still to answer."""
    started: bool
    """Something has been answered already."""
    points: list[tuple[str, str]]
    law: list[str]
    """What is sent because of the law, in the words the reader knows it by."""
    has_draft: bool
    shared: bool
    """The pupil has let the guardians read their own words."""
    due: date
    expiry: date
    """From this day nothing more is sent on the answers."""
    arrived: bool
    """The new school, or the follow-up service, has the package."""
    offers: bool
    """Somebody has offered the pupil a lysglimt."""
    wrong: bool
    """The person has said that something is wrong, and can read what was answered."""
    weak: bool
    """The log-in is good enough for a draft and for nothing else (P7)."""


def start_view(house: House, session: Session, case: Case) -> StartPage:
    """Reads what waits for this person. Counts by login level, never by name."""
    found = asked(house, session, case)
    waiting = [one for one in found if not is_answered(house, session, case, one)]
    due = answers_due(house)
    now = sum(reads_part(house, case, one.part) for one in waiting)
    return StartPage(
        left=len(waiting), started=len(waiting) < len(found),
        points=_points(case, now, len(waiting) - now),
        law=law_names(house, session, case),
        has_draft=own_words.draft(house, session, case.actor, case.pupil) is not None,
        shared=shared_words(house, session, case) is not None, due=due,
        expiry=expiry(house.policy, house.settings.node.school_year),
        arrived=has_arrived(house, session, case),
        offers=case.is_pupil and bool(glimpses.offered(house, session, case.pupil.id)),
        wrong=bool(wrong_list(house, session, case, house.today())),
        weak=is_weak(case))


def is_weak(case: Case) -> bool:
    """True for a log-in of the school's own, which may write a draft and see nothing (S5, P7)."""
    return not case.actor.reaches(Level.SUBSTANTIAL)


def answers_due(house: House) -> date:
    """The last day of answering this school year."""
    return day_of(house.policy.answers_due, int(house.settings.node.school_year[5:]))


def has_arrived(house: House, session: Session, case: Case) -> bool:
    """True when what this person may know of has come where the pupil goes on to."""
    return end_of(all_sent(house, session, case)) is not None


def law_names(house: House, session: Session, case: Case) -> list[str]:
    """The law-based parts this person may know of, by name; none for somebody restricted."""
    if case.restricted:
        return []
    found = [house.policy.categories[part.category]
             for part in questions.law_parts(house, session, case.pupil)]
    named = [one for one in found if case.reads(one)]
    if case.is_pupil:
        return [large(told(one.short)) for one in named]
    return [told(house.labels.title(one.id)) for one in named]


def shared_words(house: House, session: Session, case: Case) -> Part | None:
    """The pupil's own words, when the pupil has let the guardians read them."""
    if case.is_pupil or case.restricted:
        return None
    return next((part for part in contents.live_parts(session, case.pupil.id)
                 if part.author_id == case.pupil.person_id and part.shown
                 and part.about is None), None)


def last_login(row: LogIn | None) -> tuple[LogIn, str] | None:
    """The log-in before this one, and what people call that way of logging in (S5)."""
    return None if row is None else (row, method(row))


def _points(case: Case, now: int, later: int) -> list[tuple[str, str]]:
    points = []
    if later and now:
        points.append(("Chat", ngettext(
            "Ett av dem kan du svare på nå.", "%(tall)s av dem kan du svare på nå.", now)
            % {"tall": in_words(now).capitalize()}))
    if later:
        points.append(("PadlockLocked", _later(case, now, later)))
    return points


def _later(case: Case, now: int, later: int) -> str:
    lead = _("Du trenger BankID for å svare.") if not now else ngettext(
        "Ett av dem krever BankID. Det kommer til slutt.",
        "%(tall)s av dem krever BankID. De kommer til slutt.", later) % {
            "tall": in_words(later).capitalize()}
    if not case.is_pupil:
        return lead
    return lead + " " + _("Har du ikke BankID, gjør dere det sammen på skolen.")


def in_words(number: int) -> str:
    """A small number as a word, a large one in figures."""
    return _(NUMBERS[number]) if number < len(NUMBERS) else str(number)
