"""All rule tables, read and proved before a run begins its work: a broken one stops it before anything is published.

A table that its own step can prove alone is proved where that step reads it; here each is made to. What only a whole
step can prove, such as that a cue is found in its example, is proved here.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flows.clean import clean
from flows.code import code
from flows.code.lang.proof import prove_language
from flows.code.mentions.entities import REGIONS, RegionRow, entity_table
from flows.code.mentions.forms import TABLE as FORMS
from flows.code.mentions.forms import FormRow, find_forms
from flows.code.mentions.memberships import TABLE as MEMBERSHIPS
from flows.code.mentions.memberships import MembershipRow, membership_table
from flows.code.mentions.name_parts import TABLE as PARTS
from flows.code.mentions.name_parts import PartRow
from flows.code.mentions.names import NO_STATE, EntityRow, StateRow, find_names, names
from flows.code.mentions.persons import TABLE as PERSONS
from flows.code.mentions.persons import PersonWord, find_persons
from flows.code.mentions.quantities import TABLE as QUANTITIES
from flows.code.mentions.quantities import UNSEEN, QuantityWord, find_quantities
from flows.code.ruleset import RULES
from flows.code.structure import load_language
from flows.code.units import find_units
from flows.code.units.cue_tables import CONSTRUCTIONS, CUES, Construction, CueRule
from flows.code.units.sources import TABLE as SOURCES
from flows.code.units.sources import SourceRule
from flows.code.units.splits import TABLE as SPLITS
from flows.code.units.splits import SplitRule
from flows.code.units.words import TABLE as WORDS
from flows.code.units.words import WordClass
from flows.link.holders import TABLE as OWN
from flows.link.holders import OwnWord
from flows.readers.docx.styles import style_rules
from flows.readers.html.head import fact_rules
from flows.readers.html.rules import element_rules, part_rules
from flows.readers.xml.elements import element_rules as akoma_elements
from flows.readers.xml.record import fact_rules as akoma_facts
from flows.readers.xml.record import scheme_names
from flows.records import Block, OffsetMap, Paragraph, RawDocument, Sidecar, Span, Statement
from flows.rules import RuleError, compile_pattern, prove_examples, read_rules
from flows.segment import segment

_CLASS = re.compile("%[^%]*%")  # stands in a pattern for the words of a class

# Between them these make every step look into each of its tables; tests/test_rule_tables.py sees to it.
PROBES = (
    "Some delegates noted that we need trust,\nand called for it. Others, however, opposed the plan.\n",
    "The President: I thank you all.\n\nMr. Annan (Ghana): I thank the President. We agree.\n\nJapan\n\nWe agree.\n",
    "A/80/1\nAgenda item 5\nAuthor: Ms. Roe\n\nStatement by H.E. Ms. Ada Roe, President of Peru, at the third session "
    "of the General Assembly\n\nGeneva, 3 May 2021\n\nI speak on behalf of the Group of 77. (Applause) We agree that "
    "so much trust grows here.\n",
    "Statement by the Chair\n\nWe agree that “trust” grows for all alike. We said so.\n",
)


def prove_rule_tables() -> None:
    """Raise RuleError, with table, row and reason in one line, for a rule table that cannot be used.

    That is: a column that is missing or not known, an id that is empty or repeated, a pattern that does not compile,
    an example that its rule does not take, a counterexample that it takes.
    """
    for table, row, takes in _PROOFS:
        try:
            _prove(table, row, takes)
        except (KeyError, ValueError) as error:  # a value of another form than the step can use
            raise RuleError(f"{table.name}: cannot be used: {type(error).__name__}: {error}") from None
    prove_memberships()
    prove_readers()
    prove_language("en")
    use_rule_tables()


def prove_readers() -> None:
    """Raise RuleError for a table of a reader of files that cannot be used: each is proved where it is read."""
    for read in (akoma_elements, akoma_facts, scheme_names, style_rules, element_rules, part_rules, fact_rules):
        read()


def prove_memberships() -> None:
    """Raise RuleError where a group or a member is no entity, or an entity's region is not known."""
    known = set(entity_table()["entity_id"].to_pylist())
    for column in ("group_id", "entity_id"):
        for name in membership_table()[column].unique().to_pylist():
            if name not in known:
                raise RuleError(f"{MEMBERSHIPS.name}: {name!r} is no entity of states.csv or entities.csv")


