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
    "spor_leder": marked("Svar på et spørsmål om en del"),
    "ga_opp": marked("Sendingen kom ikke fram"),
    "avvist": marked("Mottakeren tok ikke imot sendingen"),
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
