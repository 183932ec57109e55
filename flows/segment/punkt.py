"""Sentence ends in text that writes them with a full stop, as nupunkt finds them (Bommarito et al. 2025).

Its model answers candidate by candidate, after Kiss and Strunk 2006. Most candidates are plain: a word that it knows
as no abbreviation, a stop, a space, another word. They are told here, by its own lists or by what it said of the two
words before, so that it is asked only for the rest.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flows.rules import compile_pattern, prove_examples, read_rules

if TYPE_CHECKING:
    import re2
    from nupunkt import PunktSentenceTokenizer

Range = tuple[int, int]
"""A half-open range of code points, while it is worked on; `Span` when it is done."""

TABLE = Path(__file__).with_name("shortened_words.csv")

WINDOW = 1 << 18
"""Code points that nupunkt sees at a time: it keeps every candidate of its text in memory."""

LONG_WORD = 100
"""From this length (code points without white space) the marks inside a word end no sentence.

nupunkt reads a word again for every mark inside it, so a long one ("!!!…", '"."."…') costs the square of its length.
"""

_LONG_WORD = re.compile(rf"\S{{{LONG_WORD},}}")
_INNER_MARKS = str.maketrans(".!?…", "____")
_KEPT = 3  # code points at a long word's end in which a mark may still end the sentence
_NOTE_MARK = re.compile(r"(?<=[.!?…”’])[¹²³⁰⁴-⁹]+(?=\s)")
_CLOSING_QUOTE = re.compile(r"(?<=[.!?…])[»›«‹“‘]+(?=\s)")  # closing marks elsewhere than in English
_STOP_BEFORE_NUMBER = re.compile(r"\. ?\d")  # begins with one sign, which is soon found
_LAST_LETTERS = re.compile(r"[^\W\d_]+$")
_LONGEST_SHORTENED = 20  # code points; a longer word is no abbreviation
_TIGHT_END = re.compile(r"""[.!?…]+["'”’»›)\]]*(?=["“‘«(]{0,2}[^\W\d_])""")  # "the report.They called for"
_OTHER_MARK = re.compile("[?!…]")


class ShortenedWord(NamedTuple):
    """A row of shortened_words.csv."""

    id: str
    word: str  # in small letters, without its stop
    example: str
    counterexample: str
    comment: str
    source: str


def punkt_ranges(text: str) -> tuple[list[Range], bool]:
    """Return the sentences of `text` as ranges of its code points, without the white space at their ends.

    And whether they are plain: all parted by a stop between two words, with no other mark inside.
    """
    ranges: list[Range] = []
    all_plain = True
    is_tight = not (text[:1].isspace() or text[-1:].isspace())  # then plain stretches are, too
    for start, end, plain in _stretches(text):
        if plain:
            ranges.append((start, end) if is_tight else _tight(text, start, end))
        else:
            all_plain = False
            ranges += [_tight(text, start + a, start + b) for a, b in _asked(as_asked(text[start:end]))]
    return ranges, all_plain


def _stretches(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the text cut behind each full stop that nupunkt is sure to take for an end, whatever stands around it.

    Of each stretch is told whether no mark stands in it, but at its end, that could end a sentence.
    """
    start = part = 0  # where the stretch begins, and what stands behind the last stop with a space
    plain = True
    others = "?" in text or "!" in text or "…" in text
    at = text.find(".")
    while at >= 0:
        if text[at + 1 : at + 2] == " ":
            following = at + 2
            word = text.rfind(" ", part, at) + 1
            ends = _ends(text[word or part : at], _first_word(text, following))
            plain = plain and not (others and _OTHER_MARK.search(text, part, at))
            # A stop behind the only word of its part may be an enumerator's.
            if ends and word:
                yield start, at + 1, plain
                start, plain = following, True
            elif ends is not False:
                plain = False
            part = following
        elif at + 1 < len(text):
            plain = False
        at = text.find(".", at + 1)
    if start < len(text):
        yield start, len(text), plain and not (others and _OTHER_MARK.search(text, part))


def _first_word(text: str, start: int) -> str:
    """Return the word that begins there; "" where no other follows before the next stop."""
    space = text.find(" ", start)
    return text[start:space] if space > start and text[space - 1] != "." else ""


def _ends(last: str, first: str) -> bool | None:
    """Whether a stop between two words ends a sentence, wherever they stand; None where that alone does not tell.

    Behind a single letter it may be an initial's.
    """
    if not first.isalpha() and not first.removesuffix(",").isalpha():
        return None
    if _ends_before_any(last):
        return True
    if not last.isalpha():
        return None
    if len(last) > 1 and _is_whole_word(last) and first[0].isupper():
        return True
    return _asked_of(last, first) and (len(last) > 1 or None)


@lru_cache(maxsize=1 << 13)  # most sentences end with common words
def _ends_before_any(last: str) -> bool:
    """Whether a stop behind the word ends a sentence, whatever word follows."""
    if not last.isalpha():
        return _is_plain_compound(last)
    return len(last) > 1 and last.lower() not in _doubtful()


def _is_whole_word(last: str) -> bool:
    """Whether a word in small letters is no abbreviation: "no" mostly is one, before a number."""
    return last.islower() and last not in shortened_words()


def _is_plain_compound(word: str) -> bool:
    """Whether words joined by hyphens are no abbreviation: nupunkt looks at all of them and at the last ("mid-Jan")."""
    parts = word.lower().split("-")
    return len(parts) > 1 and all(map(str.isalpha, parts)) and _doubtful().isdisjoint(("-".join(parts), parts[-1]))


