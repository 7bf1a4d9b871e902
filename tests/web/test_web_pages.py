"""The frame, the components and the files: what every page is made of."""

import re
from html.parser import HTMLParser

import pytest
from flask import Blueprint, render_template_string

from handover.rules.actors import Level
from handover.web import menu
from handover.web.access import family, needs, pupil, staff
from handover.web.assets import STATIC, stylesheet
from handover.web.texts import _, dag, dagaar, dato, fast, tid

VOID = {"meta", "link", "input", "br", "hr", "img"}
OPEN_PAGES = ["/", "/logg-inn", "/rettigheter", "/personvern", "/tilgjengelighet", "/logget-ut",
              "/ferdig", "/finnes-ikke"]

EVERYTHING = """
{% extends "_familie.html" %}{% import "_deler.html" as d %}{% import "_felt.html" as f %}
{% block tittel %}Alt{% endblock %}
{% block innhold %}
{% call d.sidehode("Tittel", "Over", "Under") %}{{ d.lenke("Gå", "/", pil=true) }}{% endcall %}
{{ d.tilbake("/", "Tilbake") }}{{ d.ingress("Ingress") }}{{ d.steg(2, 8, 3) }}
{% call d.ark("Planen", kilde="Skolen") %}{% call d.avsnitt("Mål") %}<p>Tekst</p>{% endcall %}
{% call d.arkfot() %}<a href="/">Merknad</a>{% endcall %}{% endcall %}
{% call d.lyng("Mine ord", ikon="PencilWriting") %}{{ d.sitat("Jeg liker ro.", "nb") }}{% endcall %}
{{ d.merknad("Din merknad", "Tekst") }}{{ d.minikort([("Image", "Bilder")], "Kort") }}
{% call d.valg("Velg", "velg1") %}<p>a</p>{% endcall %}
{% call d.valgskjema("/svar", "Hva svarer du?") %}{{ d.svar() }}{% endcall %}
{% call d.rad("Må jeg?") %}<p>Ja.</p>{% endcall %}
{% call d.detaljer("Hvilken lov?") %}{{ d.lovhenvisning("§ 25-1") }}{% endcall %}
{% call d.trekk() %}{% call d.skuff("Del", "Kilde", true) %}<p>x</p>{% endcall %}{% endcall %}
{% call d.fakta() %}{% call d.faktum("Clock", "Hvor lenge?") %}Ett år{% endcall %}{% endcall %}
{{ d.punkter([("Chat", "Punkt")]) }}
{{ d.linje([{"nar": "6. mai", "dato": "2027-05-06", "tittel": "Du svarte", "na": true},
            {"nar": "Juli", "tittel": "Plass", "tekst": "mer", "neste": true}]) }}
{{ d.logg([{"nar": "6. mai", "dato": "2027-05-06", "hvem": "Du", "tekst": "Leste"}]) }}
{{ d.linjer([("Planen", "/")]) }}{{ d.stafett("Havna", "Fjordgløtt") }}
{{ d.forst("Phone", "Først:", "Kari ringer.") }}
{{ d.aar([{"tittel": "Nå", "tekst": "x", "na": true}, {"tittel": "Før", "tekst": "y",
    "ferdig": true}], "Skoleåret") }}
{{ d.pinne("Du", true) }}{{ d.merkelapp("Klar", "success") }}
{% call d.flate("Flate", "fl", "3 igjen", kropp=false) %}
{% call d.tabell(["Elev", ("Frist", "og-k4")], "Hvem venter") %}<tr><td>a</td><td>b</td></tr>
{% endcall %}{% call d.flatefot() %}Fot{% endcall %}{% endcall %}
{{ d.tall([{"navn": "Klare", "n": 3, "url": "/"}, {"navn": "Sene", "n": 0, "mer": "x"}]) }}
{{ d.kilde([("Kilde", "Skolen")]) }}{{ d.tre([("Clock", "a", "b")]) }}
{{ d.sjekkliste([{"id": "c1", "hva": "Tolk", "mer": "Somali", "hvem": "Kari", "frist": "13. aug",
    "status": "Klart", "farge": "success", "ferdig": true}], "klart") }}
{{ d.sjekkliste([{"id": "c2", "hva": "Ro", "hvem": "Per", "frist": "x", "status": "Nei",
    "farge": "neutral"}]) }}
{{ d.tiltak([{"hva": "Én ting", "status": "Virker", "farge": "success", "hvem": "Min merknad",
    "merknad": "Ja"}]) }}
{{ d.dokumenter([{"navn": "Plan", "kilde": "Skolen", "url": "/"}]) }}{{ d.rolig("Ro", "Alt vel") }}
{{ d.ekte("Ekte") }}{% call d.sjekk("Navn?", "Se på det.") %}{{ d.knapp("Bytt") }}{% endcall %}
{{ d.melding("Lagret", "success") }}{{ d.svarflate("SealCheckmark", "Ekte", "Ja") }}
{% call d.skjema("/s", filer=true) %}{{ f.tekst("navn", "Navn", "v", "hjelp", "feil") }}
{{ f.omrade("ord", "Ord", maks=10, ikon="PencilWriting") }}
{{ f.velg("v", "Velg", [("a", "A")], "a", tom="Velg") }}
{{ f.radio("r", "Hva?", [("ja", "Ja"), ("nei", "Nei")], hjelp="h", feil="f") }}
{{ f.kryss("k", "Kryss") }}{{ f.fil("fil", "Fil") }}
{% call f.kortliste() %}{{ f.kort("kort", "ro", "SpeakerSlash", "Ro") }}{% endcall %}
{{ f.feilliste([("navn", "Skriv navnet.")]) }}{{ d.knapp("Lagre", "Upload", bred=true) }}
{% endcall %}
{{ d.postknapp("/p", "Ta ut", felt={"a": "b"}) }}{{ d.postlenke("/q", "Logg ut") }}
{{ d.spraakpar("so", "Ma u baahan tahay?", "Trenger du?") }}{% call d.tolk() %}<p>x</p>{% endcall %}
{% endblock %}
"""


