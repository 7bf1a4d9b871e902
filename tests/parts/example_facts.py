"""Facts about invented people for every category: FULL fills every field, LEAST only what must be.

Names, numbers and places are made up; person numbers are synthetic (month + 80).
"""

from typing import Any

SALT = "00112233445566778899aabbccddeeff"
SHA = "5b" * 32

NAME = {"fornavn": "Åse", "mellomnavn": "Marie", "etternavn": "Østbø"}
NAME_LEAST = {"fornavn": "Åse", "etternavn": "Østbø"}
NUMBER = {"type": "fodselsnummer", "identifikatorverdi": "20914695016"}
CONTACT = {
    "epostadresse": "ase@example.test",
    "mobiltelefonnummer": "+47 900 00 001",
    "telefonnummer": "22 00 00 01",
}
ADDRESS = {
    "adresselinje": ["Prøvegata 1", "c/o Nabo"],
    "postnummer": "0001",
    "poststed": "Prøveby",
}
SOMALI = {"kode": "so", "navn": "Somali"}
PPT = {"navn": "PPT for Prøveby", "organisasjonsnummer": "999888777"}
PERIOD = {"start": "2026-08-17", "slutt": "2027-06-18"}
SUBJECT = {"kode": "NOR0214", "navn": "Norsk"}
SUBJECT_LEAST = {"navn": "Matematikk"}
HELPER = {"navn": NAME, "rolle": "Rådgiver", "kontaktinformasjon": CONTACT}
HELPER_LEAST = {"navn": NAME_LEAST, "rolle": "Rådgiver"}
ACTION = {
    "hva": "Beskjeder én om gangen,\ngjerne med bilder",
    "virkning": "virker",
    "borFortsette": "ja",
    "fra": "2025-08-18",
    "eier": "Kontaktlærer",
    "frist": "2027-08-16",
}
ACTION_LEAST = {"hva": "Høytlesing foran klassen", "virkning": "virket_ikke", "borFortsette": "nei"}
ATTACHMENT = {
    "fil": f"vedlegg/{SHA}.pdf",
    "sha256": SHA,
    "lengde": 61440,
    "medietype": "application/pdf",
    "tittel": "Dokumentet som PDF",
}
UPLOAD: dict[str, Any] = {
    "form": "dokument",
    "dato": "2025-02-12",
    "lovversjon": "2023",
    "forfatterrolle": "ppt_radgiver",
    "tilrading": {"linje": ["Trenger tid til å svare.", "Trenger ro."]},
    "vedlegg": [ATTACHMENT],
}
HEAD: dict[str, Any] = {
    "form": "strukturert",
    "dato": "2025-02-12",
    "lovversjon": "2023",
    "forfatterrolle": "ppt_radgiver",
    "gyldigTil": "2027-07-31",
    "tilrading": {"linje": ["Trenger tid til å svare."]},
    "vedlegg": [ATTACHMENT],
}

