"""The entry form of a category as a tree a template can walk: fieldsets, lists, fields (P5).

The promise: what it shows follows `parts.form` and so the XSD; lists grow by one place for
every «Legg til en til», without a script; what was typed stands there again after a fault.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from handover.parts.form import Form, FormField, FormGroup
from handover.rules.findings import Finding
from handover.web.texts import _

PREFIX = "f."
"""Before every field's name, so that none can be taken for a button or a token."""

FORM, DOCUMENT = "form", "dokument"
"""The field that says whether a part is written in fields or is a document, and the latter."""
HEAD = ("dato", "lovversjon", "forfatterrolle", "gyldigTil", "tilrading")
"""What is asked about every document (P5)."""
LINES = tuple(f"tilrading.linje.{at}" for at in range(5))

_STEP = re.compile(r"([^\[\]/]+)(?:\[(\d+)\])?")


@dataclass(frozen=True)
class Entry:
    """One field to fill in."""

    name: str
    label: str
    kind: str
    help: str
    value: str
    fault: str
    options: tuple[tuple[str, str], ...] = ()
    longest: int = 0

    is_group = False


@dataclass(frozen=True)
class Section:
    """Fields that belong together; `more` is the name to press to get one line more."""

    name: str
    heading: str
    items: tuple["Entry | Section", ...]
    fault: str = ""
    more: str = ""

    is_group = True


@dataclass(frozen=True)
class Filled:
    """What has been typed, and what is wrong with it."""

    texts: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    more: str = ""
    """The list somebody has asked one line more of."""

    def places(self, name: str) -> int:
        """How many places of a list to show: those that were on the page, and one asked for."""
        ends = [rest.split(".")[0] for text in self.texts
                if text.startswith(f"{name}.") and (rest := text[len(name) + 1:])]
        seen = max((int(end) + 1 for end in ends if end.isascii() and end.isdigit()), default=1)
        return min(seen, 50) + (1 if self.more == name else 0)


def is_document(form: Form) -> bool:
    """True for a category that may be a document somebody has, with its recommendation (P5)."""
    return any(one.path == FORM and any(code.code == DOCUMENT for code in one.options)
               for one in form.fields)


def short(form: Form) -> Form:
    """The form of a document: what is asked about it, and what is always demanded."""
    groups = {one.path: one for one in form.groups}

    def always(one: FormField) -> bool:
        steps = one.path.split(".")
        around = [groups[path] for at in range(1, len(steps))
                  if (path := ".".join(steps[:at])) in groups]
        return one.required and all(group.minimum > 0 for group in around)

    kept = tuple(one for one in form.fields if one.path != FORM and (
        one.path.split(".")[0] in HEAD or one.kind == "attachment" or always(one)))
    paths = {one.path for one in kept}
    return Form(form.category, kept, tuple(one for one in form.groups if any(
        path.startswith(f"{one.path}.") for path in paths)))


def typed(form: Mapping[str, str]) -> dict[str, str]:
    """The fields of a submitted form by their own names."""
    return {name.removeprefix(PREFIX): text for name, text in form.items()
            if name.startswith(PREFIX)}


def sections(form: Form, filled: Filled) -> tuple[Entry | Section, ...]:
    """The form as a tree, filled with what was typed."""
    return _Tree(form, {one.path: one for one in form.groups}, filled).inside("", "")


def takes_file(form: Form) -> bool:
    """True when a PDF can go with it."""
    return any(one.kind == "attachment" for one in form.fields)


