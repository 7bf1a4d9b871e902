"""Detached CAdES-B-B signatures: making them (EN 319 122-1, RFC 5652); `check` is in `judge`.

The promise: a signature is bound to content, time claim and one certificate by SHA-256
(ESSCertIDv2), and the same content, signer and time give the same bytes.
"""

from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes

from handover.seal import algorithms
from handover.seal import asn1_types as t
from handover.seal.certificates import Signer
from handover.seal.judge import check

__all__ = ["check", "sign"]


def sign(content: bytes, signer: Signer, now: datetime) -> bytes:
    """A detached signature over `content` as DER, claiming the time `now` (aware, whole seconds).

    Holds the signer's certificate and its chain. SHA-256 with RSA PKCS#1 v1.5 or ECDSA.
    """
    attributes = _signed_attributes(content, signer.certificate, now)
    algorithm, signature = algorithms.sign(signer.key, t.to_be_signed(attributes))
    info = t.SignerInfo(
        version=1,
        sid=_sid(signer.certificate),
        digest_algorithm=t.plain(t.SHA256, null=False),
        signed_attributes=t.der_sorted(attributes),
        signature_algorithm=algorithm,
        signature=signature,
        unsigned_attributes=None,
    )
    message = t.SignedMessage(content_type=t.SIGNED_DATA, content=_around(info, signer))
    return asn1.encode_der(message)


def _around(info: t.SignerInfo, signer: Signer) -> t.SignedData:
    return t.SignedData(
        version=1,
        digest_algorithms=asn1.SetOf([t.plain(t.SHA256, null=False)]),
        content=t.EncapsulatedContent(content_type=t.DATA, content=None),
        certificates=t.der_sorted([signer.certificate, *signer.chain]),
        crls=None,
        signers=asn1.SetOf([info]),
    )


def _signed_attributes(
    content: bytes, certificate: x509.Certificate, now: datetime
) -> list[t.Attribute]:
    moment = now.astimezone(UTC).replace(microsecond=0)
    # RFC 5652 11.3: UTCTime until 2049, GeneralizedTime from 2050.
    time: Any = asn1.UTCTime(moment) if moment.year < 2050 else asn1.GeneralizedTime(moment)
    ess = t.EssCertIdV2(
        hash_algorithm=None,
        cert_hash=certificate.fingerprint(hashes.SHA256()),
        issuer_serial=None,
    )
    return [
        _attribute(t.CONTENT_TYPE, t.DATA),
        _attribute(t.SIGNING_TIME, time),
        _attribute(t.MESSAGE_DIGEST, algorithms.digest(hashes.SHA256(), content)),
        _attribute(t.SIGNING_CERTIFICATE_V2, t.SigningCertificateV2(certs=[ess], policies=None)),
    ]


def _attribute(kind: t.Oid, value: Any) -> t.Attribute:
    return t.Attribute(type=kind, values=asn1.SetOf([t.tlv(value)]))


def _sid(certificate: x509.Certificate) -> t.IssuerAndSerial:
    return t.IssuerAndSerial(issuer=certificate.issuer, serial=certificate.serial_number)
