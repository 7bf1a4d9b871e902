"""Small help with words out of data: a title at the beginning of a line."""

from handover.texts.said import Text


def large(text: str) -> str:
    """«opplæringsplanen din» → «Opplæringsplanen din», in whatever language it is said."""
    return text.changed(_first_large) if isinstance(text, Text) else _first_large(text)


def _first_large(text: str) -> str:
    return text[:1].upper() + text[1:]
