"""Topics: what a claim is about, from weighted words of its content.

Dictionary coding with a threshold (cf. Albaugh et al., "The Automated Coding of Policy Agendas", 2013): each word or
phrase of a language's table of topics that the content names adds its weight, a whole number, to its topic, and a topic
that has enough is given. The weights were set on coded claims. All claims of a batch are weighed together.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flows.code.folding import fold
from flows.code.lang.language import LANGUAGES
from flows.code.lang.rows import Topic, VocabularyTopic
from flows.code.lang.tables import read_table
from flows.rules import RuleError
from flows.vocabularies import CYBER, chosen
from schemas.vocabulary import TOPIC

ENOUGH = 8
"""The sum of weights that gives a topic in a content of few words."""
LONGER, MOST = 8, 6
"""In a content of so many words one more is asked for, and so on, up to so many: long ones name much by the way."""

Numbers = NDArray[np.int64]
_WORD = re.compile("[a-z0-9]+")


class Topics(NamedTuple):
    """The topics of a content, sorted by name, and the ids of the rows that gave them."""

    topics: tuple[str, ...]
    rules: tuple[str, ...]


NONE = Topics((), ())


def find_topics(contents: Iterable[str], acts: Sequence[str] = (), name: str = "en") -> list[Topics]:
    """Return the topics of each of the folded contents, given with the claims' acts, as far as they are known."""
    return topics_of(*_numbered(contents), acts, name)


def rows_named(contents: Iterable[str], acts: Sequence[str], rows: Sequence[Topic]) -> tuple[Numbers, Numbers]:
    """Return pairs of a folded content and a row that it names or its act is, by their numbers, each pair once.

    Each of `rows` has one word or phrase, or an act.
    """
    return _named(*_numbered(contents), acts, _Table(rows))


