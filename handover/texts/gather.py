"""Gathers every text a person may read, with the road it stands on: the family's or the staff's.

Texts stand in templates and Python as `_("…")`, `ngettext(…)` or `marked("…")`, in the
sentences of errors, and as values in `config/`. The message id is always the bokmål.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.extract import extract
from jinja2.ext import babel_extract

FAMILY, STAFF = "familie", "stab"

KEYWORDS: dict[str, Any] = {
    "_": None, "gettext": None, "marked": None, "ngettext": (1, 2), "say": (2,)}
"""Calls whose text a person reads, and which argument it is."""

ERRORS: dict[str, Any] = {"Refused": (1,), "Conflict": (1,), "BadInput": (1,), "Finding": (4,)}
"""Errors are shown as they stand, where people and not machines are told of them."""

TELLS_PEOPLE = ("handover/web/", "handover/decision/", "handover/receive/", "handover/sources/",
                "handover/rules/", "handover/tell/", "handover/doors/attachment",
                "handover/doors/pdf", "handover/doors/picture", "handover/doors/table")

ROADS: tuple[tuple[str, str], ...] = (
    ("handover/web/templates/family/", FAMILY),
    ("handover/web/templates/_stab", STAFF),
    ("handover/web/templates/_", FAMILY),
    ("handover/web/templates/", STAFF),
    ("handover/web/family/", FAMILY),
    ("handover/tell/", FAMILY),
    ("handover/texts/", FAMILY),
    ("config/policy.toml [regler]", STAFF),
    ("config/policy.toml", FAMILY),
    ("config/labels.toml", FAMILY),
)
"""Whose texts a place holds: the first line that fits. What fits none is the staff's."""

OPEN_PAGES = frozenset({"public.py", "login.py", "errors.py", "texts.py", "languages.py",
                        "choice.py", "session.py", "access.py"})
"""Modules of `handover/web` whose texts anybody may meet, logged in or not."""

FAMILY_USE_CASES = frozenset({
    "access.py", "answer.py", "reread.py", "own_words.py", "interpreter.py", "questions.py",
    "choices.py", "glimpses.py", "remarks.py", "statements.py", "corrections.py", "misused.py"})
"""Modules of `handover/decision` whose refusals a family may meet."""

POLICY_TEXTS = ("navn", "kort", "formal", "hvis_nei")
"""Keys of a category that people read; a longer key that begins so is a variant of it."""

CODE = ("handover", "adapters")
WITHOUT_READERS = ("handover/demo", "handover/cli", "handover/store/migrations")


@dataclass
class Found:
    """One text, and everywhere it stands."""

    one: str
    many: str = ""
    """The form for several things, when there are two."""
    road: str = STAFF
    places: set[str] = field(default_factory=set)


def gather(root: Path) -> list[Found]:
    """Every text of the product under `root`, the family's first, in the order of files."""
    found: dict[str, Found] = {}
    for place, one, many in _texts(root):
        text = found.setdefault(one, Found(one))
        text.many = text.many or many
        text.places.add(place)
        if road_of(place) == FAMILY:
            text.road = FAMILY
    return sorted(found.values(), key=lambda text: (text.road, min(text.places)))


def road_of(place: str) -> str:
    """Who reads what stands in a file: `familie` or `stab`."""
    name = place.rpartition("/")[2]
    if place.startswith("handover/web/templates/") and place.count("/") == 3:
        return STAFF if name.startswith("_stab") else FAMILY
    if place == f"handover/web/{name}" and (name in OPEN_PAGES or name.startswith("oidc")):
        return FAMILY
    if place == f"handover/decision/{name}":
        return FAMILY if name in FAMILY_USE_CASES else STAFF
    return next((road for start, road in ROADS if place.startswith(start)), STAFF)


def _texts(root: Path) -> Iterator[tuple[str, str, str]]:
    """(file, text, its form for several)"""
    for folder in CODE:
        for path in sorted((root / folder).rglob("*")):
            place = path.relative_to(root).as_posix()
            if path.suffix in (".py", ".html") and not place.startswith(WITHOUT_READERS):
                yield from _of_code(path, place)
    for place, text in _of_data(root / "config"):
        yield place, text, ""


def _of_data(config: Path) -> Iterator[tuple[str, str]]:
    policy = _toml(config / "policy.toml")
    for rule in policy["regler"].values():
        yield "config/policy.toml [regler]", rule["navn"]
    for text in policy_texts(policy):
        yield "config/policy.toml", text
    for text in label_texts(_toml(config / "labels.toml")):
        yield "config/labels.toml", text
    for path in (config / "receive.toml", *sorted((config / "guidance").glob("*.toml"))):
        for text in spoken_texts(_toml(path)):
            yield f"config/{path.relative_to(config).as_posix()}", text


def _of_code(path: Path, place: str) -> Iterator[tuple[str, str, str]]:
    wanted = KEYWORDS | ERRORS if place.startswith(TELLS_PEOPLE) else KEYWORDS
    with path.open("rb") as file:
        method: Any = "python" if path.suffix == ".py" else _of_template
        for _line, text, _comments, _context in extract(
                method, file, wanted, (), {"encoding": "utf-8"}):
            one, many = (text, "") if isinstance(text, str) else (text[0], text[1])
            if one and one.strip():
                yield place, one, many


def _of_template(file: BinaryIO, keywords: Any, tags: Any, options: Any) -> Iterator[Any]:
    return babel_extract(file, tuple(keywords), tags, {"trim_blocks": "true", "silent": "false"})


def policy_texts(data: Mapping[str, Any]) -> Iterator[str]:
    """What people read of the policy: names, purposes, consequences, retention, receivers."""
    yield from data["lagring"].values()
    for receiver in data["mottakere"].values():
        yield receiver["navn"]
        yield receiver["kun_til"]
    for category in data["kategori"]:
        yield from (value for name, value in category.items() if name.startswith(POLICY_TEXTS))


def label_texts(data: Mapping[str, Any]) -> Iterator[str]:
    """The words of the information model: titles, fields, codes, and the sentence of S1."""
    yield from data["kategorier"].values()
    yield from data["felt"].values()
    for words in data["koder"].values():
        yield from words.values()
    yield data["egen"]["setning"]


def spoken_texts(data: Any) -> Iterator[str]:
    """Values of keys that hold words: titles, texts, and the sentences of how long."""
    if isinstance(data, list):
        for value in data:
            yield from spoken_texts(value)
    elif isinstance(data, dict):
        for name, value in data.items():
            if name in ("tittel", "tekst") and isinstance(value, str):
                yield value
            elif name == "oppbevaring":
                yield from value.values()
            else:
                yield from spoken_texts(value)


def _toml(path: Path) -> Any:
    return tomllib.loads(path.read_text(encoding="utf-8"))
