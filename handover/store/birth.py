"""A database is born demo or production, of one kind, for one organisation, and never changes (S23)."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from handover.errors import Misconfigured
from handover.ports import Clock
from handover.settings import NodeSettings
from handover.store.tables import Node
from handover.store.work import Work


def upgrade(engine: Engine) -> None:
    """Brings the schema to the newest version, from empty or from any release."""
    config = Config()
    config.set_main_option("script_location", str(Path(str(files("handover.store"))) /
                                                  "migrations"))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def settle(open_work: Callable[[], Work], node: NodeSettings, clock: Clock) -> None:
    """Writes what this database is the first time, and refuses anything else ever after.

    Raises Misconfigured when the settings say something else than the database.
    """
    with open_work() as work:
        row = work.session.get(Node, 1)
        if row is None:
            work.session.add(Node(id=1, kind=node.kind, demo=node.demo,
                                  organisation=node.organisation, born=clock.now()))
            work.commit()
        elif (row.kind, row.demo, row.organisation) != (node.kind, node.demo, node.organisation):
            raise Misconfigured(
                "Databasen hører til en annen node, eller er født som demo og skal ikke bli "
                "produksjon. Bruk databasen til denne noden.", "ANNEN_DATABASE")
