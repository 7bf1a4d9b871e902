"""The same kommune on both databases."""

from tests.both_databases import kommune, postgres

__all__ = ["kommune", "postgres"]
