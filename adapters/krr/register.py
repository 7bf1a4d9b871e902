"""The adapter: one question for all who are to be told something in this batch.

The promise: numbers go in the body and never in an address; what comes back is only what
choosing a channel needs. The digital mailbox and the certificate are never asked for: the
token's scope is `krr:global/kontaktinformasjon.read` and nothing more.
"""

from typing import Any

from handover.kit import Contact, ContactRegister, ContactRequest, Contacts, Info, Permanent
from handover.kit.doors import read_json, write_json
from handover.kit.http import Answer
from handover.kit.schema import many, record, text, token

PATH = "/rest/v2/personer"
LIMIT = 4 * 1024 * 1024
DEPTH = 8

CONTACT = record(
    {},
    epostadresse=text(254),
    mobiltelefonnummer=text(30),
)
PERSON = record(
    {"personidentifikator": text(11, r"[0-9]{11}")},
    reservasjon=token("JA", "NEI"),
    status=token("AKTIV", "SLETTET", "IKKE_REGISTRERT"),
    varslingsstatus=token("KAN_VARSLES", "KAN_IKKE_VARSLES"),
    kontaktinformasjon=CONTACT,
    spraak=text(8, r"[A-Za-z]{2,8}"),
)
ANSWER = record({"personer": many(PERSON, 0, 1000)})
"""Digdir, «Attributter i KRR»."""


class KrrRegister(ContactRegister):
    """Settings: `token` from Maskinporten, and `path` in front of the register's (default none)."""

    def info(self) -> Info:
        return Info("krr", "1.0")

    def _check(self) -> None:
        # The register answers POST only; whoever has let us in says so with 405.
        self.http.get(self._base() + PATH, accept=(404, 405))

    def _look_up(self, request: ContactRequest) -> Contacts:
        answer = self._post(request.numbers)
        if answer.status != 200 or answer.media_type != "application/json":
            raise Permanent("UGYLDIG_SVAR")
        told = ANSWER(read_json(answer.body, limit=LIMIT, depth=DEPTH))
        return Contacts(tuple(_contact(one) for one in told["personer"] if _is_active(one)))

    def _post(self, numbers: tuple[str, ...]) -> Answer:
        return self.http.post(
            self._base() + PATH,
            write_json({"personidentifikatorer": list(numbers)}),
            media_type="application/json",
            headers={"Accept": "application/json"},
        )

    def _base(self) -> str:
        return self.settings.get("path", "").rstrip("/")


def _is_active(told: dict[str, Any]) -> bool:
    """Deleted and unknown people have no contact data; they are as if they were not in the answer."""
    return bool(told.get("status", "AKTIV") == "AKTIV")


def _contact(told: dict[str, Any]) -> Contact:
    where = told.get("kontaktinformasjon", {})
    return Contact(
        number=told["personidentifikator"],
        # A register that does not say has not said yes.
        reserved=told.get("reservasjon") != "NEI",
        may_be_notified=told.get("varslingsstatus") == "KAN_VARSLES",
        mail=where.get("epostadresse", ""),
        phone=_digits(where.get("mobiltelefonnummer", "")),
        language=told.get("spraak", "").lower(),
    )


def _digits(text: str) -> str:
    return "".join(one for one in text if one in "+0123456789")
