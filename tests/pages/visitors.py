"""Who walks through every page, and how each of them gets in at a running demo."""

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.journey.town import Town


@dataclass(frozen=True)
class Visitor:
    """Somebody who logs in and opens every page there is a link to."""

    role: str
    """What the report calls them. Never a name."""
    name: str
    county: bool = False
    eid: str = ""
    """For ID-porten the kind of eID, «BankID» or «MinID»; empty for Feide."""

    @property
    def family(self) -> bool:
        return self.eid != ""

    def node(self, town: Town) -> str:
        return town.county if self.county else town.kommune

    def log_in(self, page: Page, town: Town) -> None:
        """Lands on the visitor's first page."""
        provider = "idporten" if self.family else "feide"
        page.goto(f"{self.node(town)}/logg-inn")
        page.goto(f"{self.node(town)}/logg-inn/{provider}")
        words = f"{self.eid} som {self.name}" if self.family else f"Logg inn som {self.name}"
        page.get_by_role("link", name=words, exact=not self.family).first.click()
        page.wait_for_load_state()


VISITORS = (
    Visitor("radgiver", "Siri Aune"),
    Visitor("rektor", "Trond Fosse"),
    Visitor("ppt_radgiver", "Randi Kolstad"),
    Visitor("ppt_leder", "Øyvind Mork"),
    Visitor("elev", "Amina Abdi Warsame", eid="BankID"),
    Visitor("elev_minid", "Jonas Solbakken", eid="MinID"),
    Visitor("foresatt", "Hodan Ali Farah", eid="BankID"),
    Visitor("inntak", "Jon Erik Sand", county=True),
    Visitor("mottakende_skole", "Kari Moen", county=True),
)
