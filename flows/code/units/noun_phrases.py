"""Noun phrases that name a source: the head that decides, and the list of names that it ends."""

from flows.code.units.phrases import Word
from flows.code.units.sources import Holder, source_nouns, source_pronouns, state_names
from flows.code.units.words import words_of
from flows.records import Span


def noun_phrase_before(text: str, words: list[Word]) -> Holder | None:
    """Return the last noun phrase of the words, with the names before it where it ends a list of them."""
    first = len(words) - 1
    while first > 0 and not words[first - 1].comma:
        first -= 1
    while first < len(words) - 1 and words[first].text in _CONJUNCTIONS:
        first += 1
    phrase = words[first:]
    if any(_breaks(phrase, index) for index in range(len(phrase) - 1)):
        return None
    if _counts(phrase):
        pass
    elif phrase[0].text in words_of("preposition") or phrase[0].text in _ADVERBIAL:
        phrase = _after_adverbial(phrase)
    found = head_holder(text, phrase)
    if found is None:
        return None
    start = list_start(text, words, first, phrase)
    listed = start < phrase[0].start
    return found._replace(span=Span(start, found.span.end), plural=found.plural or listed)


def _counts(phrase: list[Word]) -> bool:
    """Whether it begins with a number told roughly ("over 40 delegations")."""
    number = phrase[1].text if len(phrase) > 2 and phrase[0].text in ("over", "about", "around") else ""
    return number[:1].isdigit() or number.endswith("ty") or number in ("a", "two", "three")


def _breaks(phrase: list[Word], index: int) -> bool:
    """Whether the word shows that the phrase is none, unless it is the "to" of "parties to the treaty"."""
    attribute = phrase[index].text == "to" and index > 0 and phrase[index - 1].text in words_of("takes to")
    return phrase[index].text in words_of("phrase break") and not attribute


_CONJUNCTIONS = frozenset(("and", "but", "or", "while", "whereas", "so", "as", "yet", "also"))
_ADVERBIAL = frozenset(["this", "last", "next", "today", "yesterday", "then", "earlier", "here", "again"])


def _after_adverbial(phrase: list[Word]) -> list[Word]:
    """Return what follows an adverbial without a comma: from the last determiner, or else the last word."""
    for index in range(len(phrase) - 1, 0, -1):
        if phrase[index].text in words_of("determiner") and phrase[index - 1].text not in words_of("preposition"):
            return phrase[index:]
    return phrase[-1:]


def list_start(text: str, words: list[Word], first: int, phrase: list[Word]) -> int:
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
    """Return a list's piece where it is a name; of the first piece, the class of the names and the name after it.

    "In addition" is none; "Joint efforts - MEF participants Chile" is one from "MEF" on.
    """
    named = [word for word in piece if word.text not in _IN_NAMES]
    if named and piece[0].text not in words_of("preposition") and all(_proper(text, word) for word in named):
        return piece
    for at in range(len(piece) - 1, 0, -1):
        rule, plural = source_nouns().get(piece[at - 1].text) or (None, False)
        if rule is not None and plural:
            while at > 1 and (
                _proper(text, piece[at - 2])
                or piece[at - 2].text in ("the", "and")
                or piece[at - 2].text in source_nouns()
            ):
                at -= 1
            return piece[at - 1 :]
        if not _proper(text, piece[at]) and piece[at].text not in _IN_NAMES:
            break
    return []


_IN_NAMES = frozenset(["the", "of", "and", "as", "well", "for"])


def head_holder(text: str, words: list[Word]) -> Holder | None:
    """Return the holder that a noun phrase's head word names."""
    words = words[1:] if len(words) > 1 and words[0].text in _CONJUNCTIONS else words
    span = Span(words[0].start, words[-1].end)
    at = head_index(words)
    word = words[at]
    if (
        word.text in words_of("quantity head")
        and at == len(words) - 1
        and word.text in source_pronouns()
        and all(w.text in words_of("determiner") for w in words[:at])
    ):
        return Holder(span, "collective", False, True, source_pronouns()[word.text].id)
    if word.text in ("them", "these", "those", "us", "you") and at > 1 and words[at - 1].text == "of":  # "most of them"
        rule = source_pronouns().get(words[at - 2].text)
        return rule and Holder(span, "we" if word.text == "us" else rule.holder, False, True, rule.id)
    if at == 0 and word.text in _QUANTIFIERS and len(words) > 1 and words[1].text in ("in", "at", "from", "around"):
        return Holder(span, "collective", False, True, source_pronouns()[word.text].id)  # "nobody in this room"
    two = f"{words[at - 1].text} {word.text}" if at else ""
    rule, plural = source_nouns().get(two) or source_nouns().get(word.text) or (None, False)
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


_QUANTIFIERS = frozenset(
    ["many", "some", "several", "others", "all", "most", "few", "everyone", "everybody", "nobody", "none"]
)
_DEFINITE = frozenset(["the", "our", "my", "this"])
_ABSTRACT = ("ness", "tion", "sion", "ity", "ment", "ism", "ship", "ance", "ence", "ology", "ings")


def head_index(words: list[Word]) -> int:
    """Return the head is the last word before the first preposition.

    "a number of delegates" counts from behind the "of".
    """
    begin, prepositions = 0, words_of("preposition")
    for index, (_, _, text, comma) in enumerate(words):
        if (text in prepositions or text == "who" or comma) and index > begin:
            if text == "of" and words[index - 1].text in words_of("quantity head"):
                begin = index + 1
                continue
            at = index if comma and text not in prepositions else index - 1
            return at - 1 if at > begin and words[at].text in _BEHIND_NOUN else at
    return len(words) - 1


_BEHIND_NOUN = frozenset(("responsible", "present", "interested", "active"))  # "ministers responsible for trade"


def _proper(text: str, word: Word) -> bool:
    return text[word.start].isupper() and word.text not in words_of("function word")
