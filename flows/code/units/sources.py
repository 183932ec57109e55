"""Sources: who holds what a cue reports, read from the words between a clause's beginning and its cue.

What can hold a proposition stands in `sources.csv`: pronouns, nouns for participants, bodies and offices. A proper
name needs no row; it is known by its capitals. Everything else is a thing, and what it "shows" is no cue.
"""

import re
from functools import cache
from typing import NamedTuple

from flows.code.mentions.names import names
from flows.code.ruleset import RULES
from flows.code.units.inflect import with_s
from flows.code.units.phrases import Word, behind_last_mark, without_adverbs, words_in
from flows.code.units.words import is_adverb, words_of
from flows.records import Span
from flows.rules import read_rules

TABLE = RULES / "sources.csv"


class SourceRule(NamedTuple):
    """A row of `sources.csv`."""

    id: str
    kind: str  # pronoun, collective, body, office, mass; form: known by its form, not by its words
    lemma: str
    plural: str  # where spelling rules miss it
    holder: str
    example: str
    counterexample: str
    comment: str
    source: str


class Holder(NamedTuple):
    """A source found, with what its words say of who holds."""

    span: Span
    holder: str
    pronoun: bool  # they, he, she: the words of the source stand earlier
    plural: bool
    rule: str


@cache
def source_rules() -> tuple[SourceRule, ...]:
    """The rows of the table; raises RuleError where it cannot be used."""
    return read_rules(TABLE, SourceRule)


@cache
def _nouns() -> dict[str, tuple[SourceRule, bool]]:
    """Each form of a noun with its rule and whether it is a plural."""
    nouns: dict[str, tuple[SourceRule, bool]] = {}
    for rule in source_rules():
        if rule.kind not in ("pronoun", "form"):
            nouns.setdefault(rule.lemma, (rule, False))
            nouns.setdefault(rule.plural or with_s(rule.lemma), (rule, True))
    return nouns


@cache
def _pronouns() -> dict[str, SourceRule]:
    return {rule.lemma: rule for rule in source_rules() if rule.kind == "pronoun"}


@cache
def _never_adverbs() -> frozenset[str]:
    """Words that can be a source though they can be adverbs, too ("all")."""
    return frozenset(_pronouns())


@cache
def state_names() -> frozenset[str]:
    """The names of states, as they are written, without "the"."""
    return frozenset(name for name, named in names().items() if named and named.kind == "state")


def holder_before(text: str, folded: str, start: int, end: int) -> Holder | None:
    """The holder whose words end at `end` as the subject of a clause that begins at `start`; None where none does.

    The clause may open with an adverbial ("At the summit, many"), and the subject may have an apposition between
    commas behind it.
    """
    if folded[max(start, end - 14) : end].rstrip().rpartition(" ")[2] in words_of("never last"):
        return None
    near = behind_last_mark(folded, start, end)
    words = without_adverbs(words_in(folded, near, end), _never_adverbs())
    if near > start and (not words or any(word.text == "and" for word in words)):
        words = without_adverbs(words_in(folded, start, end), _never_adverbs())  # an apposition, or a list of names
    if not words:
        return None
    last = words[-1].end
    if words[-1].comma:
        words, last = _before_apposition(words)
        if not words:
            return None
    found = _pronoun(text, words) or _noun_phrase(text, words)
    if found is None or found.pronoun:
        return found
    if folded[max(start, found.span.start - 4) : found.span.start].lstrip() in (
        "we, ",
        "we ",
        "we,",
    ):  # "We, the Ministers, …"
        found = Holder(
            Span(folded.rindex("we", start, found.span.start), found.span.end), "we", False, True, found.rule
        )
    return found._replace(span=Span(found.span.start, max(last, _bracket_end(folded, found.span.end, end))))


def _bracket_end(folded: str, at: int, end: int) -> int:
    """Where a short bracket behind a name ends: "Mr. Lopez (Spain)" is named so."""
    bracket = _SHORT_BRACKET.match(folded, at, end)
    return bracket.end() if bracket else at


_SHORT_BRACKET = re.compile(r" \((?:[a-z.'-]+ ?){1,4}\)(?= )")


