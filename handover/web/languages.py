"""The languages an interpreter may be asked for in, in their own words and in bokmål."""

from handover.web.texts import _, marked

LANGUAGES = (
    ("ar", "العربية", marked("arabisk")),
    ("prs", "دری", marked("dari")),
    ("en", "English", marked("engelsk")),
    ("lt", "lietuvių", marked("litauisk")),
    ("se", "davvisámegiella", marked("nordsamisk")),
    ("nsl", "", marked("norsk tegnspråk")),
    ("pl", "polski", marked("polsk")),
    ("so", "soomaali", marked("somali")),
    ("ti", "ትግርኛ", marked("tigrinja")),
    ("uk", "українська", marked("ukrainsk")),
    ("annet", "", marked("et annet språk")),
)
"""Code, the language's own name, its name in bokmål."""


def language(code: str) -> str:
    """The language's name in bokmål; empty for a code that is not among these."""
    return next((_(bokmal) for known, _own, bokmal in LANGUAGES if known == code), "")
