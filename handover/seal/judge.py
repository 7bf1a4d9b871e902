"""Judging a detached CAdES signature made by anybody (RFC 5652 5.6, RFC 5035, EN 319 102-1).

The promise: hostile bytes never raise; every fault has a code of its own; a signature
without ESSCertIDv2 is not accepted, because then the certificate beside it can be
exchanged for another one with the same key.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat import asn1

from handover.rules.findings import Finding, error, warning
from handover.seal import algorithms, certificates, chain
from handover.seal import asn1_types as t
from handover.seal.certificates import Trust
from handover.seal.status import SignatureStatus

WHERE = "META-INF/signature.p7s"
_CLOCK_DRIFT = timedelta(minutes=5)


@dataclass(frozen=True)
class _Parsed:
    """A signature taken apart, before anything in it is believed."""

    info: t.SignerInfo
    attributes: dict[t.Oid, asn1.TLV]
    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]


class _UnusableError(Exception):
    """There is nothing to judge; `finding` says why."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.finding = error(code, WHERE, text)


def check(p7s: bytes, content: bytes, trust: Trust, now: datetime) -> SignatureStatus:
    """The judgement of the detached signature `p7s` over `content`, at `now` (aware).

    Never raises on bad bytes. Finding codes: SIGNATURE_UNREADABLE, SIGNATURE_SHAPE,
    SHA1_REFUSED, SIGNATURE_ALGORITHM, SIGNATURE_ATTRIBUTE, SIGNER_CERTIFICATE_MISSING,
    SIGNER_CERTIFICATE_DIFFERS, SIGNED_CONTENT_DIFFERS, SIGNATURE_WRONG,
    SIGNING_TIME_AHEAD (warning), and those of `chain.examine_signer`.
    """
    try:
        parsed = _parse(p7s)
        changed = _content_findings(parsed, content)
        formal = [*_binding_findings(parsed), *_signature_findings(parsed)]
        claimed = _claimed_time(parsed)
    except _UnusableError as unusable:
        return SignatureStatus(False, False, False, findings=(unusable.finding,))
    distrust = chain.examine_signer(parsed.certificate, parsed.others, trust, now)
    return SignatureStatus(
        intact=not changed,
        valid=not formal,
        # Trust in a certificate that did not make this signature means nothing.
        trusted=not formal and not distrust,
        signer_name=certificates.display_name(parsed.certificate),
        signer_organisation=certificates.organisation_number(parsed.certificate),
        signer_unit=certificates.unit(parsed.certificate),
        signer_fingerprint=certificates.fingerprint(parsed.certificate),
        claimed_time=claimed,
        demo=certificates.is_demo(parsed.certificate),
        findings=(*changed, *formal, *distrust, *_time_findings(claimed, now)),
    )


def _parse(p7s: bytes) -> _Parsed:
    signed = _decode(p7s)
    info = _only_signer(signed)
    attributes = _attributes(info)
    _require_algorithms(info)
    certificate, others = _certificates(signed, info)
    return _Parsed(info, attributes, certificate, others)


def _decode(p7s: bytes) -> t.SignedData:
    try:
        message = asn1.decode_der(t.SignedMessage, p7s)
    except certificates.UNREADABLE:
        raise _UnusableError("SIGNATURE_UNREADABLE", "Signaturen kan ikke leses.") from None
    if message.content_type != t.SIGNED_DATA:
        raise _UnusableError("SIGNATURE_UNREADABLE", "Signaturen kan ikke leses.")
    return message.content


def _only_signer(signed: t.SignedData) -> t.SignerInfo:
    signers = signed.signers.as_list()
    detached = signed.content.content is None and signed.content.content_type == t.DATA
    if len(signers) != 1 or not detached:
        raise _UnusableError("SIGNATURE_SHAPE", "Signaturen har en form som ikke er lov her.")
    return signers[0]


def _attributes(info: t.SignerInfo) -> dict[t.Oid, asn1.TLV]:
    """The signed attributes by kind; each stands once and has one value (RFC 5652 11)."""
    listed = info.signed_attributes or []
    found = {a.type: a.values.as_list()[0] for a in listed if len(a.values.as_list()) == 1}
    if len(found) != len(listed):
        raise _UnusableError("SIGNATURE_SHAPE", "Signaturen har en form som ikke er lov her.")
    needed = (t.CONTENT_TYPE, t.MESSAGE_DIGEST, t.SIGNING_TIME, t.SIGNING_CERTIFICATE_V2)
    if any(kind not in found for kind in needed):
        raise _UnusableError(
            "SIGNATURE_ATTRIBUTE", "Signaturen mangler opplysninger den må ha etter CAdES."
        )
    return found


