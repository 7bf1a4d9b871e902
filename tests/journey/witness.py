"""Somebody at a browser, and a witness beside who notes every address, title, request and complaint.

Each person has cookies of their own. Every page shown is photographed wide and narrow,
under a name that tells nothing about anybody.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page

WIDTHS = (1280, 360)
HEIGHT = 900


@dataclass
class Witness:
    """What was seen on the whole road."""

    browser: Browser
    album: Path
    """Where the photographs go."""
    step: int = 0
    titles: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    too_wide: list[str] = field(default_factory=list)
    """Photographs of pages that are wider than a narrow window."""
    taken: int = 0

    def person(self) -> "Person":
        """Somebody new sits down: no cookies, a step of their own."""
        self.step += 1
        page = self.browser.new_context(viewport={"width": WIDTHS[0], "height": HEIGHT}).new_page()
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda said: self._hear(said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return Person(page, self)

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)

    def photograph(self, page: Page, name: str) -> None:
        """The whole page, wide and narrow."""
        self.taken += 1
        self.titles.append(page.title())
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            file = f"{self.step}-{self.taken:02}-{name}-{width}.png"
            page.screenshot(path=self.album / file, full_page=True)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                self.too_wide.append(file)
        page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})


@dataclass
class Person:
    """One person at a browser. Everything is done by what can be read on the page."""

    page: Page
    witness: Witness
    read: str = ""
    """Everything this person has had on the screen so far."""

    def log_in(self, node: str, at: str, name: str) -> None:
        """`at` is «Feide», or for ID-porten the kind of eID: «MinID», «BankID»."""
        feide = at == "Feide"
        self.page.goto(f"{node}/")
        self.sees("forside")
        self.press("Logg inn")
        self.sees("logg-inn")
        self.press(f"Logg inn med {at if feide else 'ID-porten'}")
        self.sees("velg-person", "Hvem vil du være?", keep=False)
        self.press(f"{'Logg inn' if feide else at} som {name}", exact=feide)

    def press(self, words: str, exact: bool = True, first: bool = False) -> None:
        """Presses the one link or button with these words, and waits for the next page."""
        link = self.page.get_by_role("link", name=words, exact=exact)
        found = link.or_(self.page.get_by_role("button", name=words, exact=exact))
        (found.first if first else found).click()
        self.page.wait_for_load_state()

    def answer(self, word: str) -> None:
        """Presses one of the two equal buttons, «Ja» or «Nei»."""
        self.page.get_by_role("button", name=re.compile(rf"^{word}\b")).first.click()
        self.page.wait_for_load_state()

    def unfold(self, words: str) -> None:
        """Opens what is folded under these words."""
        self.page.locator("summary", has_text=words).first.click()

    def can_press(self, words: str) -> bool:
        """True when there is a link or a button with these words."""
        link = self.page.get_by_role("link", name=words, exact=True)
        return link.or_(self.page.get_by_role("button", name=words, exact=True)).count() > 0

    def sees(self, name: str, *words: str, not_: tuple[str, ...] = (), keep: bool = True) -> str:
        """The page is photographed as `name`; these words stand on it and those do not."""
        text = self.text()
        self.witness.photograph(self.page, name)
        missing = [one for one in words if not _stands(one, text)]
        assert missing == [], f"{name} lacks {missing}: {text}"
        shown = [one for one in not_ if _stands(one, text)]
        assert shown == [], f"{name} shows {shown}: {text}"
        if keep:
            self.read += text + "\n"
        return text

    def text(self) -> str:
        """Everything on the page, also in what is folded."""
        html = self.page.locator("body")
        return re.sub(r"[ \u00a0\u202f]+", " ", html.inner_text() + "\n" + (
            html.text_content() or ""))

    def never_saw(self, *words: str) -> None:
        """None of the words has been on any page this person has seen."""
        shown = [one for one in words if _stands(one, self.read)]
        assert shown == [], shown

    def leave(self) -> None:
        """Logs out."""
        self.press("Logg ut", first=True)
        self.sees("logget-ut")
        self.page.context.close()


def _stands(words: str, text: str) -> bool:
    return words.casefold() in text.casefold()
