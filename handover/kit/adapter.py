"""What sources and recipients have in common: settings, the client, the error family.

The promise: whatever a vendor's code does, only the four errors of `errors` come out, and
none of them carries the vendor's own words.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from handover.errors import BadInput
from handover.kit import origin as origins
from handover.kit.errors import AdapterError, Misconfigured, Permanent, Retryable
from handover.kit.types import Info

if TYPE_CHECKING:
    from handover.kit.http import HttpClient, HttpLimits


class Adapter(ABC):
    """Base of both kinds. `settings` are the config's values for this adapter.

    The setting called `token` is the bearer token; `origin` is scheme, host and port of
    the one system the adapter may talk to, empty when it talks to none.
    """

    http_limits: "HttpLimits | None" = None
    """Other time-outs and sizes than the client's own; set before the first call."""

    needs_token = True
    """False for a system that is spoken to without a bearer token."""

    def __init__(self, settings: Mapping[str, str], origin: str = "") -> None:
        self.settings = dict(settings)
        self.origin = origin

    @abstractmethod
    def info(self) -> Info:
        """What this adapter is; the same every time, without calling anybody."""

    @abstractmethod
    def _check(self) -> None:
        """Asks the system whether we are let in. Changes nothing there."""

    def check(self) -> None:
        """Returns when the system answers and lets us in; raises AdapterError otherwise."""
        with only_our_errors():
            self._check()

    def setting(self, name: str, default: str | None = None) -> str:
        """A setting's value. Raises Misconfigured(name) when it is missing or empty."""
        value = self.settings.get(name) or default
        if value is None:
            raise Misconfigured(name)
        return value

    @cached_property
    def http(self) -> "HttpClient":
        """The one way out. Raises Misconfigured("origin") when no origin is configured."""
        # Imported here because an adapter without a system starts twice as fast without it.
        from handover.kit.http import HttpClient

        # What is sealed needs no token to prove who sent it; a system that gives data does.
        token = self.setting("token") if self.needs_token else self.settings.get("token", "")
        place = origins.parse(self.origin)
        return HttpClient(place, token=token, limits=self.http_limits)


@contextmanager
def only_our_errors() -> Iterator[None]:
    """Lets AdapterError through and turns everything else into one, without its words."""
    try:
        yield
    except AdapterError:
        raise
    except BadInput:
        # A door refused what the system sent; its sentence is for uploads, not for a vendor.
        raise Permanent("UGYLDIG_SVAR") from None
    except (TimeoutError, ConnectionError):
        raise Retryable from None
    except Exception:
        raise Permanent("ADAPTER_FEIL") from None
