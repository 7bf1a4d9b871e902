"""Which digests and signatures are believed, and how each is checked.

The promise: one table says it all; SHA-1 and MD5 are known by name so that they can be
refused by name.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import Certificate

from handover.seal import asn1_types as t
from handover.seal.certificates import SigningKey

Hash = hashes.SHA256 | hashes.SHA384 | hashes.SHA512

WEAK = frozenset({t.SHA1, t.MD5, t.RSA_SHA1, t.ECDSA_SHA1})
DIGESTS: dict[t.Oid, Hash] = {
    t.SHA256: hashes.SHA256(),
    t.SHA384: hashes.SHA384(),
    t.SHA512: hashes.SHA512(),
}
_RSA: dict[t.Oid, Hash] = {
    t.RSA_SHA256: hashes.SHA256(),
    t.RSA_SHA384: hashes.SHA384(),
    t.RSA_SHA512: hashes.SHA512(),
}
_ECDSA: dict[t.Oid, Hash] = {
    t.ECDSA_SHA256: hashes.SHA256(),
    t.ECDSA_SHA384: hashes.SHA384(),
    t.ECDSA_SHA512: hashes.SHA512(),
}


def digest(algorithm: Hash, data: bytes) -> bytes:
    """The digest of `data`."""
    calculator = hashes.Hash(algorithm)
    calculator.update(data)
    return calculator.finalize()


def is_known(signature: t.Oid) -> bool:
    """True for the signature algorithms that are believed."""
    return signature == t.RSA or signature in _RSA or signature in _ECDSA


def sign(key: SigningKey, data: bytes) -> tuple[t.Algorithm, bytes]:
    """A SHA-256 signature that is the same every time: RSA PKCS#1 v1.5, or ECDSA (RFC 6979)."""
    if isinstance(key, rsa.RSAPrivateKey):
        made = key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return t.plain(t.RSA_SHA256, null=True), made
    made = key.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    return t.plain(t.ECDSA_SHA256, null=False), made


def verifies(
    certificate: Certificate, algorithm: t.Oid, hashed: Hash, signature: bytes, data: bytes
) -> bool:
    """True when `signature` over `data` was made with the key of `certificate`.

    `hashed` is the digest algorithm stated beside it; bare rsaEncryption takes its hash
    from there.
    """
    key = certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            chosen = hashed if algorithm == t.RSA else _RSA[algorithm]
            key.verify(signature, data, padding.PKCS1v15(), chosen)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(_ECDSA[algorithm]))
        else:
            return False
    except (InvalidSignature, KeyError, ValueError):
        return False
    return True
