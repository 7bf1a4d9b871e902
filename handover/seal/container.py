"""Making the signed ASiC-E container that a receiving unit gets (EN 319 162-1, CAdES-B-B).

The promise: files, signer and time decide every byte of it; `mimetype` comes first and
stored; what was written is opened again and compared before anybody gets it.
"""

from collections.abc import Sequence
from datetime import datetime

from handover.doors import zip as zip_door
from handover.errors import BadInput, HandoverError, Misconfigured
from handover.seal import cades, manifest, reader
from handover.seal.certificates import Signer, Trust, belongs, is_valid_at, may_sign
from handover.seal.manifest import SealedFile

__all__ = ["SealError", "SealedFile", "write"]


class SealError(HandoverError):
    """What was just sealed could not be read back as it was; nothing may be sent."""

    def __init__(self) -> None:
        super().__init__("Pakken ble ikke riktig forseglet og er ikke sendt.", "SEAL_SELF_CHECK")


def write(files: Sequence[SealedFile], signer: Signer, now: datetime) -> bytes:
    """An ASiC-E container of `files` in their order, signed by `signer` at `now` (aware).

    The first file is the root file. Raises BadInput (CONTAINER_NAMES, or the ZIP door's
    codes for names), Misconfigured (SIGNER_UNFIT) when the certificate may not sign now,
    SealError when the result does not read back.
    """
    _require_names(files)
    _require_fit(signer, now)
    listing = manifest.build(files)
    data = zip_door.write(
        [
            ("mimetype", reader.MIMETYPE),
            *((file.name, file.data) for file in files),
            (manifest.NAME, listing),
            (manifest.SIGNATURE_NAME, cades.sign(listing, signer, now)),
        ]
    )
    _require_same(data, files, now)
    return data


def _require_names(files: Sequence[SealedFile]) -> None:
    names = [file.name.lower() for file in files]
    if not names or any(name == "mimetype" or name.startswith("meta-inf/") for name in names):
        raise BadInput("Pakken er tom eller har en fil med et reservert navn.", "CONTAINER_NAMES")


def _require_fit(signer: Signer, now: datetime) -> None:
    fit = may_sign(signer.certificate) and is_valid_at(signer.certificate, now)
    if not fit or not belongs(signer.certificate, signer.key):
        raise Misconfigured(
            "Sertifikatet du signerer med, er utløpt, gjelder ikke ennå eller er til noe annet.",
            "SIGNER_UNFIT",
        )


def _require_same(data: bytes, files: Sequence[SealedFile], now: datetime) -> None:
    # Trust is the receiver's question, so nobody is trusted here.
    opened = reader.open_container(data, Trust(), now)
    same = list(opened.files.items()) == [(file.name, file.data) for file in files]
    if not (opened.signature.intact and opened.signature.valid and same):
        raise SealError
