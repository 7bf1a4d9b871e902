"""The four errors an adapter may raise, by what the house does next.

The promise: the sentence comes from this module, never from a vendor, a library or an
answer, so no address, body or person can stand in it (S28). What a vendor chooses is a
code or a setting's name, and both have a narrow form.
"""

import re

from handover import errors

_CODE = re.compile(r"[A-Z][A-Z_]{1,39}")
_SETTING = re.compile(r"[a-z][a-z_.]{0,39}[0-9]{0,3}")
_REFERENCE = re.compile(r"[A-Za-z0-9._:-]{0,200}")
_LONGEST_WAIT = 24 * 3600

_SENTENCES = {
    "UKJENT_ELEV": "Systemet kjenner ikke eleven. Sjekk at eleven er registrert der.",
    "UKJENT_SKOLE": "Systemet kjenner ikke skolen. Sjekk organisasjonsnummeret i oppsettet.",
    "UGYLDIG_SVAR": "Svaret fra systemet har feil form. Meld fra til leverandøren.",
    "SVAR_FOR_STORT": "Svaret fra systemet er for stort. Meld fra til leverandøren.",
    "OMDIRIGERT": "Systemet sendte oss til en annen adresse. Det følger vi ikke.",
    "IKKE_ANSATTE": "Systemet kan ikke si hvem som arbeider på skolen.",
    "FREMMED_LENKE": "Svaret peker på en annen adresse. Det følger vi ikke.",
    "FEIL_PERSON": "Systemet svarte om en annen person. Svaret er ikke tatt i bruk.",
    "AVVIST": "Systemet avviste forespørselen. Meld fra til den som drifter tjenesten.",
    "UKJENT_MOTTAKER": "Meldingen kan ikke leveres dit. Nå personen på en annen måte.",
    "ADAPTER_FEIL": "Koblingen til systemet sviktet. Meld fra til leverandøren.",
    "ADAPTER_STENGT": "Koblingen prøvde noe den ikke har lov til, og er stoppet.",
    "KVITTERING_MANGLER": "Mottakeren svarte uten kvittering. Sjekk adressen til mottakeren.",
    "FOR_STORT": "Det som skulle sendes, er for stort.",
    "UGYLDIG_FORMAT": "Filen fra systemet følger ikke formatet. Meld fra til leverandøren.",
    "IKKE_KLASSELISTE": "Systemet kan ikke svare for hele klassen. Spør om én elev.",
    "RASKARER": "Svaret inneholder råskårer fra tester. PPT må ta dem ut før noe kan brukes.",
    "TO_AV_SAMME_SLAG": "Det er lastet opp to dokumenter av samme slag. Behold ett.",
    "VEDLEGG_I_SKJEMA": "Skjemaet peker på en fil det ikke har med. Last opp filen på nytt.",
    "PDF_TOO_LARGE": "PDF-en er for stor. Den kan være på høyst 10 MB.",
    "PDF_NOT_PDF": "Filen er ikke en hel PDF. Lagre den som PDF på nytt.",
    "PDF_ENCRYPTED": "PDF-en er låst med passord. Last opp en utgave uten passord.",
}
_DEFAULT = "Systemet kan ikke gjøre dette. Meld fra til den som drifter tjenesten."


class AdapterError(errors.HandoverError):
    """Base of the four. Nothing else leaves `collect`, `deliver` or `check`."""


class Retryable(AdapterError):
    """It may work later: time-out, no connection, 429, 5xx.

    `after_seconds`: when to try again at the earliest, 0 when the other side did not say;
    never more than a day, so that a wrong number cannot park a delivery.
    """

    def __init__(self, after_seconds: int = 0) -> None:
        super().__init__("Systemet svarer ikke akkurat nå. Vi prøver igjen.", "PROV_IGJEN")
        self.after_seconds = max(0, min(int(after_seconds), _LONGEST_WAIT))


class Permanent(AdapterError):
    """It will not work however often it is tried; a person must act.

    `reason_code`: capital letters and underscores. A code of any other form becomes
    `ADAPTER_FEIL`, because digits and free text could carry a person.
    """

    def __init__(self, reason_code: str) -> None:
        code = reason_code if _CODE.fullmatch(reason_code) else "ADAPTER_FEIL"
        super().__init__(_SENTENCES.get(code, _DEFAULT), code)
        self.reason_code = code


class Duplicate(AdapterError):
    """The receiver already has this message; it counts as delivered.

    `reference` is the receiver's; `receipt` the signed receipt container it answered with.
    """

    def __init__(self, reference: str = "", receipt: bytes | None = None) -> None:
        super().__init__("Mottakeren har meldingen fra før.", "ALLEREDE_MOTTATT")
        self.reference = reference if _REFERENCE.fullmatch(reference) else ""
        self.receipt = receipt


class Misconfigured(AdapterError, errors.Misconfigured):
    """A setting is missing or wrong; `setting` is its name, never its value."""

    def __init__(self, setting: str) -> None:
        name = setting if _SETTING.fullmatch(setting) else "adapter"
        super().__init__(
            f"Innstillingen «{name}» for koblingen mangler eller er feil. Rett den i oppsettet.",
            "FEIL_OPPSETT",
        )
        self.setting = name
