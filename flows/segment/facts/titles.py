"""Titles."""
from flows.segment.speakers import Read


def read_author(text: str) -> tuple[Read, ...]:
    return ()
