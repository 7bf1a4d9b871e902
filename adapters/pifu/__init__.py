"""Source for school systems that export PIFU-IMS SAS 1.3 (NS 4170 over IMS Enterprise 1.1)."""

from adapters.pifu.source import PifuSource

__all__ = ["PifuSource"]
