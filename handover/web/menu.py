"""Where people land after logging in, and the menu of staff pages.

Order matters: the first home whose gate opens is where a person lands. An entry for
a room that is not open in this kind of node counts for nothing.
"""

from dataclasses import dataclass

from handover.rules.actors import Actor
from handover.web.access import Gate, family, staff
from handover.web.texts import marked


@dataclass(frozen=True)
class Home:
    """Where somebody lands after logging in."""

    gate: Gate
    endpoint: str


@dataclass(frozen=True)
class Entry:
    """One line in the menu of staff pages."""

    gate: Gate
    endpoint: str
    text: str
    """Bokmål, marked with `texts.marked`."""


HOMES: tuple[Home, ...] = (
    Home(family, "familie.home"),
    Home(staff("radgiver"), "klargjor.home"),
    Home(staff("rektor", "avdelingsleder"), "godkjenning.waiting"),
    Home(staff("skoleeier"), "fylket.page"),
    Home(staff("ppt_radgiver", "ppt_leder"), "ppt.home"),
    Home(staff("hjelper"), "hjelper.home"),
    Home(staff("fylkesadministrator"), "enheter.page"),
    Home(staff("personvernombud"), "revisjon.page"),
    Home(staff("kontaktlaerer", "laerer"), "lysglimt.page"),
    Home(staff("mottaksradgiver", "mottaksleder", "kontaktlaerer"), "mottak.new"),
    Home(staff("inntak", "inntak_leder"), "inntak.messages"),
    Home(staff("ppt_fylke", "ppt_fylke_leder"), "mottak_ppt.new"),
    Home(staff("ot_veileder", "ot_leder"), "ot.new"),
)

MENU: tuple[Entry, ...] = (
    Entry(staff("radgiver"), "klargjor.home", marked("10. trinn")),
    Entry(staff("rektor", "avdelingsleder"), "godkjenning.waiting", marked("Til godkjenning")),
    Entry(staff("rektor", "avdelingsleder"), "oversikt.page", marked("Oversikt")),
    Entry(staff("rektor", "avdelingsleder"), "bemanning.page", marked("Stedfortreder")),
    Entry(staff("radgiver"), "foreldreapp.to_paste", marked("Foreldreappen")),
    Entry(staff("skoleeier"), "fylket.page", marked("Fylket ber om")),
    Entry(staff("ppt_radgiver", "ppt_leder"), "ppt.home", marked("Elever med PPT-sak")),
    Entry(staff("ppt_leder"), "pptleder.waiting", marked("Til godkjenning")),
    Entry(staff("ppt_leder"), "pptoversikt.page", marked("Oversikt")),
    Entry(staff("ppt_leder"), "pptbemanning.page", marked("Stedfortreder")),
    Entry(staff("hjelper"), "hjelper.home", marked("Elever du hjelper")),
    Entry(staff("skoleeier", "fylkesadministrator"), "enheter.page", marked("Enheter og roller")),
    Entry(staff("skoleeier", "fylkesadministrator"), "bekreft.page", marked("Bekreft roller")),
    Entry(staff("skoleeier", "fylkesadministrator"), "lister.page", marked("Lister fra fil")),
    Entry(staff("personvernombud"), "revisjon.page", marked("Loggen")),
    Entry(staff("rektor", "avdelingsleder", "skoleeier"), "tall.page", marked("Tall")),
    Entry(staff("radgiver", "rektor", "avdelingsleder", "ppt_radgiver", "ppt_leder"),
          "retting.waiting", marked("Meldt feil")),
    Entry(staff("kontaktlaerer", "laerer"), "lysglimt.page", marked("Lysglimt")),
    Entry(staff("mottaksradgiver", "mottaksleder", "kontaktlaerer"), "mottak.new",
          marked("Nye hos oss")),
    Entry(staff("ppt_fylke", "ppt_fylke_leder"), "mottak_ppt.new", marked("Nye hos oss")),
    Entry(staff("ot_veileder", "ot_leder"), "ot.new", marked("Nye hos deg")),
    Entry(staff("ot_veileder", "ot_leder"), "ot_kontakt.contacted", marked("Kontakt tatt")),
    Entry(staff("inntak", "inntak_leder"), "inntak.messages", marked("Meldinger")),
    Entry(staff("inntak", "inntak_leder"), "individuelt.individual",
          marked("Individuell behandling")),
    Entry(staff("inntak", "inntak_leder"), "innhenting.requests",
          marked("Dette har vi bedt om")),
    Entry(staff("inntak", "inntak_leder"), "plasser.overview", marked("Plasser")),
)


def home_of(actor: Actor, open_endpoints: frozenset[str]) -> str | None:
    """The endpoint a person lands on in this node; None when no page is made for them."""
    return next((home.endpoint for home in HOMES
                 if home.endpoint in open_endpoints and home.gate.opens_for(actor)), None)


def menu_of(actor: Actor, open_endpoints: frozenset[str]) -> list[Entry]:
    """The lines of the menu a person may use in this node."""
    return [entry for entry in MENU
            if entry.endpoint in open_endpoints and entry.gate.opens_for(actor)]
