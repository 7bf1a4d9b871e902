"""The one outgoing client: a single origin, no redirects, time-outs, a size cap (S28).

The promise: only `Retryable`, `Permanent` and `Misconfigured` come out, and none of them
holds an address, a body or a library's words. The bearer token goes to the origin in the
config and nowhere else: the client takes paths, never links, and every address a name
resolves to is judged before a connection is made to it.
"""

import logging
import re
import socket
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Any, NoReturn
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from handover.kit.errors import Misconfigured, Permanent, Retryable
from handover.kit.origin import Origin

_PATH = re.compile(r"/(?!/)[A-Za-z0-9._~!$&'()*+,;=:@%/-]*")
_LATER = frozenset({408, 425, 429})
_CHUNK = 64 * 1024


@dataclass(frozen=True)
class HttpLimits:
    """Seconds and bytes one call may cost."""

    connect_seconds: float = 5.0
    read_seconds: float = 20.0
    """Longest silence."""
    total_seconds: float = 60.0
    """From asking to the last byte, so that a trickle cannot hold us."""
    body_bytes: int = 32 * 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """A whole answer. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """Without parameters, in lower case; empty when the other side did not say."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class HttpClient:
    """Calls one origin. `monotonic` is a clock for time-outs only."""

    def __init__(
        self,
        origin: Origin,
        *,
        token: str = "",
        limits: HttpLimits | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._origin = origin
        self._limits = limits or HttpLimits()
        self._monotonic = monotonic
        self._session = _session(origin, token)
        # urllib3 writes paths to its log, also at warning level; a path may hold a number.
        logging.getLogger("urllib3").setLevel(logging.CRITICAL)

    def get(
        self, path: str, *, query: Mapping[str, str] | None = None, accept: Collection[int] = ()
    ) -> Answer:
        """The answer to a GET. `accept` names statuses besides 2xx the caller will judge."""
        return self._call("GET", path, accept, params=dict(query or {}))

    def post(
        self,
        path: str,
        body: bytes,
        *,
        media_type: str,
        headers: Mapping[str, str] | None = None,
        accept: Collection[int] = (),
    ) -> Answer:
        """The answer to a POST of these very bytes."""
        sent = {**(headers or {}), "Content-Type": media_type}
        return self._call("POST", path, accept, data=body, headers=sent)

    def local(self, link: str) -> str:
        """The path of a link found in an answer, to be called with `get` (S28).

        Raises Permanent("FREMMED_LENKE") for a link to any other origin.
        """
        if _PATH.fullmatch(link):
            return link
        if not self._origin.owns(link):
            raise Permanent("FREMMED_LENKE")
        return urlsplit(link).path or "/"

    def _call(self, method: str, path: str, accept: Collection[int], **more: Any) -> Answer:
        if not _PATH.fullmatch(path):
            raise Permanent("FREMMED_LENKE")
        started = self._monotonic()
        timeout = (self._limits.connect_seconds, self._limits.read_seconds)
        try:
            with self._session.request(
                method,
                f"{self._origin}{path}",
                timeout=timeout,
                allow_redirects=False,
                stream=True,
                **more,
            ) as response:
                return self._read(response, accept, started)
        except requests.exceptions.SSLError:
            # Who answers cannot prove to be the one in the config; trying again is no cure.
            raise Misconfigured("origin") from None
        except requests.exceptions.InvalidHeader:
            raise Misconfigured("token") from None
        except (requests.RequestException, HTTPError, OSError):
            raise Retryable from None

    def _read(self, response: requests.Response, accept: Collection[int], started: float) -> Answer:
        headers = {name.lower(): value for name, value in response.headers.items()}
        if not 200 <= response.status_code < 300 and response.status_code not in accept:
            _refuse(response.status_code, headers)
        if headers.get("content-encoding", "identity") != "identity":
            # We asked for plain bytes; a packed answer could unfold to any size.
            raise Permanent("UGYLDIG_SVAR")
        return Answer(response.status_code, headers, self._body(response, headers, started))

    def _body(
        self, response: requests.Response, headers: Mapping[str, str], started: float
    ) -> bytes:
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length[:20]) > self._limits.body_bytes:
            raise Permanent("SVAR_FOR_STORT")
        made = bytearray()
        # read1 returns what has arrived; read would wait for a full chunk of a trickle.
        while chunk := response.raw.read1(_CHUNK):
            made += chunk
            if len(made) > self._limits.body_bytes:
                raise Permanent("SVAR_FOR_STORT")
            if self._monotonic() - started > self._limits.total_seconds:
                raise Retryable
        return bytes(made)


def _refuse(status: int, headers: Mapping[str, str]) -> NoReturn:
    """Translates a status into what the house should do. Nothing of the answer follows."""
    if status >= 500 or status in _LATER:
        raise Retryable(_wait(headers))
    if status in (401, 403):
        raise Misconfigured("token")
    if 300 <= status < 400:
        raise Permanent("OMDIRIGERT")
    raise Permanent("FOR_STORT" if status == 413 else "AVVIST")


def _wait(headers: Mapping[str, str]) -> int:
    """Seconds in Retry-After; a date there is read against the answer's own Date."""
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdecimal():
        return int(said[:9])
    try:
        until, sent = parsedate_to_datetime(said), parsedate_to_datetime(headers.get("date", ""))
        return max(0, round((until - sent).total_seconds()))
    except (ValueError, TypeError):
        return 0


def _session(origin: Origin, token: str) -> requests.Session:
    made = requests.Session()
    # Neither a proxy, a .netrc file nor a cookie decides where we go or who we are.
    made.trust_env = False
    made.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    made.headers.clear()
    made.headers.update({"Accept-Encoding": "identity", "User-Agent": "overgang"})
    if token:
        made.headers["Authorization"] = f"Bearer {token}"
    made.adapters.clear()
    made.mount(f"{origin}/", _OneOrigin(origin))
    return made


class _OneOrigin(HTTPAdapter):
    """Connects to the origin only, and only to addresses it may have."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _pools(self._origin)


def _pools(origin: Origin) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(origin, self.timeout)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(origin, self.timeout)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _connect(origin: Origin, timeout: Any) -> socket.socket:
    """A connection to an address that was judged, not to a name that may resolve anew."""
    found = socket.getaddrinfo(origin.host, origin.port, type=socket.SOCK_STREAM)
    allowed = [entry for entry in found if origin.allows(str(entry[4][0]))]
    if not allowed:
        raise Misconfigured("origin")
    fault: OSError = ConnectionError()
    for family, kind, protocol, _, address in allowed:
        made = socket.socket(family, kind, protocol)
        try:
            made.settimeout(timeout)
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            made.connect(address)
        except OSError as tried:
            made.close()
            fault = tried
        else:
            return made
    raise fault
