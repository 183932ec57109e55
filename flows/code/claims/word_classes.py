"""Word classes: words that stand in like contexts, at three grains, by `word_classes.csv` of a language.

They tell of a word that the readings of the claims' models lack which words it resembles.
"""

from functools import lru_cache
from pathlib import Path

from flows.code.word_tables import read_words

COLUMNS = ("word", "class50", "class200", "class800")
_ALLOWED = {name: frozenset(map(str, range(int(name.removeprefix("class"))))) for name in COLUMNS[1:]}


@lru_cache(maxsize=4)
def word_classes(language: Path) -> dict[str, tuple[int, int, int]]:
    """Return the classes of each word that has any, counted from 1; raises RuleError for a wrong cell."""
    rows = read_words(language / "word_classes.csv", COLUMNS, _ALLOWED, 1)
    return {word: (int(broad) + 1, int(middle) + 1, int(fine) + 1) for word, broad, middle, fine in rows}
