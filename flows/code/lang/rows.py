"""Rows of a language's tables: which columns each table has and what may stand in them."""

from typing import Annotated, NamedTuple

from flows.code.lang.cells import (
    choices,
    choices_or_none,
    name,
    note,
    one_of,
    patterns_or_none,
    sentence,
    some_of,
    whole,
    words,
    yes,
)
from schemas.vocabulary import ACT, AGREEMENT, COMPARATOR, HOLDER, MODALITY, TOPIC

TAKES = {
    "that": "a clause that says what is held, with or without “that”",
    "wh": "a clause with “whether”, “how”, “why”, “what” …",
    "quote": "words in quotation marks, or behind a comma or colon",
    "np": "a noun phrase",
    "to": "an infinitive whose subject is the holder (“agreed to meet”)",
    "np-to": "a noun phrase and an infinitive whose subject it is (“urged States to act”)",
    "np-that": "a noun phrase for who is told, then a clause (“assured members that …”)",
    "ing": "a participle (“recommended meeting again”)",
    "as": "a noun phrase, “as” and what it is taken for (“described it as sound”)",
    "np-is": "a noun phrase and what it is said to be (“considered it essential”)",
    "holder": "the holder, whom the subject moves (“the delay worries us”)",
    "so": "“so”, or nothing at all (“others disagreed”)",
}
REPORTS = {
    "strong": "a cue with any subject that can hold",
    "weak": "a cue only with a clause or words in quotation marks, or a collective, named or first-person holder",
    "no": "never a cue of attribution; decides the act of a plain assertion",
}
Act = Annotated[str, one_of(ACT)]
ActOrNone = Annotated[str, one_of((*ACT, ""))]
AgreementOrNone = Annotated[str, one_of((*AGREEMENT, ""))]
Note = Annotated[str, note]
Sentence = Annotated[str, sentence]
Choices = Annotated[tuple[str, ...], choices]
ChoicesOrNone = Annotated[tuple[str, ...], choices_or_none]
Takes = Annotated[frozenset[str], some_of(TAKES)]
Reports = Annotated[str, one_of(REPORTS)]
Yes = Annotated[bool, yes]


class Verb(NamedTuple):
    """A row of `verbs.csv`: one use of a verb."""

    id: Sentence
    lemma: Choices
    """The verb, in each of its spellings."""
    object: ChoicesOrNone
    """Nouns of which one heads the object that belongs to the cue: "draw attention to"."""
    particle: ChoicesOrNone
    """What it governs and the cue includes, one of these: "on", "out", "to"."""
    takes: Takes
    act: Act
    first_act: ActOrNone
    """The act where the speaker or "we" does it; empty: the same."""
    reports: Reports
    passive: Yes
    """Whether its passive reports without a holder: "it was noted that", "the need was recognised"."""
    denied_act: ActOrNone
    """The act where the cue is negated: "did not agree" is `differ`; empty: the act stays, and `negated` is true."""
    impersonal_act: ActOrNone
    """The act of its passive that names no holder: "it was generally accepted" is `agree`; empty: the same."""
    yields: Yes
    """Whether it gives way to the act of its clause where the holder is that clause's subject: "said he would help"."""
    agreement: AgreementOrNone
    """What the cue itself says of the number of voices; empty: nothing."""
    example: Sentence
    counterexample: Note
    comment: Note


class Opener(NamedTuple):
    """A row of `openers.csv`: words that open what a verb takes."""

    id: Sentence
    words: Choices
    takes: Annotated[str, one_of(TAKES)]
    example: Sentence


NOUN_USES = {
    "light": "the object of a light verb: “expressed support for”, “made a proposal to”",
    "there": "“There was support for”",
    "emerged": "the subject of a passive or of emerging: “Support was expressed for”, “A consensus emerged that”",
    "own": "“My view is that”, “The position of my delegation is that”",
    "one": "“One view was that”, “Another suggestion was to”",
    "its-own": "“It is our duty to”, “it is our hope that”",
    "voiced": "the object of verbs of expressing only: “expressed the need for”; with others it is content",
    "with": "“noted with concern”, “welcomed with satisfaction”",
}


