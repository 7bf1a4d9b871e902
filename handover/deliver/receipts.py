"""Receipts: who signed for what. A 200 without a good one is not a delivery."""

from handover.deliver.outbox import Parcel
from handover.errors import BadInput
from handover.house import House
from handover.rules.findings import stops
from handover.seal import messages, reader
from handover.seal.messages import StoredReceipt
from handover.store.tables import Receipt
from handover.store.work import Work


def check(house: House, parcel: Parcel, receipt: bytes | None) -> None:
    """Raises BadInput unless the receiving organisation has signed for this id and these bytes."""
    if not receipt:
        raise BadInput("Mottakeren svarte uten kvittering.", "KVITTERING_MANGLER")
    said = open_message(house, receipt, messages.StoredReceipt.name,
                        house.directory.unit(parcel.to_unit).organisation)
    if not isinstance(said, StoredReceipt) or not said.accepted:
        raise BadInput("Mottakeren har ikke tatt imot.", "KVITTERING_AVVIST")
    if (said.message_id, said.sha256) != (parcel.id, parcel.sha256):
        raise BadInput("Kvitteringen gjelder noe annet.", "KVITTERING_ANNEN")


def open_message(house: House, data: bytes, name: str, organisation: str) -> messages.Message:
    """The message in a signed container from this organisation. Raises BadInput with one answer
    for every fault of signature, so that nobody can learn from the difference (S33)."""
    opened = reader.open_container(data, house.trust, house.clock.now())
    ours = opened.signature.signer_organisation == organisation
    if not opened.good or not ours or set(opened.files) != {name}:
        raise BadInput("Meldingen er ikke gyldig signert av den den sier den er fra.",
                       "SIGNATUR_UGYLDIG")
    if stops(found := house.schemas.validate(name, opened.files[name])):
        raise BadInput("Meldingen har feil form.", "MELDING_UGYLDIG", found)
    return messages.parse(name, opened.files[name])


def keep(house: House, work: Work, delivery_id: str, container: bytes) -> None:
    """Stores a technical receipt as it came."""
    work.session.add(Receipt(id=house.id(), delivery_id=delivery_id, kind="kvittering",
                             container=container, at=house.clock.now()))