FULL: dict[str, dict[str, Any]] = {
    "identitet": {
        "identifikator": NUMBER,
        "navn": NAME,
        "fodselsdato": "2011-03-14",
        "malform": "nynorsk",
        "kontaktinformasjon": CONTACT,
        "bostedsadresse": ADDRESS,
        "kontaktViaSkolen": "ja",
    },
    "foresatte": {
        "person": [
            {
                "navn": NAME,
                "kontaktinformasjon": CONTACT,
                "bostedsadresse": ADDRESS,
                "malform": "bokmal",
                "tolkesprak": SOMALI,
                "kontaktViaSkolen": "ja",
            },
            {"navn": {"fornavn": "Bo", "etternavn": "Ånensen"}},
        ]
    },
    "skole_fag": {
        "skole": {
            "navn": "Prøve ungdomsskole",
            "organisasjonsnummer": "999888777",
            "skolenummer": "12345",
        },
        "skolear": "2026/2027",
        "arstrinn": 10,
        "klasse": "10B",
        "kontaktlaerer": NAME,
        "malform": "bokmal",
        "fag": [{**SUBJECT, "fagstatus": "elev"}, {"navn": "Tysk", "fagstatus": "fritatt"}],
    },
    "karakterer": {
        "skolear": "2026/2027",
        "fagvurdering": [
            {"type": "slutt", "fag": SUBJECT, "karakter": "4", "vurderingsdato": "2027-06-10"},
            {"type": "eksamen_skriftlig", "fag": SUBJECT, "karakter": "5"},
            {"type": "slutt", "fag": SUBJECT_LEAST, "karakter": "IV"},
        ],
        "ordensvurdering": [
            {"type": "slutt", "orden": "G", "atferd": "NG", "vurderingsdato": "2027-06-10"}
        ],
        "vitnemal": {"dato": "2027-06-18", "merknad": ["Fritatt for sidemål."]},
    },
    "fravaer_omfang": {
        "omfang": [
            {
                "skolear": "2026/2027",
                "arstrinn": 10,
                "type": "halvar",
                "dager": 4,
                "timer": 11,
                "perDato": "2027-01-15",
            },
            {"skolear": "2025/2026", "arstrinn": 9, "type": "slutt", "dager": 0, "timer": 0},
        ]
    },
    "sprak_vedtak": {
        "vedtak": [
            {
                "type": "saerskilt_sprakopplaering",
                "vedtaksdato": "2025-09-01",
                "lovversjon": "2023",
                "gyldighetsperiode": PERIOD,
                "innhold": ["forsterket_norsk", "tospraklig_fagopplaering"],
            }
        ],
        "morsmal": SOMALI,
    },
    "ito_vedtak": {
        **HEAD,
        "organ": PPT,
        "gyldighetsperiode": PERIOD,
        "omfang": [
            {"fag": SUBJECT, "arstimer": 57, "organisering": "liten_gruppe"},
            {"arstimer": 38},
        ],
        "innhold": "Lesing og skriving i liten gruppe.",
        "kompetanse": "Spesialpedagog.",
        "unntakFraLaereplan": "Egne mål i skriftlig norsk.",
        "avvikFraSakkyndig": "Skolen har valgt liten gruppe i alle fag.",
        "sakkyndigDato": "2025-01-20",
    },
    "sakkyndig": {
        **HEAD,
        "organ": PPT,
        "punkter": {
            "utbytte": "Har utbytte når oppgavene er korte.",
            "hvorforIkkeUtbytte": "Lange tekster tar for mye tid.",
            "opplaeringsmal": "Lese og forstå fagtekster med støtte.",
            "aktuelleTiltak": "Lydbok, ordliste og mer tid.",
            "kompetanse": "Kjennskap til lesevansker.",
        },
    },
    "ppt_sak": {
        "organ": PPT,
        "status": "avsluttet",
        "henvisning": {"dato": "2024-09-02", "gjelder": "Hjelp til lesing."},
        "periode": PERIOD,
        "rad": ["Gi korte tekster.", "La eleven svare muntlig."],
        "oppfolging": "Vi har møtt eleven fire ganger.",
        "hvaSomVirket": "Lydbok.",
        "anbefaltVidere": "Fortsett med lydbok.",
        "kontaktperson": HELPER,
    },
    "iop": {
        **HEAD,
        "forfatterrolle": "spesialpedagog",
        "skolear": "2026/2027",
        "opplaeringsmal": [{"fag": SUBJECT, "mal": "Lese fagtekster."}, {"mal": "Planlegge uka."}],
        "innhold": "Lesestrategier.",
        "gjennomforing": "To timer i uka i liten gruppe.",
        "tiltak": [ACTION, ACTION_LEAST],
        "arligVurdering": {
            "dato": "2027-05-20",
            "oversikt": "Åtti timer i liten gruppe.",
            "vurdering": "Leser raskere enn i fjor.",
        },
    },
    "elevens_stemme": {
        "dato": "2027-05-04",
        "omDel": "iop",
        "sprak": {"kode": "se", "navn": "Nordsamisk"},
        "detSomVirker": "Jeg liker å få beskjed skriftlig.\n\nDa husker jeg den.",
        "detSomErVanskelig": "Bråk.",
        "detJegErGodPa": "Tegne og lage mat.",
        "detJegVilSi": "Buorre beaivi!",
        "kort": ["Jeg trenger pauser", "Jeg jobber best alene"],
        "lysglimt": [
            {"tekst": "Lagde middag til hele klassen.", "fra": "laerer", "dato": "2027-03-02"},
            {"tekst": "Turen var fin.", "fra": "elev"},
        ],
        "vedlegg": [ATTACHMENT],
    },
    "kontakt_og_besok": {
        "kontaktperson": [
            {"navn": NAME, "rolle": "kontaktlaerer", "kontaktinformasjon": CONTACT},
            {"navn": NAME_LEAST, "rolle": "radgiver"},
        ],
        "besok": [
            {
                "type": "besok",
                "dato": "2027-05-10",
                "klokkeslett": "09:30",
                "sted": "Hovedinngangen",
            },
            {"type": "mote", "dato": "2027-06-01"},
        ],
    },
    "ot_status": {
        "status": "ikke_fatt_plass",
        "dato": "2027-08-09",
        "skolear": "2027/2028",
        "kontaktinformasjon": CONTACT,
        "kontaktViaSkolen": "ja",
        "kontaktperson": HELPER,
    },
    "fravaer_tiltak": {
        "vanskelig": "Lang vei og lite søvn.",
        "tiltak": [ACTION],
        "kontaktperson": HELPER,
    },
    "sprak_kartlegging": {
        "dato": "2026-10-01",
        "morsmal": SOMALI,
        "ferdighet": [
            {
                "sprak": {"kode": "nb", "navn": "Norsk"},
                "muntlig": "selvstendig",
                "lesing": "underveis",
                "skriving": "nybegynner",
            }
        ],
        "skolebakgrunn": {"arSkolegang": 7, "beskrivelse": "Sju år på skole i hjemlandet."},
        "iNorgeSiden": "2024-04-01",
    },
    "tilpasning": {"sammendrag": "Liker faste rutiner.", "tiltak": [ACTION, ACTION_LEAST]},
    "melding_1okt": {
        "type": "fortrinnsrett_4_21",
        "dato": "2026-09-28",
        "utdanningsprogram": ["Restaurant- og matfag"],
        "vansker": "Lesing.",
        "gjennomforteTiltak": "Liten gruppe.",
        "betydningForVgo": "Trenger et praktisk program.",
        "vedtaksdato": "2026-08-20",
        "sakkyndigDato": "2025-02-12",
        "begrunnelseEtterFristen": "Foreldreansvaret måtte avklares.",
        "vedlegg": [ATTACHMENT],
    },
    "hjelpemidler": {
        "hjelpemiddel": [
            {"navn": "Stol", "antall": 1, "eier": "nav", "leveresTilbake": "nei"},
            {"navn": "PC", "eier": "kommunen", "leveresTilbake": "ja"},
        ],
        "assistanse": "En assistent i friminuttene.",
        "fysiskTilrettelegging": "Trinnfri inngang.",
        "tiltak": [ACTION],
    },
    "prove_tilrettelegging": {
        "tilrettelegging": [
            {"fag": SUBJECT, "eksamensform": "skriftlig", "hva": "En time ekstra."},
            {"hva": "Eget rom."},
        ],
        "fritak": [{"fag": SUBJECT, "hva": "Vurdering med karakter."}],
    },
    "helse_sikkerhet": {
        "behov": [
            {"hva": "Insulin.", "slikGjorSkolen": "Gi juice og ring.", "haster": "ja"},
            {"hva": "Nøtter.", "slikGjorSkolen": "Les på pakken."},
        ],
        "kontaktperson": HELPER,
    },
    "psykososialt": {
        "braNar": "Det er stille.",
        "vanskeligNar": "Planen endres.",
        "detteHjelper": "Å vite det på forhånd.",
        "tryggVoksen": HELPER,
    },
    "skolemiljo": {
        "planDato": "2027-02-01",
        "problem": "Utrygt i garderoben.",
        "tiltak": [ACTION, {**ACTION_LEAST, "eier": "Rektor", "frist": "2027-03-01"}],
        "evalueres": "2027-05-01",
    },
    "barnevern": {"kontaktperson": [HELPER]},
    "andre_tjenester": {"tjeneste": [{"type": "helsestasjon", "kontaktperson": HELPER}]},
    "ip_koordinator": {
        "type": "barnekoordinator",
        "kontaktperson": HELPER,
        "gjelderTil": "2028-12-11",
        "mal": ["Reise til skolen alene."],
    },
    "foresattes_uttalelse": {
        "dato": "2027-05-02",
        "omDel": "iop",
        "sprak": SOMALI,
        "tekst": "Hun trenger god tid om morgenen.",
        "forfatter": NAME,
    },
    "utdanningsvalg": {
        "onske": [{"utdanningsprogram": "Helse- og oppvekstfag", "skole": "Prøve vgs"}],
        "tanker": "Vil jobbe med dyr.",
        "interesser": "Ridning.",
        "veiledning": "Har besøkt to skoler.",
    },
    "ot_vurdering": {
        "hvaKanHjelpe": "Et praktisk kurs.",
        "onsker": "Vil jobbe litt først.",
        "kontaktmate": "Send melding, ikke ring.",
        "kontaktperson": HELPER,
    },
    "praktisk": {
        "skyss": {"behov": "Drosje hele året.", "fra": "2027-08-16"},
        "hybel": "Trenger hybel fra høsten.",
        "utstyr": ["Kokkeklær"],
    },
}

