"""Station 1: ask the systems what they have, for nobody who is barred, and keep it as parts.

Protection is looked at before anything about a pupil is stored (S3). Whether
somebody has foreldreansvar is never read from a school's file.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, select

from handover.decision import slots
from handover.decision.access import PREPARES, gone, pupil_of_school
from handover.errors import BadInput, HandoverError, Refused
from handover.house import House
from handover.kit.accept import accept
from handover.kit.process import AdapterProcess
from handover.kit.types import Collected, CollectRequest, Document, PersonFacts, PupilRef
from handover.parts.keep import Content, keep
from handover.rules.actors import Actor
from handover.rules.findings import Finding, stops
from handover.rules.policy import Category
from handover.sources import scanner
from handover.sources.inert import Rebuilder
from handover.store import persons
from handover.store.audit import Event
from handover.store.contents import StoredFile
from handover.store.persons import Details
from handover.store.tables import Collection, Pupil, Unit
from handover.store.work import Work, reading


@dataclass(frozen=True)
class Outcome:
    """What a collection ended as."""

    people: int
    findings: tuple[Finding, ...]


def collect_class(house: House, source: str, school_unit: str,
                  numbers: frozenset[str] | None = None) -> Outcome:
    """Asks a roster source for the whole 10th grade of a school and keeps what it gave.

    With `numbers`, only what it gave about those persons is kept: for chosen pupils.
    One pupil's bad data stops that pupil's part and nobody else's. Raises the
    adapter's Retryable, Permanent or Misconfigured when the source did not answer.
    """
    school = _unit(house, school_unit)
    answer = _ask(house, source, CollectRequest(
        correlation_id=house.id(), school=school.organisation,
        school_year=house.settings.node.school_year, pupil=None,
        categories=tuple(_categories(house, "skole"))))
    findings = list(answer.findings)
    kept = 0
    for facts in answer.persons:
        if numbers is not None and facts.person.identifikatorverdi not in numbers:
            continue
        with house.work() as work:
            findings += _keep_person(house, work, facts, source, school, answer.texts)
            work.commit()
            kept += 1
    _remember(house, source, school_unit, None, "ok")
    return Outcome(kept, tuple(findings))


def collect_ppt(house: House, actor: Actor, pupil_id: str, source: str) -> Outcome:
    """PPT asks its own system about one pupil; the school sees neither content nor existence."""
    units = sorted(actor.units("ppt_radgiver", "ppt_leder"))
    if not units:
        raise gone()
    with reading(house.work) as session:
        pupil = session.get(Pupil, pupil_id)
        if pupil is None or pupil.blocked:
            raise gone()
        ref, school = _ref(house, session, pupil), session.get_one(Unit, pupil.unit_id)
    answer = _ask(house, source, CollectRequest(
        correlation_id=house.id(), school=school.organisation,
        school_year=house.settings.node.school_year, pupil=ref,
        categories=tuple(_categories(house, "ppt"))))
    findings = list(answer.findings)
    with house.work() as work:
        for facts in answer.persons:
            findings += _keep_facts(house, work, pupil, facts, source, units[0], answer.texts)
        work.commit()
    _remember(house, source, units[0], pupil_id, "ok")
    return Outcome(len(answer.persons), tuple(findings))


def upload(house: House, actor: Actor, pupil_id: str, *documents: Document) -> None:
    """A member of staff hands in parts: forms, with or without the PDF they describe (P5).

    The school's people hand in the school's parts, PPT's people PPT's. All of them are
    kept or none. Raises Refused with findings when one does not make a valid part.
    """
    categories = [_sendable(house, document.category) for document in documents]
    with reading(house.work) as session:
        owners = [_owner(session, actor, pupil_id, one.source) for one in categories]
        pupil, owner = owners[0]
        ref, school = _ref(house, session, pupil), session.get_one(Unit, pupil.unit_id)
    answer = _ask(house, "opplasting", CollectRequest(
        correlation_id=house.id(), school=school.organisation,
        school_year=house.settings.node.school_year, pupil=ref,
        categories=tuple(one.id for one in categories), documents=documents))
    if stops(answer.findings) or not answer.persons:
        raise Refused("Dokumentet kan ikke brukes som det er.", "OPPLASTING_AVVIST",
                      answer.findings)
    with house.work() as work:
        findings = [found for facts in answer.persons
                    for found in _keep_facts(house, work, pupil, facts, "opplasting", owner,
                                             answer.texts)]
        if stops(findings):
            raise Refused("Opplysningene mangler noe.", "DEL_UGYLDIG", findings)
        work.commit()


def rebuilder(house: House) -> Rebuilder:
    """What makes attachments inert at this node (S7). A context manager; starts when needed."""
    return Rebuilder(scanner.find(house.settings.node.scanner))


def _inert(inert: Rebuilder, document: Document) -> Document:
    """The document with an inert PDF: a picture becomes one before the adapter names it."""
    if document.pdf is None:
        return document
    return replace(document, pdf=inert.rebuild(document.pdf).pdf)


def _sendable(house: House, name: str) -> Category:
    category = house.policy.categories.get(name)
    if category is None or not category.mechanism.sendable:
        raise BadInput("Denne typen finnes ikke.", "UKJENT_KATEGORI")
    return category


def _owner(session: Session, actor: Actor, pupil_id: str, source: str) -> tuple[Pupil, str]:
    if source == "ppt":
        units = sorted(actor.units("ppt_radgiver", "ppt_leder"))
        pupil = session.get(Pupil, pupil_id)
        if not units or pupil is None or pupil.blocked:
            raise gone()
        return pupil, units[0]
    pupil = pupil_of_school(session, actor, pupil_id, PREPARES)
    return pupil, pupil.unit_id


def _ask(house: House, source: str, request: CollectRequest) -> "PersonAnswer":
    spec = house.sources.get(source)
    if spec is None:
        raise Refused("Denne kilden er ikke satt opp.", "UKJENT_KILDE")
    try:
        with rebuilder(house) as inert:
            ready = replace(request, documents=tuple(
                _inert(inert, one) for one in request.documents))
            with AdapterProcess(spec) as adapter:
                answer = adapter.collect(ready)
            return rebuilt(inert, accept(ready, answer, _others(house, ready)))
    except HandoverError as fault:
        _remember(house, source, request.school, None, fault.code)
        raise


def rebuilt(inert: Rebuilder, collected: Collected) -> "PersonAnswer":
    """The answer with every attachment rebuilt, whatever its adapter has done to it (S7)."""
    made = [inert.person(one) for one in collected.persons]
    return PersonAnswer(tuple(facts for facts, _ in made),
                        (*collected.findings, *(one for _, found in made for one in found)),
                        inert.texts)


def _others(house: House, request: CollectRequest) -> list[PupilRef]:
    """The rest of the year's pupils: an answer about one of them must name none of these (S17)."""
    if request.pupil is None:
        return []
    with reading(house.work) as session:
        rows = session.exec(select(Pupil).where(
            Pupil.school_year == house.settings.node.school_year))
        found = [_ref(house, session, row) for row in rows]
    return [one for one in found if not one.same_person(request.pupil)]


