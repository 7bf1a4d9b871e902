"""Every test here runs on SQLite and on PostgreSQL."""

from tests.both_databases import kommune, postgres

__all__ = ["kommune", "postgres"]
