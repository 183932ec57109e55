"""The sheet that a reader annotates from: numbered sentences, in their paragraphs, in excerpts."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from flows.errors import UsageError
from tools.annotate.sampling import Excerpt

EXCERPT = "=== "
PARAGRAPH = "-- "


def sheet_of(excerpts: Sequence[Excerpt]) -> Iterator[str]:
    """Return the lines of a sheet."""
    for name, window, _ in excerpts:
        yield f"{EXCERPT}{name}"
        number = 0
        for _, group in groupby(window.sentences, key=lambda sentence: sentence.paragraph_id):
            paragraph = list(group)
            label = f" label {paragraph[0].label}" if paragraph[0].label else ""
            yield f"{PARAGRAPH}{paragraph[0].kind}{label}"
            for sentence in paragraph:
                number += 1
                yield f"{number}\t{' '.join(sentence.text.split())}"


def read_sheet(path: Path) -> Mapping[str, Mapping[int, str]]:
    """Return the sentences of a sheet by excerpt and number. Raises UsageError for a line that is none of a sheet's."""
    excerpts: dict[str, dict[int, str]] = {}
    sentences: dict[int, str] | None = None
    for place, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        number, tab, words = line.partition("\t")
        if line.startswith(EXCERPT):
            sentences = excerpts.setdefault(line.removeprefix(EXCERPT), {})
        elif sentences is not None and tab and number.isdecimal():
            sentences[int(number)] = words
        elif line.strip() and not line.startswith(PARAGRAPH):
            raise UsageError(f"{path}: line {place}: expected `=== EXCERPT`, `-- KIND` or NUMBER, a tab and a sentence")
    return excerpts