@dataclass(frozen=True)
class PersonAnswer:
    """What the house may use of an adapter's answer."""

    persons: Sequence[PersonFacts]
    findings: tuple[Finding, ...]
    texts: Mapping[str, str]
    """The text layers of the attachments, by hash."""


def _categories(house: House, source: str) -> list[str]:
    return [one.id for one in house.policy.categories.values()
            if one.source == source and one.mechanism.sendable]


def _keep_person(house: House, work: Work, facts: PersonFacts, source: str,
                 school: Unit, texts: Mapping[str, str]) -> list[Finding]:
    ref = facts.person
    if persons.is_barred(house, work.session, ref.identifikatorverdi):
        return []
    try:
        pupil = _pupil(house, work, facts, school)
    except BadInput as refused:
        return list(refused.findings)
    if pupil.blocked:
        return []
    return _keep_facts(house, work, pupil, facts, source, school.id, texts)


def _pupil(house: House, work: Work, facts: PersonFacts, school: Unit) -> Pupil:
    person = persons.save(house, work.session, _known(house, work.session, _details(facts)))
    year = house.settings.node.school_year
    pupil = work.session.exec(select(Pupil).where(
        Pupil.person_id == person.id, Pupil.school_year == year)).first()
    if pupil is None:
        pupil = Pupil(id=house.id(), person_id=person.id, unit_id=school.id, school_year=year,
                      created=house.clock.now())
        work.session.add(pupil)
        work.session.flush()
        work.audit(Event("elev:hentet", "worker", unit=school.id, pupil_id=pupil.id))
        slots.open_standard(house, work, pupil)
    return pupil


