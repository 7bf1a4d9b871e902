"""Sends what is queued: one question to the register for the round, then one message a person.

Claim, look again whether it may still go, let go of the database, send, and settle. What the
register said lives as long as the round and is written nowhere (S24).
"""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta

from handover.errors import HandoverError
from handover.house import House
from handover.kit.errors import AdapterError, Duplicate, Misconfigured, Permanent, Retryable
from handover.kit.process import AdapterProcess
from handover.kit.types import ShortMessage
from handover.rules import notices
from handover.rules.notices import Channel
from handover.store import persons
from handover.store.tables import Dispatch
from handover.store.work import reading
from handover.tell import mailer, plan, queue, register
from handover.tell.mailer import Letter
from handover.tell.register import Known
from handover.tell.words import Words, words


def send_due(house: House) -> int:
    """Tries every message that is due; returns how many were settled for good."""
    if not plan.is_on(house):
        return 0
    with reading(house.work) as session:
        waiting = [row for row in queue.due(session, house.clock.now())
                   if not queue.is_halted(session, row)]
        people = {row.person_id for row in waiting}
    if not waiting:
        return 0
    try:
        with reading(house.work) as session:
            known = register.look_up(house, session, people)
    except HandoverError as fault:
        _postpone(house, waiting, fault)
        return 0
    with ExitStack() as adapters:
        phone = _Phone(house, adapters)
        return sum(_send_one(house, phone, row.id, known.get(row.person_id)) for row in waiting)


class _Phone:
    """One gateway process for the length of a round; started when the first text goes."""

    def __init__(self, house: House, stack: ExitStack) -> None:
        self._house, self._stack = house, stack
        self._open: AdapterProcess | None = None

    def send(self, message: ShortMessage) -> None:
        """Hands the text to the gateway. Raises AdapterError."""
        if self._open is None:
            spec = next(iter(self._house.messages.values()))
            settings = {**spec.settings, "sender": self._house.settings.notices.sender}
            self._open = self._stack.enter_context(
                AdapterProcess(replace(spec, settings=settings)))
        self._open.send(message)


def _send_one(house: House, phone: _Phone, dispatch_id: str, known: Known | None) -> bool:
    channel = notices.channel(known.reach if known else None, house.settings.mail is not None,
                              bool(house.messages))
    row = _take(house, dispatch_id, channel)
    if row is None or known is None or channel is Channel.PAPER:
        return row is not None
    said = words(house.settings.node.address, _language(house, row.person_id, known))
    try:
        _hand_over(house, phone, row, known, channel, said)
    except Duplicate:
        pass  # It went the time before, and we did not hear so.
    except AdapterError as fault:
        return _settle_fault(house, row.id, fault)
    return _settle(house, row.id, channel, known)


def _take(house: House, dispatch_id: str, channel: Channel) -> Dispatch | None:
    """Lease and attempt in one transaction, written before the call; what need not or may not
    be sent is settled here."""
    with house.work() as work:
        row = queue.claim(house, work, dispatch_id)
        if row is None:
            return None
        if not queue.still_holds(house, work.session, row):
            queue.drop(work, row)
            work.commit()
            return None
        if channel is Channel.PAPER:
            queue.on_paper(house, work, row)
        work.commit()
        return row


def _language(house: House, person_id: str, known: Known) -> str:
    with reading(house.work) as session:
        return notices.language("", known.language,
                                persons.get(house, session, person_id).language)


def _hand_over(house: House, phone: _Phone, row: Dispatch, known: Known, channel: Channel,
               said: Words) -> None:
    if channel is Channel.SMS:
        phone.send(ShortMessage(row.id, notices.international(known.reach.phone), said.text))
        return
    mail = house.settings.mail
    if mail is None:
        raise Misconfigured("mail.host")
    mailer.send(mail, Letter(row.id, known.reach.mail, said.subject, said.letter,
                             house.clock.now()))


def _settle(house: House, dispatch_id: str, channel: Channel, known: Known) -> bool:
    with house.work() as work:
        row = work.session.get_one(Dispatch, dispatch_id, populate_existing=True)
        queue.sent(house, work, row, channel)
        register.remember_language(house, work, row.person_id, known.language)
        work.commit()
    return True


def _settle_fault(house: House, dispatch_id: str, fault: AdapterError) -> bool:
    """By what to do next: another way, again, or wait for somebody to mend the configuration."""
    with house.work() as work:
        row = work.session.get_one(Dispatch, dispatch_id, populate_existing=True)
        if isinstance(fault, Permanent):
            queue.give_up(house, work, row, fault.reason_code)
        else:
            queue.retry(house, work, row, fault.code, _wait(fault))
        work.commit()
    return isinstance(fault, Permanent)


def _postpone(house: House, waiting: Iterable[Dispatch], fault: HandoverError) -> None:
    """The register does not answer: the whole round waits, one step longer each time."""
    for one in waiting:
        with house.work() as work:
            row = queue.claim(house, work, one.id)
            if row is not None:
                queue.retry(house, work, row, fault.code, _wait(fault))
                work.commit()


def _wait(fault: HandoverError) -> timedelta | None:
    if isinstance(fault, Retryable) and fault.after_seconds:
        return timedelta(seconds=fault.after_seconds)
    return timedelta(hours=1) if isinstance(fault, Misconfigured) else None
