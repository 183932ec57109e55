"""Patterns over folded text, in two kinds: one that scans a whole text, and one that reads a few words.

RE2 scans: one automaton for a whole table, linear in the text. Python's `re` reads what the scan found: a call costs
it a tenth of RE2's, and the text is short. Both see ASCII only, so that they mean the same.
"""

import re

import re2

from flows.rules import RuleError, compile_pattern


def scanner(pattern: str, table: str, rule: str) -> "re2._Regexp[bytes]":
    """The pattern compiled to scan a folded text as bytes; raises RuleError, naming table and rule."""
    return compile_pattern(pattern.encode("ascii"), table, rule)


def reader(pattern: str, table: str, rule: str) -> re.Pattern[str]:
    """The pattern compiled to read a few words of a folded text; raises RuleError, naming table and rule."""
    try:
        return re.compile(pattern, re.ASCII)
    except re.error as error:
        raise RuleError(f"{table}: rule {rule}: the pattern does not compile: {error}") from None