def _require_algorithms(info: t.SignerInfo) -> None:
    digest, signature = info.digest_algorithm.algorithm, info.signature_algorithm.algorithm
    if {digest, signature} & algorithms.WEAK:
        raise _UnusableError(
            "SHA1_REFUSED", "Signaturen bruker en metode som ikke lenger er trygg."
        )
    if digest not in algorithms.DIGESTS or not algorithms.is_known(signature):
        raise _UnusableError("SIGNATURE_ALGORITHM", "Signaturen bruker en metode vi ikke godtar.")


def _certificates(
    signed: t.SignedData, info: t.SignerInfo
) -> tuple[x509.Certificate, tuple[x509.Certificate, ...]]:
    readable = [one for one in signed.certificates or [] if certificates.is_readable(one)]
    for one in readable:
        if _is_named(one, info.sid):
            return one, tuple(other for other in readable if other != one)
    raise _UnusableError(
        "SIGNER_CERTIFICATE_MISSING", "Sertifikatet til avsenderen mangler i pakken."
    )


def _is_named(certificate: x509.Certificate, sid: t.IssuerAndSerial | bytes) -> bool:
    if isinstance(sid, t.IssuerAndSerial):
        return (certificate.issuer, certificate.serial_number) == (sid.issuer, sid.serial)
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    except (x509.ExtensionNotFound, *certificates.UNREADABLE):
        return False
    return found.value.digest == sid


def _content_findings(parsed: _Parsed, content: bytes) -> list[Finding]:
    hashed = algorithms.DIGESTS[parsed.info.digest_algorithm.algorithm]
    stated = _value(parsed, t.MESSAGE_DIGEST, bytes)
    if stated == algorithms.digest(hashed, content):
        return []
    return [error("SIGNED_CONTENT_DIFFERS", "", "Innholdet er endret etter at det ble signert.")]


def _binding_findings(parsed: _Parsed) -> list[Finding]:
    """ESSCertIDv2 must name the certificate by its digest (RFC 5035 section 4)."""
    ids = _value(parsed, t.SIGNING_CERTIFICATE_V2, t.SigningCertificateV2).certs
    algorithm = ids[0].hash_algorithm.algorithm if ids and ids[0].hash_algorithm else t.SHA256
    hashed = algorithms.DIGESTS.get(algorithm)
    if ids and hashed and ids[0].cert_hash == parsed.certificate.fingerprint(hashed):
        return []
    return [
        error(
            "SIGNER_CERTIFICATE_DIFFERS",
            WHERE,
            "Sertifikatet i pakken er et annet enn det som signerte.",
        )
    ]


def _signature_findings(parsed: _Parsed) -> list[Finding]:
    info = parsed.info
    right_type = _value(parsed, t.CONTENT_TYPE, t.Oid) == t.DATA
    if right_type and algorithms.verifies(
        parsed.certificate,
        info.signature_algorithm.algorithm,
        algorithms.DIGESTS[info.digest_algorithm.algorithm],
        info.signature,
        t.to_be_signed(info.signed_attributes or []),
    ):
        return []
    return [error("SIGNATURE_WRONG", WHERE, "Signaturen stemmer ikke.")]


def _claimed_time(parsed: _Parsed) -> datetime:
    tag = parsed.attributes[t.SIGNING_TIME].tag_bytes
    if tag == b"\x17":
        return _value(parsed, t.SIGNING_TIME, asn1.UTCTime).as_datetime()
    return _value(parsed, t.SIGNING_TIME, asn1.GeneralizedTime).as_datetime()


def _time_findings(claimed: datetime, now: datetime) -> list[Finding]:
    if claimed <= now.astimezone(UTC) + _CLOCK_DRIFT:
        return []
    return [warning("SIGNING_TIME_AHEAD", WHERE, "Pakken sier at den ble signert fram i tid.")]


def _value(parsed: _Parsed, kind: t.Oid, shape: type[t.T]) -> t.T:
    try:
        return t.parse(parsed.attributes[kind], shape)
    except certificates.UNREADABLE:
        raise _UnusableError(
            "SIGNATURE_ATTRIBUTE", "Signaturen har ødelagte opplysninger."
        ) from None
