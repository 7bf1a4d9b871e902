"""The story on the demo's front page, walked by its people in a real browser.

Rådgiver → rektor → PPT → Amina → her mother → a place → delivery → the new school → «Mottatt».
Each step says what that person must see, and what must never be on that person's screen.
"""

import re
import time
from collections.abc import Callable
from urllib.parse import unquote

from handover.bootstrap import read_policy
from handover.demo.cast import load
from handover.preview.labels import load_labels
from tests.journey.town import Town
from tests.journey.witness import Person, Witness

PATIENCE = 240
"""Seconds a message may take from one node to the other on a slow machine."""

# What stands in Amina's parts, and nowhere else.
CLASSROOM = "En rolig plass langt fra døra"
PLAN = "Amina leser fagtekster om kropp og helse"
LEFT_OUT = "La henne ta en pause uten å måtte forklare hvorfor"
DECISION = "Amina følger de vanlige målene i alle fag utenom norsk"
ASSESSMENT = "Lange tekster uten bilder tar mye kraft"
PPT_ADVICE = "Gi de nye ordene før timen begynner"
CLASSMATE = "Maja"
OWN_WORDS = "Jeg lærer best når jeg får se hvordan noe gjøres først."
FIRST_STEP = "Jeg ringer deg i neste uke. Så møtes vi før første skoledag."


def test_a_class_counsellor_a_family_and_a_new_school_walk_the_whole_road(
        the_town: Town, witness: Witness) -> None:
    the_counsellor_makes_the_package_ready(the_town, witness.person())
    the_head_teacher_approves(the_town, witness.person())
    ppt_makes_its_own_part_ready(the_town, witness.person())
    the_leader_of_ppt_approves(the_town, witness.person())
    amina_reads_and_answers(the_town, witness.person())
    her_mother_is_asked_what_amina_said_yes_to(the_town, witness.person())
    the_clock_is_moved(the_town, witness.person(), "8. juli 2027")
    admissions_reports_a_place(the_town, witness.person())
    amina_sees_where_she_got_a_place(the_town, witness.person())
    the_clock_is_moved(the_town, witness.person(), "10. august 2027")
    the_new_school_reads_and_confirms(the_town, witness.person())
    amina_reads_who_has_it(the_town, witness.person())

    assert secrets_in(witness.requests + witness.titles) == []
    assert [one for one in witness.requests
            if not one.startswith(("http://127.0.0.1:", "data:"))] == []
    assert witness.complaints == []
    assert witness.too_wide == []
    assert canaries_in_the_logs(the_town) == []


# -- the steps ------------------------------------------------------------------------------


def the_counsellor_makes_the_package_ready(town: Town, siri: Person) -> None:
    siri.log_in(town.kommune, "Feide", "Siri Aune")
    siri.sees("trinn", "10. trinn", "Dette venter på deg", "Amina Abdi Warsame")
    siri.press("Amina Abdi Warsame")
    siri.sees("klargjor", "Klargjør pakken til Amina", "PPT har sin egen del.")
    read_through_everything(siri, leave_out="Å ha det bra på skolen")
    siri.press("Send til rektor")
    siri.sees("trinn-sendt", "Sendt til rektor.")
    siri.never_saw(ASSESSMENT, PPT_ADVICE, "Oppsummering fra PPT")
    assert CLASSROOM in siri.read
    assert LEFT_OUT in siri.read
    siri.leave()


def the_head_teacher_approves(town: Town, trond: Person) -> None:
    trond.log_in(town.kommune, "Feide", "Trond Fosse")
    trond.sees("til-godkjenning", "Amina Abdi Warsame", "Klargjort av Siri Aune", CLASSROOM,
               PLAN, not_=(LEFT_OUT, CLASSMATE, ASSESSMENT, PPT_ADVICE))
    trond.press("Godkjenn pakken til Amina")
    trond.sees("godkjent", not_=("Godkjenn pakken til Amina",))
    trond.press("Oversikt")
    trond.sees("oversikt", "Venter på familien")
    trond.never_saw("Oppsummering fra PPT")
    trond.leave()


def ppt_makes_its_own_part_ready(town: Town, randi: Person) -> None:
    randi.log_in(town.kommune, "Feide", "Randi Kolstad")
    randi.sees("ppt-ko", "Elever med PPT-sak")
    randi.press("Hent fra PPT-systemet")
    randi.sees("ppt-hentet", "Amina Abdi Warsame", "Hentet fra PPT-systemet.")
    randi.press("Amina Abdi Warsame")
    read_through_everything(randi)
    randi.press("Send til PPT-leder")
    randi.sees("ppt-sendt", "Sendt til PPT-leder.")
    assert ASSESSMENT in randi.read
    assert PPT_ADVICE in randi.read
    randi.never_saw(CLASSROOM, PLAN, LEFT_OUT)
    randi.leave()


