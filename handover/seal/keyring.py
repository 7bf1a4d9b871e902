"""The keys one node holds: one to sign with, one per unit to receive with."""

from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509

from handover.errors import Misconfigured, NotFound
from handover.seal import certificates
from handover.seal.certificates import Signer, SigningKey


@dataclass(frozen=True)
class Receiving:
    """What opens messages to one unit."""

    certificate: x509.Certificate
    key: SigningKey = field(repr=False)


@dataclass(frozen=True)
class Keyring:
    """Signing and receiving keys. `repr` shows none of them."""

    signer: Signer = field(repr=False)
    receiving: dict[str, Receiving] = field(repr=False, default_factory=dict)

    def for_unit(self, unit: str) -> Receiving:
        """The unit's receiving key. Raises NotFound."""
        try:
            return self.receiving[unit]
        except KeyError as fault:
            raise NotFound("Noden har ingen nøkkel for denne enheten.", "UKJENT_ENHET") from fault


def load(signing_certificate: Path, signing_key: Path, receiving: Path) -> Keyring:
    """Reads the key files. Raises Misconfigured when one is missing or others may read it (S29)."""
    signer = certificates.load_signer(signing_certificate, private(signing_key))
    pairs = {path.stem: Receiving(certificates.load_certificate(path),
                                  certificates.load_key(private(path.with_suffix(".key"))))
             for path in sorted(receiving.glob("*.pem"))}
    return Keyring(signer, pairs)


def private(path: Path) -> Path:
    """The path of a secret file, after checking that only its owner can read it."""
    try:
        mode = path.stat().st_mode
    except OSError as fault:
        raise Misconfigured(f"Nøkkelfilen {path} finnes ikke.", "KEY_FILE") from fault
    if mode & 0o077:
        raise Misconfigured(f"Nøkkelfilen {path} kan leses av andre. Kjør: chmod 600 {path}",
                            "KEY_READABLE")
    return path
