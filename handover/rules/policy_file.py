"""Reads the policy file's tables into a `Policy`. A bad file is refused naming the key.

What can never be: a category of mechanism MANUELL or ALDRI with receivers (C-69),
a permission without a rule that asks somebody, a law-based part with a rule that
asks, an unknown key anywhere.
"""

from collections.abc import Mapping
from typing import Any

from handover.errors import Misconfigured
from handover.rules.policy import (
    Band,
    Category,
    Mechanism,
    Policy,
    Profile,
    ReceiverType,
    Rule,
    Window,
)

TOP = {"policy": dict, "lagring": dict, "regler": dict, "mottakere": dict, "vindu": list,
       "kategori": list}
NEEDS = frozenset({"elev", "forfatter", "foresatt:alle", "foresatt:en"})
STOPS = frozenset({"elev", "foresatt"})
SOURCES = ("skole", "ppt", "elev", "foresatt")
VIEWS = ("ja", "elev_velger", "egen", "nei")
CATEGORY_KEYS = {"id": str, "navn": str, "kort": str, "mekanisme": str, "hjemmel": str,
                 "gdpr": str, "regel": str, "regel_streng": str, "folsomhet": int, "kilde": str,
                 "mottakere": list, "lagring": str, "foresatt_ser": str, "norm": str,
                 "formal": str, "hvis_nei": str, "til_jurist": str, "under_alder": int,
                 "formal_foresatt": str, "hvis_nei_foresatt": str, "frist": str}
OPTIONAL = {"til_jurist", "kort", "under_alder", "formal_foresatt", "hvis_nei_foresatt", "frist"}


def parse(data: Mapping[str, Any], sha256: str) -> Policy:
    """The policy in a parsed file; `sha256` is that of the file's bytes. Raises Misconfigured."""
    _keys(data, TOP, "", set())
    head = data["policy"]
    _keys(head, {"id": str, "versjon": str, "status": str, "gjelder_fra": str,
                 "standardprofil": str, "samtykke_utloper": str, "svarfrist": str,
                 "rekkefolge": str}, "policy", {"rekkefolge"})
    rules = {name: _rule(name, values) for name, values in data["regler"].items()}
    receivers = {name: _receiver(name, values) for name, values in data["mottakere"].items()}
    shared = _Shared(rules, receivers, data["lagring"])
    categories = [_category(i, values, shared) for i, values in enumerate(data["kategori"])]
    _unique([category.id for category in categories], "kategori.id")
    return Policy(
        id=head["id"], version=head["versjon"], sha256=sha256,
        default_profile=_one_of(Profile, head["standardprofil"], "policy.standardprofil"),
        consent_expires=_day(head["samtykke_utloper"], "policy.samtykke_utloper"),
        answers_due=_day(head["svarfrist"], "policy.svarfrist"),
        rules=rules, receivers=receivers, retention=dict(data["lagring"]),
        windows=tuple(_window(i, values, receivers) for i, values in enumerate(data["vindu"])),
        categories={category.id: category for category in categories},
    )


class _Shared:
    """What a category may point to."""

    def __init__(self, rules: Mapping[str, Rule], receivers: Mapping[str, ReceiverType],
                 retention: Mapping[str, str]) -> None:
        self.rules, self.receivers, self.retention = rules, receivers, retention


def _category(index: int, values: Mapping[str, Any], shared: _Shared) -> Category:
    where = f"kategori[{index + 1}]"
    _keys(values, CATEGORY_KEYS, where, OPTIONAL)
    where = f"kategori «{values['id']}»"
    mechanism = _one_of(Mechanism, values["mekanisme"], f"{where}.mekanisme")
    category = Category(
        id=values["id"], name=values["navn"], short=values.get("kort", values["navn"]),
        mechanism=mechanism, reference=values["hjemmel"], rule=values["regel"],
        rule_strict=values["regel_streng"], sensitivity=values["folsomhet"],
        source=_choice(values["kilde"], SOURCES, f"{where}.kilde"),
        receivers=tuple(values["mottakere"]), retention=values["lagring"],
        guardian_view=_choice(values["foresatt_ser"], VIEWS, f"{where}.foresatt_ser"),
        norm=values["norm"], purpose=values["formal"], if_not=values["hvis_nei"], position=index,
        below_age=values.get("under_alder"),
        guardian_purpose=values.get("formal_foresatt", ""),
        guardian_if_not=values.get("hvis_nei_foresatt", ""),
        last_day=_day(values["frist"], f"{where}.frist") if "frist" in values else "",
    )
    if mechanism.sendable:
        _check_sendable(category, shared, where)
    elif category.receivers:
        raise Misconfigured(f"«{where}.mottakere» må være tom: {mechanism} kan aldri sendes.")
    return category


