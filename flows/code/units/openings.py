"""Openings: where the clause of a cue begins, and what may stand before its subject."""

import re

from flows.code.units.words import is_adverb, words_of


def last_word(words: str) -> str:
    """Return the last word that is no adverb."""
    for word in reversed(words.split()):
        if not is_adverb(word):
            return word
    return ""


def opens(folded: str, start: int, at: int) -> bool:
    """Whether only an adverbial stands between the clause's beginning and `at`."""
    left = folded[start:at].strip()
    if not left or left.endswith((",", ":")):
        return left.partition(" ")[0] not in words_of("open clause") or "," in left
    return all(word.rstrip(",") in words_of("opener") or is_adverb(word) for word in left.split(" "))


def only_adverbs(words: str) -> bool:
    """Whether the words are adverbs, or none."""
    return all(is_adverb(word) for word in words.split())


def joint(folded: str, since: int, at: int) -> tuple[int, int, str] | None:
    """Return the last joint before `at` from which nothing but an adverbial leads to `at`."""
    behind_comma = None
    for before, opening, rule in joints(folded, since, at):
        if opening <= at and opens(folded, opening, at):
            if rule == "split.and" and not _leads(folded[opening:at]):  # "these aims and hopes, we will"
                continue
            if rule != "split.comma":  # "; however, views differed"
                return before, opening, rule
            behind_comma = behind_comma or (before, opening, rule)
        elif behind_comma:
            break
    return behind_comma


def _leads(lead: str) -> bool:
    """Whether words behind a mere "and" can stand before a subject, and are no noun that is joined."""
    first = lead.partition(" ")[0].rstrip(",")
    return not first or first in words_of("opener") or first in words_of("preposition") or is_adverb(first)


def joints(folded: str, since: int, at: int) -> list[tuple[int, int, str]]:
    """Where clauses may part between `since` and `at`, the last first: (end of the left, start of the right, rule)."""
    marks = [mark for mark in _MARK.finditer(folded, since, at) if not _pairs(folded, since, mark)]
    near = marks[-MOST_JOINTS:]
    far = [mark for mark in marks[:-MOST_JOINTS] if mark[0] != ", "][-MOST_JOINTS:]  # a long list has many commas
    return [(*mark.span(), _rule_of(mark[0])) for mark in reversed(far + near)]


def _pairs(folded: str, since: int, mark: re.Match[str]) -> bool:
    """Whether an "and" belongs to a "between" before it ("trust between the Union and the members")."""
    if mark[0] != " and ":
        return False
    between = folded.rfind(" between ", since, mark.start())
    return between >= 0 and folded.find(" and ", between, mark.start()) < 0


def _rule_of(mark: str) -> str:
    if mark.startswith(", which"):
        return "split.which-is-why"
    if mark == ", ":
        return "split.comma"
    return "split.and" if mark[0] == " " else "split.semicolon" if mark == "; " else "split.punctuation-and"


JOINING = frozenset(("and", "but", "yet", "while", "whereas", "whilst", "though", "although", "why"))  # end a joint
MOST_JOINTS = 6  # looked at before a cue; what hangs on an earlier one is no clause of its own
_MARK = re.compile(
    ", which is why |, (?:and|but|yet|while|whereas|whilst|though|although) |, "
    "|; (?:and|but|yet|while|whereas|whilst|though|although) |; "
    "| (?:and|but|while|whereas) "
)


def phrase_end(folded: str, start: int, end: int, stops: frozenset[str] = frozenset()) -> int:
    """Where the noun phrase that begins at `start` ends: before a comma or a preposition other than "of" and "from"."""
    at = start
    for word in folded[start:end].split(" "):
        ends = (
            word in stops
            if stops
            else (word in words_of("preposition") and word not in ("of", "from")) or word in ("as", "that", "and")
        )
        if at > start and ends:
            return at - 1
        at += len(word) + 1
        if word.endswith((",", ";", ":")):
            return at - 2
    return min(at - 1, end)
