"""Text of others in Markdown: shown as it is, and never acted on."""

import re

from flows.one_line import one_line

_ACTED_ON = re.compile(r"[\\<>&*\[\]|`~]|(?<![^\W_])_|_(?![^\W_])")


def escaped(text: str) -> str:
    """Return the text on one line, with a backslash before what Markdown or HTML would act on."""
    return _ACTED_ON.sub(r"\\\g<0>", one_line(text))


def code(text: str) -> str:
    """Return the text on one line as code, whatever marks are in it."""
    line = one_line(text)
    longest = max(map(len, re.findall("`+", line)), default=0)
    if not longest:
        return f"`{line}`"
    fence = "`" * (longest + 1)
    return f"{fence} {line} {fence}"
