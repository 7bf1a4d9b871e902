"""The rooms of the school's leaders: what waits for approval, and the overview."""

from flask import Blueprint

from handover.decision.access import LEADS
from handover.web.staff import routes
from handover.web.staff.desk import SCHOOL

approval = Blueprint(SCHOOL.lead_room, __name__)
routes.add(approval, SCHOOL, routes.APPROVING, LEADS)

overview = Blueprint(SCHOOL.over_room, __name__)
routes.add(overview, SCHOOL, (*routes.LEADING, *routes.TAKING_OUT), LEADS)
