"""The tables of segmenting are read whole, and each rule's example holds (a lie raises where the table is read)."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

import flows.segment
from flows.months import month_names, month_numbers
from flows.segment import clauses, kinds, papers, parties, punkt, record, sentences, speaker_labels, speakers, turns
from flows.segment.facts import masthead, titles

TABLES = sorted(Path(flows.segment.__file__).parent.glob("*.csv"))

READERS: dict[str, Callable[[], object]] = {
    "clause_words": clauses._words,
    "label_parts": speaker_labels._parts,
    "not_speakers": speaker_labels._not_speakers,
    "paper_cues": papers._cues,
    "paragraph_cues": kinds._cues,
    "parties": parties._forms,
    "record_cues": record._cues,
    "roles": parties._roles,
    "sentence_ends": sentences._marks,
    "shortened_words": punkt.shortened_words,
    "speaker_labels": speaker_labels._label_rules,
    "speaking_cues": speakers._rules,
    "state_names": speaker_labels.state_names,
    "turn_cues": lambda: turns._cue("voice"),
}


FACTS = sorted((Path(flows.segment.__file__).parent / "facts").glob("*.csv"))

READERS_OF_FACTS: dict[str, Callable[[], object]] = {
    "field_cues": titles._fields,
    "forums": masthead._forums,
    "kind_cues": titles._kinds,
    "masthead_cues": masthead._cues,
    "ordinals": masthead._ordinals,
    "places": masthead._places,
    "title_cues": titles._cues,
}


def test_every_table_of_facts_has_a_reader_that_proves_its_examples() -> None:
    assert [table.stem for table in FACTS] == sorted(READERS_OF_FACTS)
    for read in READERS_OF_FACTS.values():
        assert read()


def test_the_months_have_a_reader_that_proves_their_examples() -> None:
    assert month_numbers()["september"] == 9
    assert month_names("en")[9] == "September"


def test_every_table_has_a_reader_that_proves_its_examples() -> None:
    assert [table.stem for table in TABLES] == sorted(READERS)
    for read in READERS.values():
        assert read()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_every_rule_has_an_example_a_counterexample_and_a_source(table: Path) -> None:
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert [row["id"] for row in rows if not (row["example"] and row["counterexample"] and row["source"])] == []
