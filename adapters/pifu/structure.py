"""The structure of PIFU-IMS SAS 1.3 as we read it: which elements stand where, how often.

The promise: `fault` looks at form only and says where, never what. Numbers in brackets
are those of the specification's tables. The extension element is open: vendors add to it.
"""

import re
from collections.abc import Callable

from handover.kit.doors import Element, local_name

_MANY = 1_000_000

_CHILDREN: dict[str, tuple[tuple[str, int, int], ...]] = {
    "enterprise": (  # 1.1-1.5
        ("comments", 0, 1), ("properties", 1, 1), ("person", 0, _MANY), ("group", 0, _MANY),
        ("membership", 0, _MANY),
    ),
    "properties": (  # 1.2
        ("comments", 0, 1), ("datasource", 1, 1), ("target", 0, _MANY), ("type", 1, 1),
        ("datetime", 1, 1), ("extension", 0, 1),
    ),
    "person": (  # 2
        ("comments", 0, 1), ("sourcedid", 1, _MANY), ("userid", 0, _MANY), ("name", 1, 1),
        ("demographics", 0, 1), ("email", 0, 1), ("url", 0, 1), ("tel", 0, _MANY), ("adr", 0, 1),
        ("photo", 0, 1), ("extension", 0, 1),
    ),
    "sourcedid": (("source", 1, 1), ("id", 1, 1)),  # 5.6
    "name": (("fn", 1, 1), ("n", 1, 1)),  # 2.5
    "n": (("family", 1, 1), ("given", 1, 1)),  # 2.5.4
    "demographics": (("gender", 0, 1), ("bday", 0, 1)),  # 2.6
    "adr": (  # 2.10
        ("pobox", 0, 1), ("extadd", 0, 1), ("street", 0, 3), ("locality", 0, 1), ("region", 0, 1),
        ("pcode", 0, 1), ("country", 0, 1),
    ),
    "group": (  # 3
        ("comments", 0, 1), ("sourcedid", 1, _MANY), ("grouptype", 1, _MANY),
        ("description", 1, 1), ("timeframe", 0, 1), ("email", 0, 1), ("url", 0, 1),
        ("relationship", 1, _MANY), ("extension", 0, 1),
    ),
    "grouptype": (("scheme", 1, 1), ("typevalue", 1, 1)),  # 3.4
    "description": (("short", 1, 1), ("long", 0, 1), ("full", 0, 1)),  # 3.5
    "relationship": (("sourcedid", 1, 1), ("label", 1, 1)),  # 3.11
    "membership": (("comments", 0, 1), ("sourcedid", 1, 1), ("member", 1, _MANY)),  # 4
    "member": (("comments", 0, 1), ("sourcedid", 1, 1), ("idtype", 1, 1), ("role", 1, _MANY)),
    "role": (  # 4.3.4
        ("subrole", 0, 1), ("status", 1, 1), ("comments", 0, 1), ("datetime", 0, 1),
        ("timeframe", 0, 1), ("interimresult", 0, _MANY), ("finalresult", 0, _MANY),
        ("extension", 0, 1),
    ),
    "interimresult": (("mode", 0, 1), ("values", 0, 1), ("result", 0, 1), ("comments", 0, 1)),
    "finalresult": (("mode", 0, 1), ("values", 0, 1), ("result", 0, 1), ("comments", 0, 1)),
}  # fmt: skip

_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:Z|[+-]\d\d:\d\d)?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?")


def _at_most(length: int) -> Callable[[str], object]:
    return lambda text: 0 < len(text) <= length


_TEXTS: dict[str, Callable[[str], object]] = {
    "source": _at_most(32),  # 5.6.2
    "id": _at_most(256),
    "datasource": _at_most(256),
    "fn": _at_most(256),
    "family": _at_most(256),
    "given": _at_most(256),
    "short": _at_most(60),
    "label": _at_most(128),
    "bday": _DATE.fullmatch,
    "datetime": _MOMENT.fullmatch,
    "status": lambda text: text in ("0", "1"),
    "idtype": lambda text: text == "1",
    "gender": lambda text: text in ("0", "1", "2"),
}


def fault(element: Element, *, deep: bool = True) -> str | None:
    """Where the first fault of structure in `element` is, or None when there is none.

    `deep=False` looks at the order of the element's own children only.
    """
    name = local_name(element)
    judge = _TEXTS.get(name)
    if judge is not None and not judge((element.text or "").strip()):
        return name
    rules = _CHILDREN.get(name)
    if rules is None:
        return None
    children = [child for child in element if isinstance(child.tag, str)]
    if not _in_order([local_name(child) for child in children], rules):
        return name
    below = (fault(child) for child in children) if deep else iter(())
    return next((f"{name}/{place}" for place in below if place), None)


def _in_order(names: list[str], rules: tuple[tuple[str, int, int], ...]) -> bool:
    at = 0
    for name, least, most in rules:
        count = 0
        while at < len(names) and names[at] == name:
            at, count = at + 1, count + 1
        if not least <= count <= most:
            return False
    return at == len(names)