def the_leader_of_ppt_approves(town: Town, oyvind: Person) -> None:
    oyvind.log_in(town.kommune, "Feide", "Øyvind Mork")
    oyvind.sees("ppt-leder-ko", "Ligger til godkjenning")
    oyvind.press("Til godkjenning")
    oyvind.sees("ppt-leder", "Amina Abdi Warsame", PPT_ADVICE, not_=(CLASSROOM, PLAN))
    oyvind.press("Godkjenn pakken til Amina")
    oyvind.sees("ppt-leder-godkjent", not_=("Godkjenn pakken til Amina",))
    oyvind.leave()


def amina_reads_and_answers(town: Town, amina: Person) -> None:
    amina.log_in(town.kommune, "MinID", "Amina Abdi Warsame")
    amina.sees("hjem", "Hei, Amina.", "Dette handler om deg.", "BankID",
               "Du får skoleplass uansett hva du svarer.")
    amina.unfold("Dette sendes fordi loven sier det")
    amina.press("Les det som blir sendt")
    amina.sees("loven", "Dette sendes fordi loven sier det", "Du blir ikke spurt om dette.")
    amina.press("Forsiden")
    amina.press("Begynn")
    while "krever BankID" not in amina.text():
        question = amina.sees("sporsmal", "Hvem får det?", "Hvorfor?", "Hvor lenge?",
                              "Hvis du sier nei?")
        amina.answer("Nei" if PLAN in question else "Ja")
    amina.sees("bankid", "Dette spørsmålet krever BankID", "Har du ikke BankID")
    assert CLASSROOM in amina.read
    amina.never_saw(ASSESSMENT, PPT_ADVICE, LEFT_OUT, CLASSMATE)
    amina.press("Overgang, til forsiden")
    amina.sees("hjem-igjen", "igjen")
    amina_writes_in_her_own_words(amina)
    amina.press("Forsiden")
    amina.press("Hvem har pakken nå?")
    amina.sees("ikke-sendt", "Ingenting er sendt til den nye skolen ennå.", "Du sa nei.")
    amina.leave()


def amina_writes_in_her_own_words(amina: Person) -> None:
    amina.press("Skriv eller velg kort")
    amina.sees("egne-ord", "Ingen andre kan endre det.")
    amina.page.get_by_label("Det som virker for meg").fill(OWN_WORDS)
    amina.page.get_by_label("Få det vist med bilder").check()
    amina.page.get_by_label("Nei, vis det ikke til dem").check()
    amina.press("Lagre")
    amina.sees("egne-ord-les", "Slik blir det lest", OWN_WORDS, "Foresatte ser det ikke.",
               "Det er ikke sendt til noen.")
    for box in amina.page.get_by_role("checkbox").all():
        box.uncheck()
    amina.page.get_by_label("Den nye skolen").check()
    amina.press("Ja, send dette")
    amina.sees("egne-ord-sendt", "Du har sagt ja til at dette sendes")


def her_mother_is_asked_what_amina_said_yes_to(town: Town, hodan: Person) -> None:
    hodan.log_in(town.kommune, "BankID", "Hodan Ali Farah")
    hodan.sees("tolk", "Trenger du tolk?", "Barn skal ikke tolke.", "somali")
    hodan.press("Jeg trenger ikke tolk")
    hodan.sees("mor-hjem", "Hei, Hodan", "Dette handler om Amina.", "Du får ett spørsmål")
    hodan.unfold("Dette sendes fordi loven sier det")
    hodan.press("Les det som blir sendt")
    hodan.sees("mor-loven", "Du blir ikke spurt om dette.")
    hodan.press("Forsiden")
    hodan.press("Begynn")
    hodan.sees("mor-sporsmal", DECISION, "Uten svar fra deg blir det ikke sendt.")
    hodan.answer("Ja")
    hodan.sees("mor-takk", "Takk. Nå venter vi på skolen.")
    hodan.press("Se svarene dine")
    hodan.sees("mor-svar", "Du sa ja.")
    hodan.never_saw(PLAN, ASSESSMENT, PPT_ADVICE, LEFT_OUT, OWN_WORDS, CLASSMATE,
                    "Opplæringsplan", "Oppsummering fra PPT", "Å ha det bra på skolen")
    hodan.leave()


def the_clock_is_moved(town: Town, anyone: Person, day: str) -> None:
    anyone.page.goto(town.front)
    anyone.sees("demo", "Gå til en dag")
    anyone.page.get_by_role("button", name=re.compile(f"^{day}:")).click()
    anyone.sees("demo-flyttet", f"I demoen er det {day}")
    anyone.page.context.close()


