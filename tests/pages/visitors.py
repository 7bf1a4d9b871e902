"""Who walks through every page, and how each of them gets in at a running demo."""

import re
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
    family: bool = False
    """Logs in with ID-porten, and the strongest electronic identity the person has."""

    def node(self, town: Town) -> str:
        return town.county if self.county else town.kommune

    def log_in(self, page: Page, town: Town) -> None:
        """Lands on the visitor's first page."""
        provider = "idporten" if self.family else "feide"
        page.goto(f"{self.node(town)}/logg-inn")
        page.goto(f"{self.node(town)}/logg-inn/{provider}")
        page.get_by_role("link", name=re.compile(f" som {self.name}$")).last.click()
        page.wait_for_load_state()


VISITORS = (
    Visitor("radgiver", "Siri Aune"),
    Visitor("rektor", "Trond Fosse"),
    Visitor("ppt_radgiver", "Randi Kolstad"),
    Visitor("ppt_leder", "Øyvind Mork"),
    Visitor("elev_minid", "Amina Abdi Warsame", family=True),
    Visitor("elev", "Emil Haugen Lie", family=True),
    Visitor("foresatt", "Hodan Ali Farah", family=True),
    Visitor("skoleeier", "Solfrid Myrvang"),
    Visitor("fylkesadministrator", "Odd Brenna", county=True),
    Visitor("inntak", "Jon Erik Sand", county=True),
    Visitor("mottakende_skole", "Kari Moen", county=True),
)
