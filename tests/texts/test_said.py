"""A text remembers its bokmål through everything that is done to it, and values stay apart."""

from datetime import UTC, date, datetime

import pytest
from jinja2 import Environment
from markupsafe import Markup

from handover.texts import days
from handover.texts.said import Text, plain
from handover.texts.tongues import BY_CODE, TONGUES
from handover.web.beside import ReadsAlone

AR = BY_CODE["ar"]


def draft(text, nb):
    return Text(text, nb, tongue=AR, beside=True)


def test_a_text_is_its_own_language_as_a_string_and_both_in_a_page():
    text = draft("نعم", "Ja")
    assert (str(text), text.nb) == ("نعم", "Ja")
    assert text.__html__() == 'نعم<span class="og-paa-norsk" lang="nb" dir="ltr">Ja</span>'


def test_values_go_into_both_languages_and_are_escaped():
    text = draft("مرحبا %(navn)s", "Hei, %(navn)s") % {"navn": "<Amina>"}
    assert text.nb == "Hei, <Amina>"
    assert "<bdi>&lt;Amina&gt;</bdi>" in text.__html__()
    assert "Hei, &lt;Amina&gt;</span>" in text.__html__()


def test_a_text_inside_a_text_is_said_in_the_language_of_each():
    inner = draft("الخطة", "planen")
    text = draft("أرسل %(hva)s", "Send %(hva)s") % {"hva": inner}
    assert str(text) == "أرسل الخطة"
    assert text.nb == "Send planen"
    assert text.__html__().count("og-paa-norsk") == 1


def test_texts_put_together_keep_the_bokmal_of_both():
    text = draft("أ", "A") + " " + draft("ب", "B")
    assert (str(text), text.nb, text.beside) == ("أ ب", "A B", True)
    assert ("1. " + draft("أ", "A")).nb == "1. A"


def test_markup_set_into_a_text_stays_markup():
    text = Text("Se %(lenke)s") % {"lenke": Markup('<a href="/">her</a>')}
    assert text.__html__() == 'Se <a href="/">her</a>'


def test_a_checked_text_and_bokmal_stand_alone():
    assert Text("نعم", "Ja", tongue=AR).__html__() == "نعم"
    assert Text("Ja & nei").__html__() == "Ja &amp; nei"


@pytest.fixture
def page():
    """What a template makes of a draft called `t`."""
    env = Environment(extensions=[ReadsAlone], autoescape=True)

    def make(source, **more):
        return env.from_string(source).render(t=draft("نعم", "Ja"), yes=True, **more)
    return make


BOTH = 'نعم<span class="og-paa-norsk" lang="nb" dir="ltr">Ja</span>'


def test_text_between_tags_brings_its_bokmal(page):
    assert page("<p>{{ t }}</p>") == f"<p>{BOTH}</p>"
    assert page('<a href="/">{{ t }}</a>{{ t }}') == f'<a href="/">{BOTH}</a>{BOTH}'


@pytest.mark.parametrize("source", [
    '<p title="{{ t }}">', '<p{% if yes %} title="{{ t if yes else t }}"{% endif %}>',
    "<title>{{ t }}</title>", "<option value='a'>{{ t }}</option>",
    "<textarea>{{ t }}</textarea>", "{% block tittel %}{{ t }}{% endblock %}"])
def test_where_no_markup_can_stand_it_reads_alone(page, source):
    assert BOTH not in page(source)
    assert "نعم" in page(source)


def test_after_a_title_block_the_bokmal_is_back(page):
    assert BOTH in page("{% block tittel %}{{ t }}{% endblock %}{% block b %}{{ t }}{% endblock %}")


def test_ready_made_markup_in_an_attribute_loses_the_bokmal_too(page):
    inside = page('<p title="{{ x }}">', x=Markup("«{}»").format(draft("نعم", "Ja")))
    assert inside == '<p title="«نعم»">'


def test_plain_is_the_readers_language_alone():
    assert type(plain(draft("نعم", "Ja"))) is str
    assert plain(3) == 3


@pytest.mark.parametrize("tongue", TONGUES, ids=lambda one: one.code)
def test_every_language_writes_days_and_times_of_norway(tongue):
    late = datetime(2027, 5, 19, 22, 30, tzinfo=UTC)
    for say in (days.full, days.with_year, days.day, days.weekday):
        assert "20" in say(tongue, late)
        assert say(tongue, date(2027, 5, 20)).nb.startswith(("20.", "torsdag"))
    assert "00" in days.clock(tongue, late)
    assert "30" in days.clock(tongue, late)