def may_be(text: str, holder: Holder, pronoun: str) -> bool:
    """Whether "he", "she" or "it" may stand for a holder: an office is a person, a body and a state are things."""
    words = text[slice(*holder.span)]
    if holder.rule.startswith("source.office"):
        return pronoun != "it"
    if holder.rule.startswith("source.body") or words.removeprefix("The ").removeprefix("the ") in state_names():
        return pronoun == "it"
    if holder.rule == "source.proper-name":
        is_thing = words.lower().startswith("the ") or (" " not in words and words.isupper())
        return is_thing if pronoun == "it" else not is_thing
    is_thing = holder.rule.removeprefix("source.collective-") in words_of("organisation")
    return (pronoun == "it") == is_thing


def holder_of(text: str, folded: str, start: int, end: int) -> Holder | None:
    """The holder that the noun phrase [start, end) names; None where it names a thing."""
    words = words_in(folded, start, end)
    if len(words) == 1 and (rule := _pronouns().get(words[0].text)):
        return _by_pronoun(words[0], rule)
    return _head(text, words) if words else None


def leading_holder(text: str, folded: str, start: int, end: int) -> Holder | None:
    """The holder that the clause [start, end) has as its subject, whatever its verb; None where a thing does it."""
    words = words_in(folded, start, min(end, start + 160))
    if words and words[0].text in words_of("preposition"):
        comma = next((at for at, word in enumerate(words[:12]) if word.comma), None)
        words = words[comma + 1 :] if comma is not None else words
    if words and words[0].text in _pronouns() and words[0].text not in _DETERMINERS_TOO:
        return _by_pronoun(words[0], _pronouns()[words[0].text])
    best: Holder | None = None
    for count in range(1, min(len(words), 14)):
        word, following = words[count - 1], words[count].text
        if word.text in words_of("phrase stop"):
            break
        if count > 1 and (word.text in words_of("finite") or _tells(text, words, count - 1)):
            break
        if following in words_of("preposition") or following in _JOINING:
            continue
        if (found := _head(text, words[:count])) and not found.pronoun:
            best = found
        if word.comma:
            break
    return best


def _tells(text: str, words: list[Word], index: int) -> bool:
    """Whether a word in -ed is the clause's verb ("the members issued"), and no participle ("the elected members")."""
    word, before = words[index], words[index - 1].text
    if not (word.text.endswith("ed") and text[word.start].islower()):
        return False
    return before not in words_of("determiner") and not is_adverb(before) and not before.endswith("ed")


_JOINING = frozenset(("and", "of"))
_QUANTIFIERS = frozenset(
    ["many", "some", "several", "others", "all", "most", "few", "everyone", "everybody", "nobody", "none"]
)
_DETERMINERS_TOO = frozenset(["many", "some", "several", "others", "all", "most", "few", "both", "one", "another"])


def _before_apposition(words: list[Word]) -> tuple[list[Word], int]:
    """The words before the commas that enclose the last of them ("many members, including A, B and C,").

    With them comes where the source ends: behind the apposition where that adds holders ("A and B, as well as C,").
    """
    if words[0].text == "we" and words[0].comma:
        return words[:1], words[0].end
    for index in range(1, len(words)):
        if words[index - 1].comma and words[index].text in words_of("apposition opener"):
            return words[:index], words[index - 1].end
    at = len(words) - 2
    while at >= 0 and not words[at].comma:
        at -= 1
    adds = [word.text for word in words[at + 1 : at + 4]] in (["as", "well", "as"], ["along", "with", "the"])
    kept = words[: at + 1] if at >= 0 else []
    return kept, words[-1].end if adds or not kept else kept[-1].end


def _joined_with_me(text: str, words: list[Word]) -> Holder | None:
    """ "My delegation and I": a holder at the clause's beginning that "and I" makes the first person plural."""
    before = words[:-2]
    if not before or len(before) > 7 or any(word.text in words_of("finite") or word.comma for word in before):
        return None
    if [word.text for word in before] != ["you"] and _head(text, before) is None:
        return None
    if _head_index(before) != len(before) - 1 and before[_head_index(before) + 1].text != "of":
        return None
    return Holder(Span(before[0].start, words[-1].end), "we", False, True, "source.and-me")


