"""Pronouns that are a source: "we", "some", "my delegation and I"."""

from flows.code.units.noun_phrases import head_holder, head_index, list_start
from flows.code.units.phrases import Word
from flows.code.units.sources import Holder, SourceRule, source_pronouns
from flows.code.units.words import words_of
from flows.records import Span


def pronoun_before(text: str, words: list[Word]) -> Holder | None:
    """Return the holder that the last of the words is, where it is a pronoun and opens its clause."""
    last = words[-1]
    if last.text in ("i", "me") and words[-2:-1] and words[-2].text == "and" and (me := _joined_with_me(text, words)):
        return me
    if len(words) > 2 and (words[-3].text, words[-2].text, last.text) == ("all", "of", "us"):
        return Holder(Span(words[-3].start, last.end), "we", False, True, "source.pronoun-all-of-us")
    if last.text in FLOATING and words[-2:-1] and words[-2].text in _FLOATED:  # "we all agree"
        floated = pronoun_before(text, words[:-1])
        return floated and floated._replace(span=Span(floated.span.start, last.end), pronoun=False)
    rule = source_pronouns().get(last.text)
    if rule is None:
        return None
    before = words[:-1]
    if last.text == "others" and len(before) > 1 and before[-1].text == "and":
        start = list_start(text, words, len(words) - 1, [last])
        if start < last.start:
            return Holder(Span(start, last.end), rule.holder, False, True, rule.id)
    if before and before[-1].text == "not" and last.text in _DENIED:  # "not everyone"
        return Holder(Span(before[-1].start, last.end), rule.holder, False, True, rule.id)
    if not before or before[-1].comma or before[-1].text in ("and", "but", "while", "whereas", "as"):
        return by_pronoun(last, rule)
    own = before
    for index in range(len(before) - 1, -1, -1):
        if before[index].comma:
            own = before[index + 1 :]
            break
    if all(word.text in words_of("opener") or word.text.isdigit() for word in own):
        return by_pronoun(last, rule)
    return by_pronoun(last, rule) if last.text in ("i", "we") and _is_pointing(own) else None


def _is_pointing(own: list[Word]) -> bool:
    """Whether the words are an adverbial that no relative clause hangs on ("on behalf of us all", "in this forum")."""
    opening = [word.text for word in own[:3]]
    pointing = opening == ["on", "behalf", "of"] or (
        len(own) > 2 and opening[0] in words_of("preposition") and opening[1] in _POINTING
    )
    return pointing and not any(
        word.text in words_of("finite") or word.text in words_of("subordinator") for word in own
    )


_POINTING = frozenset(("this", "these", "our", "my"))


def _joined_with_me(text: str, words: list[Word]) -> Holder | None:
    """Read "My delegation and I": a holder at the clause's beginning that "and I" makes the first person plural."""
    before = words[:-2]
    if not before or len(before) > 7 or any(word.text in words_of("finite") or word.comma for word in before):
        return None
    if [word.text for word in before] != ["you"] and head_holder(text, before) is None:
        return None
    if head_index(before) != len(before) - 1 and before[head_index(before) + 1].text not in _WHERE:
        return None
    return Holder(Span(before[0].start, words[-1].end), "we", False, True, "source.and-me")


def by_pronoun(word: Word, rule: SourceRule) -> Holder:
    """Return the holder that a pronoun by itself is."""
    return Holder(
        Span(word.start, word.end), rule.holder, rule.lemma in _ANAPHORS, rule.lemma not in _SINGULAR, rule.id
    )


_WHERE = frozenset(("of", "in", "from", "at"))  # "My colleagues in the secretariat and I"
FLOATING = frozenset(("all", "both", "each"))
_DENIED = frozenset(("all", "everyone", "everybody"))
_FLOATED = frozenset(("we", "they", "you"))
_ANAPHORS = frozenset(("they", "he", "she", "it"))
_SINGULAR = frozenset(("i", "he", "she", "it", "one", "another"))
