"""Recipient for another node of Overgang: the package and messages over HTTPS."""

from adapters.node.recipient import NodeRecipient

__all__ = ["NodeRecipient"]
