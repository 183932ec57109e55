"""Tables of a language: every cell is checked when it is read, and every row does what its example says."""

import re
from pathlib import Path
from typing import Annotated, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.code.folding import fold
from flows.code.lang import rows
from flows.code.lang.cells import choices, note, one_of, sentence, some_of, whole, words, yes
from flows.code.lang.forms import morphology
from flows.code.lang.language import LANGUAGES, language, split_words
from flows.code.lang.quantifiers import voices
from flows.code.lang.tables import read_table
from flows.code.lang.uses import best_use
from flows.errors import USAGE
from flows.rules import RuleError

ENGLISH = language("en")


class Row(NamedTuple):
    id: Annotated[str, sentence]
    act: Annotated[str, one_of(("call", "state"))]
    takes: Annotated[frozenset[str], some_of(("that", "to"))]
    weak: Annotated[bool, yes]
    weight: Annotated[int, whole]
    lemma: Annotated[tuple[str, ...], choices]
    comment: Annotated[str, note]


HEADER = "id,act,takes,weak,weight,lemma,comment\n"


def _read(folder: Path, text: str, row: type = Row) -> tuple[Row, ...]:
    table = folder / "verbs.csv"
    table.write_text(text, encoding="utf-8")
    return read_table(table, row)


def _tokens(text: str) -> list[str]:
    return re.findall(r"[a-z0-9][a-z0-9,]*(?<!,)|'[a-z]+|[^\sa-z0-9]", fold(text))


def _every(uses: dict) -> list:
    return list({use.row.id: use.row for found in uses.values() for use in found}.values())


def test_cells_are_read_as_their_values(tmp_path):
    (row,) = _read(tmp_path, HEADER + "say,state,that to,yes,-2,say|tell off,\n")
    assert row == Row("say", "state", frozenset({"that", "to"}), True, -2, ("say", "tell off"), "")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("say,worry,that,,1,say,", "line 2: act: 'worry' is not one of 'call', 'state'"),
        ("say,state,that if,,1,say,", "line 2: takes: 'that if' is not one of 'that', 'to'"),
        ("say,state,that that,,1,say,", "line 2: takes: 'that that' names the same value twice"),
        ("say,state,that,no,1,say,", "line 2: weak: 'no' is not one of 'yes', ''"),
        ("say,state,that,,1.5,say,", "line 2: weight: '1.5' is not a whole number"),
        ("say,state,that,,1,Say,", "line 2: lemma: 'Say' is not made of words in small letters"),
        ("say,state,that,,1,say|say,", "line 2: lemma: 'say|say' names the same words twice"),
        (",state,that,,1,say,", "line 2: id: '' is empty"),
        ("say,state,that,,1,say", "line 2: 6 cells where the header has 7"),
        ("say,state,that,,1,say,\nsay,state,that,,1,say,", "line 3: id: 'say' is repeated"),
    ],
)
def test_a_wrong_cell_is_told_with_file_line_and_column(tmp_path, line, told):
    with pytest.raises(RuleError) as error:
        _read(tmp_path, HEADER + line + "\n")
    assert str(error.value) == f"{tmp_path / 'verbs.csv'}: {told}"
    assert error.value.exit_code == USAGE


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("id,act\n", "column 'takes' is missing"),
        (HEADER.replace("comment", "comment,colour"), "column 'colour' is not known"),
        (HEADER.replace("comment", "comment,act"), "a column stands there twice"),
        ("", "column 'id' is missing"),
    ],
)
def test_a_wrong_header_is_told(tmp_path, header, told):
    with pytest.raises(RuleError, match=told):
        _read(tmp_path, header)


def test_a_table_that_cannot_be_read_is_told_in_one_line(tmp_path):
    (tmp_path / "verbs.csv").write_bytes(b"id\n\xff\n")
    with pytest.raises(RuleError, match=r"/verbs\.csv: cannot be read: "):
        read_table(tmp_path / "verbs.csv", Row)
    with pytest.raises(RuleError, match=r"/none\.csv: cannot be read: "):
        read_table(tmp_path / "none.csv", Row)


@given(st.text())
def test_words_of_a_table_are_tokens_of_a_folded_text(text):
    try:
        read = words(text)
    except ValueError:
        return
    assert read == text == fold(text)
    assert " ".join(split_words(read)).replace(" - ", "-") == read or " - " in read or "-" in read


@pytest.mark.parametrize("table", ["verbs", "nouns", "adjectives", "light_verbs", "duties", "evaluations"])
def test_each_use_stands_in_its_example(table):
    uses = getattr(ENGLISH, table)
    assert not [(row.id, row.example) for row in _every(uses) if row.id not in _standing(uses, row.example)]


