"""The rooms of the leaders: what waits for approval, the overview, deputies and who is out."""

from flask import Blueprint

from handover.decision.access import LEADS
from handover.web.staff import baton, crew, helpers, leader_pupil, recuse, routes
from handover.web.staff.desk import PPT_DESK, SCHOOL
from handover.web.staff.routes import Page

CREW = (
    Page("GET", "/stedfortreder", "page", crew.page),
    Page("POST", "/stedfortreder", "set_absence", crew.set_absence),
    Page("POST", "/stedfortreder/<absence_id>/tilbake", "end_absence", crew.end_absence),
    Page("POST", "/stedfortreder/siste-dag", "last_day", crew.last_day),
    Page("POST", "/sending/stopp", "stop", crew.stop),
    Page("POST", "/sending/start", "start", crew.start),
    Page("POST", "/leder/elev/<pupil_id>/innhold", "read", leader_pupil.read),
    Page("GET", "/leder/elev/<pupil_id>/innhold/<part_id>/vedlegg/<sha256>", "read_attachment",
         leader_pupil.read_attachment),
    Page("POST", "/leder/inhabil/<recusal_id>/opphev", "lift", recuse.lift),
)
OUT = (
    Page("GET", "/elev/<pupil_id>/inhabil", "recuse", recuse.page),
    Page("POST", "/elev/<pupil_id>/inhabil", "declare", recuse.declare),
)
HELP = (
    Page("GET", "/elev/<pupil_id>/hjelpere", "helpers", helpers.page),
    Page("POST", "/elev/<pupil_id>/hjelpere", "invite", helpers.invite),
    Page("POST", "/elev/<pupil_id>/hjelpere/<case_id>/avslutt", "end_help", helpers.end),
)

approval = Blueprint(SCHOOL.lead_room, __name__)
routes.add(approval, SCHOOL, routes.APPROVING, LEADS)

overview = Blueprint(SCHOOL.over_room, __name__)
routes.add(overview, SCHOOL, (*routes.LEADING, *routes.TAKING_OUT), LEADS)

crew_of_school = Blueprint(SCHOOL.crew_room, __name__)
routes.add(crew_of_school, SCHOOL, CREW, LEADS)
routes.add(crew_of_school, SCHOOL, (*OUT, *HELP), SCHOOL.everybody)
crew_of_school.add_app_template_global(baton.stafettpinnen)
crew_of_school.add_app_template_global(crew.sending_stopped)

crew_of_ppt = Blueprint(PPT_DESK.crew_room, __name__)
routes.add(crew_of_ppt, PPT_DESK, CREW, PPT_DESK.leads, "/ppt")
routes.add(crew_of_ppt, PPT_DESK, OUT, PPT_DESK.everybody, "/ppt")