LEAST: dict[str, dict[str, Any]] = {
    "identitet": {"identifikator": NUMBER, "navn": NAME_LEAST, "fodselsdato": "2011-03-14"},
    "foresatte": {"person": [{"navn": NAME_LEAST}]},
    "skole_fag": {
        "skole": {"navn": "Prøve ungdomsskole"},
        "skolear": "2026/2027",
        "arstrinn": 10,
        "fag": [SUBJECT_LEAST],
    },
    "karakterer": {
        "skolear": "2026/2027",
        "fagvurdering": [{"type": "halvar", "fag": SUBJECT_LEAST, "karakter": "3"}],
    },
    "fravaer_omfang": {"omfang": [FULL["fravaer_omfang"]["omfang"][1]]},
    "sprak_vedtak": {
        "vedtak": [{"type": "tegnsprak", "vedtaksdato": "2023-09-01", "lovversjon": "1998"}]
    },
    "ito_vedtak": UPLOAD,
    "sakkyndig": {**UPLOAD, "organ": {"navn": "PPT for Prøveby"}},
    "ppt_sak": {
        "organ": {"navn": "PPT for Prøveby"},
        "status": "pagaende",
        "henvisning": {"dato": "2024-09-02", "gjelder": "Hjelp til lesing."},
        "kontaktperson": HELPER_LEAST,
    },
    "iop": {**UPLOAD, "skolear": "2026/2027"},
    "elevens_stemme": {"dato": "2027-05-04", "kort": ["Jeg trenger pauser"]},
    "kontakt_og_besok": {"kontaktperson": [{"navn": NAME_LEAST, "rolle": "rektor"}]},
    "ot_status": {"status": "ikke_mott", "dato": "2027-08-19", "skolear": "2027/2028"},
    "fravaer_tiltak": {"tiltak": [ACTION_LEAST]},
    "sprak_kartlegging": {"dato": "2026-10-01", "morsmal": SOMALI},
    "tilpasning": {"tiltak": [ACTION_LEAST]},
    "melding_1okt": {"type": "nedsatt_funksjonsevne_4_22", "dato": "2026-09-28"},
    "hjelpemidler": {"assistanse": "En assistent i friminuttene."},
    "prove_tilrettelegging": {"tilrettelegging": [{"hva": "Eget rom."}]},
    "helse_sikkerhet": {"behov": [{"hva": "Nøtter.", "slikGjorSkolen": "Les på pakken."}]},
    "psykososialt": {"braNar": "Det er stille."},
    "skolemiljo": {
        "planDato": "2027-02-01",
        "problem": "Utrygt i garderoben.",
        "tiltak": [{**ACTION_LEAST, "eier": "Rektor", "fra": "2027-02-02"}],
        "evalueres": "2027-05-01",
    },
    "barnevern": {"kontaktperson": [HELPER_LEAST]},
    "andre_tjenester": {"tjeneste": [{"type": "annen", "kontaktperson": HELPER_LEAST}]},
    "ip_koordinator": {"type": "koordinator", "kontaktperson": HELPER_LEAST},
    "foresattes_uttalelse": {"dato": "2027-05-02", "tekst": "Hun trenger god tid."},
    "utdanningsvalg": {"tanker": "Vil jobbe med dyr."},
    "ot_vurdering": {"hvaKanHjelpe": "Et praktisk kurs."},
    "praktisk": {"hybel": "Trenger hybel fra høsten."},
}

