"""Source for what somebody typed in or uploaded at our own pages (P5)."""

from adapters.opplasting.source import UploadSource

__all__ = ["UploadSource"]