def flat(tree: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Facts as the texts of a form: what a part says, ready to be corrected."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from flat(value, f"{name}.{key}" if name else key)
    elif isinstance(tree, list):
        for at, value in enumerate(tree):
            yield from flat(value, f"{name}.{at}")
    else:
        yield name, str(tree)


def faults(form: Form, found: Iterable[Finding]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The findings by field, and as (anchor, text) for the list on top of the page."""
    by_field: dict[str, str] = {}
    on_top: list[tuple[str, str]] = []
    for one in found:
        name = _name_of(form, one.where)
        by_field.setdefault(name, one.text)
        on_top.append((PREFIX + name if name else "skjema", f"{_label(form, name)}{one.text}"))
    return by_field, list(dict.fromkeys(on_top))


def _label(form: Form, name: str) -> str:
    pattern = re.sub(r"\.\d+", ".*", name)
    labels = {one.path: one.label for one in form.groups}
    labels |= {one.path: one.label for one in form.fields}
    label = labels.get(pattern) or labels.get(pattern.removesuffix(".*"), "")
    return f"{label}: " if label else ""


def _name_of(form: Form, where: str) -> str:
    """`iop/tiltak[2]/hva` as `tiltak.1.hva`; as far as the form knows the way."""
    lists = {one.path for one in form.groups if one.repeats}
    known = {one.path for one in form.groups} | {one.path for one in form.fields}
    name, pattern = "", ""
    for step in where.strip("/").split("/")[1:]:
        found = _STEP.fullmatch(step)
        if found is None:
            break
        word = found[1].rpartition(":")[2].rpartition("}")[2]
        next_pattern = f"{pattern}.{word}" if pattern else word
        if next_pattern not in known and f"{next_pattern}.*" not in known:
            break
        name, pattern = (f"{name}.{word}" if name else word), next_pattern
        if pattern in lists:
            name, pattern = f"{name}.{int(found[2] or 1) - 1}", f"{pattern}.*"
    return name


@dataclass(frozen=True)
class _Tree:
    form: Form
    groups: Mapping[str, FormGroup]
    filled: Filled

    def inside(self, pattern: str, name: str) -> tuple[Entry | Section, ...]:
        """What stands directly under a place, in the order of the XSD."""
        found = (self._item(f"{pattern}.{word}" if pattern else word,
                            f"{name}.{word}" if name else word)
                 for word in self._words(pattern))
        return tuple(one for one in found if one is not None)

    def _words(self, pattern: str) -> Iterable[str]:
        start = f"{pattern}." if pattern else ""
        return dict.fromkeys(one.path[len(start):].split(".")[0] for one in self.form.fields
                             if one.path.startswith(start) and one.kind != "attachment")

    def _item(self, pattern: str, name: str) -> Entry | Section | None:
        group = self.groups.get(pattern)
        if group is not None and group.repeats:
            return self._list(group, pattern, name)
        if group is not None:
            return self._group(group, pattern, name)
        return self._entry(pattern, name)

    def _group(self, group: FormGroup, pattern: str, name: str) -> Section:
        items, fault = self.inside(pattern, name), self.filled.faults.get(name, "")
        only = items[0] if len(items) == 1 else None
        if isinstance(only, Section) and only.heading == group.label:
            # One heading is enough for a group that holds nothing but a list of its own name.
            return replace(only, fault=only.fault or fault)
        return Section(name, group.label, items, fault)

    def _list(self, group: FormGroup, pattern: str, name: str) -> Section:
        places = self.filled.places(name)
        if group.maximum is not None:
            places = min(places, group.maximum)
        items = tuple(self._place(group, pattern, name, at, places) for at in range(places))
        more = name if group.maximum is None or places < group.maximum else ""
        return Section(name, group.label, items, self.filled.faults.get(name, ""), more)

    def _place(self, group: FormGroup, pattern: str, name: str, at: int,
               places: int) -> Entry | Section:
        own = f"{name}.{at}"
        if f"{pattern}.*" in {one.path for one in self.form.fields}:
            entry = self._entry(f"{pattern}.*", own)
            # What the list is for is said once, above its first line.
            return replace(entry, label=_("Linje %(nr)s", nr=at + 1),
                           help=entry.help if at == 0 else "")
        heading = _("%(hva)s %(nr)s", hva=group.label, nr=at + 1) if places > 1 else ""
        return Section(own, heading, self.inside(f"{pattern}.*", own),
                       self.filled.faults.get(own, ""))

    def _entry(self, pattern: str, name: str) -> Entry:
        known = next(one for one in self.form.fields if one.path == pattern)
        must = known.required and self._surely_there(pattern)
        label = known.label if must else _("%(felt)s (valgfritt)", felt=known.label)
        return Entry(
            PREFIX + name, label if not self._optional_inside(known, pattern) else known.label,
            known.kind, known.help, self.filled.texts.get(name, ""),
            self.filled.faults.get(name, ""),
            tuple((one.code, one.word) for one in known.options), known.max_length or 0)

    def _optional_inside(self, known: FormField, pattern: str) -> bool:
        """Required once its group is filled in: neither demanded nor optional by itself."""
        return known.required and not self._surely_there(pattern)

    def _surely_there(self, pattern: str) -> bool:
        """True when every group around the field must be there."""
        steps = pattern.split(".")
        around = (".".join(steps[:at]) for at in range(1, len(steps)))
        return all(self.groups[one].minimum > 0 for one in around if one in self.groups)