def _pronoun(text: str, words: list[Word]) -> Holder | None:
    last = words[-1]
    if last.text in ("i", "me") and words[-2:-1] and words[-2].text == "and" and (me := _joined_with_me(text, words)):
        return me
    if len(words) > 2 and (words[-3].text, words[-2].text, last.text) == ("all", "of", "us"):
        return Holder(Span(words[-3].start, last.end), "we", False, True, "source.pronoun-all-of-us")
    if last.text in _FLOATING and words[-2:-1] and words[-2].text in _FLOATED:  # "we all agree"
        floated = _pronoun(text, words[:-1])
        return floated and floated._replace(span=Span(floated.span.start, last.end), pronoun=False)
    rule = _pronouns().get(last.text)
    if rule is None:
        return None
    before = words[:-1]
    if last.text == "others" and len(before) > 1 and before[-1].text == "and":
        start = _list_start(text, words, len(words) - 1, [last])
        if start < last.start:
            return Holder(Span(start, last.end), rule.holder, False, True, rule.id)
    if not before or before[-1].comma or before[-1].text in ("and", "but", "while", "whereas", "as"):
        return _by_pronoun(last, rule)
    own = before
    for index in range(len(before) - 1, -1, -1):
        if before[index].comma:
            own = before[index + 1 :]
            break
    if all(word.text in words_of("opener") or word.text.isdigit() for word in own):
        return _by_pronoun(last, rule)
    return None


def _by_pronoun(word: Word, rule: SourceRule) -> Holder:
    return Holder(
        Span(word.start, word.end), rule.holder, rule.lemma in _ANAPHORS, rule.lemma not in _SINGULAR, rule.id
    )


_FLOATING = frozenset(("all", "both", "each"))
_FLOATED = frozenset(("we", "they", "you"))
_ANAPHORS = frozenset(("they", "he", "she", "it"))
_SINGULAR = frozenset(("i", "he", "she", "it", "one", "another"))


def _noun_phrase(text: str, words: list[Word]) -> Holder | None:
    """The last noun phrase of the words, with the names before it where it ends a list of them."""
    first = len(words) - 1
    while first > 0 and not words[first - 1].comma:
        first -= 1
    while first < len(words) - 1 and words[first].text in _CONJUNCTIONS:
        first += 1
    phrase = words[first:]
    if any(_breaks(phrase, index) for index in range(len(phrase) - 1)):
        return None
    if phrase[0].text in words_of("preposition") or phrase[0].text in _ADVERBIAL:
        phrase = _after_adverbial(phrase)
    found = _head(text, phrase)
    if found is None:
        return None
    start = _list_start(text, words, first, phrase)
    listed = start < phrase[0].start
    return found._replace(span=Span(start, found.span.end), plural=found.plural or listed)


def _breaks(phrase: list[Word], index: int) -> bool:
    """Whether the word shows that the phrase is none, unless it is the "to" of "parties to the treaty"."""
    attribute = phrase[index].text == "to" and index > 0 and phrase[index - 1].text in words_of("takes to")
    return phrase[index].text in words_of("phrase break") and not attribute


_CONJUNCTIONS = frozenset(("and", "but", "or", "while", "whereas", "so", "as", "yet", "also"))
_ADVERBIAL = frozenset(["this", "last", "next", "today", "yesterday", "then", "earlier", "here", "again"])


def _after_adverbial(phrase: list[Word]) -> list[Word]:
    """What follows an adverbial without a comma: from the last determiner, or else the last word."""
    for index in range(len(phrase) - 1, 0, -1):
        if phrase[index].text in words_of("determiner") and phrase[index - 1].text not in words_of("preposition"):
            return phrase[index:]
    return phrase[-1:]


def _list_start(text: str, words: list[Word], first: int, phrase: list[Word]) -> int:
    """Where a list of names ("A, B and C") begins of which the phrase is the end."""
    start = phrase[0].start
    listed = words[first - 1].text == "and" or any(word.text == "and" for word in phrase)
    if first == 0 or not listed:
        return start
    end = first if words[first - 1].comma else first - 1
    while end > 0:
        begin = end - 1
        while begin > 0 and not words[begin - 1].comma:
            begin -= 1
        piece = _named_end(text, words[begin:end])
        if not piece:
            break
        start, end = piece[0].start, begin
        if len(piece) < len(words[begin:end]):
            break
    return start


