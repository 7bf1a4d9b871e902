"""What people do in the walk. Each step goes through the use case a page goes through."""

from datetime import date

from sqlmodel import col, select

from handover.decision import answer as answers
from handover.decision import choices, lead, own_words, prepare, questions, slots, tasks
from handover.demo.cast.story import Answer, Part, Place, Pupil, Withdrawal
from handover.demo.stage import Stage
from handover.demo.town import people as folk
from handover.demo.walk import actors
from handover.errors import HandoverError
from handover.house import House
from handover.kit.types import Document
from handover.receive import county
from handover.rules.actors import Actor, Hat
from handover.rules.approval import Answer as Said
from handover.rules.part_states import PartState
from handover.rules.policy import Mechanism
from handover.sources import collect
from handover.store import contents
from handover.store.tables import Innhenting, Package, Task
from handover.store.tables import Part as PartRow
from handover.store.tables import Pupil as PupilRow
from handover.store.work import reading


def collect_class(stage: Stage) -> None:
    """The class comes from the school system, the families from the register."""
    collect.collect_class(stage.kommune, "pifu", stage.cast.school_class.unit)
    folk.settle_families(stage.kommune, stage.cast)


def county_asks(stage: Stage, node: str) -> None:
    """A receiving controller asks for what the law lets it collect, and the kommune accepts."""
    house = stage.houses[node]
    leader = next(member for member in stage.cast.staff
                  if stage.node_of(member.unit).id == node
                  and "inntak_leder" in (member.role,
                                         *folk.EXTRA_ROLES.get(member.person.id, ())))
    law = [one.id for one in house.policy.categories.values()
           if one.mechanism is Mechanism.LAW]
    county.ask(house, actors.staff(house, leader.user), f"{node}-2026-1", house.today(),
               date(2027, 12, 31), law)


def kommune_accepts(stage: Stage) -> None:
    """The leader in the kommune accepts every request that has come."""
    house = stage.kommune
    leader = actors.staff(house, stage.cast.member("skoleeier").user)
    with reading(house.work) as session:
        waiting = session.exec(select(Innhenting.sha256).where(
            Innhenting.state == "mottatt")).all()
    for sha256 in waiting:
        lead.accept_request(house, leader, sha256)


def ready_everybody(stage: Stage) -> None:
    """The rådgiver readies the law-based package for everybody in one go."""
    prepare.ready_law_parts(stage.kommune, _radgiver(stage))


def register_choices(stage: Stage) -> None:
    """Applications are in: the closed list of each pupil."""
    house = stage.kommune
    for pupil in stage.cast.pupils:
        known = actors.pupil_id(house, pupil.person)
        if known and pupil.choices.applied:
            choices.register(house, _radgiver(stage), known, pupil.choices.applied)


def prepare_pupil(stage: Stage, pupil: Pupil, day: date, done: set[tuple[int, str, date]]) -> None:
    """What the sources have by `day` goes in, is read through, and on to the leader.

    `done` remembers what has been handed in, so that a document is handed in once.
    """
    if bring_in(stage, pupil, day, done):
        known = actors.pupil_id(stage.kommune, pupil.person) or ""
        _school_road(stage, known)
        _ppt_road(stage, known)


def bring_in(stage: Stage, pupil: Pupil, day: date,
             done: set[tuple[int, str, date]] | None = None) -> bool:
    """Hands in what the sources have by `day`; True when something was new."""
    house, handed_in = stage.kommune, set() if done is None else done
    known = actors.pupil_id(house, pupil.person)
    if known is None:
        return False
    new = []
    for category in dict.fromkeys(part.category for part in pupil.parts):
        part = pupil.part(category, day)
        if part is None or part.left_out or _is_own(house, part):
            continue
        key = (pupil.case, category, part.available)
        if key not in handed_in:
            handed_in.add(key)
            new.append(part)
    _hand_in(stage, known, new)
    return bool(new)


def _hand_in(stage: Stage, known: str, parts: list[Part]) -> None:
    """PPT's system is asked once; the rest is handed in at one sitting by the one whose it is."""
    house = stage.kommune
    if any(_from_ppts_system(part) for part in parts):
        collect.collect_ppt(house, _ppt(stage), known, "ppt")
    papers = [part for part in parts if not _from_ppts_system(part)]
    of_ppt = [part for part in papers if house.policy.categories[part.category].source == "ppt"]
    of_school = [part for part in papers if part not in of_ppt]
    for actor, chosen in ((_ppt(stage), of_ppt), (_radgiver(stage), of_school)):
        if chosen:
            collect.upload(house, actor, known, *(_document(part) for part in chosen))


def _from_ppts_system(part: Part) -> bool:
    return part.source == "ppt" and part.facts.get("form") != "dokument"


