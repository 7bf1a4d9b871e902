"""The contact register as Digdir describes it: `POST /rest/v2/personer`, in memory.

The promise: up to a thousand people by number, in the body only; whoever has deleted
themselves or never registered is in the answer without contact data; refusals say which
line of the documentation they follow.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Flask, Response, jsonify, request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey as Key

from handover.demo.simulators.trouble import Trouble, problem

__all__ = ["ContactStore", "Registered", "Trouble", "by_maskinporten", "contact_register"]

DOCUMENTED = "Digdir, Kontaktregisteret, Oppslagstjenesten REST"
MOST = 1000
SCOPE = "krr:global/kontaktinformasjon.read"
LANGUAGES = ("nb", "nn", "en", "se")
"""The four the register can hold."""


@dataclass
class Registered:
    """One person in the register. Not frozen: the demo changes it while it runs."""

    number: str
    mail: str = ""
    phone: str = ""
    reserved: bool = False
    status: str = "AKTIV"
    """AKTIV | SLETTET | IKKE_REGISTRERT"""
    stale: bool = False
    """Not confirmed for eighteen months: may not be used (eForvaltningsforskriften § 32)."""
    language: str = "nb"

    def told(self, now: datetime) -> dict[str, Any]:
        """As the attributes stand in the documentation."""
        made: dict[str, Any] = {"personidentifikator": self.number, "status": self.status}
        if self.status != "AKTIV":
            return made
        may = bool(self.mail or self.phone) and not self.stale and not self.reserved
        stamp = now.isoformat()
        made |= {"reservasjon": "JA" if self.reserved else "NEI",
                 "varslingsstatus": "KAN_VARSLES" if may else "KAN_IKKE_VARSLES",
                 "spraak": self.language if self.language in LANGUAGES else "nb",
                 "spraak_oppdatert": stamp}
        if self.reserved:
            made["reservasjonstidspunkt"] = stamp
        where = {"epostadresse": self.mail, "mobiltelefonnummer": self.phone}
        contact = {name: value for name, value in where.items() if value}
        if contact:
            made["kontaktinformasjon"] = contact | {
                f"{name}_sist_verifisert": stamp for name in contact}
        return made


@dataclass
class ContactStore:
    """Everybody the register knows, by number, and a record of what it was asked."""

    people: dict[str, Registered] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)
    """How many people each question was about."""

    def add(self, *people: Registered) -> None:
        """Puts people in, replacing those with the same number."""
        self.people.update({one.number: one for one in people})


def contact_register(store: ContactStore, *, lets_in: Callable[[str], bool],
                     now: Callable[[], datetime], trouble: Trouble | None = None) -> Flask:
    """The register as a Flask app. `lets_in` judges the Authorization header."""
    app = Flask("kontaktregisteret")
    bother = trouble or Trouble()

    @app.before_request
    def door() -> Response | None:
        if not lets_in(request.headers.get("Authorization", "")):
            refusal = problem(401, "Tokenet mangler eller gjelder ikke.",
                              "RFC 6750 section 3.1, invalid_token")
            refusal.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
            return refusal
        return bother.answer()

    @app.post("/rest/v2/personer")
    def look_up() -> Response:
        said: Any = request.get_json(silent=True)
        numbers: Any = said.get("personidentifikatorer") if isinstance(said, dict) else None
        if request.args or not _is_question(numbers):
            return problem(400, "Spørsmålet har feil form.", f"{DOCUMENTED}, 1…1000 personer")
        store.asked.append(len(numbers))
        return jsonify(personer=_answer(store, numbers, now()))

    return app


def by_maskinporten(key: Key, issuer: str,
                    now: Callable[[], datetime]) -> Callable[[str], bool]:
    """Lets in whoever has a token that Maskinporten has signed, in time, with the right scope."""
    rules: Any = {"iss": {"essential": True, "value": issuer}, "exp": {"essential": True},
             "consumer": {"essential": True}, "scope": {"essential": True}}

    def lets_in(header: str) -> bool:
        kind, _, token = header.partition(" ")
        try:
            claims = jwt.decode(token, key, ["RS256"]).claims
            jwt.JWTClaimsRegistry(now=int(now().timestamp()), leeway=10, **rules).validate(claims)
        except (JoseError, ValueError):
            return False
        return kind == "Bearer" and SCOPE in str(claims["scope"]).split()

    return lets_in


def _is_question(numbers: Any) -> bool:
    if not isinstance(numbers, list) or not 0 < len(numbers) <= MOST:
        return False
    return all(isinstance(one, str) and len(one) == 11 and one.isdecimal() for one in numbers)


def _answer(store: ContactStore, numbers: Iterable[str], now: datetime) -> list[dict[str, Any]]:
    return [store.people.get(one, Registered(one, status="IKKE_REGISTRERT")).told(now)
            for one in dict.fromkeys(numbers)]
