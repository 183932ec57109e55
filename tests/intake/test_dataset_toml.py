"""`dataset.toml` is read strictly: what is right is there, and what is wrong is one line with file and key."""

import hashlib
import os
from pathlib import Path

import pytest

from flows.errors import USAGE
from flows.intake.dataset_toml import (
    MAX_BYTES,
    DatasetToml,
    DatasetTomlError,
    dataset_toml_path,
    parse_dataset_toml,
    read_dataset_toml,
)

WHOLE = """
name = "group-statements"
title = "Statements of the working group"
description = "What was said."
keywords = ["diplomacy", "text as data"]
publisher = "University of Somewhere"
licence = { spdx = "CC-BY-4.0", url = "https://creativecommons.org/licenses/by/4.0/" }
doi = "10.5281/zenodo.1234567"
homepage = "https://example.org/dataset"
contact = "data@example.org"
redistribute = true
vocabularies = ["cyber"]

[[authors]]
family_names = "Reader"
given_names = "Ada"
orcid = "0000-0002-1825-0097"
affiliation = "University of Somewhere"

[[authors]]
name = "The working group"
"""


def test_every_field_is_read() -> None:
    known = parse_dataset_toml(WHOLE.encode())
    assert all(value is not None for value in known.model_dump().values())
    assert [author.full_name for author in known.authors or ()] == ["Ada Reader", "The working group"]
    assert [author.sorted_name for author in known.authors or ()] == ["Reader, Ada", "The working group"]


def test_a_missing_file_says_nothing(tmp_path: Path) -> None:
    assert read_dataset_toml(tmp_path / "raw") == (DatasetToml(), None)


def test_the_file_is_looked_for_beside_the_raw_folder(tmp_path: Path) -> None:
    (tmp_path / "dataset.toml").write_text('title = "Ours"\n')
    (tmp_path / "raw").mkdir()
    known, sha256 = read_dataset_toml(tmp_path / "raw")
    assert (known.title, sha256) == ("Ours", hashlib.sha256(b'title = "Ours"\n').hexdigest())
    assert dataset_toml_path(Path("raw")) == Path("dataset.toml")
    assert dataset_toml_path(Path("a/raw/")) == Path("a/dataset.toml")


def test_it_is_looked_for_beside_a_prefix_of_a_bucket_and_not_in_a_whole_one(bucket: Path) -> None:
    (bucket / "dataset.toml").write_bytes(b'title = "Ours"\n')
    assert read_dataset_toml(bucket / "raw")[0].title == "Ours"
    assert read_dataset_toml(bucket) == (DatasetToml(), None)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("titel = 'x'", "titel: unknown key; known are name, title"),
        ("[[authors]]\nname = 'x'\nmail = 'y'", "authors.1.mail: unknown key; known are name, family_names"),
        ("licence = { id = 'MIT' }", "licence.spdx: Field required"),
        ("licence = 'MIT'", "licence: "),
        ("title = 3", "title: Input should be a valid string"),
        ("title = '  '", "title: String should have at least 1 character"),
        ("keywords = 'diplomacy'", "keywords: "),
        ("authors = []", "authors: "),
        ("[[authors]]\naffiliation = 'x'", "authors.1: give family_names of a person"),
        ("[[authors]]\nname = 'x'\norcid = '0000-0002-1825-0097'", "authors.1: given_names and orcid are a person's"),
        (
            "[[authors]]\nfamily_names = 'x'\norcid = '0000-0002-1825-0096'",
            "authors.1.orcid: '0000-0002",
        ),
        ("[[authors]]\nfamily_names = 'x'\norcid = '0000'", "authors.1.orcid: String should match pattern"),
        ("doi = 'https://doi.org/10.1/x'", "doi: String should match pattern"),
        ("homepage = 'example.org'", "homepage: String should match pattern"),
        ("contact = 'me'", "contact: 'me' is neither an e-mail address nor"),
        ("title = ", "is not TOML: "),
        ("x = " + "[" * 5000, "is not TOML: "),
        ("x = " + "1" * 5000, "is not TOML: "),
        (b"title = '\xff'", "is not TOML: "),
    ],
)
def test_what_is_wrong_is_told_in_one_line(text: str | bytes, told: str) -> None:
    with pytest.raises(DatasetTomlError) as raised:
        parse_dataset_toml(text if isinstance(text, bytes) else text.encode(), "here/dataset.toml")
    assert str(raised.value).startswith(f"here/dataset.toml: {told}")
    assert "\n" not in str(raised.value)
    assert raised.value.exit_code == USAGE


def test_a_file_that_is_none_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "dataset.toml"
    os.mkfifo(path)
    with pytest.raises(DatasetTomlError, match="is no file of at most 64 KiB"):
        read_dataset_toml(tmp_path / "raw")
    path.unlink()
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(DatasetTomlError, match="is no file of at most 64 KiB"):
        read_dataset_toml(tmp_path / "raw")
