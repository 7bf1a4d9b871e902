"""Reading aloud: only with a voice that lives on the device, and never needed."""

from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from handover.web.assets import STATIC
from tests.needs import program

SCRIPT = (Path(STATIC) / "les.js").read_text()
PAGE = """<!DOCTYPE html><html lang="{lang}"><body><main><h1>Første</h1>
<p lang="nb">På norsk.</p><p hidden>Skjult.</p><textarea>Eget</textarea>
<div id="les-hoyt"><button type="button" hidden>
<span>Les høyt</span><span hidden>Stopp</span></button>
<p>Les høyt sammen med en voksen på skolen.</p></div></main>"""
VOICES = """
const said = [];
Object.defineProperty(window, "speechSynthesis", {value: {
  getVoices: () => VOICES, speak: (one) => said.push([one.text, one.lang]), cancel: () => {},
  addEventListener: () => {}}});
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
window.said = said;
"""
LOCAL = '{lang: "nb-NO", localService: true}'
ELSEWHERE = '{lang: "nb-NO", localService: false}'


@pytest.fixture(scope="module")
def browser():
    path = program("chromium")
    with sync_playwright() as play:
        made = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def page(browser):
    """The page in a language, on a device with these voices."""
    opened = []

    def make(lang, *voices):
        found = browser.new_page()
        opened.append(found)
        found.set_content(PAGE.format(lang=lang))
        found.evaluate("() => {" + VOICES.replace("VOICES", f"[{','.join(voices)}]") + "}")
        found.evaluate("() => {" + SCRIPT + "}")
        return found
    yield make
    for one in opened:
        one.close()


def test_a_voice_of_the_device_brings_the_button_and_reads_what_is_seen(page):
    found = page("nb", ELSEWHERE, LOCAL)
    found.get_by_role("button", name="Les høyt").click()
    said = found.evaluate("said")
    assert [text for text, _lang in said] == ["Første", "På norsk.", " "]
    assert found.get_by_role("button", name="Stopp").is_visible()
    found.get_by_role("button", name="Stopp").click()
    assert found.get_by_role("button", name="Les høyt").is_visible()
    assert not found.get_by_text("en voksen på skolen").is_visible()


def test_a_voice_that_would_send_the_text_elsewhere_is_never_used(page):
    found = page("nb", ELSEWHERE)
    assert not found.get_by_role("button").is_visible()
    assert found.get_by_text("en voksen på skolen").is_visible()


def test_a_language_without_a_voice_is_not_read_in_another_ones(page):
    found = page("so", LOCAL)
    assert not found.get_by_role("button").is_visible()


def test_bokmal_on_a_foreign_page_is_left_out_when_only_that_page_has_a_voice(page):
    found = page("pl", '{lang: "pl-PL", localService: true}')
    found.get_by_role("button", name="Les høyt").click()
    assert [text for text, _lang in found.evaluate("said")] == ["Første", " "]
