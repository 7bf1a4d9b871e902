"""The words staff read for states, kinds and sources. Bokmål, short, never about a reason."""

from handover.rules.part_states import PartState
from handover.web.texts import marked

STATES = {
    PartState.FOUND: marked("Ikke valgt"),
    PartState.CHOSEN: marked("Må ses på"),
    PartState.SCREENED: marked("Klar"),
    PartState.WITH_LEADER: marked("Til godkjenning"),
    PartState.APPROVED: marked("Godkjent"),
    PartState.LEFT_OUT: marked("Står utenfor"),
}

ICONS = {
    PartState.FOUND: "ClockDashed",
    PartState.CHOSEN: "ExclamationmarkTriangle",
    PartState.SCREENED: "CheckmarkCircle",
    PartState.WITH_LEADER: "Clock",
    PartState.APPROVED: "SealCheckmark",
    PartState.LEFT_OUT: "MinusCircle",
}

TASKS = {
    "innlogging_stengt": marked("Møt eleven og åpne innloggingen"),
    "spor_leder": marked("Svar på et spørsmål om en del"),
    "ga_opp": marked("Sendingen kom ikke fram"),
    "na_pa_annen_mate": marked("Nå familien på annen måte. Skriv ut på papir eller ring."),
    "avvist": marked("Mottakeren tok ikke imot sendingen"),
    "retting": marked("Noen sier at noe er feil. Svar dem"),
    "ring_meg": marked("Ring. Noen i familien vil snakke med deg"),
    "fordel_igjen": marked("Noen er borte eller har sluttet. Fordel oppgavene deres på nytt"),
}
"""Kind of task → what it is. Other rooms may make kinds of their own."""
ANY_TASK = marked("Se på denne oppgaven")

SOURCES = {
    "pifu": marked("Skolens system"),
    "ppt": marked("PPT-systemet"),
    "opplasting": marked("Skrevet inn her"),
}

ROLES = {
    "radgiver": marked("Rådgiver"),
    "rektor": marked("Rektor"),
    "avdelingsleder": marked("Avdelingsleder"),
    "kontaktlaerer": marked("Kontaktlærer"),
    "laerer": marked("Lærer"),
    "ppt_radgiver": marked("PPT-rådgiver"),
    "ppt_leder": marked("PPT-leder"),
    "inntak_leder": marked("Leder for inntaket"),
}

ELSEWHERE = marked("Noen elever følges opp av rektor på annen måte.")
"""Stands under every list, always (P4)."""

OWN_SOURCE = "opplasting"
"""The source of what was written at our own pages, and may be mended there."""
OPEN = (PartState.FOUND, PartState.CHOSEN, PartState.SCREENED, PartState.LEFT_OUT)
"""States in which the one who prepares may still change the text."""
INSTEAD = {"medelev": marked("en medelev"), "voksen": marked("en voksen på skolen"),
           "familie": marked("en i familien"), "ut": marked("(tatt ut)")}
"""What may stand instead of a name, or of a number."""
