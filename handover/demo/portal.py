"""The demo's own front page: where everything is, who to be, and a clock that can be moved.

Part of the demo only; a node knows nothing of it.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from flask import Flask, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from handover.demo.cast.story import Day
from handover.demo.clock import FileClock
from handover.demo.outgoing import Outgoing
from handover.ports import OSLO
from handover.preview.labels import load_labels
from handover.web.assets import Assets

STORY = (
    "Siri Aune (rådgiver, Feide) gjør klar pakken til Amina og sender den til rektor.",
    "Trond Fosse (rektor, Feide) godkjenner den.",
    "Randi Kolstad og Øyvind Mork (PPT, Feide) gjør klar og godkjenner PPT sin del.",
    "Amina Abdi Warsame (ID-porten, MinID) leser og svarer.",
    "Det mest private leser Amina på skolen. Hun får en kode, og Siri bekrefter hvem hun er.",
    "Moren, Hodan Ali Farah (ID-porten, BankID), leser og svarer.",
    "Gå til 8. juli. Jon Erik Sand (inntak, Feide, hos fylket) melder plass på Fjordgløtt.",
    "Gå til 10. august. Pakken blir sendt.",
    "Kari Moen (Fjordgløtt, Feide, hos fylket) leser pakken og bekrefter.",
    "Amina ser hvem som følger henne opp.",
)


@dataclass(frozen=True)
class Place:
    """Somewhere to go."""

    name: str
    about: str
    url: str


@dataclass(frozen=True)
class Stop:
    """A day the clock can be moved to."""

    day: str
    text: str


def create_app(clock: FileClock, places: Sequence[Place], days: Sequence[Day],
               moved: Callable[[], None],
               outgoing: Callable[[], Sequence[Outgoing]] = tuple) -> Flask:
    """The front page. `moved` is called after the clock has been set; `outgoing` gives the
    messages that have gone out so far."""
    app = Flask(__name__, static_folder=None)
    assets, key = Assets(), secrets.token_urlsafe(16)
    app.jinja_env.globals["asset"] = lambda name: f"/static/{name}"

    @app.get("/static/<name>")
    def _file(name: str) -> Response:
        found = assets.get(name)
        if found is None:
            abort(404)
        return Response(found.data, content_type=found.kind)

    @app.get("/")
    def _front() -> str:
        return render_template("portal.html", day=_words(_today(clock)), places=places,
                               stops=_stops(days, _today(clock)), story=STORY, key=key)

    @app.get("/meldinger")
    def _messages() -> str:
        return render_template("meldinger.html", sent=outgoing())

    @app.post("/dag")
    def _move() -> AnyResponse:
        # A page elsewhere in the same browser must not move the clock.
        if not secrets.compare_digest(request.form.get("nokkel", ""), key):
            abort(400)
        wanted = _day(request.form.get("dag", ""))
        if wanted is None or wanted <= _today(clock):
            abort(400)
        clock.set(datetime.combine(wanted, time(8, 0), OSLO))
        moved()
        return redirect("/", 303)

    return app


def _today(clock: FileClock) -> date:
    return clock.now().astimezone(OSLO).date()


def _stops(days: Sequence[Day], today: date) -> list[Stop]:
    return [Stop(day.on.isoformat(), f"{_words(day.on)}: {day.text}")
            for day in days if day.on > today]


def _words(day: date) -> str:
    return load_labels().day(day.isoformat())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
