"""A table of words that cannot be used is refused with its name, its line and the reason."""

import shutil
from pathlib import Path

import pytest

from flows.code.structure import ENGLISH, load_language
from flows.rules import RuleError


@pytest.fixture
def language(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ENGLISH, tmp_path / "en"))


@pytest.mark.parametrize(
    ("table", "row", "reason"),
    [
        ("verb_words.csv", "hath,have", "class is 'have', not one of"),
        ("verb_words.csv", "is,be", "'is' is repeated"),
        ("verb_words.csv", ",be", "'' is incomplete"),
        ("auxiliaries.csv", "aux,hath", "2 cells where the header has 3"),
        ("lemmas.csv", "adverb,oftener,often", "class is 'adverb', not one of aux, noun, verb"),
        ("lemma_endings.csv", "noun,s,", "'noun s' is repeated"),
        ("shortened.csv", "em,pronoun", "class is 'pronoun', not one of other, verb"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused(language: Path, table: str, row: str, reason: str) -> None:
    with (language / table).open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    with pytest.raises(RuleError) as refused:
        load_language(language)
    assert str(refused.value).startswith(f"{table}: line ")
    assert reason in str(refused.value)


def test_a_table_with_other_columns_is_refused(language: Path) -> None:
    (language / "verb_words.csv").write_text("form,class\nis,be\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"verb_words.csv: row 1: the columns are form, class, not word, class"):
        load_language(language)


def test_an_ending_of_a_shortened_word_that_the_tokeniser_cannot_see_is_refused(language: Path) -> None:
    with (language / "shortened.csv").open("a", encoding="utf-8") as file:
        file.write("all,other\n")
    with pytest.raises(RuleError, match=r"shortened.csv: 'all' is not one or two letters"):
        load_language(language)
