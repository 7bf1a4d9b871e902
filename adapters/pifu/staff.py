"""Who works at the school, out of an export: teachers, contact teachers, counsellors, leaders.

The promise: only active roles that stand in the school's own groups are told, and only of
people with a Feide name, since that is what they log in with. Nothing private follows along.
"""

from adapters.pifu.export import Export, Group, Key, Role
from handover.kit import Finding, StaffList, StaffMember, warning

TEACHER, OTHER, LEADER, CONTACT = "02", "04", "05", "06"
"""Role types (4.3.4.1)."""
_BY_SUBROLE = {(OTHER, "rådgiver"): "radgiver", (LEADER, "rektor"): "rektor",
               (LEADER, "avdelingsleder"): "avdelingsleder"}
_ALWAYS = ("kontaktlaerer", "laerer", "radgiver")
_FEIDE = "feideID"


def staff_of(export: Export, school: Group) -> StaffList:
    """Everybody with a role at the school or in a group below it, in the order of user names."""
    found: dict[Key, set[str]] = {}
    for role in _roles(export, school):
        if word := _word(role):
            found.setdefault(role.person, set()).add(word)
    members, findings = [], []
    for key in sorted(found):
        one = _member(export, key, found[key])
        if isinstance(one, Finding):
            findings.append(one)
        else:
            members.append(one)
    leads = sorted({word for words in found.values() for word in words} - set(_ALWAYS))
    # A system without a rektor in it does not keep leaders, and says nothing by leaving them out.
    return StaffList(tuple(sorted(members, key=lambda one: one.user)), (*_ALWAYS, *leads),
                     tuple(findings))


def _roles(export: Export, school: Group) -> list[Role]:
    below = {key for key, group in export.groups.items() if school.key in group.parents}
    return [role for key in sorted({school.key, *below}) for role in export.by_group.get(key, [])]


def _word(role: Role) -> str | None:
    if role.type == TEACHER:
        return "laerer"
    if role.type == CONTACT:
        return "kontaktlaerer"
    return _BY_SUBROLE.get((role.type, role.subrole.casefold()))


def _member(export: Export, key: Key, words: set[str]) -> StaffMember | Finding:
    person = export.persons.get(key)
    user = person.identifiers.get(_FEIDE, "") if person and person.fault is None else ""
    if person is None or not user:
        text = "En ansatt mangler Feide-navn i skolesystemet. Gi rollen for hånd."
        return warning("ANSATT_UTEN_FEIDE", "membership", text)
    if "kontaktlaerer" in words:
        words = words - {"laerer"}
    return StaffMember(user.lower(), person.given, person.family, tuple(sorted(words)))