class Reader(HTMLParser):
    """Reads a page strictly: remembers tags, and trips over what is not closed in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.ids, self.seen = [], [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        self.seen.append((tag, known))
        self.ids += [known["id"]] if "id" in known else []
        if tag not in VOID and tag != "path":
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag != "path":
            assert self.open.pop() == tag, f"</{tag}> closes something else"


def check(text, headings=1):
    """What holds for every page of the house."""
    page = Reader(text)
    assert len(page.ids) == len(set(page.ids)), "an id stands twice"
    assert sum(tag == "h1" for tag, _ in page.seen) == headings
    for tag, known in page.seen:
        assert tag != "style", "the page must do without"
        if tag == "script":
            assert known["src"].endswith("/les.js"), "only reading aloud may be a script"
        assert not [name for name in known if name == "style" or name.startswith("on")]
        for name in ("src", "href", "action"):
            assert not known.get(name, "").startswith(("http:", "//")), "the page fetches outside"
        for name in ("aria-labelledby", "aria-describedby", "for"):
            assert set(known.get(name, "").split()) <= set(page.ids), f"{name} names nothing"
        if tag == "form" and known.get("method") == "post":
            assert known["action"]
    return page


@pytest.mark.parametrize("kind", ["kommune", "fylke"])
@pytest.mark.parametrize("path", OPEN_PAGES)
def test_an_open_page_is_whole_and_fetches_nothing_from_outside(make_node, kind, path):
    check(make_node(kind=kind).client().get(path).text)


@pytest.fixture
def everything(node):
    """A node with one page that shows every component, in both frames."""
    room = Blueprint("alt", __name__)

    @room.get("/alt")
    @needs(family)
    def all_of_it():
        return render_template_string(EVERYTHING)

    @room.get("/stab")
    @needs(staff())
    def staff_page():
        return render_template_string(EVERYTHING.replace("_familie", "_stab"))

    node.app.register_blueprint(room)
    return node


def test_every_component_makes_whole_markup_in_the_familys_frame(everything):
    client = everything.login(everything.pupil().person_id)
    text = client.get("/alt").text
    page = check(text, headings=2)
    assert ">Amina</bdi>" in text
    assert "Avslutt raskt" in text
    posts = [known for tag, known in page.seen if tag == "form"]
    tokens = [known for tag, known in page.seen if known.get("name") == "csrf_token"]
    assert len(posts) == len(tokens)


def test_ja_and_nei_are_alike_in_everything_but_the_word(everything):
    text = everything.login(everything.pupil().person_id).get("/alt").text
    yes, no = re.findall(r'<button name="svar".*?</button>', text)
    alike = yes.replace('"ja"', '"nei"').replace("Ja", "Nei").replace("send den", "ikke send den")
    assert alike == no


def test_staff_see_their_name_their_role_and_their_own_menu(everything, monkeypatch):
    monkeypatch.setattr(menu, "MENU", (menu.Entry(staff("radgiver"), "alt.staff_page", "Året"),
                                       menu.Entry(staff("rektor"), "alt.all_of_it", "Rektors"),
                                       menu.Entry(staff("radgiver"), "fylke.side", "Fylkets")))
    client = everything.login(everything.staff().id, "feide", Level.LOW)
    text = client.get("/stab").text
    check(text, headings=2)
    assert "Siri Aune<span>Rådgiver, Havna ungdomsskole</span>" in text
    assert 'aria-current="page">Året</a>' in text
    assert "Rektors" not in text
    assert "Fylkets" not in text


def test_the_front_leads_each_to_the_first_home_that_opens(everything, monkeypatch):
    monkeypatch.setattr(menu, "HOMES", (menu.Home(pupil, "alt.all_of_it"),
                                        menu.Home(staff(), "alt.staff_page")))
    to = {who: everything.login(*login).get("/").headers.get("Location") for who, login in {
        "elev": (everything.pupil().person_id,),
        "stab": (everything.staff().id, "feide", Level.LOW)}.items()}
    assert to == {"elev": "/alt", "stab": "/stab"}


def test_somebody_without_a_page_of_their_own_is_told_so(node):
    text = node.login(node.staff(role="arkivar").id, "feide", Level.LOW).get("/").text
    assert "Det er ingenting her for deg akkurat nå." in text


def test_the_demo_strip_tells_the_demos_day_and_production_has_none(make_node):
    demo = make_node().client().get("/").text
    assert "Dette er en demo." in demo
    assert "I demoen er det 4.\N{NO-BREAK SPACE}mai\N{NO-BREAK SPACE}2027." in demo
    assert "demo" not in make_node(demo=False, address="https://o.no").client().get("/").text


def test_the_login_page_offers_what_the_node_has(make_node, connected):
    node, _, _ = connected
    text = node.client().get("/logg-inn").text
    assert "Logg inn med ID-porten" in text
    assert "Logg inn med Feide" in text


def test_the_files_of_a_page_are_found_and_packed(node):
    client = node.client()
    address = re.search(r'href="(/static/[^"]*\.css)"', client.get("/").text)[1]
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get(address).headers
    for font in re.findall(r"url\(([\w-]+\.woff2)\)", stylesheet()):
        assert client.get(address.replace("overgang.css", font)).status_code == 200
    assert client.get(address.replace("overgang.css", "README.md")).status_code == 404


def test_the_first_page_is_light_without_fonts(node):
    client = node.client()
    page = client.get("/")
    address = re.search(r'href="(/static/[^"]*\.css)"', page.text)[1]
    sheet = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert len(page.data) + len(sheet.data) < 60_000


def test_no_font_is_heavier_than_fifty_kilobytes():
    sizes = {path.name: path.stat().st_size for path in (STATIC / "skrift").glob("*.woff2")}
    assert len(sizes) == 7
    assert max(sizes.values()) <= 50_000


def test_every_variable_the_style_reads_without_a_fallback_is_there():
    css = stylesheet()
    read = set(re.findall(r"var\((--(?:ds|og|s)[\w-]*)\)", css))
    written = set(re.findall(r"(--[\w-]+)\s*:", css))
    assert read - written == set()


def test_every_vendored_thing_has_its_licence_beside_it():
    for folder in ("designsystemet", "skrift", "ikoner"):
        assert [path for path in (STATIC / folder).iterdir() if path.name.startswith("LICENSE")]


def test_days_are_norways_and_do_not_break():
    from datetime import UTC, date, datetime
    late = datetime(2027, 5, 19, 22, 30, tzinfo=UTC)
    hard = "\N{NO-BREAK SPACE}"
    assert dato(late) == f"torsdag 20.{hard}mai{hard}2027"
    assert dag(date(2027, 5, 20)) == f"20.{hard}mai"
    assert dagaar(date(2027, 5, 20)) == f"20.{hard}mai{hard}2027"
    assert tid(late) == f"kl.{hard}00.30"
    assert fast("§ 25-1") == f"§{hard}25-1"
    assert _("Hei, %(navn)s", navn="Amina") == "Hei, Amina"
