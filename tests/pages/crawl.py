"""Opens every page a person can reach by following links, one example of each kind.

Two addresses are the same kind when they differ only in identifiers. Nothing is
pressed and nothing is sent: what a page answers to a form is the journeys' matter.
"""

import re
from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from playwright.sync_api import Page, Response

ENOUGH = 80
"""More kinds of pages than one person should ever have."""
_IDENTIFIER = re.compile(r"^(?:[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16,}|\d+)$")
_NEVER = ("/logg-ut", "/avslutt", "/logg-inn", "/static/", "/sprak/")
"""What ends the visit or changes it."""


@dataclass(frozen=True)
class Opened:
    """A page that stands open in the browser."""

    kind: str
    """The path with identifiers as `*`: what reports and file names may say."""
    url: str


def kind_of(url: str) -> str:
    """«/elev/6f…/vedlegg/7?vis=alle» → «/elev/*/vedlegg/*»."""
    return "/".join("*" if _IDENTIFIER.match(part) else part
                    for part in urlsplit(url).path.split("/"))


def every_page(page: Page, start: str, known: Collection[str] = ()) -> Iterator[Opened]:
    """Yields while each kind of page stands open, the start page first. Documents are passed by,
    and so are the kinds already known."""
    waiting, seen = deque([start]), {kind_of(start), *known}
    while waiting and len(seen) < ENOUGH:
        url = waiting.popleft()
        if not _open(page, url):
            continue
        links = _links(page, start)
        yield Opened(kind_of(url), url)
        for link in links:
            if kind_of(link) not in seen:
                seen.add(kind_of(link))
                waiting.append(link)


def _open(page: Page, url: str) -> bool:
    answer = page.request.get(url, max_redirects=5)
    if "text/html" not in answer.headers.get("content-type", ""):
        return False
    shown: Response | None = page.goto(url)
    assert shown is not None
    assert shown.status == 200, f"{kind_of(url)} answers {shown.status}"
    return True


def _links(page: Page, start: str) -> list[str]:
    """Addresses on the page that lead somewhere in the same node, in reading order."""
    found = page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))")
    here = urlsplit(start).netloc
    whole = [urldefrag(urljoin(page.url, one)).url for one in found]
    return [one for one in dict.fromkeys(whole) if urlsplit(one).netloc == here
            and urlsplit(one).scheme.startswith("http")
            and not urlsplit(one).path.startswith(_NEVER)]
