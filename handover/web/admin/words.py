"""The words of the administrators' pages: roles, kinds of unit, and what the log calls things."""

from collections.abc import Mapping

from handover.web.texts import _, marked

ROLES: Mapping[str, str] = {
    "radgiver": marked("Rådgiver"),
    "rektor": marked("Rektor"),
    "avdelingsleder": marked("Avdelingsleder"),
    "kontaktlaerer": marked("Kontaktlærer"),
    "laerer": marked("Lærer"),
    "skoleeier": marked("Administrator"),
    "fylkesadministrator": marked("Administrator"),
    "personvernombud": marked("Personvernombud"),
    "jurist": marked("Jurist"),
    "hjelper": marked("Hjelper i én sak"),
    "ppt_radgiver": marked("PPT-rådgiver"),
    "ppt_leder": marked("PPT-leder"),
    "inntak": marked("Inntak"),
    "inntak_leder": marked("Leder for inntaket"),
    "mottaksradgiver": marked("Mottaksrådgiver"),
    "mottaksleder": marked("Leder for mottaket"),
    "ppt_fylke": marked("PPT-rådgiver"),
    "ppt_fylke_leder": marked("PPT-leder"),
    "ot_veileder": marked("OT-veileder"),
    "ot_leder": marked("OT-leder"),
    "elev": marked("Elev"),
    "foresatt": marked("Foresatt"),
}
"""Role word of a grant → what it is called."""

KINDS: Mapping[str, str] = {
    "grunnskole": marked("Skole"),
    "ppt": marked("PPT"),
    "kommune": marked("Kommune"),
    "inntak": marked("Inntak"),
    "vgs": marked("Videregående skole"),
    "privat_vgs": marked("Privat videregående skole"),
    "statlig_vgs": marked("Statlig videregående skole"),
    "ppt_fylke": marked("PPT i fylket"),
    "ot": marked("Oppfølgingstjenesten"),
    "fylke": marked("Fylke"),
    "privat": marked("Privat skoleeier"),
    "stat": marked("Staten"),
}
"""Kind of unit → what it is called."""

OBJECTS: Mapping[str, str] = {
    "administrator": marked("Administrator"),
    "brev": marked("Brev"),
    "del": marked("Del"),
    "elev": marked("Elev"),
    "enhet": marked("Enhet"),
    "innhenting": marked("Fylkets bestilling"),
    "innlogging": marked("Innlogging"),
    "levering": marked("Levering"),
    "liste": marked("Liste"),
    "oppgave": marked("Oppgave"),
    "pakke": marked("Pakke"),
    "plass": marked("Plass"),
    "representasjon": marked("Foresatt"),
    "revisjon": marked("Loggen"),
    "rolle": marked("Rolle"),
    "svar": marked("Svar"),
    "tall": marked("Tall"),
}
"""The first half of an event → what it is about."""

WHAT: Mapping[str, str] = {
    "apnet": marked("åpnet"),
    "gjor_klar": marked("gjort klar"),
    "foreslaatt": marked("foreslått"),
    "ikke_bekreftet": marked("ikke bekreftet"),
    "laast": marked("låst"),
    "mottatt": marked("mottatt"),
    "nytt_navn": marked("fikk nytt navn"),
    "to_personer": marked("foreslått av en annen"),
    "prov_igjen": marked("prøvd igjen"),
    "innsyn_foresatte": marked("innsyn for foresatte endret"),
    "velg": marked("valgt"),
    "utelat": marked("utelatt"),
    "kontroller": marked("lest for andres opplysninger"),
    "send_til_leder": marked("sendt til leder"),
    "ny": marked("laget"),
}
"""The second half, where the log's own word is not good Norwegian."""

ACTIONS: Mapping[str, str] = {
    "ny": marked("Ny rolle"),
    "forleng": marked("Lengre tid"),
    "forkort": marked("Kortere tid"),
    "slutt": marked("Slutter"),
    "ny_enhet": marked("Ny enhet"),
    "nytt_navn": marked("Nytt navn"),
}
"""What a line of a list would do."""


def role(name: str) -> str:
    """What the role is called; the role word itself when it has no name here."""
    return _(ROLES[name]) if name in ROLES else name


def kind(name: str) -> str:
    """What the kind of unit is called."""
    return _(KINDS[name]) if name in KINDS else name


def event(name: str) -> str:
    """«Del: godkjent»: what it is about, and what was done to it."""
    about, _mark, what = name.partition(":")
    subject = _(OBJECTS[about]) if about in OBJECTS else about.capitalize()
    return f"{subject}: {_(WHAT[what]) if what in WHAT else what.replace('_', ' ')}"