MESSAGE_ID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
SENDER = {"organisasjonsnummer": "999888777"}
RECEIVER = {"organisasjonsnummer": "888777666"}


def index_part(category: str, mechanism: str) -> dict[str, Any]:
    """An entry in the index for a part with an invented hash of its own."""
    part = {
        "kategori": category,
        "fil": f"deler/{category}.xml",
        "sha256": category.encode().hex().ljust(64, "0")[:64],
        "mekanisme": mechanism,
        "hjemmel": "opplæringslova § 25-1",
        "formal": "Da kan den nye skolen gjøre klart til eleven kommer.",
        "lagring": "SKOLELOP",
        "kunTil": "kontaktlærer",
        "vilkar": {"regel": "R_INGEN", "dato": "2027-08-10", "oppfylt": "ja", "bevis": "ab" * 32},
    }
    return {**part, "innhenting": "cd" * 32} if mechanism == "LOV" else part


MESSAGES: dict[str, dict[str, Any]] = {
    "overgangspakke.xml": {
        "meldingsId": MESSAGE_ID,
        "avsender": {**SENDER, "navn": "Prøve kommune"},
        "mottaker": {**RECEIVER, "enhet": "prove-vgs", "type": "vgs", "navn": "Prøve vgs"},
        "skolear": "2027/2028",
        "dato": "2027-08-10",
        "ikkeEtter": "2027-10-01",
        "elev": {"identifikator": NUMBER, "navn": NAME, "fodselsdato": "2011-03-14"},
        "policy": {"id": "prove-policy", "versjon": "1.0", "sha256": "ef" * 32},
        "del": [index_part("identitet", "LOV"), index_part("iop", "TILLATELSE")],
    },
    "innhenting.xml": {
        "nummer": "2026-001",
        "fylke": {**RECEIVER, "navn": "Prøve fylke"},
        "kommune": SENDER,
        "skolear": "2026/2027",
        "gyldigFra": "2026-11-12",
        "gyldigTil": "2027-09-30",
        "erstatter": "ab" * 32,
        "godkjentAvRolle": "Fagsjef inntak",
        "kategori": [
            {
                "kode": "identitet",
                "formal": "Vite hvem eleven er.",
                "hjemmel": "opplæringslova § 25-1 tredje ledd",
            }
        ],
        "mottakerenhet": [{"enhet": "inntak", "type": "inntak", "navn": "Inntakskontoret"}],
    },
    "kvittering.xml": {
        "avsender": RECEIVER,
        "mottaker": SENDER,
        "meldingsId": MESSAGE_ID,
        "sha256": "ab" * 32,
        "status": "avvist",
        "funn": ["PART_HASH_DIFFERS"],
    },
    "bekreftelse.xml": {
        "avsender": RECEIVER,
        "mottaker": SENDER,
        "meldingsId": MESSAGE_ID,
        "kontaktperson": {
            "navn": NAME,
            "rolle": "Kontaktlærer",
            "kontaktinformasjon": {"telefonnummer": "22 00 00 02"},
        },
        "forsteSteg": "Kari ringer eleven før skolestart.",
        "dato": "2027-08-12",
    },
    "plass.xml": {
        "avsender": RECEIVER,
        "mottaker": SENDER,
        "skolear": "2027/2028",
        "elev": {"identifikator": NUMBER},
        "enhet": "prove-vgs",
        "status": "akseptert",
        "dato": "2027-07-08",
    },
}