def _document(part: Part) -> Document:
    pdf = part.documents[0] if part.documents else None
    facts = {key: value for key, value in part.facts.items() if pdf is None or key != "vedlegg"}
    return Document(category=part.category, fields=facts, title=pdf.title if pdf else "",
                    pdf=pdf.data if pdf else None, dated=part.available.isoformat())


def _is_own(house: House, part: Part) -> bool:
    return house.policy.categories[part.category].mechanism is Mechanism.OWN


def _school_road(stage: Stage, known: str) -> None:
    """Choose, read for other people's data, send to the leader, approve."""
    house, radgiver = stage.kommune, _radgiver(stage)
    for part in _parts(house, known, PartState.FOUND, stage.cast.school_class.unit):
        if house.policy.categories[part.category].mechanism is Mechanism.LAW:
            continue
        prepare.choose(house, radgiver, part.id, take=True)
        try:
            prepare.screen(house, radgiver, part.id, part.sha256)
        except HandoverError:
            # It names somebody else: out until it is mended where it was written (C-68).
            prepare.choose(house, radgiver, part.id, take=False)
    if prepare.send_to_leader(house, radgiver, known):
        _approve(stage, known, _leader(stage, known))


def _ppt_road(stage: Stage, known: str) -> None:
    house, ppt = stage.kommune, _ppt(stage)
    unit = stage.cast.member("ppt-radgiver").unit
    for part in _parts(house, known, PartState.FOUND, unit):
        prepare.choose(house, ppt, part.id, take=True)
        prepare.screen(house, ppt, part.id, part.sha256)
    if prepare.send_to_leader(house, ppt, known):
        _approve(stage, known, actors.staff(house, stage.cast.member("ppt-leder").user))


def _approve(stage: Stage, known: str, leader: Actor) -> None:
    house = stage.kommune
    with reading(house.work) as session:
        seen = frozenset(part.sha256 for part in lead.parts_waiting(session, leader, known))
    lead.approve(house, leader, known, seen)


def _leader(stage: Stage, known: str) -> Actor:
    """Rektor; the deputy where rektor is related to the pupil (P11)."""
    house = stage.kommune
    rektor = actors.staff(house, stage.cast.member("rektor").user)
    try:
        with reading(house.work) as session:
            lead.parts_waiting(session, rektor, known)
    except HandoverError:
        return actors.staff(house, stage.cast.member("avdelingsleder").user)
    return rektor


def write_own(stage: Stage, pupil: Pupil, day: date) -> None:
    """The pupil's and the guardians' own words that exist by `day`; drafts, sent by their answer."""
    house = stage.kommune
    for category in dict.fromkeys(part.category for part in pupil.parts):
        part = pupil.part(category, day)
        if part and _is_own(house, part):
            _write(house, pupil, part)


def _write(house: House, pupil: Pupil, part: Part) -> None:
    known = actors.pupil_id(house, pupil.person)
    if known is None:
        return
    own_words.write(house, _author(house, pupil, part), known, part.facts)


def _author(house: House, pupil: Pupil, part: Part) -> Actor:
    if house.policy.categories[part.category].source == "elev":
        return actors.family(house, pupil.person, Hat.PUPIL)
    guardian = next(one for one in pupil.guardians if one.person.id == part.author)
    return actors.family(house, guardian.person, Hat.GUARDIAN)


def answer(stage: Stage, pupil: Pupil, step: Answer) -> str:
    """One scripted answer; returns what became of it, in one word for the log."""
    house = stage.kommune
    if step.form not in ("digital", "oppmote"):
        return "form_senere"
    known = actors.pupil_id(house, pupil.person)
    if known is None:
        return "ute"
    hat = Hat.PUPIL if step.role == "elev" else Hat.GUARDIAN
    person = pupil.person if hat is Hat.PUPIL else next(
        one.person for one in pupil.guardians if one.person.id == step.person)
    try:
        actor = actors.family(house, person, hat)
        if step.form == "oppmote":
            actor = actors.at_school(house, actor, _radgiver(stage), known)
        return _say(house, actor, known, step)
    except (HandoverError, LookupError) as fault:
        return getattr(fault, "code", "ukjent")


def _say(house: House, actor: Actor, known: str, step: Answer) -> str:
    part = _part_for(house, actor, known, step.category)
    if part is None:
        return "ingen_del"
    if part.author_id == actor.person_id:
        return _send_own(house, actor, known, part, step)
    if actor.hat is Hat.PUPIL:
        _visibility(house, actor, part, step)
    shown = answers.show(house, actor, part.id)
    with reading(house.work) as session:
        open_slots = slots.for_category(house, slots.of_pupil(session, known), shown.category)
    given = {slot.id: _word(step, slot.kind) for slot in open_slots}
    answers.answer(house, actor, part.id, shown.part.sha256, given)
    return "svart"


