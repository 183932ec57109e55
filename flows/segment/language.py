"""Tell the language of a text, or say that it cannot be told."""

import re
from collections.abc import Collection, Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

FEWEST_LETTERS = 40
"""A shorter text is not judged: a heading in capitals looks like Latin, a name like Breton."""

LEAST_SURE = 0.75
"""Least share of the probability that the best language must have."""

PIECE = 300
"""Code points of each of the three pieces (from the start, the middle and the end) that are judged of a long text."""

ENGLISH_SHARE = 0.06
"""Share of ENGLISH_WORDS among its words from which a text is English without asking the model (0.14 is usual)."""

ENGLISH_WORDS = frozenset(("the", "and", "that", "with", "this", "our", "which"))
"""Function words that no other language writes so; "of", "is" and "we" are Dutch and Afrikaans, too."""

_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str, noted: Collection[str] = ()) -> str | None:
    """Return the ISO 639-1 code of the text's language; None where it is too short or the answer is not clear.

    A language that a record notes as spoken is taken where the likeliest by the words is the same, however short or
    unclear they are. It never outweighs the words: a record has most of what was spoken as it was interpreted.
    Judged by py3langid (Barbaresi, after Lui and Baldwin 2012), with probabilities tempered by length.
    """
    sample = _sample(text)
    words = _WORD.findall(sample.lower())
    if sum(map(len, words)) < FEWEST_LETTERS and not noted and not _dense(sample):
        return None
    if _plainly_english(words):
        return "en"
    language, sure = _identifier().classify(sample)
    return str(language) if sure >= LEAST_SURE or language in noted else None


def _sample(text: str) -> str:
    if len(text) <= 3 * PIECE:
        return text
    middle = len(text) // 2
    return " ".join((text[:PIECE], text[middle : middle + PIECE], text[-PIECE:]))


def _plainly_english(words: Sequence[str]) -> bool:
    """Whether function words that only English has in such number make a good part of a sample.

    It spares nearly every document the model, which takes longer to load than two statements take to publish.
    """
    return sum(map(ENGLISH_WORDS.__contains__, words)) >= ENGLISH_SHARE * len(words) > 0 and len(words) >= 20


def _dense(sample: str) -> bool:
    """Whether a short text is in a script that says a word with a letter or two (Han, Kana, Hangul)."""
    return sum("\u3040" <= letter <= "\ud7a3" for letter in sample) >= FEWEST_LETTERS // 4


@cache
def _identifier() -> "LanguageIdentifier":
    """Return the model, read once a process; imported here because numpy takes a quarter of a second to come."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
