"""Certificates and keys: who they name, what they may be used for, whom we trust.

The promise: an organisation number is read from the certificate in one way only, and a
demo certificate is recognised by the mark inside it, never by its name or its folder (S23).
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from handover.errors import Misconfigured

UNREADABLE = (
    ValueError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    # A name with a value of a kind that its attribute does not take.
    TypeError,
    # Raised where warnings are errors; such a certificate breaks RFC 5280 either way.
    UserWarning,
    x509.UnsupportedGeneralNameType,
)
"""What the library raises, often late, for a certificate it cannot make sense of."""

SigningKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

DEMO_MARK = x509.ObjectIdentifier("2.25.313371954096206712940312374205862046097")
"""Private, non-critical extension in every demo certificate (S23)."""

_ORGANISATION_ID = re.compile(r"(?:NTRNO-)?(\d{9})")


@dataclass(frozen=True)
class Signer:
    """What signs: a certificate, its key, and the certificates between it and a root."""

    certificate: x509.Certificate
    key: SigningKey = field(repr=False)
    chain: tuple[x509.Certificate, ...] = ()


@dataclass(frozen=True)
class Trust:
    """Whom we believe. An empty one believes nobody."""

    roots: tuple[x509.Certificate, ...] = ()
    demo_allowed: bool = False
    """False in production and by default: a demo seal is then «not trusted» (S23)."""


def organisation_number(certificate: x509.Certificate) -> str | None:
    """Nine digits from organizationIdentifier (`NTRNO-…`), else from serialNumber (SEID).

    None when the subject names no Norwegian organisation.
    """
    for oid in (NameOID.ORGANIZATION_IDENTIFIER, NameOID.SERIAL_NUMBER):
        value = _subject(certificate, oid)
        found = _ORGANISATION_ID.fullmatch(value) if value else None
        if found:
            return found.group(1)
    return None


def display_name(certificate: x509.Certificate) -> str | None:
    """The organisation's name, else the common name."""
    return _subject(certificate, NameOID.ORGANIZATION_NAME) or _subject(
        certificate, NameOID.COMMON_NAME
    )


def unit(certificate: x509.Certificate) -> str | None:
    """The organisational unit, when the subject names one."""
    return _subject(certificate, NameOID.ORGANIZATIONAL_UNIT_NAME)


def is_readable(certificate: x509.Certificate) -> bool:
    """True when names, dates and key can be read; parsing is lazy and fails late otherwise."""
    try:
        certificate.public_key()
        return bool(
            certificate.subject is not None
            and certificate.issuer is not None
            and certificate.serial_number > 0
            and certificate.not_valid_before_utc < certificate.not_valid_after_utc
        )
    except UNREADABLE:
        return False


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate as sixteen groups of four upper-case hex digits."""
    digits = certificate.fingerprint(hashes.SHA256()).hex().upper()
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def is_demo(certificate: x509.Certificate) -> bool:
    """True when the certificate carries the demo mark. Unreadable extensions count as marked.

    A certificate whose extensions cannot be read could hide the mark, so it gets no benefit
    of the doubt.
    """
    try:
        return any(extension.oid == DEMO_MARK for extension in certificate.extensions)
    except UNREADABLE:
        return True


def is_valid_at(certificate: x509.Certificate, moment: datetime) -> bool:
    """True when `moment` (aware) lies within the certificate's dates."""
    return certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc


def may_sign(certificate: x509.Certificate) -> bool:
    """True when KeyUsage says digitalSignature or nonRepudiation, and it is not a CA."""
    usage = _usage(certificate)
    return usage is not None and (usage.digital_signature or usage.content_commitment)


def may_receive(certificate: x509.Certificate) -> bool:
    """True when KeyUsage says keyEncipherment and the key is RSA, which OAEP needs."""
    usage = _usage(certificate)
    rsa_key = isinstance(certificate.public_key(), rsa.RSAPublicKey)
    return usage is not None and usage.key_encipherment and rsa_key


def load_certificate(path: Path) -> x509.Certificate:
    """The first certificate in a PEM file. Raises Misconfigured (CERTIFICATE_FILE)."""
    return load_certificates(path)[0]


def load_certificates(path: Path) -> tuple[x509.Certificate, ...]:
    """All certificates of a PEM file, in order. Raises Misconfigured (CERTIFICATE_FILE)."""
    try:
        return tuple(x509.load_pem_x509_certificates(path.read_bytes()))
    except (OSError, *UNREADABLE):
        raise Misconfigured(
            "Sertifikatfilen finnes ikke eller er ikke i PEM-format.", "CERTIFICATE_FILE"
        ) from None


def load_key(path: Path, password: bytes | None = None) -> SigningKey:
    """The private key in a PEM file, RSA or EC. Raises Misconfigured (KEY_FILE)."""
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password)
    except (OSError, *UNREADABLE):
        key = None
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise Misconfigured(
            "Nøkkelfilen finnes ikke, har feil passord eller er ikke en RSA- eller EC-nøkkel.",
            "KEY_FILE",
        )
    return key


def load_signer(certificate: Path, key: Path, password: bytes | None = None) -> Signer:
    """A signer from two PEM files; further certificates in the first become its chain.

    Raises Misconfigured: CERTIFICATE_FILE, KEY_FILE, or KEY_PAIR when they do not belong
    together.
    """
    own, *chain = load_certificates(certificate)
    private = load_key(key, password)
    if not belongs(own, private):
        raise Misconfigured("Sertifikatet og nøkkelen hører ikke sammen.", "KEY_PAIR")
    return Signer(own, private, tuple(chain))


def belongs(certificate: x509.Certificate, key: SigningKey) -> bool:
    """True when `key` is the private half of the key in `certificate`."""
    return bool(certificate.public_key() == key.public_key())


def load_trust(directory: Path, *, demo_allowed: bool) -> Trust:
    """Trust in every certificate of every `*.pem` in `directory`.

    Raises Misconfigured: TRUST_DIRECTORY when there is none, CERTIFICATE_FILE, and
    DEMO_CERTIFICATE when a demo root lies where demo is not allowed (S23).
    """
    files = sorted(directory.glob("*.pem")) if directory.is_dir() else []
    if not files:
        raise Misconfigured(
            "Mappen med utstedere du stoler på, finnes ikke eller har ingen .pem-filer.",
            "TRUST_DIRECTORY",
        )
    roots = tuple(root for file in files for root in load_certificates(file))
    if not demo_allowed and any(is_demo(root) for root in roots):
        raise Misconfigured(
            "En demo-utsteder ligger blant utstederne du stoler på. Ta den bort.",
            "DEMO_CERTIFICATE",
        )
    return Trust(roots, demo_allowed)


def _usage(certificate: x509.Certificate) -> x509.KeyUsage | None:
    try:
        return certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except (x509.ExtensionNotFound, *UNREADABLE):
        return None


def _subject(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str | None:
    found = certificate.subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else None
