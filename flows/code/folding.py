"""Folding: a lower-case ASCII shadow of a text, one character for one, which the rules are matched against.

Since every character stands at the same offset, as a code point and as a byte, spans need no translation, and
RE2 and `re` mean the same by a word character, a boundary and a letter's case.
"""

import re
import unicodedata
from functools import cache, lru_cache

from flows.code.lang.shortened import shortened

_MARKS = {
    **dict.fromkeys("‘’‚‛ʼ′´`", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
}


class _Fold(dict[int, str]):
    """The ASCII stand-in of each character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = _MARKS.get(character)
        if code < 128:
            folded = character
        elif folded is None and character.isspace():
            folded = " "
        elif folded is None:
            base = unicodedata.normalize("NFKD", character)[0]
            folded = base if base.isascii() and base.isalnum() else "x" if character.isalpha() else "~"
        self[code] = folded
        return folded


_FOLD = _Fold()
_OTHER = re.compile("[^\\x00-\\x7f]")


@lru_cache(maxsize=128)  # several steps ask for the statements of a batch, one after the other
def fold(text: str) -> str:
    """`text` in lower-case ASCII, of the same length: accents dropped, other letters `x`, other signs `~`.

    A shortened auxiliary is a word of its own: "we've" is `we ve`.
    """
    folded = text.lower() if text.isascii() else _OTHER.sub(lambda match: _FOLD[ord(match[0])], text).lower()
    return _shortened_verb().sub(" ", folded) if "'" in folded else folded


@cache
def _shortened_verb() -> re.Pattern[str]:
    return re.compile(rf"'(?=(?:{'|'.join(sorted(shortened().verbs))})\b)")
