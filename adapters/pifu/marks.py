"""Results of an export in our words: half-year, final and examination marks.

The promise: only marks that stand on a vitnemål or a half-year assessment follow. National
tests, second-term marks and every comment stay at the school.
"""

from collections.abc import Mapping

from adapters.pifu.export import Export, Key
from adapters.pifu.schooling import SUBJECT_GROUPS, subject_of
from handover.kit import FactTree

KINDS: Mapping[str, str] = {
    "Term 1": "halvar",
    "Final grade": "slutt",
    "Exam grade written": "eksamen_skriftlig",
    "Exam grade oral": "eksamen_muntlig",
}
"""resulttype (4.3.4.9.1, 4.3.4.10.5) → type of assessment. What is not here is left behind."""

GRADES = frozenset({"1", "2", "3", "4", "5", "6", "IV", "F"})


def marks(export: Export, pupil: Key, year: str) -> tuple[FactTree | None, bool]:
    """The tree of `karakterer`, and whether a mark had a value our model does not have.

    The same mark told twice, by a subject group and by its teaching group, stands once.
    """
    made: dict[tuple[str, str], dict[str, object]] = {}
    strange = False
    for kind in SUBJECT_GROUPS:
        for group, role in export.roles(pupil, kind):
            subject = subject_of(export, group)
            for result in role.results:
                type_ = KINDS.get(result.type)
                if type_ is None or not result.value:
                    continue
                if result.value not in GRADES:
                    strange = True
                    continue
                entry: dict[str, object] = {
                    "type": type_, "fag": subject, "karakter": result.value
                }  # fmt: skip
                made.setdefault((subject["navn"], type_), entry)
    ordered = [made[key] for key in sorted(made)]
    tree = {"skolear": year, "fagvurdering": ordered}
    return (tree if ordered else None), strange
