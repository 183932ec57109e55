"""Candidates: the words that the tables know as cues, each with what it governs, as columns over tokens."""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from flows.code.claims.lexical import text_hash
from flows.code.lang.language import Use, language, split_words
from flows.code.lang.uses import AHEAD, use_of
from flows.code.layers import TAGS, Sentences, Structure, Tokens

_NOUNS = frozenset(TAGS.index(name) for name in ("NOUN", "NOUNS"))
_ADJECTIVES = frozenset(TAGS.index(name) for name in ("ADJ", "VERB-pp", "ADV"))
DEED = "no True"
"""How a verb reports that, as it is used here, surely reports nothing: "took notes"."""
_NEAR = 7  # tokens between a light verb and its noun


class Candidate(NamedTuple):
    """A known word in its place; tokens of the batch."""

    head: int
    end: int
    act: str
    how: str  # how surely it reports, or what the noun occurs in
    rule: str


def find_candidates(name: str, sentences: Sentences, tokens: Tokens, structure: Structure) -> list[Candidate]:
    """Return the candidates of a batch in reading order; one word has one."""
    known = language(name)
    folded = tokens.words.folded
    interesting = np.array(
        [
            form in known.verbs or form in known.nouns or form in known.adjectives or form in known.light_verbs
            for form in folded
        ],
        np.bool_,
    )
    verbal = structure.role != 0
    stop = sentences.first[1:][tokens.sentence]
    found: list[Candidate] = []
    places = np.flatnonzero(interesting[tokens.form]) if len(folded) else np.zeros(0, np.int64)
    words = [folded[form] for form in tokens.form.tolist()]
    for place, verb, tag, end in zip(
        places.tolist(), verbal[places].tolist(), structure.tag[places].tolist(), stop[places].tolist(), strict=True
    ):
        form = words[place]
        noun = tag in _NOUNS and form in known.nouns
        adjective = tag in _ADJECTIVES and form in known.adjectives
        if not (noun or adjective or (verb and (form in known.verbs or form in known.light_verbs))):
            continue
        after = tuple(words[place + 1 : min(place + 1 + AHEAD, end)])
        candidate = None
        if verb:
            candidate = _verb(name, form, after, place)
            deed = candidate is not None and candidate.how == DEED
            if form in known.light_verbs and not deed:
                candidate = _light(name, form, after, place) or candidate
        if candidate is None and noun:
            candidate = _noun(known.nouns[form], after, place)
        if candidate is None and adjective:
            candidate = _adjective(known.adjectives[form], after, place)
        if candidate:
            found.append(candidate)
    return found


def candidate_columns(candidates: list[Candidate], structure: Structure) -> dict[str, npt.NDArray[Any]]:
    """Return for each token its place in the reach of a candidate, that one's act and how it reports."""
    count = len(structure.tag)
    reach, act, how = np.zeros(count, np.int64), np.zeros(count, np.int64), np.zeros(count, np.int64)
    for one in candidates:
        if reach[one.head] > 1:
            continue  # inside the reach of the word before it
        reach[one.head : one.end] = 2
        reach[one.end - 1] = 3
        reach[one.head] = 4 if one.end - one.head == 1 else 1
        act[one.head : one.end], how[one.head : one.end] = text_hash(one.act), text_hash(one.how)
    groups = structure.groups
    group = np.zeros(count, np.int64)
    head_act, head_how = act.copy(), how.copy()
    size = groups.head - groups.start
    for back in range(1, int(size.max()) + 1 if len(size) else 0):
        ours = size >= back
        place = groups.head[ours] - back
        group[place] = np.where(groups.start[ours] == place, 1, 2)
        head_act[place], head_how[place] = act[groups.head[ours]], how[groups.head[ours]]
    return {"reach": reach, "reach_act": head_act, "reach_how": head_how, "group": group}


def _verb(name: str, form: str, after: tuple[str, ...], place: int) -> Candidate | None:
    chosen = use_of(name, form, after)
    if chosen is None:
        return None
    row = chosen.use.row
    return Candidate(place, place + 1 + chosen.length, row.act, f"{row.reports} {chosen.surely}", f"verbs.{row.id}")


@lru_cache(maxsize=1 << 12)
def _light_words(name: str, form: str) -> tuple[tuple[tuple[str, ...], bool], ...]:
    return tuple(
        (split_words(particle), use.row.voices)
        for use in language(name).light_verbs.get(form, ())
        for particle in (use.row.particle or ("",))
    )


def _light(name: str, form: str, after: tuple[str, ...], place: int) -> Candidate | None:
    known = language(name).nouns
    for at, word in enumerate(after[:_NEAR]):
        if not (word[:1].isalnum() or word == "-"):
            return None
        uses = [use for use in known.get(word, ()) if after[at : at + len(use.words)] == use.words]
        for use in uses:
            voiced = "voiced" in use.row.uses and any(voices for _, voices in _light_words(name, form))
            if "light" in use.row.uses or voiced:
                end = at + len(use.words)
                end += _governed(use.row.particle, after[end:])
                return Candidate(place, place + 1 + end, use.row.act, "light", f"nouns.{use.row.id}")
    return None


def _noun(uses: tuple[Use[Any], ...], after: tuple[str, ...], place: int) -> Candidate | None:
    for use in uses:
        more = use.words[1:]
        if after[: len(more)] == more:
            end = len(more) + _governed(use.row.particle, after[len(more) :])
            return Candidate(place, place + 1 + end, use.row.act, " ".join(sorted(use.row.uses)), f"nouns.{use.row.id}")
    return None


def _adjective(uses: tuple[Use[Any], ...], after: tuple[str, ...], place: int) -> Candidate | None:
    for use in uses:
        more = use.words[1:]
        if after[: len(more)] == more:
            end = len(more) + _governed(use.row.particle, after[len(more) :])
            return Candidate(
                place, place + 1 + end, use.row.act, f"adjective {use.row.reports}", f"adjectives.{use.row.id}"
            )
    return None


def _governed(particles: tuple[str, ...], after: tuple[str, ...]) -> int:
    """Return how many tokens the longest of the particles takes that stands here."""
    lengths = [len(words) for words in map(split_words, particles) if after[: len(words)] == words]
    return max(lengths, default=0)
