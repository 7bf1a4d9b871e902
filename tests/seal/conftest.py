"""A small world of certificates, files and packages that the tests of the seal share."""

import hashlib
import io
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from handover.seal import container, demo_ca, index
from handover.seal.certificates import Signer, Trust
from handover.seal.container import SealedFile

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KOMMUNE = demo_ca.Holder("910075918", "Eksempel kommune", "grunnskole")
FYLKE = demo_ca.Holder("810074582", "Eksempel fylkeskommune", "inntak")
PDF = b"%PDF-1.7 an invented attachment\n" * 40


def usage(*, sign=True, encipher=False, issue=False):
    return x509.KeyUsage(sign, sign, encipher, False, False, issue, issue, False, False)


@dataclass
class RecordingSchemas:
    """A judge of form that finds nothing wrong and remembers what it was shown."""

    seen: list = field(default_factory=list)
    answers: dict = field(default_factory=dict)

    def validate(self, name, data):
        self.seen.append(name)
        return self.answers.get(name, [])


class OrdinaryCa:
    """An issuer without the demo mark, as a real one would be."""

    def __init__(self, name="Ordentlig utsteder"):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.certificate = self._sign(
            self.name, self.key, usage(sign=False, issue=True), ca=True, start=NOW
        )

    def issue(
        self, *, number="910075918", use=None, start=NOW, serial=7, key=None, identifier=True
    ):
        oid = NameOID.ORGANIZATION_IDENTIFIER if identifier else NameOID.SERIAL_NUMBER
        value = f"NTRNO-{number}" if identifier else number
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Eksempel kommune"),
                x509.NameAttribute(oid, value),
            ]
        )
        key = key or ec.generate_private_key(ec.SECP256R1())
        made = self._sign(subject, key, use or usage(), ca=False, start=start, serial=serial)
        return Signer(made, key)

    def _sign(self, subject, key, use, *, ca, start, serial=7):
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(serial)
            .not_valid_before(start - timedelta(days=30))
            .not_valid_after(start + timedelta(days=365))
            .add_extension(x509.BasicConstraints(ca, None), critical=True)
            .add_extension(use, critical=True)
            .sign(self.key, hashes.SHA256())
        )


class World:
    """Everything a test of the seal needs, made once."""

    now = NOW
    pdf = PDF
    ordinary_ca = OrdinaryCa
    usage = staticmethod(usage)
    schemas = RecordingSchemas

    def __init__(self):
        self.ca = demo_ca.create(serial=1, now=NOW)
        self.signer = self.ca.issue_signing(KOMMUNE, serial=2, now=NOW)
        self.receiver = self.ca.issue_receiving(FYLKE, serial=3, now=NOW)
        self.stranger = self.ca.issue_receiving(FYLKE, serial=4, now=NOW)
        self.trust = Trust((self.ca.certificate,), demo_allowed=True)
        self.real_ca = OrdinaryCa()
        self.real_signer = self.real_ca.issue()
        self.real_trust = Trust((self.real_ca.certificate,))

    def part(self, category="iop", attachment=PDF):
        digest = hashlib.sha256(attachment).hexdigest()
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<{category} xmlns="urn:overgang:del:1.0"'
            f' versjon="1.0" salt="{"0a" * 16}">\n  <vedlegg>\n'
            f"    <fil>vedlegg/{digest}.pdf</fil>\n    <sha256>{digest}</sha256>\n"
            f"    <lengde>{len(attachment)}</lengde>\n"
            "    <medietype>application/pdf</medietype>\n    <tittel>Plan</tittel>\n"
            f"  </vedlegg>\n</{category}>\n"
        ).encode()

    def entry(self, data, category="iop", **changes):
        values = {
            "category": category,
            "file": f"deler/{category}.xml",
            "sha256": hashlib.sha256(data).hexdigest(),
            "mechanism": "LOV",
            "basis": "opplæringslova § 25-1 tredje ledd",
            "collection": "ab" * 32,
            "purpose": "Skolen kan ha opplæringen klar første dag.",
            "retention": "SKOLELOP",
            "only_to": "vgs",
            "condition": index.Condition("R_LOV", date(2026, 11, 20), "cd" * 32),
        }
        return index.PartEntry(**{**values, **changes})

    def index(self, *entries, **changes):
        values = {
            "message_id": "3f2b8a4e-0c1d-4e5f-8a9b-0c1d2e3f4a5b",
            "sender": index.Sender("910075918", "Eksempel kommune"),
            "receiver": index.Receiver("810074582", "inntak", "inntak", "Inntakskontoret"),
            "school_year": "2026/2027",
            "released_on": date(2026, 11, 22),
            "not_after": date(2027, 9, 1),
            "pupil": index.PupilIdentity(
                "fodselsnummer", "15910951234", "Kanari", None, "Fugl", date(2009, 11, 15)
            ),
            "policy": index.PolicyReference("overgang", "1.0", "ef" * 32),
            "parts": entries,
        }
        return index.PackageIndex(**{**values, **changes})

    def files(self, **changes):
        data = self.part()
        made = self.index(self.entry(data), **changes)
        digest = hashlib.sha256(PDF).hexdigest()
        return [
            SealedFile("overgangspakke.xml", index.build(made), "application/xml"),
            SealedFile("deler/iop.xml", data, "application/xml"),
            SealedFile(f"vedlegg/{digest}.pdf", PDF, "application/pdf"),
        ]

    def package(self, files=None, signer=None):
        return container.write(files or self.files(), signer or self.signer, NOW)

    @staticmethod
    def unzip(data):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [(info.filename, archive.read(info)) for info in archive.infolist()]

    @staticmethod
    def rezip(entries, method=zipfile.ZIP_STORED):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, data in entries:
                info = zipfile.ZipInfo(name)
                info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else method
                archive.writestr(info, data)
        return out.getvalue()

    def changed(self, name, change, data=None):
        """The package with one file put through `change`; CRC and ZIP stay right."""
        entries = self.unzip(data or self.package())
        return self.rezip([(one, change(body) if one == name else body) for one, body in entries])


@pytest.fixture(scope="session")
def world():
    return World()