class Noun(NamedTuple):
    """A row of `nouns.csv`: a noun that carries an act."""

    id: Sentence
    lemma: Choices
    uses: Annotated[frozenset[str], some_of(NOUN_USES)]
    particle: ChoicesOrNone
    """Prepositions that the cue includes where one follows; "to" also before an infinitive."""
    act: Act
    denied_act: ActOrNone
    """The act of "no N": "There was no support" is `differ`; empty: as the verb or noun is negated."""
    agreement: AgreementOrNone
    example: Sentence
    counterexample: Note
    comment: Note


class Adjective(NamedTuple):
    """A row of `adjectives.csv`: a predicative adjective, participle or phrase: "aware of", "of the view that"."""

    id: Sentence
    lemma: Choices
    particle: ChoicesOrNone
    takes: Takes
    act: Act
    first_act: ActOrNone
    reports: Reports
    denied_act: ActOrNone
    agreement: AgreementOrNone
    opens: Yes
    """Whether it opens a clause of a resolution or a participial clause: "Deeply concerned about"."""
    example: Sentence
    counterexample: Note
    comment: Note


class LightVerb(NamedTuple):
    """A row of `light_verbs.csv`: a verb that carries a noun of `nouns.csv`, which decides the act."""

    id: Sentence
    lemma: Choices
    particle: ChoicesOrNone
    """Words between the verb and its noun: "on record" in "place on record our thanks"."""
    voices: Yes
    """Whether it is a verb of expressing, so that nouns of the use `voiced` are part of the cue."""
    passive: Yes
    """Whether its noun can be the subject of its passive: "support was expressed"."""
    example: Sentence
    counterexample: Note
    comment: Note


FRAMES = {
    "it-clause": "“it is imperative to / that”, also “that … is imperative”",
    "action": "an action is the subject: an infinitive, a gerund, or a noun of action (noun_kinds.csv)",
    "thing": "any other noun phrase is the subject",
    "clause-after": "the subject may be anything and a clause follows: “peace requires that we”",
    "infinitive-after": "an infinitive follows: “has a duty to”",
    "passive": "a passive participle follows: “cannot be allowed”, “must be protected”",
    "there": "“there is a need for”",
    "any": "whatever its subject",
}


class Predicate(NamedTuple):
    """A row of `duties.csv` or `evaluations.csv`: a predicate that decides the act of a plain assertion."""

    id: Sentence
    lemma: Choices
    pos: Annotated[str, one_of(("adjective", "noun", "verb", "modal", "phrase"))]
    frames: Annotated[frozenset[str], some_of(FRAMES)]
    act: Act
    modality: Annotated[str, one_of((*MODALITY, ""))]
    """The modality as printed, for predicates that have one; empty: that of the main verb."""
    example: Sentence
    counterexample: Note
    comment: Note


SUBJECTS = {
    "meeting": "a noun of a meeting (noun_kinds.csv)",
    "text": "a noun of a document",
    "participants": "a noun or name of somebody who takes part, or “we”, “they”",
    "first": "“I” or “we”, also “let me”, “allow me to”",
    "any": "any subject",
    "none": "no subject: a fragment",
}
OBJECTS = {
    "meeting": "a noun of a meeting",
    "text": "a noun of a document",
    "topic": "a noun phrase or “how”, “ways to”; a finite clause makes it `state`",
    "speech": "a noun of speech: statement, remarks, briefing, point",
    "floor": "“the floor”",
    "person": "somebody who takes part",
    "place": "a place, a day or a manner of meeting: “in Geneva”, “virtually”, “on 3 May”",
    "any": "any object",
    "none": "no object",
}


class Proceeding(NamedTuple):
    """A row of `procedure.csv`: a verb of an event of a meeting, of a text's making or of the speech itself."""

    id: Sentence
    lemma: Choices
    particle: ChoicesOrNone
    subject: Annotated[frozenset[str], some_of(SUBJECTS)]
    object: Annotated[frozenset[str], some_of(OBJECTS)]
    voice: Annotated[str, one_of(("active", "passive", "either"))]
    cue: Yes
    """Whether it is a cue of a first-person holder: "I give the floor to", "I would like to share"."""
    example: Sentence
    counterexample: Note
    comment: Note


