"""How the demo's provider behaves right now: which mode, and with which keys it signs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from handover.demo.provider_forgery import Claims, Keys
from handover.demo.provider_modes import HONEST, Mode

Mint = Callable[[Claims], str]
"""Makes a token of its claims. Tests hand in one that lies."""


@dataclass
class Play:
    """The mode may be changed while the provider runs."""

    keys: Keys
    mode: Mode = HONEST
    mint: Mint | None = None
    told: list[str] = field(default_factory=list)
    """Names of the issuers that have signed something, in order."""

    def at(self, issuer: str) -> Mode:
        """The mode, where it makes a difference; honest elsewhere."""
        return self.mode if issuer in self.mode.at else HONEST

    def signed(self, issuer: str, claims: Claims, now: int) -> str:
        """The token for these claims, as the mode would have it."""
        self.told.append(issuer)
        mode = self.at(issuer)
        said = {name: value for name, value in mode.claims(claims, now).items()
                if value is not None}
        return self.mint(said) if self.mint else mode.sign(said, self.keys)

    def published(self, issuer: str) -> list[Mapping[str, Any]]:
        """The public keys."""
        own = self.keys.own.as_dict(private=False, kid=self.keys.kid, use="sig", alg="RS256")
        return self.at(issuer).keys([own])
