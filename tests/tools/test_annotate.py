"""Annotating by hand: a sample with known probabilities, answers that are checked, readings without words."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.errors import UsageError
from flows.measure.comparison import Compared
from flows.records import Span
from tools.annotate.__main__ import agree, gold, list_differences, read, sample, settle
from tools.annotate.adjudication import differences
from tools.annotate.agreement import compared
from tools.annotate.alpha import nominal_alpha, unitizing_alpha
from tools.annotate.answers import read_answers
from tools.annotate.sampling import Sentence, Window, draw, windows_of
from tools.annotate.sheet import read_sheet
from tools.annotate.standoff import read_reading

TOPICS = frozenset({"norms", "meeting"})
SENTENCE = "Several delegates stressed that norms matter and called for more talks."


def test_alpha_is_that_of_the_published_example() -> None:
    """Krippendorff (2011), section A: two observers, ten units, binary data: 0.095."""
    one, other = (0, 1, 0, 0, 0, 0, 0, 0, 1, 0), (1, 1, 1, 0, 0, 1, 0, 0, 0, 0)
    assert nominal_alpha(list(zip(one, other, strict=True))) == pytest.approx(0.095, abs=0.0005)


def test_alpha_is_not_defined_where_nothing_varies() -> None:
    assert nominal_alpha([("state", "state")] * 5) is None
    assert nominal_alpha([("state", "call")]) is None
    assert unitizing_alpha(10, [[], []]) is None


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2))
def test_alpha_is_one_just_where_the_codes_are_the_same(pairs: list[tuple[str, str]]) -> None:
    alpha = nominal_alpha(pairs)
    if alpha is not None:
        assert alpha <= 1
        assert (alpha == 1) == all(one == other for one, other in pairs)


@given(st.sets(st.integers(0, 200), min_size=2, max_size=12), st.sets(st.integers(0, 200), min_size=2, max_size=12))
def test_unitizing_alpha_is_one_just_where_the_units_are_the_same(one: set[int], other: set[int]) -> None:
    readings = [_spans(one), _spans(other)]
    alpha = unitizing_alpha(201, readings)
    if alpha is not None:
        assert (alpha == pytest.approx(1)) == (readings[0] == readings[1])


def test_every_window_is_as_likely_as_the_sample_says() -> None:
    windows = [Window(f"d{n}", "long" if n < 12 else "short", (_sentence(n),)) for n in range(16)]
    drawn = Counter(excerpt.window.document_id for seed in range(2000) for excerpt in draw(windows, 8, seed))
    said = {excerpt.window.stratum: excerpt.probability for excerpt in draw(windows, 8, 0)}
    assert said == {"short": 1.0, "long": pytest.approx(4 / 12)}
    for window in windows:
        assert drawn[window.document_id] / 2000 == pytest.approx(said[window.stratum], abs=0.05)


def test_windows_hold_each_sentence_once(project: Path) -> None:
    windows = windows_of(project / "dataset" / "1.0.0", "document_id", 7, "en")
    ids = [sentence.sentence_id for window in windows for sentence in window.sentences]
    assert len(ids) == len(set(ids)) > 100
    assert all(len(window.sentences) >= 7 for window in windows)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("1\t=\t-\t-\t=\tspeaker\tnot_reported\tstate\tnone\t0", "has 10 fields, expected 11"),
        ("1\t=\t-\t-\t=\tspeaker\tnot_reported\tworry\tnone\t0\t-", "act: 'worry' is none of"),
        ("1\t=\t-\t-\t=\tspeaker\tnot_reported\tstate\tnone\tno\t-", "negated: 'no' is neither 0 nor 1"),
        ("1\t=\t-\t-\t=\tspeaker\tnot_reported\tstate\tnone\t0\tpeace", "topics: peace is not in the vocabulary"),
        ("1\t=\tMany\t-\t=\tspeaker\tnot_reported\tstate\tnone\t0\t-", "'Many' is not in the sentence"),
        ("9\tnone", "the sheet has no sentence '9'"),
    ],
)
def test_a_line_that_does_not_fit_the_sheet_is_told(tmp_path: Path, line: str, problem: str) -> None:
    answers = tmp_path / "answers.tsv"
    answers.write_text(f"=== one\n{line}\n", encoding="utf-8")
    found = read_answers(answers, {"one": {1: SENTENCE}}, TOPICS)
    assert found.claims == ()
    assert problem in found.problems[0]
    assert found.problems[0].startswith(f"{answers}: line 2: ")


def test_a_sentence_without_a_line_is_told(tmp_path: Path) -> None:
    answers = tmp_path / "answers.tsv"
    answers.write_text("=== one\n1\tnone\n", encoding="utf-8")
    found = read_answers(answers, {"one": {1: SENTENCE, 2: SENTENCE}}, TOPICS)
    assert found.problems == (f"{answers}: one: sentence 2 has no line",)


def test_spans_are_read_from_first_and_last_words(tmp_path: Path) -> None:
    answers = tmp_path / "answers.tsv"
    codes = "collective\tseveral"
    answers.write_text(
        "=== one\n"
        f"1\tSeveral … matter\tSeveral delegates\tstressed\t~\t{codes}\tstress\tnone\t0\tnorms\n"
        f"1\tcalled … talks\t^Several delegates\tcalled for\t~\t{codes}\tcall\tnone\t0\t-\n",
        encoding="utf-8",
    )
    first, second = read_answers(answers, {"one": {1: SENTENCE}}, TOPICS).claims
    assert [SENTENCE[slice(*span)] for span in (first.span, first.source, first.cue, first.content)] == [  # type: ignore[misc]
        "Several delegates stressed that norms matter",
        "Several delegates",
        "stressed",
        "norms matter",
    ]
    assert second.source == "Several delegates"
    assert second.content is not None
    assert SENTENCE[slice(*second.content)] == "more talks"


@pytest.fixture
def sheet(project: Path, raw_folder: Path, tmp_path: Path) -> Path:
    sample(tmp_path / "sheet", dataset=project / "dataset", raw=raw_folder, windows=4, least=5, seed=3)
    return tmp_path / "sheet"


def test_two_readings_become_a_reference_annotation(
    sheet: Path, project: Path, raw_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole way of docs/annotating.md, with readers who differ in the act of every third sentence."""
    sentences = read_sheet(sheet / "sheet.txt")
    where = {"dataset": project / "dataset", "raw": raw_folder}
    for reader, other in (("a", "state"), ("b", "stress")):
        lines = [
            f"=== {name}\n"
            + "".join(
                f"{number}\t=\t-\t-\t=\tspeaker\tnot_reported\t{other if number % 3 == 1 else 'call'}\tnone\t0\tnorms\n"
                for number in excerpt
            )
            for name, excerpt in sentences.items()
        ]
        (tmp_path / f"{reader}.tsv").write_text("".join(lines), encoding="utf-8")
        read(sheet, tmp_path / f"{reader}.tsv", tmp_path / reader, reader=reader, **where)
    first, second = read_reading(tmp_path / "a"), read_reading(tmp_path / "b")
    assert sum(map(len, first.claims.values())) == sum(map(len, sentences.values()))

    agree(sheet, tmp_path / "a", tmp_path / "b")
    figures = {tuple(line.split()[:2]): line.split()[3:] for line in capsys.readouterr().out.splitlines()}
    assert figures["unit", "exact"] == ["1.000", "1.000"]
    assert figures["holder", "label"] == ["1.000"]  # alpha is not defined: one value only
    assert float(figures["act", "label"][1]) < float(figures["act", "label"][0]) < 1

    documents: dict[str, Compared] = compared(first, second)
    list_differences(tmp_path / "a", tmp_path / "b", tmp_path / "differences.csv", **where)
    rows = (tmp_path / "differences.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 1 + len(differences(documents))
    with pytest.raises(UsageError, match="difference 1: decision must be a or b"):
        settle(tmp_path / "a", tmp_path / "b", tmp_path / "differences.csv", tmp_path / "never")
    decided = [rows[0], *(f"{row}b" for row in rows[1:])]
    (tmp_path / "differences.csv").write_text("\n".join(decided) + "\n", encoding="utf-8")
    settle(tmp_path / "a", tmp_path / "b", tmp_path / "differences.csv", tmp_path / "settled")
    assert read_reading(tmp_path / "settled").claims == second.claims

    gold(tmp_path / "settled", tmp_path / "gold", **where)
    assert sum(len(path.read_text().splitlines()) for path in (tmp_path / "gold").iterdir()) == sum(
        map(len, second.claims.values())
    )


def test_a_reading_holds_no_words_of_the_text(sheet: Path, project: Path, raw_folder: Path, tmp_path: Path) -> None:
    name, sentences = next(iter(read_sheet(sheet / "sheet.txt").items()))
    lines = [f"{number}\t=\t-\t-\t=\tspeaker\tnot_reported\tstate\tnone\t0\t-" for number in sentences]
    others = [
        f"=== {other}\n" + "\n".join(f"{number}\tnone" for number in read_sheet(sheet / "sheet.txt")[other])
        for other in read_sheet(sheet / "sheet.txt")
        if other != name
    ]
    (tmp_path / "a.tsv").write_text("\n".join([f"=== {name}", *lines, *others]), encoding="utf-8")
    read(sheet, tmp_path / "a.tsv", tmp_path / "a", dataset=project / "dataset", raw=raw_folder, reader="a")
    kept = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "a").iterdir())
    assert not any(word in kept for sentence in sentences.values() for word in sentence.split() if len(word) > 9)


def _spans(cuts: set[int]) -> list[Span]:
    ordered = sorted(cuts)
    return [Span(start, end) for start, end in zip(ordered[::2], ordered[1::2], strict=False)]


def _sentence(number: int) -> Sentence:
    return Sentence(f"s{number}", f"p{number}", "body", None, "Words.", number, number + 6)