def asked_of(words: Numbers) -> Numbers:
    """Return the sum of weights that gives a topic in contents of so many words."""
    return ENOUGH + np.minimum(words // LONGER, MOST)


def words_of(content: str) -> list[str]:
    """Return the words of a folded content."""
    return _WORD.findall(content)


def _numbered(contents: Iterable[str]) -> tuple[list[str], Numbers, Numbers, Numbers]:
    """Return the vocabulary of the contents, their words as numbers, and where each content begins and ends there."""
    place: dict[str, int] = {}
    forms: list[int] = []
    ends = [0]
    for content in contents:
        forms += [place.setdefault(word, len(place)) for word in words_of(content)]
        ends.append(len(forms))
    bounds = np.array(ends, np.int64)
    return list(place), np.array(forms, np.int64), bounds[:-1], bounds[1:]


def topics_of(
    vocabulary: Sequence[str], forms: Numbers, first: Numbers, end: Numbers, acts: Sequence[str] = (), name: str = "en"
) -> list[Topics]:
    """Return the topics of claims, of which each has the words `first` to `end` of `forms` as its content.

    `forms` are places in `vocabulary`, which are letters and figures, folded; `acts` are those of the claims.
    """
    if not len(first):
        return []
    table = _table(name, chosen())
    return _given(*_named(vocabulary, forms, first, end, acts, table), asked_of(end - first), table)


def _named(
    vocabulary: Sequence[str], forms: Numbers, first: Numbers, end: Numbers, acts: Sequence[str], table: "_Table"
) -> tuple[Numbers, Numbers]:
    """Return the claims and the patterns that they have, each pair once."""
    known = [table.known(word) for word in vocabulary]
    words = _Words.of(forms, first, end)
    single = _singles(known, words, table)
    phrases = _resolved(_phrases(known, vocabulary, words), table)
    covered = [at * len(table.names) + table.topic[phrase.pattern] for phrase in phrases for at in range(*phrase.span)]
    apart = ~np.isin(single.place * len(table.names) + table.topic[single.pattern], np.array(covered, np.int64))
    of_act = [(claim, pattern) for claim, act in enumerate(acts) for pattern in table.of_act.get(act, ())]
    claim = [words.claim[phrase.span[0]] for phrase in phrases] + [claim for claim, _ in of_act]
    pattern = [phrase.pattern for phrase in phrases] + [pattern for _, pattern in of_act]
    pairs = np.unique(
        np.concatenate(
            (
                words.claim[single.place[apart]] * table.count + single.pattern[apart],
                np.array(claim, np.int64) * table.count + np.array(pattern, np.int64),
            )
        )
    )
    return pairs // table.count, pairs % table.count


def _given(claim: Numbers, pattern: Numbers, asked: Numbers, table: "_Table") -> list[Topics]:
    """Return the topics that have what is asked for of each claim; a pattern is counted once for a claim."""
    count, names = len(asked), table.names
    slot = claim * len(names) + table.topic[pattern]
    enough = np.bincount(slot, table.weight[pattern], count * len(names)) >= np.repeat(asked, len(names))
    topics: defaultdict[int, list[str]] = defaultdict(list)
    for at in np.flatnonzero(enough).tolist():
        topics[at // len(names)].append(names[at % len(names)])
    rules: defaultdict[int, set[str]] = defaultdict(set)
    telling = enough[slot]
    for of, named in zip(claim[telling].tolist(), pattern[telling].tolist(), strict=True):
        rules[of].add(table.rows[named].id)
    return [
        Topics(tuple(topics[of]), tuple(sorted(map("topic.{}".format, rules[of])))) if of in topics else NONE
        for of in range(count)
    ]


def words_for(name: str) -> tuple[list[Topic], Callable[[Topic, str], bool]]:
    """Return the rows of the language's table, and what says whether words of a row stand in a folded text."""
    table = _table(name, chosen())

    def stands(row: Topic, text: str) -> bool:
        words = _WORD.findall(fold(text))
        return any(
            table.rows[phrase.pattern].id == row.id
            and len(words) > at + len(phrase.rest)
            and all(map(_is, phrase.rest, words[at + 1 :]))
            for at, word in enumerate(words)
            for phrase in table.begin(word)
        )

    return list(dict.fromkeys(table.rows)), stands


class _Words(NamedTuple):
    """The words of all contents, one content behind the other."""

    form: Numbers
    claim: Numbers

    @classmethod
    def of(cls, forms: Numbers, first: Numbers, end: Numbers) -> "_Words":
        length = end - first
        claim = np.repeat(np.arange(len(first)), length)
        before = np.concatenate(([0], np.cumsum(length)[:-1]))
        return cls(forms[np.arange(len(claim)) + np.repeat(first - before, length)], claim)


class _Phrase(NamedTuple):
    pattern: int
    rest: tuple[str, ...]  # the words behind the first; "*" is any word, and one that ends in it any ending


class _Known(NamedTuple):
    """What a word is by itself, and the phrases that it begins."""

    single: tuple[int, ...]
    begins: tuple[_Phrase, ...]


class _Found(NamedTuple):
    pattern: int
    span: tuple[int, int]


class _Singles(NamedTuple):
    place: Numbers
    pattern: Numbers


def _singles(known: Sequence[_Known], words: _Words, table: "_Table") -> _Singles:
    """Return the patterns that single words are."""
    length = np.array([len(of.single) for of in known] or [0], np.int64)
    flat = np.array([pattern for of in known for pattern in of.single] or [0], np.int64)
    before = np.concatenate(([0], np.cumsum(length)[:-1]))
    count = length[words.form]
    place = np.repeat(np.arange(len(words.form)), count)
    within = np.arange(len(place)) - np.repeat(np.cumsum(count) - count, count)
    return _Singles(place, flat[before[words.form[place]] + within])


def _phrases(known: Sequence[_Known], vocabulary: Sequence[str], words: _Words) -> Iterator[_Found]:
    """Yield the phrases that stand in the contents."""
    if len(words.form) < 2:
        return
    begun = _beginnings(known, vocabulary)
    pair = words.form[:-1] * len(vocabulary) + words.form[1:]
    opens = np.isin(pair, np.fromiter(begun, np.int64, len(begun))) & (words.claim[:-1] == words.claim[1:])
    form, claim = words.form.tolist(), words.claim.tolist()
    for at, key in zip(np.flatnonzero(opens).tolist(), pair[opens].tolist(), strict=True):
        for phrase in begun[key]:
            end = at + 1 + len(phrase.rest)
            if len(phrase.rest) == 1 or (
                end <= len(claim)
                and claim[end - 1] == claim[at]
                and all(map(_is, phrase.rest[1:], (vocabulary[place] for place in form[at + 2 : end])))
            ):
                yield _Found(phrase.pattern, (at, end))


def _beginnings(known: Sequence[_Known], vocabulary: Sequence[str]) -> dict[int, list[_Phrase]]:
    """Return the phrases by the two words of the vocabulary that they begin with, as one number."""
    place = {word: index for index, word in enumerate(vocabulary)}
    ordered = sorted(vocabulary)
    found: defaultdict[int, list[_Phrase]] = defaultdict(list)
    for index, of in enumerate(known):
        for phrase in of.begins:
            second = phrase.rest[0]
            if second in place:
                found[index * len(vocabulary) + place[second]].append(phrase)
            elif second.endswith("*"):
                start = bisect_left(ordered, second[:-1])
                stop = bisect_left(ordered, second[:-1] + "\x7f")
                for word in ordered[start:stop]:
                    found[index * len(vocabulary) + place[word]].append(phrase)
    return found


def _is(part: str, word: str) -> bool:
    """Return whether a word is what a part of a phrase says."""
    return word == part or (part[-1] == "*" and word.startswith(part[:-1]))


def _resolved(phrases: Iterable[_Found], table: "_Table") -> list[_Found]:
    """Return of the phrases of a topic that share words the first and longest."""
    free: dict[int, int] = {}
    kept: list[_Found] = []
    weight = np.abs(table.weight)
    for phrase in sorted(phrases, key=lambda found: (found.span[0], -found.span[1], -weight[found.pattern])):
        topic = int(table.topic[phrase.pattern])
        if free.get(topic, 0) <= phrase.span[0]:
            free[topic] = phrase.span[1]
            kept.append(phrase)
    return kept


class _Table:
    """The table of topics by its patterns, which are numbers: words and phrases, and acts."""

    def __init__(self, rows: Sequence[Topic]) -> None:
        self.rows: list[Topic] = []
        self.of_act: defaultdict[str, list[int]] = defaultdict(list)
        self._whole: defaultdict[str, list[_Phrase]] = defaultdict(list)
        self._begun: defaultdict[str, list[_Phrase]] = defaultdict(list)
        self._words: dict[str, _Known] = {}
        for row in rows:
            if row.act:
                self.of_act[row.act].append(len(self.rows))
                self.rows.append(row)
            for pattern in row.words:
                first, *rest = _PART.findall(pattern)
                of_first = self._begun if first.endswith("*") else self._whole
                of_first[first.rstrip("*")].append(_Phrase(len(self.rows), tuple(rest)))
                self.rows.append(row)
        self.count = len(self.rows)
        self.weight = np.array([row.weight for row in self.rows], np.int64)
        self.names = sorted({row.topic for row in rows})
        self.topic = np.array([self.names.index(row.topic) for row in self.rows], np.int64)

    def known(self, word: str) -> _Known:
        """Return what a word is and begins, worked out when it is first met."""
        found = self._words.get(word)
        if found is None:
            if len(self._words) >= _MANY:
                self._words.clear()
            found = self._words[word] = self._look_up(word)
        return found

    def begin(self, word: str) -> list[_Phrase]:
        """Return the patterns that a word begins, or is."""
        begun = (self._begun.get(word[:end], ()) for end in range(1, len(word) + 1))
        return [*self._whole.get(word, ()), *(phrase for found in begun for phrase in found)]

    def _look_up(self, word: str) -> _Known:
        phrases = self.begin(word)
        single: dict[int, int] = {}
        for pattern in (phrase.pattern for phrase in phrases if not phrase.rest):
            best = single.setdefault(int(self.topic[pattern]), pattern)
            if abs(self.weight[pattern]) > abs(self.weight[best]):
                single[int(self.topic[pattern])] = pattern
        return _Known(tuple(single.values()), tuple(phrase for phrase in phrases if phrase.rest))


_PART = re.compile(r"[a-z0-9]+\*?|\*")
_MANY = 1 << 17
"""Words that are kept; a text in strange letters would else fill the memory."""


@cache
def _table(name: str, vocabularies: tuple[str, ...]) -> _Table:
    """Return the language's table of these vocabularies, read once; raises RuleError where one cannot be used."""
    return _Table([row for one in vocabularies for row in _rows(name, one)])


def topic_rows(name: str = "en") -> list[Topic]:
    """Return the rows of the chosen vocabularies; raises RuleError where one cannot be used."""
    return [row for one in chosen() for row in _rows(name, one)]


def topics() -> dict[str, str]:
    """Return what each topic of the chosen vocabularies is, by its name.

    Raises RuleError where two rows say otherwise of one topic, or have one id.
    """
    found: dict[str, str] = {}
    seen: set[str] = set()
    for one in chosen():
        rows = () if one == CYBER else read_table(Path(one), VocabularyTopic)
        found |= TOPIC if one == CYBER else {}
        seen |= {row.id for row in _rows("en", one)} if one == CYBER else set()
        for row in rows:
            if row.id in seen:
                raise RuleError(f"{Path(one).name}: id {row.id!r} stands in another vocabulary, too")
            if found.setdefault(row.topic, row.description) != row.description:
                raise RuleError(f"{Path(one).name}: {row.id}: {row.topic} is described otherwise elsewhere")
        seen |= {row.id for row in rows}
    return found


def _rows(name: str, vocabulary: str) -> list[Topic]:
    if vocabulary == CYBER:
        return list(read_table(LANGUAGES / name / "topics.csv", Topic))
    rows = read_table(Path(vocabulary), VocabularyTopic)
    return [Topic(row.id, row.topic, *row[3:]) for row in rows]
