"""What each desk calls things: the only difference between four receivers' pages of a pupil."""

from collections.abc import Mapping
from dataclasses import dataclass

from handover.web.texts import marked


@dataclass(frozen=True)
class Words:
    """Bokmål, marked for translation; `%(navn)s` is the pupil's first name."""

    back: str
    """The way back to the list."""
    page_title: str
    """Title of the page: never a name."""
    voice: str
    asked: str
    """Above the part that is why the pupil lies at this desk, when there is one."""
    follows: str
    first: str
    confirm: str = marked("Bekreft at dere har tatt imot")
    example: str = marked("For eksempel: Jeg ringer deg fredag.")


WORDS: Mapping[str, Words] = {
    "inntak": Words(
        back=marked("Til listen"), page_title=marked("En søker"),
        voice=marked("%(navn)s sine egne ord"),
        asked=marked("Dette skal behandles"),
        follows=marked("Hvem behandler saken til %(navn)s?"), first=marked("Hva skjer først?")),
    "skole": Words(
        back=marked("Nye hos oss"), page_title=marked("En ny elev"),
        voice=marked("Det som virker for meg. %(navn)s sine egne ord"),
        asked=marked("Dette gjelder det"),
        follows=marked("Hvem følger opp %(navn)s?"), first=marked("Hva skjer først?")),
    "ppt": Words(
        back=marked("Nye hos oss"), page_title=marked("En ny elev"),
        voice=marked("Det som virker for meg. %(navn)s sine egne ord"),
        asked=marked("Dette skal behandles"),
        follows=marked("Hvem i PPT følger opp %(navn)s?"), first=marked("Hva skjer først?")),
    "ot": Words(
        back=marked("Nye hos deg"), page_title=marked("Slik får du tak i eleven"),
        voice=marked("Dette vil %(navn)s at du skal vite"),
        asked=marked("Beskjeden dere fikk"),
        follows=marked("Hvem har tatt kontakt med %(navn)s?"),
        first=marked("Hva har dere avtalt?"), confirm=marked("Kontakt tatt"),
        example=marked("For eksempel: Vi møtes på biblioteket onsdag.")),
}