def _word(step: Answer, kind: str) -> Said:
    return Said.YES if step.yes and kind not in step.not_to else Said.NO


def _send_own(house: House, actor: Actor, known: str, part: PartRow, step: Answer) -> str:
    with reading(house.work) as session:
        kinds = {slot.kind for slot in slots.of_pupil(session, known)}
    chosen = frozenset(kinds - step.not_to) if step.yes else frozenset()
    own_words.send(house, actor, part.id, part.sha256, chosen)
    return "svart"


def _visibility(house: House, actor: Actor, part: PartRow, step: Answer) -> None:
    if house.policy.categories[part.category].guardian_view == "elev_velger":
        answers.open_to_guardians(house, actor, part.id, not step.hidden)


def _part_for(house: House, actor: Actor, known: str, category: str) -> PartRow | None:
    with reading(house.work) as session:
        pupil = session.get_one(PupilRow, known)
        own = [part for part in contents.live_parts(session, known, [PartState.APPROVED])
               if part.category == category and part.author_id == actor.person_id]
        if own:
            return own[0]
        return next((one.part for one in questions.for_person(house, session, actor, pupil)
                     if one.part.category == category), None)


def withdraw(stage: Stage, pupil: Pupil, step: Withdrawal) -> None:
    """The pupil takes a yes back."""
    house = stage.kommune
    known = actors.pupil_id(house, pupil.person)
    person = next(one for one in (pupil.person, *(g.person for g in pupil.guardians))
                  if one.id == step.person)
    hat = Hat.PUPIL if person is pupil.person else Hat.GUARDIAN
    actor = actors.family(house, person, hat)
    with reading(house.work) as session:
        rows = [part for part in contents.live_parts(session, known or "", [PartState.APPROVED])
                if part.category == step.category]
    for part in rows:
        answers.withdraw(house, actor, part.id)


def take_out(stage: Stage, pupil: Pupil) -> None:
    """Rektor takes the pupil out of digital transfer; no reason is asked (P4)."""
    known = actors.pupil_id(stage.kommune, pupil.person)
    if known:
        lead.take_out(stage.kommune, actors.staff(
            stage.kommune, stage.cast.member("rektor").user), known)


def report_place(stage: Stage, pupil: Pupil, place: Place) -> None:
    """Admissions says what became of the place."""
    node = stage.node_of(place.unit) if place.unit else stage.plans[1]
    house = stage.houses[node.id]
    member = next(one for one in stage.cast.staff if stage.node_of(one.unit).id == node.id
                  and "inntak" in " ".join((one.role, *folk.EXTRA_ROLES.get(one.person.id, ()))))
    actor = actors.staff(house, member.user)
    known = county.register_applicant(house, actor, folk.details(pupil.person))
    county.report_place(house, actor, known, place.unit, place.status)


def receivers_confirm(stage: Stage) -> None:
    """Every receiving unit names a contact and a first step for whom it has got."""
    for plan in stage.plans[1:]:
        house = stage.houses[plan.id]
        with reading(house.work) as session:
            rows = session.exec(select(Package.pupil_id, Package.unit_id).where(
                Package.state == "mottatt")).all()
        for pupil_id, unit in sorted({(p, u) for p, u in rows if p}):
            _confirm(stage, house, pupil_id, unit)


def _confirm(stage: Stage, house: House, pupil_id: str, unit: str) -> None:
    member = next(one for one in stage.cast.staff
                  if one.unit == unit and one.role in county.RECEIVERS)
    person = member.person
    county.confirm(house, actors.staff(house, member.user), pupil_id, county.FirstStep(
        person.given, person.family, member.title, "Jeg tar kontakt før skolestart."))


def _parts(house: House, known: str, state: PartState, unit: str) -> list[PartRow]:
    with reading(house.work) as session:
        return [part for part in contents.live_parts(session, known, [state])
                if part.owner_unit == unit and part.author_id is None]


def _radgiver(stage: Stage) -> Actor:
    return actors.staff(stage.kommune, stage.cast.member("radgiver").user)


def _ppt(stage: Stage) -> Actor:
    return actors.staff(stage.kommune, stage.cast.member("ppt-radgiver").user)


def leader_tries_again(stage: Stage) -> None:
    """Rektor sets going again what was given up: a task, never a log line."""
    house = stage.kommune
    rektor = actors.staff(house, stage.cast.member("rektor").user)
    with reading(house.work) as session:
        waiting = session.exec(select(Task.id).where(
            Task.kind == "ga_opp", col(Task.done).is_(None))).all()
    for task_id in waiting:
        tasks.try_again(house, rektor, task_id)