class Modal(NamedTuple):
    """A row of `modals.csv`: a modal verb, with the act that it makes a cue of."""

    id: Sentence
    words: Choices
    modality: Annotated[str, one_of(MODALITY)]
    first_act: ActOrNone
    """The act where "I" or "we" is its subject, and the modal is the cue; empty: it is no cue."""
    act: ActOrNone
    """The act of a plain assertion whose main verb it is; empty: `state`."""
    example: Sentence


class Phrase(NamedTuple):
    """A row of `phrases.csv`: fixed words that make the claim that they stand in an act of its own."""

    id: Sentence
    phrase: Choices
    """Words, which other words may not part."""
    place: Annotated[str, one_of(("opens", "anywhere", "whole"))]
    act: Act
    example: Sentence
    counterexample: Note
    comment: Note


class Quantifier(NamedTuple):
    """A row of `quantifiers.csv`: words that say how many voices hold."""

    id: Sentence
    words: Choices
    place: Annotated[frozenset[str], some_of(("source", "cue", "we"))]
    agreement: Annotated[str, one_of(AGREEMENT)]
    negative: Yes
    """Whether it makes the subject a negated one: "no delegation", "not a single"."""
    example: Sentence
    counterexample: Note
    comment: Note


class Number(NamedTuple):
    """A row of `numbers.csv`: which numbers of voices are which agreement."""

    id: Sentence
    least: Annotated[int, whole]
    most: Annotated[int, whole]
    agreement: Annotated[str, one_of(AGREEMENT)]
    example: Sentence
    counterexample: Note
    comment: Note


class NumberLimit(NamedTuple):
    """A row of `number_limits.csv`: words before a number that make a limit of it."""

    id: Sentence
    words: Choices
    comparator: Annotated[str, one_of(COMPARATOR)]
    add: Annotated[int, whole]
    """What is added to the number for the number of voices that is meant: one to "more than"."""
    inside: Yes
    """Whether it stands inside a source, behind a noun: "leaders from 100 governments"."""
    example: Sentence
    counterexample: Note
    comment: Note


class NumberWord(NamedTuple):
    """A row of `number_words.csv`: a number in words."""

    id: Sentence
    value: Annotated[int, whole]
    words: Choices
    example: Sentence


NEGATION_KINDS = {
    "verb": "negates the verb group it stands in: not, never, no longer",
    "subject": "makes the subject a negated one: no delegation, nobody, not a single",
    "object": "a negated object or complement: found no support, has no intention",
    "verb-of-denial": "a verb that negates what follows: fail to, refuse to, decline to, stop short of",
    "pseudo": "looks like a negation and is none: no doubt, no later than, not only",
    "cancels": "two negations that cancel: cannot conclude without",
    "weak": "almost negates, counts as a small number: hardly any",
}
SCOPES = {
    "group": "the verb group it stands in",
    "clause": "the clause whose subject it is",
    "infinitive": "the infinitive that follows",
    "phrase": "its own words only",
}


class Negation(NamedTuple):
    """A row of `negation.csv`."""

    id: Sentence
    words: Choices
    kind: Annotated[str, one_of(NEGATION_KINDS)]
    scope: Annotated[str, one_of(SCOPES)]
    example: Sentence
    counterexample: Note
    comment: Note


NOUN_KINDS = {
    "participant": "one who takes part or a class of actors; its plural is `collective`",
    "mass": "a class of actors in the singular: “the police”, “industry”",
    "body": "a body that meets or decides: `named`, `collective`",
    "organisation": "an organisation, one voice: `named`, `one`",
    "office": "an office or its holder: `named`, `one`",
    "state": "a state, by “government”, “country”: `named`, `one` in the singular with a name",
    "document": "a text, which may hold: `named`, `one`",
    "session": "a meeting, which may hold: `named`, `collective`",
    "utterance": "what was said: “contributions”, “statements”; its plural may hold: `collective`",
    "own": "the speaker's own body: “delegation”, “Government” behind “my”, “our”",
    "meeting": "an event where people meet, for procedure.csv",
    "text": "a document, for procedure.csv",
    "speech": "a piece of speech, for procedure.csv",
    "action": "an action, for duties.csv: “a timely response is imperative”",
    "thing": "no holder, whatever its capital letter: “Discussions”, “Progress”",
}


