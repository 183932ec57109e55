"""Quotations: whether the words at a place of a text stand in quotation marks."""

_OPENING, _CLOSING, _EITHER = "“„«", "”»", '"'


def opens(text: str, start: int, end: int) -> bool:
    """Return whether a quotation that begins in a stretch is still open at its end."""
    depth = 0
    for character in text[start:end]:
        if character in _OPENING:
            depth = 1
        elif character in _CLOSING:
            depth = 0
        elif character == _EITHER:
            depth = 1 - depth
    return depth > 0


def closes(text: str, start: int, end: int) -> bool:
    """Return whether a quotation that was open before a stretch ends in it."""
    return any(character in _CLOSING or character in _EITHER for character in text[start:end])


def begins_quoted(text: str, start: int, end: int) -> bool:
    """Return whether a stretch begins with a quotation mark."""
    return text[start:end].lstrip()[:1] in (*_OPENING, *_EITHER)
