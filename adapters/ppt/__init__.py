"""Source for PPT systems that answer our open contract, `openapi.yaml` beside this file."""

from adapters.ppt.source import PptSource

__all__ = ["PptSource"]
