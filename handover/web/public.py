"""Pages anybody may read without logging in: the front, rights, privacy, accessibility."""

from flask import Blueprint, current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response

from handover.web import menu
from handover.web.access import needs, plain, public, visitor
from handover.web.glossary import WORDS
from handover.web.texts import _

room = Blueprint("apen", __name__)


@room.get("/")
@needs(public)
def front() -> str | Response:
    """Leads people who are logged in to their own first page; tells others what this is."""
    actor = visitor()
    if actor is None:
        return render_template("start.html")
    endpoint = menu.home_of(actor, frozenset(current_app.view_functions))
    if endpoint is None:
        return render_template("start.html")
    return redirect(url_for(endpoint), 303)


@room.get("/rettigheter")
@needs(public)
def rights() -> str:
    """What a pupil and guardians may decide, read, have corrected and take back."""
    return render_template("rettigheter.html")


@room.get("/ord")
@needs(public)
def words() -> str:
    """The words the pages cannot do without, each in a sentence or two."""
    return render_template("ord.html", words=[(_(word), _(text)) for word, text in WORDS])


@room.get("/slik")
@needs(public)
def steps() -> str:
    """The school year in steps, and who can help: the same for everybody (P14)."""
    return render_template("slik.html")


@room.get("/personvern")
@needs(public)
def privacy() -> str:
    """Who is responsible, what is kept, for how long, and where to complain."""
    return render_template("personvern.html")


@room.get("/tilgjengelighet")
@needs(public)
def accessibility() -> str:
    """What has been measured, what is not good enough, and how to tell us."""
    return render_template("tilgjengelighet.html")


@room.get("/robots.txt")
@needs(plain)
def robots() -> tuple[str, dict[str, str]]:
    """Nothing here is for search engines."""
    return "User-agent: *\nDisallow: /\n", {"Content-Type": "text/plain; charset=utf-8"}
