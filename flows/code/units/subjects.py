"""Subjects: whether a holder can be the subject of a cue: forms must agree, and common verbs need people."""

import re
from functools import cache
from typing import NamedTuple

from flows.code.mentions.names import names
from flows.code.units.cues import Hit
from flows.code.units.sources import Holder, state_names
from flows.code.units.words import alternation, is_adverb, words_of


class Text(NamedTuple):
    """A text and its folded shadow."""

    text: str
    folded: str


def can_stand_behind(text: Text, hit: Hit, start: int, word: str) -> bool:
    """Whether a cue's subject can end with the `word` before it, in a sentence that begins at `start`.

    This is the cheapest of the questions that a cue is asked, and half of them fail it.
    """
    if hit.construction == "will":
        name = text.text[hit.start - 1 - len(word) : hit.start - 1]
        pronoun = word in ("they", "he", "she", "it")
        return pronoun or name in _ends_of_state_names() or _done(text.folded, hit) in words_of("undertaking")
    own = word in _FIRST_PERSON or text.folded.find("we", start, hit.start) >= 0 or text.folded.startswith("my ", start)
    return own or not _is_own(text.folded, hit)


_FIRST_PERSON = frozenset(("i", "we", "me", "us"))


@cache
def _ends_of_state_names() -> frozenset[str]:
    return frozenset(name.rpartition(" ")[2] for name in state_names())


def _is_own(folded: str, hit: Hit) -> bool:
    """Whether only the first person can be the subject of a cue."""
    if hit.first_person or hit.construction == "would-like-to":
        return True
    if hit.weak and hit.tense == "ing" and hit.construction == "verb" and not folded.startswith(" that ", hit.end):
        return True  # "has been responding": what somebody does, not says
    if _disagrees(folded, hit):
        return False
    auxiliary = folded[hit.start : hit.head].partition(" ")[0]
    return auxiliary in words_of("obliging") or (hit.weak and auxiliary in ("will", "would", "ll", "d"))


def _disagrees(folded: str, hit: Hit) -> bool:
    """Read "could not agree on", "cannot accept"."""
    if hit.act not in ("agree", "support") and hit.lemma != "accept":
        return False
    return " not " in folded[hit.start : hit.head] or folded.startswith("cannot ", hit.start)


def can_hold(text: Text, hit: Hit, holder: Holder) -> bool:
    """Whether this holder can be the subject of this cue: forms must agree, and common verbs need people."""
    if hit.construction == "will":
        return is_actor(text, holder, hit)
    if text.folded.endswith(("'s ", "s' "), 0, hit.start):
        return False  # "the Council's support"
    if hit.tense == "ing" and (hit.head == hit.start or not text.folded.startswith(" ", hit.end)):
        return False  # "the talks have been very encouraging,": what has no object is an adjective
    if (hit.act == "propose" or hit.lemma == "observe") and not hit.particle and _DOCUMENT.match(text.folded, hit.end):
        return False
    own = holder.holder in ("speaker", "we") or text.folded.startswith(("my ", "our "), holder.span.start)
    if not own and hit.weak and hit.tense == "base" and hit.start == hit.head and _WHITHER.match(text.folded, hit.end):
        return False
    if hit.construction == "would-like-to" or (not own and _is_own(text.folded, hit)):
        return own
    if hit.tense == "past" and hit.start == hit.head and _BY.match(text.folded, hit.end):
        return False  # "the candidates presented by the Group"
    if (
        hit.construction == "verb"
        and hit.tense == "base"
        and hit.start == hit.head
        and _NOUN.search(text.folded, holder.span.start, hit.start)
    ):
        return False
    if _disagrees(text.folded, hit):
        return True
    impersonal = holder.rule.startswith(("source.body", "source.proper-name")) and holder.rule not in _SPEAKING
    impersonal = impersonal and not _TITLED.match(text.text, holder.span.start)
    impersonal = impersonal and not _OF_PEOPLE.match(text.folded, holder.span.start)
    if hit.weak and holder.holder == "named" and impersonal:
        return _speaks_for_states(text, holder) or text.folded.startswith((" that ", ' "', ', "'), hit.end)
    if holder.rule == "source.pronoun-you":
        return hit.tense == "past" and not hit.weak and hit.act != "recognise"
    if holder.rule == "source.pronoun-it" and (hit.weak or hit.tense not in ("past", "participle")):
        return False
    if hit.construction not in ("verb", "express-noun", "voice-noun"):
        return True
    return not (hit.tense == "base" and hit.start == hit.head and holder.holder == "named" and not holder.plural)


