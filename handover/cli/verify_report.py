"""What `handover verify` answers: a `Report` as plain lines for people and as JSON for programs.

The promise: neither form says who the pupil is, and no text from outside can steer the
terminal it is printed on.
"""

from typing import Any
from zoneinfo import ZoneInfo

from handover.rules.findings import Finding, Severity
from handover.seal.contents import PartReport
from handover.seal.index_types import PackageIndex
from handover.seal.status import SignatureStatus
from handover.seal.verify import Report

_OSLO = ZoneInfo("Europe/Oslo")
_MECHANISMS = {
    "LOV": "loven",
    "TILLATELSE": "tillatelse",
    "SAMTYKKE_FVL": "samtykke",
    "SAMTYKKE_ELEV": "elevens samtykke",
    "EGEN": "egne ord",
}
_RETENTION = {
    "ARKIV": "arkiveres",
    "SKOLELOP": "slettes etter skoleløpet",
    "OPPSTART": "slettes etter oppstarten",
    "OT": "slettes når oppfølgingen er slutt",
}


def as_dict(report: Report) -> dict[str, Any]:
    """The report for programs. Says nothing about who the pupil is."""
    signature = report.signature
    return {
        "readable": report.readable,
        "intact": signature.intact,
        "valid": signature.valid,
        "trusted": signature.trusted,
        "conforming": report.conforming,
        "good": report.good,
        "exit_code": report.exit_code,
        "signer": {
            "name": signature.signer_name,
            "organisation": signature.signer_organisation,
            "unit": signature.signer_unit,
            "fingerprint": signature.signer_fingerprint,
            "demo": signature.demo,
        },
        "claimed_time": signature.claimed_time and signature.claimed_time.isoformat(),
        "package": _package(report.index) if report.index else None,
        "parts": [_part(part) for part in report.parts],
        "findings": [_finding(finding) for finding in report.findings],
    }


def _package(index: PackageIndex) -> dict[str, Any]:
    return {
        "message_id": index.message_id,
        "sender": vars(index.sender),
        "receiver": vars(index.receiver),
        "school_year": index.school_year,
        "released_on": index.released_on.isoformat(),
        "not_after": index.not_after.isoformat(),
        "policy": vars(index.policy),
    }


def _part(part: PartReport) -> dict[str, Any]:
    entry = {name: value for name, value in vars(part.entry).items() if name != "condition"}
    condition = part.entry.condition
    met = {**vars(condition), "met_on": condition.met_on.isoformat()}
    return {**entry, "condition": met, "found": part.found}


def _finding(finding: Finding) -> dict[str, str]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "where": finding.where,
        "text": finding.text,
    }


def as_lines(report: Report) -> list[str]:
    """The report for people, line by line."""
    if not report.readable:
        return ["Filen kan ikke leses.", "", *_finding_lines(report.findings)]
    verdict = "Pakken er i orden." if report.good else "Pakken er ikke i orden."
    lines = [verdict, "", *_answers(report), "", *_who(report.signature)]
    if report.index:
        lines += _about(report.index)
    if report.parts:
        lines += ["", "Deler i pakken:", *_part_lines(report.parts)]
    if report.findings:
        lines += ["", "Dette fant vi:", *_finding_lines(report.findings)]
    return lines


def _answers(report: Report) -> list[str]:
    signature = report.signature
    form = "ikke kontrollert" if report.conforming is None else _yes(report.conforming)
    return _columns(
        [
            ("Uendret etter signering", _yes(signature.intact)),
            ("Gyldig signatur", _yes(signature.valid)),
            ("Utsteder du stoler på", _yes(signature.trusted)),
            ("Riktig form og innhold", form),
        ]
    )


def _who(signature: SignatureStatus) -> list[str]:
    if signature.signer_fingerprint is None:
        return ["Vi kan ikke se hvem som har signert."]
    number = signature.signer_organisation or "uten organisasjonsnummer"
    who = ", ".join(filter(None, (signature.signer_name, number, signature.signer_unit)))
    when = ""
    if signature.claimed_time:
        local = signature.claimed_time.astimezone(_OSLO)
        when = f"{local:%d.%m.%Y kl. %H.%M} (avsenderens egen opplysning)"
    return _columns(
        [
            ("Signert av", who + (" – DEMO" if signature.demo else "")),
            ("Signert når", when),
            ("Sertifikatets avtrykk", signature.signer_fingerprint),
        ]
    )


def _about(index: PackageIndex) -> list[str]:
    sender, receiver = index.sender, index.receiver
    return _columns(
        [
            ("Avsender", f"{sender.name}, {sender.organisation_number}"),
            ("Mottaker", f"{receiver.name}, {receiver.organisation_number} ({receiver.unit})"),
            ("Sendt", f"{index.released_on:%d.%m.%Y}, tas imot til {index.not_after:%d.%m.%Y}"),
            ("Meldings-id", index.message_id),
        ]
    )


def _part_lines(parts: tuple[PartReport, ...]) -> list[str]:
    lines: list[str] = []
    for part in parts:
        entry = part.entry
        kept = _RETENTION.get(entry.retention, entry.retention)
        found = "funnet igjen uendret" if part.found else "IKKE funnet igjen"
        basis = f"{_MECHANISMS.get(entry.mechanism, entry.mechanism)}, {entry.basis}"
        lines.append(f"  {_plain(entry.category)}: {found}")
        lines += _columns(
            [
                ("    Grunnlag", basis),
                ("    Formål", entry.purpose),
                ("    Bare til", f"{entry.only_to} ({kept})"),
                ("    SHA-256", entry.sha256),
            ]
        )
    return lines


def _finding_lines(findings: tuple[Finding, ...]) -> list[str]:
    lines: list[str] = []
    for finding in findings:
        word = "Feil" if finding.severity is Severity.ERROR else "Merk"
        place = f" [{_plain(finding.where)}]" if finding.where else ""
        lines.append(f"  {word}: {_plain(finding.text)}{place} ({finding.code})")
    return lines


def _columns(rows: list[tuple[str, str]]) -> list[str]:
    return [f"{name:<26}{_plain(value)}" for name, value in rows]


def _plain(text: str) -> str:
    """Text from outside without anything that could steer a terminal or turn it around."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _yes(answer: bool) -> str:
    return "ja" if answer else "nei"
