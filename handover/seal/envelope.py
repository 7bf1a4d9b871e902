"""CMS EnvelopedData: AES-256-CBC under RSAES-OAEP with SHA-256, as KS and eFormidling read it.

The promise: only the holder of the receiver's key can open what `encrypt` makes; and
`decrypt` answers every fault with one and the same error, so that nobody learns by
trying. CBC protects nothing against change: what comes out is only believed when the
signature inside is (sign, then encrypt). RFC 5652 section 6, RFC 3560, RFC 4055.
"""

from collections.abc import Callable

from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from handover.errors import BadInput, Misconfigured
from handover.seal import asn1_types as t
from handover.seal.certificates import UNREADABLE, SigningKey, may_receive

_BLOCK, _KEY = 16, 32
_OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)


class CannotOpenError(BadInput):
    """The envelope does not open with this key. There is deliberately no more to know."""

    def __init__(self) -> None:
        super().__init__("Filen kan ikke åpnes med denne nøkkelen.", "ENVELOPE_NOT_OPENED")


def encrypt(data: bytes, receiver: x509.Certificate, random: Callable[[int], bytes]) -> bytes:
    """`data` enveloped for `receiver`, as DER. `random(n)` gives n secret random bytes.

    The key and the vector come from `random`; the padding of RSAES-OAEP from the library.
    Raises Misconfigured (RECEIVER_CERTIFICATE) when the certificate may not be encrypted
    to: keyEncipherment and an RSA key are needed (S10, S29).
    """
    key = receiver.public_key()
    if not isinstance(key, rsa.RSAPublicKey) or not may_receive(receiver):
        raise Misconfigured(
            "Sertifikatet til mottakeren er ikke laget for kryptering.", "RECEIVER_CERTIFICATE"
        )
    secret, vector = random(_KEY), random(_BLOCK)
    message = t.EnvelopedMessage(
        content_type=t.ENVELOPED_DATA,
        content=t.EnvelopedData(
            version=0,
            recipients=asn1.SetOf([_recipient(receiver, key.encrypt(secret, _OAEP))]),
            content=_encrypted(data, secret, vector),
        ),
    )
    return asn1.encode_der(message)


def decrypt(data: bytes, key: SigningKey, certificate: x509.Certificate | None = None) -> bytes:
    """What was enveloped for `certificate`, opened with its private `key`.

    Without a certificate the key is tried on the first recipient only: enough for a
    person who holds nothing but the key file.

    Raises CannotOpenError for every fault alike: not an envelope, another receiver, another
    algorithm, wrong key, damaged bytes.
    """
    try:
        return _open(asn1.decode_der(t.EnvelopedMessage, data), key, certificate)
    except UNREADABLE:
        raise CannotOpenError from None


def _recipient(receiver: x509.Certificate, encrypted_key: bytes) -> t.KeyTransRecipient:
    return t.KeyTransRecipient(
        version=0,
        rid=_rid(receiver),
        algorithm=t.AlgorithmWithParameters(algorithm=t.RSA_OAEP, parameters=t.tlv(_parameters())),
        encrypted_key=encrypted_key,
    )


def _rid(certificate: x509.Certificate) -> t.IssuerAndSerial:
    return t.IssuerAndSerial(issuer=certificate.issuer, serial=certificate.serial_number)


def _parameters() -> t.OaepParameters:
    sha256 = t.plain(t.SHA256, null=True)
    mask = t.AlgorithmWithParameters(algorithm=t.MGF1, parameters=t.tlv(sha256))
    return t.OaepParameters(hash=sha256, mask=mask)


def _encrypted(data: bytes, secret: bytes, vector: bytes) -> t.EncryptedContent:
    padder = PKCS7(_BLOCK * 8).padder()
    cipher = Cipher(algorithms.AES256(secret), modes.CBC(vector)).encryptor()
    padded = padder.update(data) + padder.finalize()
    return t.EncryptedContent(
        content_type=t.DATA,
        algorithm=t.AlgorithmWithParameters(algorithm=t.AES256_CBC, parameters=t.tlv(vector)),
        content=cipher.update(padded) + cipher.finalize(),
    )


def _open(
    message: t.EnvelopedMessage, key: SigningKey, certificate: x509.Certificate | None
) -> bytes:
    content = message.content.content
    if message.content_type != t.ENVELOPED_DATA or content.algorithm.algorithm != t.AES256_CBC:
        raise ValueError
    secret = _secret(message.content, key, certificate)
    vector = t.parse(content.algorithm.parameters, bytes)
    cipher = Cipher(algorithms.AES256(secret), modes.CBC(vector)).decryptor()
    unpadder = PKCS7(_BLOCK * 8).unpadder()
    padded = cipher.update(content.content) + cipher.finalize()
    return unpadder.update(padded) + unpadder.finalize()


def _secret(
    enveloped: t.EnvelopedData, key: SigningKey, certificate: x509.Certificate | None
) -> bytes:
    recipients = enveloped.recipients.as_list()
    if certificate is not None:
        recipients = [one for one in recipients if _is_for(one, certificate)]
    if not recipients or not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError
    _require_oaep(recipients[0].algorithm)
    return key.decrypt(recipients[0].encrypted_key, _OAEP)


def _is_for(recipient: t.KeyTransRecipient, certificate: x509.Certificate) -> bool:
    own = (certificate.issuer, certificate.serial_number)
    return (recipient.rid.issuer, recipient.rid.serial) == own


def _require_oaep(algorithm: t.AlgorithmWithParameters) -> None:
    stated = t.parse(algorithm.parameters, t.OaepParameters)
    mask = t.parse(stated.mask.parameters, t.Algorithm)
    found = (algorithm.algorithm, stated.hash.algorithm, stated.mask.algorithm, mask.algorithm)
    if found != (t.RSA_OAEP, t.SHA256, t.MGF1, t.SHA256):
        raise ValueError
