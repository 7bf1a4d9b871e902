"""The adapter: hands one encrypted file to another node and brings its receipt back.

The promise: the bytes go unchanged, the message id is the same at every attempt, and the
receipt comes back unjudged, for the house to verify.
"""

import re

from handover.kit import Accepted, Duplicate, Envelope, Info, Misconfigured, RecipientAdapter
from handover.kit.doors import BadInput, read_json
from handover.kit.errors import Permanent
from handover.kit.http import Answer

PATHS = {"pakke": "/node/v1/pakker", "melding": "/node/v1/meldinger"}
MEDIA_TYPE = "application/pkcs7-mime"
PROBLEM = "application/problem+json"
_RECEIPTS = frozenset({"application/vnd.etsi.asic-e+zip", MEDIA_TYPE})
_CODE = re.compile(r"[A-Z][A-Z_]{1,39}")
_REFERENCE = re.compile(r"[A-Za-z0-9._:-]{1,200}")
_REFUSALS = (400, 404, 409, 410, 413, 415, 422)


class NodeRecipient(RecipientAdapter):
    """Settings: `token`, which the house gets from Maskinporten when both nodes use it, and `path`
    before /node/v1."""

    needs_token = False

    def info(self) -> Info:
        return Info("node", "1.0")

    def _check(self) -> None:
        self.http.get(f"{self._base()}/node/v1/status")

    def _deliver(self, envelope: Envelope) -> Accepted:
        path = PATHS.get(envelope.kind)
        if path is None:
            raise Permanent("UKJENT_SLAG")
        answer = self.http.post(
            self._base() + path,
            envelope.data,
            media_type=MEDIA_TYPE,
            headers={
                "Overgang-Melding": envelope.message_id,
                "Overgang-Sha256": envelope.sha256,
                "Overgang-Mottaker": f"{envelope.receiver_orgnr}/{envelope.receiver_unit}",
                "Accept": ", ".join(sorted({*_RECEIPTS, PROBLEM})),
            },
            accept=_REFUSALS,
        )
        reference, receipt = _reference(answer, envelope), _receipt(answer)
        if receipt is not None and answer.status in (200, 201):
            return Accepted(reference, receipt)
        if receipt is not None and answer.status == 409:
            raise Duplicate(reference, receipt)
        # A proxy's cheerful 200 is no delivery: only a receipt says that it arrived.
        raise Permanent(_reason(answer) if answer.status >= 400 else "KVITTERING_MANGLER")

    def _base(self) -> str:
        base = self.settings.get("path", "").rstrip("/")
        if base and not base.startswith("/"):
            raise Misconfigured("path")
        return base


def _receipt(answer: Answer) -> bytes | None:
    """The receipt container in the answer, or None when it holds something else."""
    return answer.body if answer.media_type in _RECEIPTS and answer.body else None


def _reference(answer: Answer, envelope: Envelope) -> str:
    said = answer.headers.get("overgang-referanse", "")
    return said if _REFERENCE.fullmatch(said) else envelope.message_id


def _reason(answer: Answer) -> str:
    """The refusal's code from problem+json; the other node's sentences are not read."""
    if answer.media_type != PROBLEM:
        return "AVVIST"
    try:
        told = read_json(answer.body, limit=64 * 1024, depth=4)
    except BadInput:
        return "AVVIST"
    code = told.get("code") if isinstance(told, dict) else None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else "AVVIST"
