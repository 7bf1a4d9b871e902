"""What an answer of the PPT contract looks like; the same fields as in `openapi.yaml`.

The promise: every field here stands in the contract and the other way round (a test
compares them), and fields with raw test results are never read, by any name we know.
"""

import re
from typing import Any

from handover.kit import Kind, Permanent
from handover.kit.schema import Record, day, many, names_in, record, text, token

_RAW = re.compile(
    r"sk[aå]re|r[aå]sk[aå]r|raasker|\biq\b|^iq|iq$|wisc|wppsi|wais|leiter|percentil|prosentil"
    r"|stanine|testresultat|testdata|testprofil|raw|score"
)
LINE, SHORT, LONG = 200, 2000, 8000

NAME = record({"fornavn": text(100), "etternavn": text(100)}, mellomnavn=text(100))
CONTACT = record(
    {},
    epostadresse=text(200, r"[^@\s]+@[^@\s]+\.[^@\s]+"),
    mobiltelefonnummer=text(20, r"\+?[0-9][0-9 ]+"),
    telefonnummer=text(20, r"\+?[0-9][0-9 ]+"),
)
OFFICE = record({"navn": text(LINE)}, organisasjonsnummer=text(9, r"[0-9]{9}"))
PERIOD = record({"start": day}, slutt=day)
COLLEAGUE = record({"navn": NAME, "rolle": text(100)}, kontaktinformasjon=CONTACT)

FILE = record(
    {
        "sha256": text(64, r"[0-9a-f]{64}"),
        "medietype": token("application/pdf"),
        "tittel": text(LINE),
        "innhold": text(14_000_000, r"[A-Za-z0-9+/=]+"),
    }
)
"""`innhold` is the PDF in base64: ten megabytes become fourteen million characters."""

ADVICE = record({"linje": many(text(LINE), 1, 5)})
POINTS = record(
    {},
    utbytte=text(LONG),
    hvorforIkkeUtbytte=text(LONG),
    opplaeringsmal=text(LONG),
    aktuelleTiltak=text(LONG),
    kompetanse=text(SHORT),
)

ASSESSMENT = record(
    {
        "form": token("strukturert", "dokument"),
        "dato": day,
        "lovversjon": token("1998", "2023"),
        "forfatterrolle": token("ppt_radgiver", "ppt_leder", "annen_fagperson"),
        "organ": OFFICE,
        "tilrading": ADVICE,
    },
    gyldigTil=day,
    punkter=POINTS,
    vedlegg=many(FILE, 0, 5),
)

CASE = record(
    {
        "organ": OFFICE,
        "status": token("pagaende", "avsluttet"),
        "henvisning": record({"dato": day, "gjelder": text(SHORT)}),
        "kontaktperson": COLLEAGUE,
    },
    periode=PERIOD,
    rad=many(text(SHORT), 0, 10),
    oppfolging=text(LONG),
    hvaSomVirket=text(SHORT),
    anbefaltVidere=text(SHORT),
)

PUPIL = record(
    {
        "identifikatortype": token(*Kind),
        "identifikatorverdi": text(40, r"[A-Za-z0-9._:-]+"),
        "fornavn": text(200),
        "etternavn": text(200),
        "fodselsdato": day,
    }
)

ANSWER = record({"elev": PUPIL, "perDato": day}, sakkyndig=ASSESSMENT, ppt_sak=CASE)

RECORDS: dict[str, Record] = {
    "Navn": NAME,
    "Kontaktinformasjon": CONTACT,
    "Organ": OFFICE,
    "Periode": PERIOD,
    "Kontaktperson": COLLEAGUE,
    "Vedlegg": FILE,
    "Tilrading": ADVICE,
    "Punkter": POINTS,
    "Sakkyndig": ASSESSMENT,
    "PptSak": CASE,
    "Elev": PUPIL,
    "Vurderinger": ANSWER,
}
"""Schema in `openapi.yaml` → what we read."""


def read(value: Any) -> dict[str, Any]:
    """The answer with nothing but the contract's fields.

    Raises Permanent("RASKARER") when a field, wanted or not, is named like a raw test
    result: those never leave PPT, and dropping them in silence would hide that they did.
    Raises Permanent("UGYLDIG_SVAR") when a field has the wrong form.
    """
    if any(_RAW.search(name.casefold()) for name in names_in(value)):
        raise Permanent("RASKARER")
    return ANSWER(value)