def admissions_reports_a_place(town: Town, jon_erik: Person) -> None:
    jon_erik.log_in(town.county, "Feide", "Jon Erik Sand")
    jon_erik.sees("inntak-meldinger")
    jon_erik.press("Plasser")
    jon_erik.sees("inntak-plasser", "Amina Abdi Warsame", "Ikke meldt")
    jon_erik.press("Amina Abdi Warsame")
    jon_erik.sees("inntak-plass", "Hva har skjedd med plassen?")
    jon_erik.page.get_by_label("Har takket ja til plassen").check()
    jon_erik.page.get_by_label("Hvilken skole?").select_option(label="Fjordgløtt vgs")
    jon_erik.press("Meld fra")
    jon_erik.sees("inntak-meldt", "Fjordgløtt vgs")
    jon_erik.never_saw(CLASSROOM, PLAN, ASSESSMENT, PPT_ADVICE, LEFT_OUT, OWN_WORDS)
    jon_erik.leave()


def amina_sees_where_she_got_a_place(town: Town, amina: Person) -> None:
    amina.log_in(town.kommune, "MinID", "Amina Abdi Warsame")
    amina.press("Hvem har pakken nå?")
    patiently(lambda: "Du fikk plass på Fjordgløtt vgs" in amina.text(), amina)
    amina.sees("plass", "Ingenting er sendt til den nye skolen ennå.")
    amina.leave()


def the_new_school_reads_and_confirms(town: Town, kari: Person) -> None:
    kari.log_in(town.county, "Feide", "Kari Moen")
    patiently(lambda: kari.can_press("Amina Abdi Warsame"), kari)
    kari.sees("nye", "Nye hos oss", "Ingen ennå")
    kari.press("Amina Abdi Warsame")
    page = kari.sees("elev", OWN_WORDS, "Få det vist med bilder", CLASSROOM, DECISION,
                     "Pakken er ekte og uendret", "Kun til:", "Hodan",
                     not_=(PLAN, ASSESSMENT, PPT_ADVICE, LEFT_OUT, CLASSMATE))
    assert page.index(OWN_WORDS) < page.index(CLASSROOM)
    assert kari.page.get_by_label("Etternavn").input_value() == "Moen"
    kari.page.get_by_label("Hva skjer først?").fill(FIRST_STEP)
    kari.press("Bekreft")
    kari.sees("elev-mottatt", "Mottatt", FIRST_STEP)
    kari.leave()


def amina_reads_who_has_it(town: Town, amina: Person) -> None:
    amina.log_in(town.kommune, "MinID", "Amina Abdi Warsame")
    patiently(lambda: "Pakken er kommet fram" in amina.text(), amina)
    amina.sees("hjem-framme")
    amina.press("Se hvem som har den")
    patiently(lambda: "Mottatt." in amina.text(), amina)
    amina.sees("mottatt", "Kari Moen", "Fjordgløtt vgs", FIRST_STEP, "Du sa nei.")
    amina.leave()


# -- what they do ---------------------------------------------------------------------------


def read_through_everything(adviser: Person, leave_out: str = "") -> None:
    """Takes every part in turn: chosen, read, until nothing waits but sending."""
    parts = adviser.page.locator("nav.og-deler ul").first.locator("a")
    for title in [one.locator("span").inner_text() for one in parts.all()[:-1]]:
        adviser.page.locator("nav.og-deler a", has_text=title).first.click()
        adviser.sees("del", "Dette fant vi")
        if adviser.can_press("Lagre og gå videre"):
            wanted = "Nei, la det stå utenfor" if title == leave_out else "Ja, spør Amina"
            adviser.page.get_by_label(wanted).check()
            adviser.press("Lagre og gå videre")
        if title != leave_out and adviser.can_press("Jeg har lest gjennom"):
            adviser.sees("les-gjennom", "Se etter navn, nummer og noe om andre.")
            adviser.press("Jeg har lest gjennom")
    adviser.sees("klart")


def patiently(there: Callable[[], bool], person: Person) -> None:
    """Looks at the page again until it says so."""
    deadline = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < deadline, person.text()
        time.sleep(2)
        person.page.reload()


# -- what must be nowhere -------------------------------------------------------------------


def secrets_in(texts: list[str]) -> list[str]:
    """Names, numbers, schools and categories that stand as words in an address or a title."""
    cast, labels = load(), load_labels()
    persons = cast.persons().values()
    secret = {name for person in persons for name in (person.given, person.family)}
    secret |= {person.identifier.value for person in persons}
    secret |= {unit.id for unit in cast.units} | {unit.name for unit in cast.units}
    for category in read_policy().categories:
        secret |= {category, labels.titles.get(category, category)}
    return words_in(secret, "\n".join(unquote(text) for text in texts))


def canaries_in_the_logs(town: Town) -> list[str]:
    """Family names, numbers and streets in what the two nodes have written."""
    logs = town.logs()
    assert len(logs) == 2
    written = "\n".join(log.read_text(encoding="utf-8") for log in logs)
    assert written
    people = load().persons().values()
    return words_in({person.family for person in people}
                    | {person.identifier.value for person in people}
                    | {person.address.street for person in people if person.address}, written)


def words_in(words: set[str], text: str) -> list[str]:
    """Whole words: «Vik» is not in «Nordvik»."""
    return sorted(one for one in words
                  if re.search(rf"(?<![\w-]){re.escape(one)}(?![\w-])", text, re.IGNORECASE))
