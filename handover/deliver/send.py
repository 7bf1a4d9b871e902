"""Station 6c: tries what is due, one message at a time, and lets the row know how it went.

Claim, look again whether it may still go, write the attempt, let go of the
database, call, and settle. The technical receipt counts only when the receiving
organisation has signed for this id and these bytes (S33).
"""

from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta

from handover.decision import halt
from handover.deliver import outbox, receipts, release
from handover.deliver.directory import Unit
from handover.deliver.outbox import Parcel
from handover.errors import HandoverError
from handover.house import House
from handover.kit.errors import AdapterError, Duplicate, Misconfigured, Permanent, Retryable
from handover.kit.process import AdapterProcess
from handover.kit.types import Accepted, Envelope
from handover.rules.policy import Mechanism
from handover.store.seals import guard
from handover.store.tables import Delivery, Pupil, Slot
from handover.store.work import Work, reading

EVERYTHING = frozenset(Mechanism)


def send_due(house: House) -> int:
    """Tries every message that is due; returns how many were delivered."""
    with reading(house.work) as session:
        waiting = outbox.due(session, house.clock.now())
    with ExitStack() as adapters:
        lines = _Lines(house, adapters)
        return sum(_send_one(house, lines, delivery_id) for delivery_id in waiting)


class _Lines:
    """One adapter process per address for the length of a round; nothing outlives it."""

    def __init__(self, house: House, stack: ExitStack) -> None:
        self._house, self._stack = house, stack
        self._open: dict[str, AdapterProcess] = {}

    def to(self, unit: Unit) -> AdapterProcess:
        """The process for a unit's address, which reaches that address and nothing else (S28)."""
        if unit.address not in self._open:
            spec = replace(self._house.recipients[unit.route], origin=unit.address)
            if token := self._token(unit):
                spec = replace(spec, settings={**spec.settings, "token": token})
            self._open[unit.address] = self._stack.enter_context(AdapterProcess(spec))
        return self._open[unit.address]

    def _token(self, unit: Unit) -> str:
        """Maskinporten's word that it is us, made out to the receiver; empty when not in use."""
        purse, said = self._house.tokens, self._house.settings.maskinporten
        if purse is None or said is None or not said.scope:
            return ""
        return purse.bearer(unit.address)

    def refused(self, unit: Unit) -> None:
        """The receiver did not take our token: the next try, and its process, get a new one."""
        if self._house.tokens is not None:
            self._house.tokens.forget(unit.address)
            self._open.pop(unit.address, None)


def _send_one(house: House, lines: _Lines, delivery_id: str) -> bool:
    try:
        parcel = _take(house, delivery_id)
    except guard.Tampered:
        return False  # The alarm has sounded; the other messages go on.
    if parcel is None:
        return False
    try:
        accepted = _call(house, lines, parcel)
        receipts.check(house, parcel, accepted.receipt)
    except Duplicate as already:
        return _settle_duplicate(house, parcel, already)
    except (AdapterError, HandoverError) as fault:
        if isinstance(fault, Misconfigured):
            lines.refused(house.directory.unit(parcel.to_unit))
        _settle_fault(house, parcel, fault)
        return False
    _settle(house, parcel, accepted.receipt)
    return True


def _take(house: House, delivery_id: str) -> Parcel | None:
    """Lease and attempt in one transaction; a message that may no longer go is stopped, and what
    is left of it is sealed anew at once."""
    with house.work() as work:
        if halt.holds(work.session, delivery_id) or not outbox.claim(house, work, delivery_id):
            return None
        row = work.session.get_one(Delivery, delivery_id, populate_existing=True)
        _stop_is_whole(work, row)
        if not release.still_may_go(house, work.session, row):
            outbox.stop(work, row, "VILKAR_ENDRET")
            work.session.flush()
            pupil = work.session.get_one(Pupil, row.pupil_id)
            slot = work.session.get_one(Slot, row.slot_id)
            if not slot.closed:
                release.release_slot(house, work, pupil, slot, EVERYTHING)
            work.commit()
            return None
        parcel = outbox.begin(house, work, delivery_id)
        work.commit()
        return parcel


def _stop_is_whole(work: Work, row: Delivery) -> None:
    """A stop somebody took away with SQL is no permission to send. Raises Tampered (S25)."""
    pupil = work.session.get(Pupil, row.pupil_id) if row.pupil_id else None
    if pupil is not None:
        guard.require(work.session, f"stop:{pupil.unit_id}")


def _call(house: House, lines: _Lines, parcel: Parcel) -> Accepted:
    unit = house.directory.unit(parcel.to_unit)
    return lines.to(unit).deliver(Envelope(
        message_id=parcel.id, receiver_orgnr=unit.organisation, receiver_unit=unit.id,
        data=parcel.payload, sha256=parcel.sha256,
        kind="pakke" if parcel.kind == "pakke" else "melding"))


def _settle(house: House, parcel: Parcel, receipt: bytes | None) -> None:
    with house.work() as work:
        outbox.delivered(house, work, parcel)
        if receipt:
            receipts.keep(house, work, parcel.id, receipt)
        work.commit()


def _settle_duplicate(house: House, parcel: Parcel, already: Duplicate) -> bool:
    """«We have it»: a success, when the receipt they give again is a good one."""
    try:
        receipts.check(house, parcel, already.receipt)
    except HandoverError as fault:
        _settle_fault(house, parcel, fault)
        return False
    _settle(house, parcel, already.receipt)
    return True


def _settle_fault(house: House, parcel: Parcel, fault: Exception) -> None:
    """By what to do next: again, never, or wait for somebody to mend the configuration."""
    with house.work() as work:
        match fault:
            case Permanent():
                outbox.refuse(house, work, parcel, fault.reason_code)
            case Retryable():
                after = timedelta(seconds=fault.after_seconds) if fault.after_seconds else None
                outbox.retry(house, work, parcel, "PROV_IGJEN", after)
            case Misconfigured():
                outbox.retry(house, work, parcel, "FEIL_OPPSETT", timedelta(hours=1))
            case _:
                code = fault.code if isinstance(fault, HandoverError) else "FEIL"
                outbox.retry(house, work, parcel, code, None)
        work.commit()
