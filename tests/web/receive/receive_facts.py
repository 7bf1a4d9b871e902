"""What is known of the invented pupils in the tests of the receiver's pages."""

from typing import Any

SIRI = {"navn": {"fornavn": "Siri", "etternavn": "Aune"}, "rolle": "radgiver",
        "kontaktinformasjon": {"telefonnummer": "12 00 91 01"}}

IDENTITY: dict[str, Any] = {
    "identifikator": {"type": "fodselsnummer", "identifikatorverdi": "19891150044"},
    "navn": {"fornavn": "Amina", "mellomnavn": "Abdi", "etternavn": "Warsame"},
    "fodselsdato": "2011-09-19",
    "kontaktinformasjon": {"mobiltelefonnummer": "12 00 04 00"}}

GUARDIANS: dict[str, Any] = {"person": [
    {"navn": {"fornavn": "Hodan", "mellomnavn": "Ali", "etternavn": "Farah"},
     "kontaktinformasjon": {"mobiltelefonnummer": "12 00 04 01"},
     "tolkesprak": {"kode": "so", "navn": "Somali"}}]}

VOICE: dict[str, Any] = {
    "dato": "2027-05-06",
    "detSomVirker": "Jeg lærer best når jeg får se hvordan noe gjøres først.",
    "detSomErVanskelig": "Når alle snakker samtidig, får jeg ikke tenkt.",
    "kort": ["Ro rundt meg", "Litt ekstra tid"],
    "lysglimt": [{"tekst": "Amina tegnet en hel celle på tavla.", "fra": "laerer",
                  "dato": "2027-03-09"}]}

CLASSROOM: dict[str, Any] = {"tiltak": [
    {"hva": "Beskjeder én om gangen, gjerne med bilder", "virkning": "virker",
     "borFortsette": "ja", "fra": "2024-09-02"},
    {"hva": "Plass et rolig sted i klasserommet", "virkning": "virker", "borFortsette": "ja",
     "frist": "2027-08-16"},
    {"hva": "Ordliste på somali", "virkning": "litt", "borFortsette": "ja"},
    {"hva": "Høytlesing foran klassen", "virkning": "virket_ikke", "borFortsette": "nei"}]}

EXAMS: dict[str, Any] = {"tilrettelegging": [
    {"eksamensform": "skriftlig", "hva": "Ti minutter ekstra til å lese oppgaven"}]}

AIDS: dict[str, Any] = {
    "hjelpemiddel": [{"navn": "PC med stativ", "antall": 1, "eier": "kommunen",
                      "leveresTilbake": "ja"}],
    "assistanse": "Assistent hele dagen, også i friminuttene."}

HEALTH: dict[str, Any] = {"behov": [
    {"hva": "Diabetes type 1", "slikGjorSkolen": "Saft i hanskerommet. Ring 113."}]}

CONTACT: dict[str, Any] = {"kontaktperson": [SIRI]}

DECISION: dict[str, Any] = {
    "form": "strukturert", "dato": "2026-06-12", "lovversjon": "2023",
    "forfatterrolle": "skoleleder",
    "gyldighetsperiode": {"start": "2026-08-17", "slutt": "2027-06-18"},
    "innhold": "Fem timer i uka i liten gruppe."}

LANGUAGE: dict[str, Any] = {"vedtak": [
    {"type": "saerskilt_sprakopplaering", "vedtaksdato": "2026-08-24", "lovversjon": "2023"}]}

NOTICE: dict[str, Any] = {
    "type": "fortrinnsrett_4_21", "dato": "2026-09-14", "utdanningsprogram": ["Naturbruk"],
    "vansker": "Mister oversikten i store grupper.", "gjennomforteTiltak": "Fast plass.",
    "betydningForVgo": "Trenger et lite skolested.", "vedtaksdato": "2026-06-12",
    "sakkyndigDato": "2026-05-20"}

ACCESS_NOTICE: dict[str, Any] = {
    "type": "nedsatt_funksjonsevne_4_22", "dato": "2026-09-14",
    "vansker": "Bruker rullestol."}

STATUS: dict[str, Any] = {
    "status": "ikke_fatt_plass", "dato": "2027-08-09", "skolear": "2027/2028",
    "kontaktinformasjon": {"mobiltelefonnummer": "12 00 27 00"},
    "kontaktperson": {"navn": {"fornavn": "Siri", "etternavn": "Aune"},
                      "rolle": "Rådgiver på Havna"}}

FOLLOW_UP: dict[str, Any] = {
    "hvaKanHjelpe": "Korte dager på et verksted.",
    "kontaktmate": "Send melding før du ringer."}
