"""The words of the topics get weights that coded claims teach, near what their author held them worth."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from flows.code.lang.rows import Topic
from flows.code.lang.tables import read_table
from flows.rules import RuleError
from tools.topics.__main__ import FOLDS, WORDS, folds, main, read_rows, topics_by, weigh
from tools.topics.claims import Coded, read_claims
from tools.topics.fitting import LEVELS, UNIT, WORTH, fit
from tools.topics.table import Row

PROJECT = Path(__file__).parents[2]


def coded(*claims: tuple[str, set[str]]) -> Coded:
    return Coded(
        [content for content, _ in claims],
        ["state"] * len(claims),
        [frozenset(topics) for _, topics in claims],
        np.arange(len(claims)),
    )


def test_words_that_claims_with_a_topic_have_gain_weight_and_others_lose_it() -> None:
    rows = [Row("threats", "storm*", "", 1.0, 0), Row("threats", "calm", "", 1.0, 0)]
    claims = coded(*[("the storms came", {"threats"}), ("a calm sea", set())] * 20)
    storm, calm = weigh(rows, claims).worth
    assert storm > 1 > calm


def test_words_that_no_claim_has_keep_what_they_were_held_worth() -> None:
    found = fit(np.zeros((3, 1)), np.full(3, 8), np.array([True, False, True]), np.array([1.3]))
    assert found.worth.tolist() == [1.3]


@pytest.mark.parametrize("worth", [-9.0, -0.4, 0.0, 0.7, 2.4, 9.0])
def test_a_weight_is_the_nearest_level(worth: float) -> None:
    level = fit(np.zeros((1, 1)), np.array([8]), np.array([True]), np.array([worth])).level[0]
    assert abs(level - worth / UNIT) == min(abs(LEVELS - worth / UNIT))


def test_topics_given_by_the_tool_are_those_that_the_table_gives(tmp_path: Path) -> None:
    claims = coded(*[("ransomware and malware attacks", {"threats"}), ("the weather is fine", set())] * 9)
    rows = [Row("threats", "ransomware", "", 3.2, 0), Row("threats", "fine", "", 0.0, 0)]
    given = topics_by(rows, weigh(rows, claims), claims)
    assert given.sum() == 9
    assert given[::2].any(1).all()


def test_claims_of_one_document_are_in_one_fold() -> None:
    document = np.repeat(np.arange(50), 3)
    number = folds(document)
    assert all(len(set(number[document == one].tolist())) == 1 for one in range(50))
    assert set(number.tolist()) == set(range(FOLDS))


def test_the_table_that_is_written_can_be_read_and_its_examples_are_true(tmp_path: Path) -> None:
    lines = [
        {"content": "ransomware threatens hospitals", "text": "", "act": "concern", "topics": ["threats"]},
        {"content": None, "text": "the meeting will resume", "act": "procedure", "topics": ["meeting"]},
    ]
    for number in range(FOLDS):
        (tmp_path / f"{number}.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    out = tmp_path / "topics.csv"
    main([tmp_path], out)
    rows = read_table(out, Topic)
    assert {row.topic for row in rows} >= {"threats", "meeting"}
    assert all(row.example for row in rows if row.words)
    again = out.read_bytes()
    main([tmp_path], out)
    assert out.read_bytes() == again


def test_the_words_of_the_package_are_read() -> None:
    assert {row.worth for row in read_rows(WORDS)} <= {*WORTH.values(), 2.5}


@pytest.mark.parametrize(
    ("row", "reason"),
    [("weather,4,storm*", "topic is 'weather'"), ("threats,9,storm*", "strength is '9'"), ("threats,4,", "incomplete")],
)
def test_words_that_cannot_be_used_are_refused(tmp_path: Path, row: str, reason: str) -> None:
    table = tmp_path / "words.csv"
    table.write_text(f"topic,strength,words\n{row}\n", encoding="utf-8")
    with pytest.raises(RuleError, match=reason):
        read_rows(table)


def test_a_set_without_annotation_is_named_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no files of annotation"):
        read_claims([tmp_path])


def test_each_word_of_the_published_table_is_among_the_words_that_were_weighed() -> None:
    with (PROJECT / "flows/code/lang/en/topics.csv").open(encoding="utf-8", newline="") as file:
        published = {(row["topic"], word) for row in csv.DictReader(file) for word in row["words"].split("|") if word}
    assert published <= {(row.topic, row.words) for row in read_rows(WORDS)}


def test_the_tool_says_how_it_is_called() -> None:
    done = subprocess.run([sys.executable, "-m", "tools.topics", "--help"], cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0
    assert "SET" in done.stdout
