"""What is wrong with a page that stands open: axe, its width, what it fetched, what it complained of."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request

from tests.pages.crawl import Opened

Scheme = Literal["light", "dark"]
DESKTOP, PHONE = 1280, 360
HEIGHT = 900
LOOKS: tuple[tuple[str, int, Scheme], ...] = (
    ("bred", DESKTOP, "light"), ("telefon", PHONE, "light"), ("mork", PHONE, "dark"))


@dataclass
class Inspector:
    """Looks at pages and writes down what is wrong, page by page."""

    album: Path | None = None
    """Where photographs go, when somebody wants them."""
    wrong: list[str] = field(default_factory=list)
    looked: int = 0
    sources: dict[str, str] = field(default_factory=dict)
    """HTML of each page seen, by a name without persons: for the HTML checker."""

    def new_page(self, browser: Browser) -> Page:
        """A browser of its own, with somebody listening to what it fetches and says."""
        page = browser.new_context(viewport={"width": DESKTOP, "height": HEIGHT}).new_page()
        page.on("request", self._fetched)
        page.on("console", lambda said: self._heard(said.type, said.text))
        page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        return page

    def look(self, page: Page, role: str, opened: Opened, language: str) -> None:
        """Every look of one page: wide, phone, dark; and with text twice as large."""
        where = f"{role} {opened.kind} {language}"
        self.looked += 1
        self.sources[self._name(role, opened, language)] = page.content()
        for look, width, scheme in LOOKS:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": HEIGHT})
            found = Axe().run(page)
            self.wrong += [f"{where} {look}: axe {one['id']} {one['nodes'][0]['target']}"
                           for one in found.response["violations"]]
            self._must_fit(page, f"{where} {look}")
            self._photograph(page, f"{self._name(role, opened, language)}-{look}")
        self._twice_as_large(page, where)

    def _twice_as_large(self, page: Page, where: str) -> None:
        """WCAG 1.4.4: zoomed to 200 % a wide window shows half as much; and for families, who
        enlarge the text of a telephone, text alone at 200 %."""
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": DESKTOP // 2, "height": HEIGHT})
        self._must_fit(page, f"{where} 200 %")
        page.set_viewport_size({"width": DESKTOP, "height": HEIGHT})
        if page.locator("body.og-familie").count() == 0:
            return
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        self._must_fit(page, f"{where} text 200 %")
        page.evaluate("document.documentElement.style.fontSize = ''")

    def _must_fit(self, page: Page, where: str) -> None:
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.wrong.append(f"{where}: wider than the window")

    def _photograph(self, page: Page, name: str) -> None:
        if self.album is not None:
            page.screenshot(path=self.album / f"{name}.png", full_page=True)

    def _fetched(self, request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            self.wrong.append(f"fetched from outside: {request.url}")

    def _heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.wrong.append(f"console: {text}")

    @staticmethod
    def _name(role: str, opened: Opened, language: str) -> str:
        return f"{role}-{language}" + re.sub(r"[^a-z0-9æøå*]+", "-", opened.kind).replace("*", "x")
