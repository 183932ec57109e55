"""`rapporteur cite`."""

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import yaml

from flows.publish.releases import find


def test_a_reference_is_given_in_both_styles_with_the_hash_of_the_release(rapporteur: Callable, dataset: Path) -> None:
    answer = rapporteur("cite", "--dataset", dataset)
    release = find(dataset)
    assert answer.code == 0
    assert f"({release.date[:4]})" in answer.out
    assert "@misc{rapporteur-0.1.0," in answer.out
    assert hashlib.sha256((release.folder / "SHA256SUMS").read_bytes()).hexdigest() in answer.out


def test_json_says_what_the_releases_own_citation_file_says(rapporteur: Callable, dataset: Path) -> None:
    told = json.loads(rapporteur("cite", "0.1.0", "--json", "--dataset", dataset).out)
    own = yaml.safe_load((dataset / "0.1.0" / "CITATION.cff").read_text(encoding="utf-8"))
    assert (told["version"], told["date"]) == (own["version"], own["date-released"])
    assert own["title"] in told["apa"]
    assert re.search(r"title = \{\{(.*)\}\}", told["bibtex"])[1] == own["title"]


def test_a_release_whose_folder_is_not_here_is_cited_as_the_latest_is(
    rapporteur: Callable, dataset: Path, project: Path, tmp_path: Path
) -> None:
    early = rapporteur("cite", "0.1.0", "--dataset", project / "dataset").out
    assert early.startswith("The Rapporteur contributors (2026). Rapporteur: who holds what")
    assert "(Version 0.1.0)" in early
    shutil.copy2(dataset / "releases.json", tmp_path)
    assert rapporteur("cite", "--dataset", tmp_path).out.startswith("Authors not named (")


def test_a_release_that_is_not_listed_is_a_users_mistake(rapporteur: Callable, dataset: Path) -> None:
    answer = rapporteur("cite", "9.9.9", "--dataset", dataset)
    assert answer.code == 2
    assert "9.9.9" in answer.err
