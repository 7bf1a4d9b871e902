"""The reasons of `rules.roles` in words: what the leader chooses among and what a pupil reads."""

from collections.abc import Iterable

from handover.web.texts import _, marked

WORDS = {
    "fravaer": marked("Den som har oppgaven, er borte"),
    "slutter": marked("Den som har oppgaven, slutter"),
    "for_mye": marked("Den som har oppgaven, har for mye å gjøre"),
    "inhabil": marked("Den som har oppgaven, er inhabil"),
    "kjenner_eleven": marked("En annen kjenner eleven bedre"),
    "eleven_bad": marked("Eleven eller familien har bedt om det"),
    "klage": marked("Noen har klaget"),
    "feil": marked("Noe i innholdet kan være feil"),
    "tilsyn": marked("Kommunen eller et tilsyn har bedt om en kontroll"),
    "rettet": marked("Feilen er rettet"),
    "falsk_alarm": marked("Det var ingen feil"),
    "avklart": marked("Saken er avklart med kommunen"),
}


def choices(known: Iterable[str]) -> list[tuple[str, str]]:
    """The reasons as a form offers them, in the order written here."""
    wanted = set(known)
    return [(code, _(text)) for code, text in WORDS.items() if code in wanted]


def text(code: str) -> str:
    """A reason in words; nothing for a code that is not known here."""
    return _(WORDS[code]) if code in WORDS else ""
