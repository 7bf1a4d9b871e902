"""Why a log-in did not happen, for the log; people all meet the same page."""

from handover.tokens.errors import Silent, Untrusted

LoginRefused = Untrusted
"""The answer cannot be trusted, or leads to nobody here."""

ProviderSilent = Silent
"""The provider does not answer, or not in a way that can be used."""

__all__ = ["LoginRefused", "ProviderSilent"]
