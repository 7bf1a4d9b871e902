"""The one place on the network an adapter may talk to: scheme, host and port (S28).

The promise: a link is either on this origin or foreign, with nothing in between, and an
address is allowed only when the host may really live there.
"""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from handover.kit.errors import Misconfigured

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Origin:
    """Scheme, host and port. `str()` gives it back as it stands in the config."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        """True when the config itself names this machine."""
        if self.host == "localhost":
            return True
        address = _address(self.host)
        return address is not None and address.is_loopback

    def allows(self, address: str) -> bool:
        """True when the name may resolve to this address (S28).

        Never link-local (cloud metadata lives there), multicast or unspecified; this
        machine only when the config names it. Private networks are allowed: a kommune's
        systems often live there, and https then proves who answers.
        """
        found = _address(address)
        if found is None or found.is_link_local or found.is_multicast or found.is_unspecified:
            return False
        return self.is_loopback if found.is_loopback else True

    def owns(self, link: str) -> bool:
        """True when an absolute link has this very scheme, host and port and no user name."""
        try:
            parts = urlsplit(link)
            port = parts.port or _PORTS.get(parts.scheme, 0)
        except ValueError:
            return False
        same = (parts.scheme, parts.hostname, port) == (self.scheme, self.host, self.port)
        return same and "@" not in parts.netloc and "\\" not in link


def parse(text: str) -> Origin:
    """The origin in a config value such as `https://sas.nordvik.no:8443`.

    Raises Misconfigured("origin") when something else than scheme, host and port stands
    there, or when it is plain http to another machine: then nobody knows who answers.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise Misconfigured("origin") from None
    bare = not (parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc)
    if parts.scheme not in _PORTS or not parts.hostname or not bare:
        raise Misconfigured("origin")
    made = Origin(parts.scheme, parts.hostname, port or _PORTS[parts.scheme])
    if made.scheme == "http" and not made.is_loopback:
        raise Misconfigured("origin")
    return made


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
