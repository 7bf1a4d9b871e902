"""The languages pages are written in: their own names, direction, script and plural forms.

Bokmål is the language of the message ids and the legal original. Staff read bokmål or
nynorsk (språklova § 4); families read any of them.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tongue:
    """One language of the pages."""

    code: str
    """ISO 639, as in `lang` of HTML and the name of the catalogue."""
    own: str
    """What those who speak it call it."""
    bokmal: str
    """What it is called in bokmål."""
    script: str
    """First word of the Unicode names of its letters."""
    plurals: str
    """The gettext header `Plural-Forms`."""
    rtl: bool = False
    """Runs from right to left."""
    foreign: bool = True
    """A draft in it is shown with the bokmål beside it; everybody reads bokmål and nynorsk."""

    @property
    def direction(self) -> str:
        """The value of `dir` in HTML."""
        return "rtl" if self.rtl else "ltr"


_TWO = "nplurals=2; plural=(n != 1);"
_SLAVIC = ("(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)")

NB = Tongue("nb", "bokmål", "bokmål", "LATIN", _TWO, foreign=False)

TONGUES: tuple[Tongue, ...] = (
    NB,
    Tongue("nn", "nynorsk", "nynorsk", "LATIN", _TWO, foreign=False),
    Tongue("se", "davvisámegiella", "nordsamisk", "LATIN",
           "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);"),
    Tongue("en", "English", "engelsk", "LATIN", _TWO),
    Tongue("pl", "polski", "polsk", "LATIN",
           "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"),
    Tongue("uk", "українська", "ukrainsk", "CYRILLIC", f"nplurals=3; plural={_SLAVIC};"),
    Tongue("ar", "العربية", "arabisk", "ARABIC",
           "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
           "n%100>=11 ? 4 : 5);", rtl=True),
    Tongue("so", "Soomaali", "somali", "LATIN", _TWO),
    Tongue("ti", "ትግርኛ", "tigrinja", "ETHIOPIC", "nplurals=2; plural=(n > 1);"),
    Tongue("lt", "lietuvių", "litauisk", "LATIN",
           "nplurals=3; plural=(n%10==1 && (n%100<11 || n%100>19) ? 0 : "
           "n%10>=2 && n%10<=9 && (n%100<11 || n%100>19) ? 1 : 2);"),
)
"""In the order a reader chooses among them."""

BY_CODE = {one.code: one for one in TONGUES}

FOR_STAFF = frozenset({"nb", "nn"})
"""What pages for staff are written in."""


def tongue(code: str) -> Tongue | None:
    """The language of that code, or None when no page is written in it."""
    return BY_CODE.get(code)
