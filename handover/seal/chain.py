"""Whether a certificate may be believed: issuer, dates, use and the demo mark, each on its own.

The promise: an empty answer means trusted; every reason for distrust is its own finding,
so that «expired» is never mistaken for «unknown».
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.x509 import verification

from handover.rules.findings import Finding, error
from handover.seal.certificates import UNREADABLE, Trust, is_demo, may_sign

_WHERE = "META-INF/signature.p7s"


def examine_signer(
    certificate: x509.Certificate,
    others: Iterable[x509.Certificate],
    trust: Trust,
    now: datetime,
) -> list[Finding]:
    """Why `certificate` may not be believed as a signer at `now` (aware); empty when it may.

    `others` are certificates that came along and may link it to a root. Codes:
    CERTIFICATE_EXPIRED, CERTIFICATE_NOT_YET_VALID, CERTIFICATE_USAGE, ISSUER_UNKNOWN,
    TRUST_EMPTY, DEMO_CERTIFICATE.
    """
    return [
        *_dates(certificate, now),
        *_usage(certificate),
        *_issuer(certificate, tuple(others), trust, now),
        *_demo(certificate, trust),
    ]


def _dates(certificate: x509.Certificate, now: datetime) -> list[Finding]:
    if now > certificate.not_valid_after_utc:
        return [error("CERTIFICATE_EXPIRED", _WHERE, "Sertifikatet til avsenderen er utløpt.")]
    if now < certificate.not_valid_before_utc:
        text = "Sertifikatet til avsenderen gjelder ikke ennå."
        return [error("CERTIFICATE_NOT_YET_VALID", _WHERE, text)]
    return []


def _usage(certificate: x509.Certificate) -> list[Finding]:
    if may_sign(certificate):
        return []
    return [error("CERTIFICATE_USAGE", _WHERE, "Sertifikatet er ikke laget for å signere med.")]


def _issuer(
    certificate: x509.Certificate,
    others: tuple[x509.Certificate, ...],
    trust: Trust,
    now: datetime,
) -> list[Finding]:
    if not trust.roots:
        return [error("TRUST_EMPTY", _WHERE, "Du har ikke sagt hvilke utstedere du stoler på.")]
    # Asked for a moment when the certificate itself was valid, so that an expired one from
    # a known issuer is not also called unknown.
    latest = certificate.not_valid_after_utc - timedelta(seconds=1)
    moment = max(min(now, latest), certificate.not_valid_before_utc)
    if _leads_to_root(certificate, others, trust, moment):
        return []
    return [
        error("ISSUER_UNKNOWN", _WHERE, "Sertifikatet kommer ikke fra en utsteder du stoler på.")
    ]


def _leads_to_root(
    certificate: x509.Certificate,
    others: tuple[x509.Certificate, ...],
    trust: Trust,
    moment: datetime,
) -> bool:
    # Seal certificates need no DNS name, mail address or extended use; a CA must say it is one.
    anyone = verification.ExtensionPolicy.permit_all()
    issuer = anyone.require_present(x509.BasicConstraints, verification.Criticality.AGNOSTIC, None)
    try:
        verifier = (
            verification.PolicyBuilder()
            .store(verification.Store(list(trust.roots)))
            .time(moment.astimezone(UTC).replace(tzinfo=None))
            .extension_policies(ca_policy=issuer, ee_policy=anyone)
            .build_client_verifier()
        )
        verifier.verify(certificate, list(others))
    except (verification.VerificationError, *UNREADABLE):
        return False
    return True


def _demo(certificate: x509.Certificate, trust: Trust) -> list[Finding]:
    # Every certificate a demo CA issues carries the mark; a root with the mark is looked at
    # too, because somebody else could issue under a demo root without it.
    issuers = [root for root in trust.roots if root.subject == certificate.issuer]
    if trust.demo_allowed or not any(is_demo(one) for one in (certificate, *issuers)):
        return []
    return [
        error(
            "DEMO_CERTIFICATE",
            _WHERE,
            "Pakken er signert med et demo-sertifikat og gjelder ikke på ordentlig.",
        )
    ]
