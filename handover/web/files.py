"""Serves what pages fetch beside themselves: style, fonts, mark. The same for everybody."""

from typing import cast

from flask import Blueprint, Response, abort, current_app, request

from handover.web.access import needs, plain
from handover.web.assets import Assets

room = Blueprint("filer", __name__)

EXTENSION = "overgang_assets"
LONG = "public, max-age=31536000, immutable"


def assets() -> Assets:
    """The files of this application."""
    return cast(Assets, current_app.extensions[EXTENSION])


def asset(name: str) -> str:
    """The address of a file; it changes when any file does."""
    return f"/static/{assets().digest}/{name}"


@room.get("/static/<digest>/<name>")
@needs(plain)
def fetch(digest: str, name: str) -> Response:
    """The file, gzipped when the browser takes that. An old digest gets today's file, unkept."""
    found = assets().get(name)
    if found is None:
        abort(404)
    packed = found.packed if request.accept_encodings["gzip"] else None
    answer = Response(packed or found.data, mimetype=None, content_type=found.kind)
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Cache-Control"] = LONG if digest == assets().digest else "no-store"
    return answer
