"""Every role at every address with every object: what the table of roles says shall be answered."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from handover.web.rooms import ROOMS
from tests.access import county_world, kommune_world
from tests.access.rig import NOBODY

KINDS = {"kommune": kommune_world, "fylke": county_world}
OWN, OTHER, ABSENT, MIXED, CROSSED = "egen", "annens", "ukjent", "blandet", "omvendt"
SMALL = ("sha256", "number")
"""Parts of an address that name something only together with what stands before them."""
ALL_ARE_OWN = ("unit_id", "request_id", "grant_id")
"""An administrator's work is the whole node: nobody else's unit or role is in it."""

NOT_THERE_YET = {
    "klargjor.swap": "the part came from a system, and is mended there",
    "ppt.swap": "the part came from a system, and is mended there",
    "pa_skolen.open_again": "the pupil's log-in is not shut",
    "familie.send": "nothing is written yet",
    "familie.drop_remark": "no remark is written yet",
    "familie.law_document": "no part the law sends can carry a document",
    "familie.chosen": "the form must name a child",
    "familie.shared": "the pupil has shared no words",
}
"""Pages that are 404 for the right role too, in this world, and why."""
NOT_THERE_IN_COUNTY = {"lister.fetch": "a county has no school whose system can be asked"}
ASKS_NOTHING = {
    ("familie.stronger", OTHER): "leads on to the question, which then says 404",
    ("familie.stronger", ABSENT): "leads on to the question, which then says 404",
    ("lysglimt.take_back", CROSSED): "the glimpse decides; the pupil in the address only the way back",
}
"""Answers that are a redirect without looking at the object: the same whatever it is."""


@dataclass(frozen=True)
class Page:
    """What one group in the file says about one endpoint."""

    endpoint: str
    roles: tuple[str, ...] = ()
    objects: str = ""
    open: bool = False
    system: bool = False


@dataclass(frozen=True)
class Try:
    """One role that asks for one address with one kind of object."""

    kind: str
    role: str
    page: Page
    method: str
    names: tuple[str, ...]
    which: str = ""

    def __str__(self) -> str:
        return "-".join(filter(None, (self.kind, self.role, self.page.endpoint, self.which)))

    @property
    def empty(self) -> bool:
        """True when the right person too finds nothing to do there."""
        county = self.kind == "fylke" and self.page.endpoint in NOT_THERE_IN_COUNTY
        return self.may and (county or self.page.endpoint in NOT_THERE_YET)

    @property
    def leads_on(self) -> bool:
        """True when the answer is a redirect that looks at nothing."""
        return self.role in self.page.roles and (self.page.endpoint, self.which) in ASKS_NOTHING

    @property
    def may(self) -> bool:
        """True when the role is there for the page and the object is its own."""
        return self.role in self.page.roles and self.which in ("", OWN)


@cache
def written() -> Mapping[str, list[Page]]:
    """The file, by kind of node."""
    data = tomllib.loads(Path(__file__).with_name("expected.toml").read_text(encoding="utf-8"))
    return {kind: [page for group in data["begge"] + data[kind] for page in _pages(group)]
            for kind in KINDS}


def _pages(group: Mapping[str, Any]) -> list[Page]:
    return [Page(one, tuple(group.get("roller", ())), group.get("objekter", ""),
                 group.get("apen", False), group.get("system", False))
            for one in group["sider"]]


@cache
def routes(kind: str) -> Mapping[str, Rule]:
    """Every address of a kind of node, by endpoint."""
    app = Flask(__name__, static_folder=None)
    for room in ROOMS:
        if kind in room.nodes:
            app.register_blueprint(room.blueprint)
    return {rule.endpoint: rule for rule in app.url_map.iter_rules()}


def method_of(rule: Rule) -> str:
    return "POST" if "POST" in (rule.methods or ()) else "GET"


def names_of(rule: Rule) -> tuple[str, ...]:
    """What the address names, in its order."""
    return tuple(re.findall(r"<(?:[^:<>]+:)?(\w+)>", rule.rule))


def guarded() -> Iterator[Try]:
    """Every role at every page that is not open, with every kind of object.

    A role the page is not there for is stopped before anything is looked up: it gets the object
    nearest at hand, the right unit's own, and one such role of each page gets every kind.
    """
    for kind, page, rule in _known():
        if not page.open and not page.system:
            outside = next(one for one in KINDS[kind].ROLES if one not in page.roles)
            for role in KINDS[kind].ROLES:
                every = _objects(page, rule)
                for which in every if role in (*page.roles, outside) else every[:1]:
                    yield Try(kind, role, page, method_of(rule), names_of(rule), which)


def unnamed() -> Iterator[Try]:
    """Somebody who is not logged in, at every page that is not open."""
    for kind, page, rule in _known():
        if not page.open and not page.system:
            which = _objects(page, rule)[0]
            yield Try(kind, NOBODY, page, method_of(rule), names_of(rule), which)


def for_all() -> Iterator[Try]:
    """Two roles at every open page and every door of the systems: what is open asks nobody."""
    for kind, page, rule in _known():
        if page.open or page.system:
            for role in list(KINDS[kind].ROLES)[:2]:
                yield Try(kind, role, page, method_of(rule), names_of(rule))


def _known() -> Iterator[tuple[str, Page, Rule]]:
    for kind, pages in written().items():
        for page in pages:
            rule = routes(kind).get(page.endpoint)
            if rule is not None:  # One that is gone fails the test of the file itself.
                yield kind, page, rule


def _objects(page: Page, rule: Rule) -> tuple[str, ...]:
    names = [name for name in names_of(rule) if name not in SMALL]
    if not names:
        return ("",)
    if all(name in ALL_ARE_OWN for name in names):
        return (OWN, ABSENT)
    return (OWN, OTHER, ABSENT, MIXED, CROSSED) if len(names) > 1 else (OWN, OTHER, ABSENT)
