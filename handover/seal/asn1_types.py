"""CMS and CAdES as declared types; the library writes and reads the DER (RFC 5652, RFC 5035).

The promise: no module of this house packs DER bytes by hand. SET OF fields that other
writers leave unsorted are declared as lists here, and `der_sorted` puts ours in order;
a list with an implicit tag has the same encoding as a set with that tag.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, TypeVar

from cryptography import x509
from cryptography.hazmat import asn1

Oid = x509.ObjectIdentifier
T = TypeVar("T")

DATA = Oid("1.2.840.113549.1.7.1")
SIGNED_DATA = Oid("1.2.840.113549.1.7.2")
ENVELOPED_DATA = Oid("1.2.840.113549.1.7.3")
CONTENT_TYPE = Oid("1.2.840.113549.1.9.3")
MESSAGE_DIGEST = Oid("1.2.840.113549.1.9.4")
SIGNING_TIME = Oid("1.2.840.113549.1.9.5")
SIGNING_CERTIFICATE_V2 = Oid("1.2.840.113549.1.9.16.2.47")

SHA1, MD5 = Oid("1.3.14.3.2.26"), Oid("1.2.840.113549.2.5")
SHA256 = Oid("2.16.840.1.101.3.4.2.1")
SHA384 = Oid("2.16.840.1.101.3.4.2.2")
SHA512 = Oid("2.16.840.1.101.3.4.2.3")
RSA = Oid("1.2.840.113549.1.1.1")
RSA_SHA1 = Oid("1.2.840.113549.1.1.5")
RSA_SHA256 = Oid("1.2.840.113549.1.1.11")
RSA_SHA384 = Oid("1.2.840.113549.1.1.12")
RSA_SHA512 = Oid("1.2.840.113549.1.1.13")
ECDSA_SHA1 = Oid("1.2.840.10045.4.1")
ECDSA_SHA256 = Oid("1.2.840.10045.4.3.2")
ECDSA_SHA384 = Oid("1.2.840.10045.4.3.3")
ECDSA_SHA512 = Oid("1.2.840.10045.4.3.4")
RSA_OAEP = Oid("1.2.840.113549.1.1.7")
MGF1 = Oid("1.2.840.113549.1.1.8")
AES256_CBC = Oid("2.16.840.1.101.3.4.1.42")


@asn1.sequence
class Algorithm:
    """AlgorithmIdentifier whose parameters are absent or NULL."""

    algorithm: Oid
    parameters: asn1.Null | None


@asn1.sequence
class AlgorithmWithParameters:
    """AlgorithmIdentifier whose parameters say something."""

    algorithm: Oid
    parameters: asn1.TLV


@asn1.sequence
class IssuerAndSerial:
    """Which certificate: who issued it and its number there."""

    issuer: x509.Name
    serial: int


@asn1.sequence
class Attribute:
    """A signed or unsigned attribute of a signer."""

    type: Oid
    values: asn1.SetOf[asn1.TLV]


@asn1.sequence
class IssuerSerial:
    """The optional second half of an ESSCertIDv2; read past, never written."""

    issuer: list[asn1.TLV]
    serial: int


@asn1.sequence
class EssCertIdV2:
    """Binds a signature to one certificate; an absent algorithm means SHA-256 (RFC 5035)."""

    hash_algorithm: Algorithm | None
    cert_hash: bytes
    issuer_serial: IssuerSerial | None


@asn1.sequence
class SigningCertificateV2:
    """The value of the signing-certificate-v2 attribute."""

    certs: list[EssCertIdV2]
    policies: list[asn1.TLV] | None


@asn1.sequence
class EncapsulatedContent:
    """What was signed; the bytes themselves are absent in a detached signature."""

    content_type: Oid
    content: Annotated[bytes | None, asn1.Explicit(0)]


@asn1.sequence
class SignerInfo:
    """One signature and what it says about itself."""

    version: int
    sid: IssuerAndSerial | Annotated[bytes, asn1.Implicit(0)]
    digest_algorithm: Algorithm
    signed_attributes: Annotated[list[Attribute] | None, asn1.Implicit(0)]
    signature_algorithm: Algorithm
    signature: bytes
    unsigned_attributes: Annotated[list[Attribute] | None, asn1.Implicit(1)]


@asn1.sequence
class SignedData:
    """RFC 5652 section 5.1."""

    version: int
    digest_algorithms: asn1.SetOf[Algorithm]
    content: EncapsulatedContent
    certificates: Annotated[list[x509.Certificate] | None, asn1.Implicit(0)]
    crls: Annotated[list[asn1.TLV] | None, asn1.Implicit(1)]
    signers: asn1.SetOf[SignerInfo]


@asn1.sequence
class SignedMessage:
    """ContentInfo around SignedData."""

    content_type: Oid
    content: Annotated[SignedData, asn1.Explicit(0)]


@asn1.sequence
class OaepParameters:
    """RSAES-OAEP with both hashes named; an absent label means the empty one (RFC 4055)."""

    hash: Annotated[Algorithm, asn1.Explicit(0)]
    mask: Annotated[AlgorithmWithParameters, asn1.Explicit(1)]


@asn1.sequence
class KeyTransRecipient:
    """The content key, encrypted for one certificate."""

    version: int
    rid: IssuerAndSerial
    algorithm: AlgorithmWithParameters
    encrypted_key: bytes


@asn1.sequence
class EncryptedContent:
    """The content itself, encrypted."""

    content_type: Oid
    algorithm: AlgorithmWithParameters
    content: Annotated[bytes, asn1.Implicit(0)]


@asn1.sequence
class EnvelopedData:
    """RFC 5652 section 6.1, with key transport recipients only."""

    version: int
    recipients: asn1.SetOf[KeyTransRecipient]
    content: EncryptedContent


@asn1.sequence
class EnvelopedMessage:
    """ContentInfo around EnvelopedData."""

    content_type: Oid
    content: Annotated[EnvelopedData, asn1.Explicit(0)]


def plain(algorithm: Oid, *, null: bool) -> Algorithm:
    """`algorithm` with NULL parameters (RSA) or none (ECDSA, hashes)."""
    return Algorithm(algorithm=algorithm, parameters=asn1.Null() if null else None)


def tlv(value: Any) -> asn1.TLV:
    """`value` as the untyped element that an open field takes."""
    return asn1.decode_der(asn1.TLV, asn1.encode_der(value))


def der_sorted(values: Iterable[T]) -> list[T]:
    """`values` in the order DER demands of a set: by their encodings (X.690 11.6)."""
    return sorted(values, key=asn1.encode_der)


def to_be_signed(attributes: list[Attribute]) -> bytes:
    """The attributes as a DER SET OF, which is what a signer signs (RFC 5652 section 5.4)."""
    return asn1.encode_der(asn1.SetOf(attributes))


def parse(element: asn1.TLV, shape: type[T]) -> T:
    """`element` read as `shape`. Raises ValueError when it is something else."""
    value: T = element.parse(shape)
    return value
