"""Every page of every role, in bokmål and (for families) Arabic: axe, width, sources, markup."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journey.town import Town, running
from tests.needs import program
from tests.pages.crawl import Opened, every_page
from tests.pages.looking import Inspector
from tests.pages.markup import messages
from tests.pages.visitors import VISITORS, Visitor

OPEN = ("/", "/rettigheter", "/personvern", "/tilgjengelighet", "/ord", "/slik", "/logg-inn",
        "/ferdig")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=program("chromium"),
                                        args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def inspected(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Inspector:
    """One round through everything, in a demo of its own. OVERGANG_SCREENSHOTS keeps the album."""
    album = os.environ.get("OVERGANG_SCREENSHOTS")
    if album:
        Path(album).mkdir(parents=True, exist_ok=True)
    inspector = Inspector(Path(album) if album else None)
    with running() as town:
        visit_open_pages(inspector, browser, town)
        for visitor in VISITORS:
            visit(inspector, browser, visitor, town)
    return inspector


def visit_open_pages(inspector: Inspector, browser: Browser, town: Town) -> None:
    """What anybody can read without logging in."""
    page = inspector.new_page(browser)
    for language in ("nb", "ar"):
        page.goto(f"{town.kommune}/sprak/{language}")
        for path in OPEN:
            page.goto(town.kommune + path)
            inspector.look(page, "alle", Opened(path, page.url), language)
    page.context.close()


def visit(inspector: Inspector, browser: Browser, visitor: Visitor, town: Town) -> None:
    """Everything one person can open, in each language that person can choose."""
    page = inspector.new_page(browser)
    visitor.log_in(page, town)
    start = page.url
    for language in ("nb", "ar") if visitor.family else ("nb",):
        if visitor.family:
            page.goto(f"{visitor.node(town)}/sprak/{language}")
        for opened in every_page(page, start, OPEN):
            inspector.look(page, visitor.role, opened, language)
    page.context.close()


def test_no_page_breaks_a_rule_of_axe_is_too_wide_or_fetches_from_elsewhere(
        inspected: Inspector) -> None:
    assert inspected.wrong == [], "\n".join(sorted(set(inspected.wrong)))


def test_everybody_was_let_in_and_found_more_than_one_page(inspected: Inspector) -> None:
    seen = {name.split("-nb")[0] for name in inspected.sources if "-nb" in name}
    assert {visitor.role for visitor in VISITORS} <= seen


def test_the_html_checker_has_nothing_to_say(inspected: Inspector, tmp_path: Path) -> None:
    for name, html in inspected.sources.items():
        (tmp_path / f"{name}.html").write_text(html)
    assert messages(tmp_path) == []