def test_each_use_of_a_verb_is_chosen_in_its_example_and_not_in_its_counterexample():
    rows = _every(ENGLISH.verbs)
    assert not [(row.id, row.example) for row in rows if row.id not in _chosen(row.example)]
    assert not [(row.id, row.counterexample) for row in rows if row.id in _chosen(row.counterexample)]


def test_each_quantifier_is_read_in_its_example_and_not_in_its_counterexample():
    rows = _every(ENGLISH.quantifiers)
    assert not [(row.id, row.example) for row in rows if row.id not in _voices(row, row.example)]
    assert not [(row.id, row.counterexample) for row in rows if row.id in _voices(row, row.counterexample)]


@pytest.mark.parametrize(
    ("source", "agreement"),
    [
        ("more than 80 delegations", "many"),
        ("no more than three delegations", "few"),
        ("no fewer than ten delegations", "many"),
        ("fewer than ten delegations", "several"),
        ("more than nine delegations", "many"),
        ("at most four delegations", "few"),
        ("leaders from 100 governments", "many"),
        ("half a dozen States", "several"),
        ("twenty-five States", "many"),
        ("two thirds of the members", "most"),
        ("hardly any delegations", "few"),
        ("not many delegations", "few"),
        ("not a single delegation", "all"),
        ("the vast majority of members", "near_all"),
        ("the five Nordic countries", "several"),
    ],
)
def test_numbers_of_voices_are_read_with_their_limits(source, agreement):
    found = voices(_tokens(source), "source")
    assert found is not None
    assert found.agreement == agreement


@pytest.mark.parametrize("modifier", ["broad", "wide", "general", "growing", "emerging", "near"])
def test_a_modifier_takes_from_consensus(modifier):
    assert voices(_tokens(f"there was {modifier} consensus that"), "cue").agreement == "near_all"


@pytest.mark.parametrize("modifier", ["", "clear", "full", "strong"])
def test_plain_or_strengthened_consensus_is_consensus(modifier):
    assert voices(_tokens(f"there was {modifier} consensus that"), "cue").agreement == "consensus"


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("agree", "agree agrees agreed agreed agreeing"),
        ("reply", "reply replies replied replied replying"),
        ("regret", "regret regrets regretted regretted regretting"),
        ("take", "take takes took taken taking"),
        ("stress", "stress stresses stressed stressed stressing"),
    ],
)
def test_forms_of_verbs_are_spelled(lemma, forms):
    assert [form.text for form in morphology(LANGUAGES / "en").verb(lemma)] == forms.split()


@pytest.mark.parametrize(
    ("noun", "plural"),
    [("worry", "worries"), ("head of state", "heads of state"), ("best wish", "best wishes"), ("person", "people")],
)
def test_plurals_of_nouns_are_spelled(noun, plural):
    assert plural in [form.text for form in morphology(LANGUAGES / "en").noun(noun)]


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("Members agreed to the text.", "agree"),
        ("Members agreed to meet.", "commit"),
        ("Members expressed concern about the text.", "concern"),
        ("Members expressed their strong support for the text.", "support"),
        ("Members attached the highest importance to the text.", "stress"),
        ("Members took a different view.", "differ"),
        ("Members reaffirmed their commitment to the text.", "commit"),
        ("Members reaffirmed that the text stands.", "recognise"),
        ("Members called once again upon States to act.", "call"),
        ("Members looked forward to the text.", "welcome"),
    ],
)
def test_the_act_of_a_verb_is_that_of_its_use(sentence, act):
    tokens = _tokens(sentence)
    assert best_use(ENGLISH.verbs[tokens[1]], tokens[2:]).use.row.act == act


def test_every_act_that_a_noun_can_be_denied_to_is_its_opposite():
    for row in _every(ENGLISH.nouns):
        assert row.denied_act != row.act, row.id


def _standing(uses, text):
    tokens = _tokens(text)
    return [
        use.row.id
        for at, token in enumerate(tokens)
        for use in uses.get(token, ())
        if tuple(tokens[at : at + len(use.words)]) == use.words
    ]


def _chosen(text):
    tokens = _tokens(text)
    auxiliaries = {form.text for form in morphology(LANGUAGES / "en").verb("be")}
    chosen = [
        best_use(ENGLISH.verbs[token], tokens[at + 1 :], not auxiliaries.isdisjoint(tokens[max(0, at - 3) : at]))
        for at, token in enumerate(tokens)
        if token in ENGLISH.verbs
    ]
    return [found.use.row.id for found in chosen if found]


def _voices(row, text):
    tokens = _tokens(text)
    return [found.rule for place in row.place if (found := voices(tokens, place))]


def test_the_tables_of_a_language_are_all_read():
    assert {path.name for path in (LANGUAGES / "en").glob("*.csv")} >= {"verbs.csv", "nouns.csv"}
    assert rows.TAKES.keys() >= {"that", "to"}
