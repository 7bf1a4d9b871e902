"""What every answer says to the browser: nothing from elsewhere, nothing kept, nothing told on."""

from flask import Flask, Response

from handover.house import House

CONTENT = ("default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
           "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
"""No inline script or style, and nothing from elsewhere. The one script reads
aloud. `data:` is for the drawings inside the style sheet."""

POWERS = ", ".join(f"{name}=()" for name in (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
    "microphone", "midi", "payment", "usb"))

YEAR = 365 * 24 * 60 * 60

ALWAYS = {
    "Content-Security-Policy": CONTENT,
    "Permissions-Policy": POWERS,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

CLEAR = '"cache", "storage"'
"""What «Avslutt raskt» wipes. Cookies are left out: the browser would clear them for the whole
registered domain, and so log the person out of everything else the municipality has."""


def install(app: Flask, node: House) -> None:
    """Sets the headers on every answer, whoever made it."""
    secure = node.settings.node.address.startswith("https://")

    @app.after_request
    def _dress(response: Response) -> Response:
        for name, value in ALWAYS.items():
            response.headers[name] = value
        # A page may hold somebody's life; only files that say so themselves may be kept.
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
            # Said by every page, read a cookie or not: else it would tell a door from a wall.
            response.vary.add("Cookie")
        if secure:
            response.headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
        return response