class NounKind(NamedTuple):
    """A row of `noun_kinds.csv`: a noun and what it can be; a noun may stand in several rows."""

    id: Sentence
    lemma: Choices
    kind: Annotated[str, one_of(NOUN_KINDS)]
    holder: Annotated[str, one_of((*HOLDER, ""))]
    """The holder that it is as a source in the singular; empty: none."""
    plural_holder: Annotated[str, one_of((*HOLDER, ""))]
    agreement: AgreementOrNone
    """The agreement where no quantifier says it, in the singular."""
    holds: Annotated[str, one_of(("strong", "weak", "no"))]
    """Whether it makes a weak verb a cue ("strong"), only a strong one ("weak"), or is never a source ("no")."""
    example: Sentence
    counterexample: Note
    comment: Note


class Pronoun(NamedTuple):
    """A row of `pronouns.csv`: a pronoun, or a fixed noun phrase, that is a source."""

    id: Sentence
    words: Choices
    holder: Annotated[str, one_of(HOLDER)]
    agreement: AgreementOrNone
    plural: Yes
    points_back: Yes
    """Whether it has an antecedent ("they")."""
    example: Sentence
    counterexample: Note
    comment: Note


RESOLUTION_KINDS = {
    "opener": "a verb or adjective that opens a clause: -ing and adjectives one of the preamble, -s an operative one",
    "adverb": "stands before or behind such a verb and belongs to the cue",
    "manner": "behind such a verb, and decides the act: “with appreciation”",
    "body": "the body that resolves, and holds the clauses",
}


class Resolution(NamedTuple):
    """A row of `resolutions.csv`: words that open clauses of resolutions and decisions."""

    id: Sentence
    words: Choices
    kind: Annotated[str, one_of(RESOLUTION_KINDS)]
    particle: ChoicesOrNone
    """What the cue includes where it follows: "calls" with "upon"."""
    act: ActOrNone
    example: Sentence
    counterexample: Note
    comment: Note


class Irregular(NamedTuple):
    """A row of `irregular.csv`: forms that the endings do not make."""

    id: Sentence
    lemma: Annotated[str, words]
    pos: Annotated[str, one_of(("verb", "noun"))]
    s: ChoicesOrNone
    past: ChoicesOrNone
    participle: ChoicesOrNone
    ing: ChoicesOrNone
    example: Sentence


class Ending(NamedTuple):
    """A row of `endings.csv`: how a regular form is spelled; of a form's rows the first that fits decides."""

    id: Sentence
    pos: Annotated[str, one_of(("verb", "noun"))]
    form: Annotated[str, one_of(("s", "past", "participle", "ing"))]
    after: Note
    """A regular expression that the lemma's end has to match."""
    cut: Annotated[int, whole]
    add: Note
    doubles: Yes
    """Whether the last letter doubles."""
    example: Sentence
    """Lemma and form."""


class VocabularyTopic(NamedTuple):
    """A row of a further vocabulary of topics: as one of `topics.csv`, with what the topic is beside it."""

    id: Sentence
    topic: Annotated[str, name]
    description: Sentence
    words: Annotated[tuple[str, ...], patterns_or_none]
    act: ActOrNone
    weight: Annotated[int, whole]
    example: Note
    counterexample: Note
    comment: Note


class Topic(NamedTuple):
    """A row of `topics.csv`: words that speak for a topic, or against it."""

    id: Sentence
    topic: Annotated[str, one_of(TOPIC)]
    words: Annotated[tuple[str, ...], patterns_or_none]
    """Words and phrases: "*" at a word's end stands for any ending, alone for any word. None where `act` decides.

    The longest one that stands at a place is counted there, and none that it covers; each is counted once.
    """
    act: ActOrNone
    """The act that gives the weight, whatever the words."""
    weight: Annotated[int, whole]
    """Added up; a topic is given where the sum is enough (flows.code.topics). 0 only covers what it stands on."""
    example: Note
    counterexample: Note
    comment: Note
