"""A certificate authority for demonstrations, made at first start and kept nowhere else (S23).

The promise: every certificate it makes carries the demo mark, so that it is «not trusted»
wherever demo is not allowed. No key of it is in the repository or in a wheel. Serial
numbers and times are passed in; RSA keys come from the library's own random source.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from handover.seal.certificates import DEMO_MARK, Signer, SigningKey

# The demo clock walks through a school year that may lie behind or ahead of the machine's,
# and both must find the certificates valid.
_BEFORE, _AFTER = timedelta(days=3 * 365), timedelta(days=10 * 365)


@dataclass(frozen=True)
class Holder:
    """Whom a demo certificate names."""

    organisation_number: str
    organisation: str
    unit: str


@dataclass(frozen=True)
class DemoCa:
    """The demo authority: its certificate and the key that issues."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey = field(repr=False)

    def issue_signing(self, holder: Holder, *, serial: int, now: datetime) -> Signer:
        """A new RSA-3072 key and a certificate that may sign and nothing else."""
        return self._issue(holder, serial, now, _key_usage(sign=True))

    def issue_receiving(self, holder: Holder, *, serial: int, now: datetime) -> Signer:
        """A new RSA-3072 key and a certificate that packages are encrypted to, nothing else."""
        return self._issue(holder, serial, now, _key_usage(encipher=True))

    def _issue(self, holder: Holder, serial: int, now: datetime, usage: x509.KeyUsage) -> Signer:
        key = _new_key()
        builder = (
            _builder(_subject(holder), self.certificate.subject, serial, now)
            .public_key(key.public_key())
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(_issuer_key_id(self.key), critical=False)
        )
        return Signer(builder.sign(self.key, hashes.SHA256()), key)


def create(*, serial: int, now: datetime) -> DemoCa:
    """A new demo authority with a key of its own; `now` (aware) centres its validity."""
    key = _new_key()
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "NO"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Overgang DEMO"),
            x509.NameAttribute(NameOID.COMMON_NAME, "Overgang DEMO rotutsteder"),
        ]
    )
    builder = (
        _builder(name, name, serial, now)
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(issue=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return DemoCa(builder.sign(key, hashes.SHA256()), key)


def certificate_pem(certificate: x509.Certificate) -> bytes:
    """The certificate as PEM."""
    return certificate.public_bytes(serialization.Encoding.PEM)


def key_pem(key: SigningKey) -> bytes:
    """The key as unencrypted PKCS#8 PEM; a demo key protects invented people only."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def save(directory: Path, name: str, identity: Signer) -> None:
    """Write `NAME.pem` and `NAME.key`, both PEM; only the owner may read the key."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / f"{name}.pem").write_bytes(certificate_pem(identity.certificate))
    key = directory / f"{name}.key"
    key.touch(mode=0o600)
    key.write_bytes(key_pem(identity.key))


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=3072)


def _subject(holder: Holder) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "NO"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, holder.organisation),
            x509.NameAttribute(
                NameOID.ORGANIZATION_IDENTIFIER, f"NTRNO-{holder.organisation_number}"
            ),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, holder.unit),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{holder.organisation} DEMO"),
        ]
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, serial: int, now: datetime
) -> x509.CertificateBuilder:
    start = now.replace(microsecond=0)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .serial_number(serial)
        .not_valid_before(start - _BEFORE)
        .not_valid_after(start + _AFTER)
        .add_extension(
            x509.UnrecognizedExtension(DEMO_MARK, asn1.encode_der("DEMO")), critical=False
        )
    )


def _issuer_key_id(key: rsa.RSAPrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _key_usage(*, sign: bool = False, encipher: bool = False, issue: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=sign,
        content_commitment=sign,
        key_encipherment=encipher,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issue,
        crl_sign=issue,
        encipher_only=False,
        decipher_only=False,
    )