def _check_sendable(category: Category, shared: _Shared, where: str) -> None:
    if not 1 <= category.sensitivity <= 4:
        raise Misconfigured(f"«{where}.folsomhet» må være fra 1 til 4.")
    if category.retention not in shared.retention:
        raise Misconfigured(f"«{where}.lagring» finnes ikke under [lagring].")
    if not category.receivers:
        raise Misconfigured(f"«{where}.mottakere» må ha minst én mottaker.")
    for name in category.receivers:
        if name not in shared.receivers:
            raise Misconfigured(f"«{where}.mottakere» nevner en mottaker som ikke finnes.")
    for key, name in (("regel", category.rule), ("regel_streng", category.rule_strict)):
        _check_rule(category, shared.rules.get(name), f"{where}.{key}")


def _check_rule(category: Category, rule: Rule | None, where: str) -> None:
    if rule is None:
        raise Misconfigured(f"«{where}» finnes ikke under [regler].")
    asks = all(band.needs for band in rule.bands)
    asks_nobody = not any(band.needs for band in rule.bands)
    if category.mechanism.asked and not asks:
        raise Misconfigured(f"«{where}» spør ingen, men mekanismen krever at noen sier ja.")
    if category.mechanism is Mechanism.LAW and not asks_nobody:
        raise Misconfigured(f"«{where}» spør noen, men lovdeler vises og spørres det ikke om.")


def _rule(name: str, values: Mapping[str, Any]) -> Rule:
    where = f"regler.{name}"
    _keys(values, {"navn": str, "hjemmel": str, "alder": list}, where, {"alder"})
    bands = [_band(band, where) for band in values.get("alder", [{"fra": 0}])]
    if not bands or bands[0].from_age != 0:
        raise Misconfigured(f"«{where}.alder» må begynne med fra = 0.")
    if [b.from_age for b in bands] != sorted({b.from_age for b in bands}):
        raise Misconfigured(f"«{where}.alder» må stå i stigende rekkefølge.")
    return Rule(name, values["navn"], values["hjemmel"], tuple(bands))


def _band(values: Mapping[str, Any], where: str) -> Band:
    _keys(values, {"fra": int, "ja": list, "stanser": list}, f"{where}.alder", {"ja", "stanser"})
    band = Band(values["fra"], frozenset(values.get("ja", [])),
                frozenset(values.get("stanser", [])))
    if not band.needs <= NEEDS:
        raise Misconfigured(f"«{where}.alder.ja» har et ord som ikke finnes.")
    if not band.stops <= STOPS:
        raise Misconfigured(f"«{where}.alder.stanser» har et ord som ikke finnes.")
    return band


def _receiver(name: str, values: Mapping[str, Any]) -> ReceiverType:
    _keys(values, {"navn": str, "plass": str, "kun_til": str}, f"mottakere.{name}", set())
    return ReceiverType(name, values["navn"], values["plass"], values["kun_til"])


def _window(index: int, values: Mapping[str, Any],
            receivers: Mapping[str, ReceiverType]) -> Window:
    where = f"vindu[{index + 1}]"
    _keys(values, {"id": str, "mottakere": list, "bare": list, "dager": list}, where, set())
    if unknown := [name for name in values["mottakere"] if name not in receivers]:
        raise Misconfigured(f"«{where}.mottakere» nevner «{unknown[0]}», som ikke finnes.")
    return Window(
        id=values["id"], receivers=frozenset(values["mottakere"]),
        mechanisms=frozenset(_one_of(Mechanism, m, f"{where}.bare") for m in values["bare"]),
        days=tuple(_day(day, f"{where}.dager") for day in values["dager"]),
    )


def _keys(values: Any, allowed: Mapping[str, type], where: str, optional: set[str]) -> None:
    prefix = f"{where}." if where else ""
    if not isinstance(values, Mapping):
        raise Misconfigured(f"«{where}» må være en tabell.")
    if unknown := sorted(set(values) - set(allowed)):
        raise Misconfigured(f"Ukjent nøkkel «{prefix}{unknown[0]}» i policyfilen.")
    if missing := sorted(set(allowed) - set(values) - optional):
        raise Misconfigured(f"Policyfilen mangler «{prefix}{missing[0]}».")
    for key, value in values.items():
        wanted = allowed[key]
        if not isinstance(value, wanted) or isinstance(value, bool):
            words = {str: "tekst", int: "et heltall", list: "en liste", dict: "en tabell"}
            raise Misconfigured(f"«{prefix}{key}» må være {words[wanted]}.")


def _one_of(kind: Any, value: str, where: str) -> Any:
    try:
        return kind(value)
    except ValueError as fault:
        choices = ", ".join(kind)
        raise Misconfigured(f"«{where}» må være en av: {choices}.") from fault


def _choice(value: str, choices: tuple[str, ...], where: str) -> str:
    if value not in choices:
        raise Misconfigured(f"«{where}» må være en av: {', '.join(choices)}.")
    return value


def _day(value: str, where: str) -> str:
    month, _, day = value.partition("-")
    if not (len(value) == 5 and month.isdigit() and day.isdigit()
            and 1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        raise Misconfigured(f"«{where}» må være en dag på formen MM-DD.")
    return value


def _unique(names: list[str], where: str) -> None:
    if len(set(names)) != len(names):
        raise Misconfigured(f"«{where}» står to ganger med samme verdi.")
