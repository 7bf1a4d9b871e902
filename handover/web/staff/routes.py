"""The pages both desks have, as a table: address, name, who opens it, and what it does.

The promise: the school's and PPT's pages differ in whose parts they show and in nothing else,
and every one of them says who may use it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint

from handover.web.access import SMALL, needs, staff
from handover.web.staff import approve, entry, leader_pupil, mend, overview, workbench
from handover.web.staff.desk import Desk

DOCUMENT = 12_000_000
"""Bytes a form with a PDF may hold: ten million for the PDF, the rest for the fields."""


@dataclass(frozen=True)
class Page:
    """One route."""

    method: str
    path: str
    name: str
    act: Callable[..., Any]
    limit: int = SMALL


PREPARING = (
    Page("GET", "/elev/<pupil_id>", "pupil", workbench.page),
    Page("GET", "/elev/<pupil_id>/del/<part_id>", "part", workbench.page),
    Page("GET", "/elev/<pupil_id>/del/<part_id>/vedlegg/<sha256>", "attachment",
         workbench.attachment),
    Page("POST", "/elev/<pupil_id>/del/<part_id>/valg", "choose", workbench.choose),
    Page("POST", "/elev/<pupil_id>/del/<part_id>/lest", "screen", workbench.screen),
    Page("POST", "/elev/<pupil_id>/del/<part_id>/merke", "let_stand", workbench.let_stand),
    Page("POST", "/elev/<pupil_id>/del/<part_id>/bytt", "swap", mend.swap),
    Page("POST", "/elev/<pupil_id>/del/<part_id>/sporsmal", "ask", workbench.ask),
    Page("POST", "/elev/<pupil_id>/send", "send", workbench.send),
    Page("GET", "/elev/<pupil_id>/ny", "new", entry.choose_kind),
    Page("POST", "/elev/<pupil_id>/ny", "write", entry.write, DOCUMENT),
    Page("POST", "/gjoremal/<task_id>/ferdig", "finish", overview.finish),
)

APPROVING = (
    Page("GET", "/godkjenning", "waiting", approve.first),
    Page("GET", "/godkjenning/<pupil_id>", "pupil", approve.page),
    Page("GET", "/godkjenning/<pupil_id>/del/<part_id>/vedlegg/<sha256>", "attachment",
         approve.attachment),
    Page("POST", "/godkjenning/<pupil_id>", "approve", approve.approve),
    Page("POST", "/godkjenning/<pupil_id>/del/<part_id>/tilbake", "send_back",
         approve.send_back),
)

LEADING = (
    Page("GET", "/oversikt", "page", overview.page),
    Page("POST", "/oppgave/<task_id>/fordel", "assign", overview.assign),
    Page("POST", "/oppgave/<task_id>/ferdig", "finish", overview.finish),
    Page("POST", "/oppgave/<task_id>/utenfor", "leave_out", leader_pupil.leave_out),
    Page("POST", "/oppgave/<task_id>/med", "let_in", leader_pupil.let_in),
    Page("POST", "/oppgave/<task_id>/igjen", "retry", overview.retry),
    Page("GET", "/leder/elev/<pupil_id>", "pupil", leader_pupil.page),
    Page("GET", "/oppgave/<task_id>/vedlegg/<sha256>", "attachment", leader_pupil.attachment),
)

TAKING_OUT = (
    Page("POST", "/oversikt/finn", "search", overview.search),
    Page("GET", "/leder/elev/<pupil_id>/ut", "way_out", leader_pupil.way_out),
    Page("POST", "/leder/elev/<pupil_id>/ut", "take_out", leader_pupil.take_out),
)


def add(room: Blueprint, desk: Desk, pages: tuple[Page, ...], roles: tuple[str, ...],
        before: str = "") -> None:
    """Opens the pages for a desk, for these roles, under addresses that begin with `before`."""
    for page in pages:
        room.add_url_rule(
            before + page.path, page.name, methods=[page.method],
            view_func=needs(staff(*roles), limit=page.limit)(partial(page.act, desk)))