def use_rule_tables() -> None:
    """Make every step read and compile its tables, and load its models, which each does when it first needs them."""
    load_language()
    for text in PROBES:
        code([segment(clean(RawDocument("", "", "", 0, "utf-8", text, Sidecar(language="en"))))])


def _prove(table: Path, row: type[Any], takes: Callable[[Any, str], bool]) -> None:
    rules = {rule.id: rule for rule in read_rules(table, row)}
    if row is Construction:  # all of them are compiled as one, which would not say whose fault it is
        for rule in rules.values():
            compile_pattern(_CLASS.sub("x", rule.pattern), table.name, rule.id)
    # what begins a list is shown by no single sentence
    examples = tuple((rule.id, rule.example, rule.counterexample) for rule in rules.values() if rule.example)
    prove_examples(table.name, examples, lambda rule, text: takes(rules[rule], text))


def _decides_unit(rule: CueRule | Construction | SourceRule | SplitRule, text: str) -> bool:
    """Whether the rule has part in cutting the sentence into claims."""
    whole = Span(0, len(text))
    block = Block(text, OffsetMap((0,), (0,), (0,)), None, None)
    statement = Statement(None, "en", text, (Paragraph("body", None, None, block, *whole, (whole,)),))
    return any(rule.id in unit.rules for unit in find_units([statement])[0])


def _lists(rule: WordClass, text: str) -> bool:
    return text in rule.words.split("|")


def _names_state(rule: StateRow, text: str) -> bool:
    if text not in names():
        return False
    named = names()[text]
    return (named.iso3 if named else NO_STATE) == rule.iso3


def _names_entity(rule: EntityRow, text: str) -> bool:
    named = names().get(text)
    return named is not None and (named.kind, named.entity_id) == (rule.kind, rule.id)


def _counts(rule: QuantityWord, text: str) -> bool:
    words = [""] if rule.role in UNSEEN else rule.words.split("|")
    return any(word in text[slice(*found.span)] for found in find_quantities(text) for word in words)


def _names_person(rule: PersonWord, text: str) -> bool:
    return any(True for _ in find_persons(text)) is not (rule.role == "not-a-name")


def _has_form(rule: FormRow, text: str) -> bool:
    return any(form.named.kind == rule.kind and form.end == len(text) for form in find_forms(text))


def _is_part(rule: PartRow, text: str) -> bool:
    """Whether a word of the row takes the text's state from it, or begins no name in it."""
    if rule.place in ("before", "after"):
        return bool(set(text.split()) & set(" ".join(rule.words.split("|")).split())) and not list(find_names(text))
    return all(form.start > 0 for form in find_forms(text))


def _holds_state(rule: RegionRow, text: str) -> bool:
    return text in rule.iso3.split("|")


def _holds_member(rule: MembershipRow, text: str) -> bool:
    return text in rule.members.split("|")


def _is_own(rule: OwnWord, text: str) -> bool:
    return bool(set(rule.words.lower().split("|")) & {text.lower(), *text.lower().split()})


# Table, what its rows are, and whether a row takes a text; all other tables are proved where they are read.
_PROOFS: tuple[tuple[Path, type[Any], Callable[[Any, str], bool]], ...] = (
    (WORDS, WordClass, _lists),
    (CONSTRUCTIONS, Construction, _decides_unit),
    (CUES, CueRule, _decides_unit),
    (SOURCES, SourceRule, _decides_unit),
    (SPLITS, SplitRule, _decides_unit),
    (RULES / "states.csv", StateRow, _names_state),
    (RULES / "entities.csv", EntityRow, _names_entity),
    (QUANTITIES, QuantityWord, _counts),
    (PERSONS, PersonWord, _names_person),
    (FORMS, FormRow, _has_form),
    (PARTS, PartRow, _is_part),
    (OWN, OwnWord, _is_own),
    (REGIONS, RegionRow, _holds_state),
    (MEMBERSHIPS, MembershipRow, _holds_member),
)
