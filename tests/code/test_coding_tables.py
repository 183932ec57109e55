"""Every rule of coding takes its example and leaves its counterexample; a table that lies is refused."""

import csv
from pathlib import Path

import pytest

from flows.code.coding.main_verb import main_verb
from flows.code.folding import fold
from flows.code.mentions.names import names
from flows.code.mentions.persons import find_persons
from flows.code.mentions.quantities import find_quantities
from flows.code.ruleset import RULES, DecisionTable, Rule, RuleSet
from flows.rules import RuleError


def rows(table: str) -> list[dict[str, str]]:
    with (RULES / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    "table", ["addressee.csv", "holder.csv", "agreement.csv", "acts.csv", "modality.csv", "opposition.csv"]
)
def test_each_rule_decides_its_own_example(table: str) -> None:
    folded = table != "holder.csv"
    decisions = DecisionTable(RULES / table, folded)
    for row in decisions.rows:
        decided = decisions.decide({row.field: fold(row.example) if folded else row.example})
        assert decided is not None and decided.value == row.value, row.id


def test_each_modal_example_is_read_as_its_row_says() -> None:
    for row in rows("verbs.csv"):
        verb = main_verb(fold(row["example"]))
        assert f"{'not ' if verb.negated else ''}{verb.modality}" == row["reads"], row["id"]


def test_each_state_and_entity_is_known_by_its_example() -> None:
    known = names()
    for row in rows("states.csv"):
        named = known[row["example"]]
        assert (named.iso3 if named else "-") == row["iso3"]
    for row in rows("entities.csv"):
        named = known[row["example"]]
        assert named is not None and (named.kind, named.entity_id) == (row["kind"], row["id"])


def test_each_word_of_a_quantity_is_read_in_its_example() -> None:
    for row in rows("quantities.csv"):
        found = list(find_quantities(row["example"]))
        assert found, row["id"]
        value = {"comparator": found[0].comparator, "unit": found[0].unit, "currency": found[0].unit}
        assert value.get(row["role"], row["value"]) == row["value"], row["id"]


def test_each_form_of_address_names_a_person() -> None:
    for row in rows("persons.csv"):
        if row["role"] == "title":
            assert list(find_persons(row["example"])), row["id"]
            assert not list(find_persons(row["counterexample"])), row["id"]


def rule(pattern: str, example: str, counterexample: str = "") -> Rule:
    return Rule("r", "text", pattern, "call", example, counterexample, "", "")


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (rule("(must", "we must"), "does not compile"),
        (rule("must", "we may"), "example is not matched"),
        (rule("must", "we must", "they must"), "counterexample is matched"),
    ],
)
def test_a_rule_that_lies_is_refused_by_name(broken: Rule, reason: str) -> None:
    with pytest.raises(RuleError, match=rf"acts\.csv: rule r: .*{reason}"):
        RuleSet("acts.csv", [broken])


def test_the_first_row_that_takes_its_field_decides(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text(
        "id,field,pattern,value,example,counterexample,comment,source\n"
        "a,source,many,many,many,,,\nb,cue,.,other,x,,,\nc,source,.,rest,x,,,\n",
        encoding="utf-8",
    )
    decisions = DecisionTable(table)
    assert [
        found.id if (found := decisions.decide(fields)) else None
        for fields in ({"source": "many", "cue": "x"}, {"source": "few", "cue": "x"}, {"source": "few"}, {})
    ] == ["a", "b", "c", None]
