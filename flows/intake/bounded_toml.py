"""TOML from files that anybody may have written: bounded in size and depth before it is parsed."""

import re
import tomllib
from typing import Any

MAX_BYTES = 256 << 10
MAX_DEPTH = 32
"""Of brackets, over which `tomllib` recurses, and of names in a dotted key, in which it is quadratic."""

# Strings and comments are passed over whole; of the rest, what nests is kept.
_TOKENS = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|'
    r"'''.*?'''|"
    r'"(?:[^"\\\n]|\\.)*"|'
    r"'[^'\n]*'|"
    r"#[^\n]*|[\[\]{}.=,\n]",
    re.DOTALL,
)


def read_toml(content: bytes) -> dict[str, Any]:
    """Return the table that TOML holds; raise ValueError with the reason, in one line, where it is none."""
    if len(content) > MAX_BYTES:
        raise ValueError(f"is over the limit of {MAX_BYTES:,} bytes")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"is not TOML: {error}") from None
    _refuse_depth(text)
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: such as a number of too many digits
        raise ValueError(f"is not TOML: {str(error).splitlines()[0]}") from None


def _refuse_depth(text: str) -> None:
    depth = names = 0
    for token in _TOKENS.finditer(text):
        mark = token[0]
        if mark == ".":
            names += 1
        elif mark in "=,\n":
            names = 0
        elif mark in "[{":
            depth, names = depth + 1, 0
        elif mark in "]}":
            depth = max(depth - 1, 0)
        if depth > MAX_DEPTH or names > MAX_DEPTH:
            line = text.count("\n", 0, token.start()) + 1
            raise ValueError(f"line {line}: is nested deeper than {MAX_DEPTH}")