def _known(house: House, session: Session, told: Details) -> Details:
    """A name already here stays: a school's file does not tell given and middle names apart, and
    the register that does must not be overwritten by it."""
    person = persons.by_number(house, session, told.number)
    if person is None:
        return told
    known = persons.details(house, person)
    return replace(told, given=known.given, middle=known.middle, family=known.family)


def _details(facts: PersonFacts) -> Details:
    ref = facts.person
    # The tree that says who the person is, by its shape: categories have no names here.
    known = next((tree for tree in facts.facts.values() if "fodselsdato" in tree), {})
    contact = known.get("kontaktinformasjon", {})
    return Details(given=ref.fornavn, family=ref.etternavn,
                   middle=known.get("navn", {}).get("mellomnavn", ""),
                   born=date.fromisoformat(ref.fodselsdato),
                   number_type=ref.identifikatortype, number=ref.identifikatorverdi,
                   mail=contact.get("epostadresse", ""),
                   phone=contact.get("mobiltelefonnummer", ""))


def _keep_facts(house: House, work: Work, pupil: Pupil, facts: PersonFacts, source: str,
                owner: str, texts: Mapping[str, str]) -> list[Finding]:
    findings: list[Finding] = []
    files = {one.sha256: StoredFile(one.sha256, one.media_type, one.data,
                                    texts.get(one.sha256, ""))
             for one in facts.attachments}
    for name, tree in facts.facts.items():
        category = house.policy.categories.get(name)
        if category is None or not category.mechanism.sendable:
            continue
        try:
            keep(house, work, Content(
                pupil_id=pupil.id, category=category, facts=tree,
                files=[files[sha] for sha in _named(tree) if sha in files], source=source,
                owner_unit=owner, as_of=_as_of(house, facts)), "worker")
        except BadInput as refused:
            findings += refused.findings
    return findings


def _named(tree: object) -> Iterable[str]:
    """The hashes of the attachments a fact tree names."""
    if isinstance(tree, dict):
        own = tree.get("sha256")
        return [*([own] if isinstance(own, str) else []),
                *(sha for value in tree.values() for sha in _named(value))]
    if isinstance(tree, list | tuple):
        return [sha for value in tree for sha in _named(value)]
    return []


def _as_of(house: House, facts: PersonFacts) -> date:
    return date.fromisoformat(facts.as_of) if facts.as_of else house.today()


def _ref(house: House, session: Session, pupil: Pupil) -> PupilRef:
    known = persons.get(house, session, pupil.person_id)
    return PupilRef(known.number_type, known.number, known.given, known.family,
                    known.born.isoformat() if known.born else "")


def _unit(house: House, unit_id: str) -> Unit:
    with reading(house.work) as session:
        return session.get_one(Unit, unit_id)


def _remember(house: House, source: str, unit: str, pupil_id: str | None, outcome: str) -> None:
    with house.work() as work:
        work.session.add(Collection(id=house.id(), unit_id=unit, pupil_id=pupil_id,
                                    source=source, at=house.clock.now(), outcome=outcome))
        work.commit()


