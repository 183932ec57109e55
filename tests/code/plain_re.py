"""Python's `re` behind the names of `re2` that the code step uses: a second engine to check the first with.

Run as a program it reads a pickle of segmented documents and writes the pickle of them coded, with `re` in place of
RE2: `python -m tests.code.plain_re IN OUT`.
"""

import pickle
import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

LAST = 0x3000  # the letters of the scripts that our patterns are asked about stand before it


class Options:
    """Options that `re` has no use for."""

    class Encoding:
        """Of patterns: bytes are one byte a character with `re` anyway."""

        LATIN1 = None


class _Set:
    """Patterns that are asked together; `re` asks them one by one."""

    def __init__(self, options: Options | None = None) -> None:
        self._patterns: list[_Pattern] = []

    def Add(self, pattern: str, options: Options | None = None) -> None:  # noqa: N802
        self._patterns.append(_of_characters(pattern))

    def Compile(self) -> None:  # noqa: N802
        """Nothing is left to do."""

    def Match(self, text: bytes) -> list[int] | None:  # noqa: N802
        words = text.decode()
        return [index for index, pattern in enumerate(self._patterns) if pattern.search(words)] or None


class _Match(NamedTuple):
    """A match in UTF-8: its offsets count bytes, as RE2's do."""

    match: re.Match[str]

    def span(self, group: int = 0) -> tuple[int, int]:
        start, end = self.match.span(group)
        return len(self.match.string[:start].encode()), len(self.match.string[:end].encode())

    def start(self, group: int = 0) -> int:
        return self.span(group)[0]


class _Pattern:
    """A pattern of characters, which RE2 can ask of UTF-8, too."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pattern, name)

    def finditer(self, text: str | bytes, *bounds: int) -> Iterator[re.Match[str] | _Match]:
        if isinstance(text, str):
            return self._pattern.finditer(text, *bounds)
        return map(_Match, self._pattern.finditer(text.decode()))


class _BytePattern:
    """A pattern of bytes, which can be asked as the innards of RE2's are (flows.rules.spans)."""

    def __init__(self, pattern: re.Pattern[bytes]) -> None:
        self._pattern = pattern
        self._regexp = self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pattern, name)

    def Match(self, anchor: None, text: bytes, start: int, end: int) -> list[tuple[int, int]]:  # noqa: N802
        found = self._pattern.search(text, start, end)
        return [found.span() if found else (-1, -1)]


class _Regexp:
    """What flows.rules derives its patterns from: here it makes the stand-ins above."""

    def __new__(cls, pattern: str | bytes, options: Options | None = None) -> Any:
        return compiled(pattern, options)


def compiled(pattern: str | bytes, options: Options | None = None) -> "_Pattern | _BytePattern":
    """The pattern as `re` reads it, with RE2's ASCII word characters; `\\p{…}` is written out."""
    return _BytePattern(re.compile(pattern)) if isinstance(pattern, bytes) else _of_characters(pattern)


def _of_characters(pattern: str) -> _Pattern:
    return _Pattern(re.compile(_written_out(pattern), re.ASCII))


def _written_out(pattern: str) -> str:
    parts, inside, at = [], False, 0
    while at < len(pattern):
        if pattern.startswith("\\p{", at):
            end = pattern.index("}", at)
            letters = _letters(pattern[at + 3 : end])
            parts.append(letters if inside else f"[{letters}]")
            at = end + 1
            continue
        step = 2 if pattern[at] == "\\" else 1
        if step == 1:
            inside = pattern[at] == "[" or (inside and pattern[at] != "]")
        parts.append(pattern[at : at + step])
        at += step
    return "".join(parts)


@cache
def _letters(category: str) -> str:
    found = (chr(code) for code in range(LAST) if unicodedata.category(chr(code)).startswith(category))
    return "".join(re.escape(character) for character in found)


def install() -> None:
    """Put this module in the place of `re2`; nothing of the project may have been imported before."""
    stand_in = ModuleType("re2")
    vars(stand_in).update(
        compile=compiled, error=re.error, _Regexp=_Regexp, Options=Options, Set=ModuleType("Set"), Filter=_Set
    )
    vars(stand_in).update(_Anchor=ModuleType("_Anchor"))
    vars(stand_in._Anchor).update(UNANCHORED=None)
    vars(stand_in.Set).update(SearchSet=_Set)
    sys.modules["re2"] = stand_in


if __name__ == "__main__":
    install()
    from flows.code import code

    documents = pickle.loads(Path(sys.argv[1]).read_bytes())
    Path(sys.argv[2]).write_bytes(pickle.dumps([document.statements for document in code(documents)]))
