"""A sidecar written as TOML, in the form that intake reads (flows/intake/sidecar.py)."""

import json
from collections.abc import Sequence

from flows.records import Fact

_DATES = ("date_start", "date_end")


def sidecar_toml(
    facts: Sequence[Fact],
    redistribute: bool = True,
    document_id: str | None = None,
    supersedes: str | None = None,
    text: str | None = None,
) -> str:
    """Return a sidecar. `text` is the CSS selector of the part of a page that is its text, where not all of it is."""
    lines = [f"id = {quoted(document_id)}"] if document_id else []
    lines += [f"supersedes = {quoted(supersedes)}"] if supersedes else []
    lines += ["redistribute = false"] if not redistribute else []
    lines += [f"text = {{ select = {quoted(text)} }}"] if text else []
    for fact in facts:
        value = fact.value if fact.field in _DATES else quoted(fact.value)
        lines.append(f"{fact.field} = {{ value = {value}, basis = {quoted(fact.basis)} }}")
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """Return a text as a TOML string; JSON's differ in the one character that TOML wants escaped, and in surrogates."""
    return json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False).replace("\x7f", "\\u007F")
