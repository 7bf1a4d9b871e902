"""Where a view is: the node it serves, its time, and nothing else."""

from datetime import datetime
from typing import cast

from flask import current_app

from handover.house import House

EXTENSION = "overgang"


def house() -> House:
    """The node this application was made for."""
    return cast(House, current_app.extensions[EXTENSION])


def now() -> datetime:
    """The present instant by the node's clock: aware, UTC."""
    return house().clock.now()
