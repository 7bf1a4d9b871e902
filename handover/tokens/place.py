"""Where an issuer may not be: on this machine, or in the open, once real people are in the node."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from handover.errors import Misconfigured


def require_outside(issuer: str, setting: str, demo: bool) -> None:
    """Raises Misconfigured in production for plain http and for this very machine (S23)."""
    if demo:
        return
    parts = urlsplit(issuer)
    if parts.scheme != "https":
        raise Misconfigured(f"«{setting}» må begynne med https://.")
    if _is_here(parts.hostname or ""):
        raise Misconfigured(f"«{setting}» kan bare være på egen maskin i demo.")


def _is_here(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