_SPEAKING = ("source.body-delegation",)  # bodies that do nothing but speak
_TITLED = re.compile(
    r"(?:Dr|Mr|Mrs|Ms|Mx|Mme|Prof|Sir|Dame|Lord|Lady|H\.E|Judge|Justice|Senator|General|Ambassador|Commissioner"
    r"|Chair|Professor|(?:[A-Z][\w.]* ){0,3}(?:President|Minister|Secretary|Secretary-General|Envoy|Representative"
    r"|Chancellor))\b\.? [A-Z]"
)
_WHITHER = re.compile(r" (?:into|to|from|home|at)\b")  # "brought Fiji back into the fold": no verb of saying
_DOCUMENT = re.compile(  # "introduced the draft resolution": an event of the meeting
    r" (?:the|its|an?|his|her|their|this) (?:[a-z-]+ ){0,3}?(?:reports?|papers?|resolutions?|decisions?|amendments?"
    r"|(?:agenda )?items?|documents?|(?:minute|moment) of silence|summary|overview|update|briefing|statement)\b"
)
_OF_PEOPLE = re.compile(  # "delegations from Chile, Ghana and Fiji"
    r"(?:the |several |other |some )?(?:[a-z]+ )?(?:delegations|delegates|representatives|ministers|ambassadors"
    r"|experts|observers|officials|speakers|members|leaders) (?:from|of) "
)
_LISTED = re.compile(r",? (?:and|as well as) |, ")
_BY = re.compile(r" by (?![a-z]+ing )")
_NOUN = re.compile(  # "briefed leaders on its new (report)"
    r" (?:on|about|with|for|to|by) (?:its|his|her|their|our|my|a|an|the)(?: [a-z]+){0,1} $"
)


def is_state(text: Text, holder: Holder) -> bool:
    """Whether a holder is a state, which acts in what it "will" do."""
    words = text.text[slice(*holder.span)]
    return _names_state(words) or all(map(_names_state, _LISTED.split(words)))  # "Trinidad and Tobago"


def _names_state(words: str) -> bool:
    """Whether words name a state, also by a form of government that its name in the table has not."""
    name = _without_article(words)
    return name in state_names() or _government().sub("", name) in state_names()


@cache
def _government() -> re.Pattern[str]:
    """Return what says how a state is governed, before its name: "People's Republic of"."""
    return re.compile(rf"^(?:[A-Z][\w'’-]+ ){{0,3}}(?i:{alternation('government')}) of ")


def _speaks_for_states(text: Text, holder: Holder) -> bool:
    """Whether a holder is a state, or a union or group that states speak through ("the European Union")."""
    return is_state(text, holder) or _without_article(text.folded[slice(*holder.span)]) in words_of("speaking group")


def _without_article(name: str) -> str:
    return name.removeprefix("The ").removeprefix("the ")


def is_actor(text: Text, holder: Holder, hit: Hit) -> bool:
    """Whether a holder undertakes what it "will" do: a state does, and a body or class of actors with a verb of doing.

    "The Secretariat will circulate a text" is an undertaking, "the meeting will be long" is none.
    """
    verb = _done(text.folded, hit)
    if is_state(text, holder):
        return verb not in words_of("undergoing")
    if verb not in words_of("undertaking"):
        return False
    if holder.rule == "source.proper-name":
        words = text.text[slice(*holder.span)].removeprefix("The ").removeprefix("the ")
        known = names().get(words)
        return bool(known and known.kind == "organisation") or (
            words.isupper() and words.isalnum() and (len(words) > 2 or not words.isalpha())
        )
    kind, _, lemma = holder.rule.removeprefix("source.").partition("-")
    return kind in ("office", "collective") or (kind == "body" and lemma not in words_of("event"))


def _done(folded: str, hit: Hit) -> str:
    """Return the verb behind "will"."""
    verbs = [word for word in folded[hit.end : hit.end + 60].split(" ") if word and not is_adverb(word)]
    return verbs[2] if verbs[:2] == ["continue", "to"] and verbs[2:] else next(iter(verbs), "")


def is_finite(folded: str, hit: Hit) -> bool:
    """Whether a verb behind "and the Secretariat" is no participle ("the portal and the fund announced in May")."""
    if hit.tense == "s" or hit.start < hit.head:
        return True
    following = folded[hit.end : hit.end + 20].split(" ", 2)
    return hit.tense == "past" and len(following) > 1 and following[1] not in words_of("preposition")


def same_form(one: Hit, other: Hit) -> bool:
    """Whether two verbs can share a subject: both past, both present or both participles."""
    finite = {"past": "past", "participle": "past", "base": "present", "s": "present", "ing": "ing"}
    return finite[one.tense] == finite[other.tense] or (other.tense == "past" and one.construction == "is-adjective")


def is_name(text: Text, hit: Hit) -> bool:
    """Whether the verb is a word of a proper name ("the United States"); words all in capitals are no names."""
    return (
        text.text[hit.head].isupper()
        and not text.text[hit.head : hit.end][:2].isupper()
        and text.text[hit.head - 2 : hit.head - 1] not in ("", ".", "\n", "*", ":", ";")
    )
