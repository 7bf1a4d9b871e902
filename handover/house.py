"""Everything one node runs on, put together once by `bootstrap` and passed to use cases."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from handover.ports import Clock, Random, new_id, today
from handover.store.vault import Vault
from handover.store.work import Work

if TYPE_CHECKING:
    from handover.deliver.directory import Directory
    from handover.kit.process import AdapterSpec
    from handover.parts.schema_set import SchemaSet
    from handover.preview.labels import Labels
    from handover.rules.policy import Policy
    from handover.seal.certificates import Trust
    from handover.seal.keyring import Keyring
    from handover.settings import Settings
    from handover.tokens.grant import Purse


@dataclass(frozen=True)
class House:
    """One node. Tests build one with their own clock and randomness through the same door."""

    settings: "Settings"
    policy: "Policy"
    labels: "Labels"
    schemas: "SchemaSet"
    engine: Engine
    work: Callable[[], Work]
    """Opens a transaction; nothing is kept without `commit`."""
    vault: Vault
    keys: "Keyring"
    trust: "Trust"
    directory: "Directory"
    """Units of other organisations: certificates, addresses, types."""
    clock: Clock
    random: Random
    sources: dict[str, "AdapterSpec"] = field(default_factory=dict)
    recipients: dict[str, "AdapterSpec"] = field(default_factory=dict)
    contacts: dict[str, "AdapterSpec"] = field(default_factory=dict)
    messages: dict[str, "AdapterSpec"] = field(default_factory=dict)
    tokens: "Purse | None" = None
    """What Maskinporten gives this node to show to others, when it is set up."""

    def id(self) -> str:
        """A new random identifier."""
        return new_id(self.random)

    def today(self) -> date:
        """The calendar day in Norway."""
        return today(self.clock)
