"""Keys of the node itself, wrapped by the master key; persons' keys stand in their own rows."""

from sqlmodel import Field

from handover.store.tables.common import Row


class NodeKey(Row, table=True):
    """A key that belongs to no person: what numbers are looked up by, and the node's own box."""

    name: str = Field(primary_key=True, max_length=16)
    """oppslag | node"""
    wrapped: bytes