@lru_cache(maxsize=1 << 12)  # "Mr. President" is asked of in most speeches
def _asked_of(last: str, first: str) -> bool:
    """Whether nupunkt takes a stop between two words for an end: it looks at no others."""
    return len(list(tokenizer().span_tokenize(f"so {last}. {first} so"))) > 1


def has_tight_end(text: str) -> bool:
    """Return whether a letter follows a stop somewhere without a space: a look that spares most texts another."""
    return _any_tight_end().search(text) is not None


@cache
def _any_tight_end() -> "re2._Regexp[str]":
    return compile_pattern(r"""[.!?…]["'”’»›)\]]*["“‘«(]{0,2}\pL""", "punkt.py", "tight end")


def tight_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Where in text[start:end] a sentence ends and the next begins though no space stands between them."""
    for mark in _TIGHT_END.finditer(text, start, end):
        before = text[max(start, mark.start() - LONG_WORD) : mark.start()].rsplit(None, 1)
        after = text[mark.end() : mark.end() + LONG_WORD].split(None, 1)
        if before and after and _ends_word(before[-1]) and _begins_sentence(after[0]):
            yield mark.end()


def _ends_word(token: str) -> bool:
    """Whether a stop can end a sentence behind the last word of a token: no initial, abbreviation or address."""
    word = re.split(r"\W", token)[-1]
    if any(sign in token for sign in "@/_.\\"):
        return False
    if word.isdigit():
        return len(word) == 4
    return (
        word.isalpha() and len(word) > 1 and (word.islower() or len(word) > 3) and word.lower() not in shortened_words()
    )


def _begins_sentence(token: str) -> bool:
    """Whether a token behind a stop is a capitalised word, and neither an initial nor the end of an address."""
    word = token.lstrip('"“‘«(').rstrip(".,;:!?)]”’»")
    bare = word.replace("’", "").replace("'", "").replace("-", "")
    return word[:1].isupper() and bare.isalpha() and (bare[1:].islower() or bare in ("I", "A"))


def as_asked(text: str) -> str:
    """Return the text as nupunkt is to see it, code point for code point."""
    if not text.isascii():
        text = _NOTE_MARK.sub(lambda mark: ")" * len(mark[0]), text)
        text = _CLOSING_QUOTE.sub(lambda mark: '"' * len(mark[0]), text)
    text = _without_counting_stops(text)
    if _may_have_long_word(text):
        text = _LONG_WORD.sub(lambda word: word[0][:-_KEPT].translate(_INNER_MARKS) + word[0][-_KEPT:], text)
    return text


def _without_counting_stops(text: str) -> str:
    """Return the text without the stop of an abbreviation before its number ("para. 4"), which ends no sentence."""
    parts: list[str] = []
    at = 0
    for stop in _STOP_BEFORE_NUMBER.finditer(text):
        word = _LAST_LETTERS.search(text, max(0, stop.start() - _LONGEST_SHORTENED), stop.start())
        if word is not None and word[0].lower() in shortened_words():
            parts += (text[at : stop.start()], "_")
            at = stop.start() + 1
    return "".join([*parts, text[at:]]) if parts else text


def _asked(text: str) -> Iterator[Range]:
    """Return nupunkt's sentences of a text, a window at a time; the last of a window is read again with the next."""
    spans = tokenizer().span_tokenize
    start = 0
    while len(text) - start > WINDOW:
        window = text[start : start + WINDOW]
        found = list(spans(window))
        if len(found) > 1:
            yield from ((start + a, start + b) for a, b in found[:-1])
            start += found[-1][0]
        else:  # no end in sight: cut at a space
            cut = window.rfind(" ") + 1 or WINDOW
            if not window[:cut].isspace():
                yield start, start + cut
            start += cut
    yield from ((start + a, start + b) for a, b in spans(text[start:]))


def _tight(text: str, start: int, end: int) -> Range:
    """Return the range without the white space at its ends; it holds something else."""
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return start, end


def _may_have_long_word(text: str) -> bool:
    """Whether some stretch is without a space; much faster to ask than the pattern, and mostly the answer is no."""
    at = 0
    while at <= len(text) - LONG_WORD:
        at = text.rfind(" ", at, at + LONG_WORD) + 1
        if not at:
            return True
    return False


@cache
def shortened_words() -> frozenset[str]:
    """Return the abbreviations of shortened_words.csv, in small letters.

    Raises RuleError where an example does not hold.
    """
    rules = read_rules(TABLE, ShortenedWord)
    words = {rule.id: f"{rule.word}. " for rule in rules}
    prove_examples(
        TABLE.name,
        tuple((rule.id, rule.example, rule.counterexample) for rule in rules),
        lambda rule, text: words[rule] in text,
    )
    return frozenset(rule.word for rule in rules)


@cache
def _doubtful() -> frozenset[str]:
    """Return the words behind which a stop may end no sentence.

    Abbreviations, and those that a collocation begins with.
    """
    asked = tokenizer()
    return asked.abbreviations | {first for first, _ in asked.parameters.collocations}


@cache
def tokenizer() -> "PunktSentenceTokenizer":
    """Return a tokenizer of our own for this process: the one at nupunkt's module level is shared state.

    Its abbreviations were learnt from noisy text, and hold common words ("alike", "cent", "free"): of those that are
    letters alone only the ones of shortened_words.csv are kept.
    """
    from nupunkt.models import load_default_model  # imported where it is used: --help must not wait for it

    ours = load_default_model()
    known = ours.parameters.abbrev_types
    known -= {word for word in known if word.isalpha() and len(word) > 1}
    known |= shortened_words()
    ours.clear_decision_cache()
    return ours
