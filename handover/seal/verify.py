"""The whole judgement of a delivered package, on any machine, with nothing written to disk.

The promise: intact, valid, trusted and conforming are four separate answers; each fault
has its own finding; the sender's claims (who, when) are shown as claims. Everything
`handover verify` says comes from here.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from handover.errors import BadInput
from handover.rules.findings import Finding, error, stops, warning
from handover.seal import contents, envelope, index_types, reader
from handover.seal.certificates import SigningKey, Trust
from handover.seal.contents import PartReport, SchemaSet
from handover.seal.index import parse
from handover.seal.index_types import PackageIndex
from handover.seal.reader import Opened
from handover.seal.status import SignatureStatus

_DER_SEQUENCE = b"\x30"
NOT_ACCEPTED = "PACKAGE_NOT_ACCEPTED"


@dataclass(frozen=True)
class Report:
    """What a delivered file is, and what is wrong with it."""

    readable: bool
    """False when it could not be opened at all; then nothing else was judged."""
    signature: SignatureStatus
    """Intact, valid and trusted, and who signed."""
    conforming: bool | None
    """Form and contents follow the information model; None when that was not checked."""
    index: PackageIndex | None
    parts: tuple[PartReport, ...]
    findings: tuple[Finding, ...]

    @property
    def good(self) -> bool:
        """True when all four answers are yes and nothing stops it."""
        judged = self.readable and self.signature.good and self.conforming is True
        return judged and not stops(self.findings)

    @property
    def exit_code(self) -> int:
        """0 good, 1 not good, 2 unreadable."""
        if not self.readable:
            return 2
        return 0 if self.good else 1

    def codes_for_sender(self) -> tuple[str, ...]:
        """The finding codes a receipt may carry.

        Details go only to somebody we trust. To others every fault looks the same, so
        that nobody can open an envelope by sending variants and reading receipts (S32).
        """
        if not self.signature.good:
            return () if self.good else (NOT_ACCEPTED,)
        return tuple(dict.fromkeys(one.code for one in self.findings if stops([one])))


def verify(
    data: bytes,
    *,
    trust: Trust,
    now: datetime,
    key: SigningKey | None = None,
    schemas: SchemaSet | None = None,
) -> Report:
    """The judgement of `data`, an `.asice` or an `.p7m` that `key` opens, at `now` (aware).

    Never raises on bad bytes. Finding codes: KEY_NEEDED, ENVELOPE_NOT_OPENED, those of
    `reader.open_container`, `index.parse` and `contents.examine`, INDEX_MISSING,
    SENDER_NOT_SIGNER, and the warnings SCHEMAS_NOT_CHECKED and NOT_AFTER_PASSED.
    """
    if data.startswith(_DER_SEQUENCE):
        if key is None:
            return _unreadable(
                error("KEY_NEEDED", "", "Filen er kryptert. Du må ha nøkkelen for å åpne den.")
            )
        try:
            data = envelope.decrypt(data, key)
        except BadInput as refused:
            return _unreadable(error(refused.code, "", refused.text))
    return judge(reader.open_container(data, trust, now), now=now, schemas=schemas)


def judge(opened: Opened, *, now: datetime, schemas: SchemaSet | None = None) -> Report:
    """The same judgement of a container that is already open."""
    report = Report(opened.readable, opened.signature, False, None, (), opened.findings)
    data = opened.files.get(index_types.NAME)
    if not opened.readable:
        return report
    if data is None:
        text = "Pakken mangler innholdslisten overgangspakke.xml, eller den er endret."
        return _also(report, [error("INDEX_MISSING", index_types.NAME, text)])
    try:
        index = parse(data)
    except BadInput as refused:
        return _also(report, [error(refused.code, index_types.NAME, refused.text)])
    return _contents(report, opened, index, now, schemas)


def _contents(
    report: Report,
    opened: Opened,
    index: PackageIndex,
    now: datetime,
    schemas: SchemaSet | None,
) -> Report:
    formal = contents.form_findings(schemas, index_types.NAME, opened.files[index_types.NAME])
    parts, inside = contents.examine(opened.files, index, schemas)
    wrong = [*formal, *inside, *_sender_findings(index, opened.signature)]
    conforming = False if stops(wrong) else (True if schemas else None)
    judged = replace(report, index=index, parts=parts, conforming=conforming)
    return _also(judged, [*wrong, *_notes(index, now, schemas)])


def _sender_findings(index: PackageIndex, signature: SignatureStatus) -> list[Finding]:
    if index.sender.organisation_number == signature.signer_organisation:
        return []
    text = "Pakken er signert av en annen enn den som står som avsender."
    return [error("SENDER_NOT_SIGNER", "overgangspakke/avsender", text)]


def _notes(index: PackageIndex, now: datetime, schemas: SchemaSet | None) -> list[Finding]:
    notes = []
    if schemas is None:
        text = "Formen er ikke kontrollert mot informasjonsmodellen."
        notes.append(warning("SCHEMAS_NOT_CHECKED", "", text))
    # A package stays genuine after that day; only the receiving node must refuse to take it in.
    if now.date() > index.not_after:
        text = "Siste dag for å ta imot denne pakken er passert."
        notes.append(warning("NOT_AFTER_PASSED", "overgangspakke/ikkeEtter", text))
    return notes


def _also(report: Report, findings: list[Finding]) -> Report:
    return replace(report, findings=(*report.findings, *findings))


def _unreadable(finding: Finding) -> Report:
    none = SignatureStatus(intact=False, valid=False, trusted=False)
    return Report(False, none, False, None, (), (finding,))
