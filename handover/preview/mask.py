"""What one guardian may see of a part about several people: the own entry, nothing else (S1).

The promise: for a category whose `foresatt_ser` is `egen`, a guardian never gets the pupil's
address or phone, another guardian's data, or a trace of how many others there are. What is
not expressly opened in `config/labels.toml` is closed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from handover.preview.labels import Labels, OwnView
from handover.preview.sheet import Block, Line, Sheet


def mask(sheet: Sheet, labels: Labels, *, own: int | None, safe: bool = False) -> Sheet:
    """The sheet as one guardian may see it.

    `own` is the place of the guardian's own entry in the part, counted from 0; None when the
    guardian has none. `safe` is True only while the guardian's foreldreansvar is verified
    and no restriction or protection concerns anybody in the case (S1b). The note on the
    sheet is the same whatever was left out, also when nothing was.
    """
    rule = labels.own_views.get(sheet.category, OwnView())
    blocks = [_block(block, rule, own, safe) for block in sheet.blocks]
    return replace(
        sheet, blocks=tuple(block for block in blocks if block), note=labels.own_sentence
    )


def _block(block: Block, rule: OwnView, own: int | None, safe: bool) -> Block | None:
    if block.path:
        kept = tuple(_kept([block], rule, own, safe))
        only = kept[0] if kept else None
        return only if isinstance(only, Block) else None
    lines = tuple(_kept(block.lines, rule, own, safe))
    return replace(block, lines=lines) if lines else None


def _kept(lines: Iterable[Line], rule: OwnView, own: int | None, safe: bool) -> Iterator[Line]:
    open_names = rule.shown | (rule.shown_when_safe if safe else frozenset())
    for line in lines:
        name, _, rest = line.path.partition("[")
        if name.partition("/")[0] in open_names:
            yield line
        elif rule.own and name == rule.own and own is not None and _place(rest) == own:
            yield _own_entry(line, rule, own)


def _own_entry(line: Line, rule: OwnView, own: int) -> Line:
    """The guardian's entry without what is hidden from everybody it is about."""
    line = _without_place(line, f"{rule.own}[{own + 1}]", rule.own)
    if not isinstance(line, Block):
        return line
    hidden = {f"{rule.own}/{name}" for name in rule.hidden}
    return replace(line, lines=tuple(one for one in line.lines if one.path not in hidden))


def _place(rest: str) -> int:
    """The place in `1]/...`, counted from 0; an entry that stands alone has place 0."""
    number = rest.partition("]")[0]
    return int(number) - 1 if number else 0


def _without_place(line: Line, numbered: str, plain: str) -> Line:
    """The line with no number in its paths: a number would tell that there are others."""
    path = line.path.replace(numbered, plain, 1)
    if isinstance(line, Block):
        inner = tuple(_without_place(one, numbered, plain) for one in line.lines)
        return replace(line, path=path, lines=inner)
    return replace(line, path=path)
