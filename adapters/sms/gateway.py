"""The adapter: one text to one telephone, under an id that makes a repeat harmless.

The promise: number and text go in the body and never in an address; the gateway's own
words are not read.
"""

from handover.kit import Accepted, Duplicate, Info, Messenger, Permanent, ShortMessage
from handover.kit.doors import BadInput, read_json, write_json

PATH = "/overgang/v1/meldinger"
_UNREACHABLE = (404, 410, 422)


class SmsGateway(Messenger):
    """Settings: `token`, `sender` (the name people see, at most 11 letters), `path`."""

    def info(self) -> Info:
        return Info("sms", "1.0")

    def _check(self) -> None:
        self.http.get(f"{self._base()}/overgang/v1/status")

    def _send(self, message: ShortMessage) -> Accepted:
        answer = self.http.post(
            self._base() + PATH,
            write_json({
                "id": message.message_id, "fra": self.setting("sender", "Skolen"),
                "til": message.phone, "tekst": message.text,
            }),
            media_type="application/json",
            headers={"Accept": "application/json"},
            accept=(409, *_UNREACHABLE),
        )
        if answer.status == 409:
            raise Duplicate(message.message_id)
        if answer.status in _UNREACHABLE:
            raise Permanent("UKJENT_MOTTAKER")
        if answer.media_type != "application/json":
            # A proxy's cheerful 200 is no promise to send anything.
            raise Permanent("UGYLDIG_SVAR")
        return Accepted(_reference(answer.body, message.message_id))

    def _base(self) -> str:
        return self.settings.get("path", "").rstrip("/")


def _reference(body: bytes, message_id: str) -> str:
    """The gateway's own reference, or ours when it gave none."""
    try:
        told = read_json(body, limit=64 * 1024, depth=4)
    except BadInput:
        return message_id
    said = told.get("referanse") if isinstance(told, dict) else None
    return said if isinstance(said, str) and said.isascii() and len(said) <= 100 else message_id