def _named_end(text: str, piece: list[Word]) -> list[Word]:
    """A list's piece where it is a name; of the first piece, the class that the names are of and the name behind it.

    "In addition" is none; "Joint efforts - MEF participants Chile" is one from "MEF" on.
    """
    named = [word for word in piece if word.text not in _IN_NAMES]
    if named and piece[0].text not in words_of("preposition") and all(_proper(text, word) for word in named):
        return piece
    for at in range(len(piece) - 1, 0, -1):
        rule, plural = _nouns().get(piece[at - 1].text) or (None, False)
        if rule is not None and plural:
            while at > 1 and (
                _proper(text, piece[at - 2]) or piece[at - 2].text in ("the", "and") or piece[at - 2].text in _nouns()
            ):
                at -= 1
            return piece[at - 1 :]
        if not _proper(text, piece[at]) and piece[at].text not in _IN_NAMES:
            break
    return []


_IN_NAMES = frozenset(["the", "of", "and", "as", "well", "for"])


def _head(text: str, words: list[Word]) -> Holder | None:
    """The holder that a noun phrase's head word names."""
    words = words[1:] if len(words) > 1 and words[0].text in _CONJUNCTIONS else words
    span = Span(words[0].start, words[-1].end)
    at = _head_index(words)
    word = words[at]
    if (
        word.text in words_of("quantity head")
        and at == len(words) - 1
        and word.text in _pronouns()
        and all(w.text in words_of("determiner") for w in words[:at])
    ):
        return Holder(span, "collective", False, True, _pronouns()[word.text].id)
    if word.text in ("them", "these", "those", "us", "you") and at > 1 and words[at - 1].text == "of":  # "most of them"
        rule = _pronouns().get(words[at - 2].text)
        return rule and Holder(span, "we" if word.text == "us" else rule.holder, False, True, rule.id)
    if at == 0 and word.text in _QUANTIFIERS and len(words) > 1 and words[1].text in ("in", "at", "from", "around"):
        return Holder(span, "collective", False, True, _pronouns()[word.text].id)  # "nobody in this room"
    two = f"{words[at - 1].text} {word.text}" if at else ""
    rule, plural = _nouns().get(two) or _nouns().get(word.text) or (None, False)
    if rule is None:
        if word.text in words_of("no holder"):
            return None
        if _proper(text, word) and (not word.text.endswith(_ABSTRACT) or text[word.start : word.end] in state_names()):
            return Holder(span, "named", False, False, "source.proper-name")
        return None
    if rule.kind == "collective" or rule.kind == "office":
        if plural:
            return Holder(span, "collective", False, True, rule.id)
        named = rule.kind == "office" or words[0].text in _DEFINITE or at < len(words) - 1 or _proper(text, word)
        return (
            Holder(span, "named" if named else "collective", False, False, rule.id)
            if len(words) > 1 or _proper(text, word)
            else None
        )
    if plural and rule.kind == "body":
        return Holder(span, "collective", False, True, rule.id)
    return Holder(span, rule.holder, False, rule.kind == "mass", rule.id)


_DEFINITE = frozenset(["the", "our", "my", "this"])
_ABSTRACT = ("ness", "tion", "sion", "ity", "ment", "ism", "ship", "ance", "ence", "ology", "ings")


def _head_index(words: list[Word]) -> int:
    """The head is the last word before the first preposition; "a number of delegates" counts from behind the "of"."""
    begin = 0
    for index, word in enumerate(words):
        if (index > begin and (word.text in words_of("preposition") or word.text == "who")) or (
            word.comma and index > begin
        ):
            if word.text == "of" and words[index - 1].text in words_of("quantity head"):
                begin = index + 1
                continue
            return index if word.comma and word.text not in words_of("preposition") else index - 1
    return len(words) - 1


def _proper(text: str, word: Word) -> bool:
    return text[word.start].isupper() and word.text not in words_of("function word")
