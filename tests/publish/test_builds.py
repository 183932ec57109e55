"""Code that makes the same rows makes no release; what gave a release its rows is recorded, once."""

import json
from pathlib import Path

import pytest

import flows.publish.parquet
from flows.errors import REFUSED
from flows.publish import nothing_new
from flows.publish.builds import BUILDS, read_builds
from flows.publish.inventory import made_alike
from flows.publish.publication import AlteredReleaseError
from flows.publish.releases import DatasetError, find, listed
from flows.records import Stock
from tests.publish.forging import edit_table, rehash
from tests.publish.inputs import CHANGED, FINGERPRINT, TEXTS, publish_texts, source

OTHER_CODE = {**FINGERPRINT, "code": "1" * 64}
STOCK = Stock(tuple(source(name, text) for name, text in sorted(TEXTS.items())), ())


def test_a_release_is_recorded_with_the_code_that_made_it(dataset: Path) -> None:
    (build,) = read_builds(dataset)
    release = find(dataset)
    assert (build.release, build.date, build.sha256) == (release.version, release.date, release.sha256)
    assert build.fingerprint == FINGERPRINT
    assert build.code.keys() == {"package", "commit", "modified"}


def test_other_code_that_makes_the_same_rows_makes_no_release_and_changes_no_published_file(dataset: Path) -> None:
    before = {path: path.read_bytes() for path in (dataset / "0.1.0").iterdir()}
    list_before = (dataset / "releases.json").read_bytes()
    outcome = publish_texts(dataset, fingerprint=OTHER_CODE)
    assert (outcome.version, outcome.status) == ("0.1.0", "identical")
    assert {path: path.read_bytes() for path in (dataset / "0.1.0").iterdir()} == before
    assert (dataset / "releases.json").read_bytes() == list_before
    assert [(build.release, build.fingerprint) for build in read_builds(dataset)] == [
        ("0.1.0", FINGERPRINT),
        ("0.1.0", OTHER_CODE),
    ]


def test_code_whose_build_is_recorded_finds_nothing_new_and_writes_nothing(dataset: Path) -> None:
    assert not nothing_new(dataset, STOCK, OTHER_CODE)
    assert not made_alike(dataset, OTHER_CODE)
    publish_texts(dataset, fingerprint=OTHER_CODE)
    assert nothing_new(dataset, STOCK, OTHER_CODE)
    assert made_alike(dataset, OTHER_CODE)
    before = (dataset / BUILDS).read_bytes(), (dataset / BUILDS).stat().st_mtime_ns
    for fingerprint in (FINGERPRINT, OTHER_CODE):
        assert publish_texts(dataset, fingerprint=fingerprint).status == "identical"
    assert before == ((dataset / BUILDS).read_bytes(), (dataset / BUILDS).stat().st_mtime_ns)


def test_another_version_of_arrow_that_writes_other_bytes_makes_no_release(
    dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = flows.publish.parquet._options
    monkeypatch.setattr(flows.publish.parquet, "_options", lambda *a: {**usual(*a), "write_page_index": False})
    with pytest.raises(DatasetError, match="not as it was published"):
        publish_texts(dataset)
    assert publish_texts(dataset, fingerprint={**FINGERPRINT, "pyarrow": "2"}).status == "identical"


def test_what_other_code_says_of_the_same_rows_is_a_release(dataset: Path) -> None:
    rules = {"cues": [("noted", "says that it is so")]}
    assert publish_texts(dataset, fingerprint=OTHER_CODE, rules=rules).version == "0.2.0"


def test_a_build_of_an_older_release_does_not_count_for_the_latest(dataset: Path) -> None:
    publish_texts(dataset, fingerprint=OTHER_CODE)
    publish_texts(dataset, CHANGED)
    assert not made_alike(dataset, OTHER_CODE)


@pytest.mark.parametrize("line", [b"{", b"[]", b'{"release": "0.1.0"}', b"[" * 50_000, b"\xff"])
def test_a_damaged_line_is_told(dataset: Path, line: bytes) -> None:
    with (dataset / BUILDS).open("ab") as file:
        file.write(line + b"\n")
    with pytest.raises(DatasetError, match=r"builds\.jsonl: line 2 is damaged") as raised:
        publish_texts(dataset, fingerprint=OTHER_CODE)
    assert "\n" not in str(raised.value)


class TestForged:
    """A release that was changed, with every hash made to fit again, is never built on in silence."""

    @pytest.fixture
    @staticmethod
    def forged(dataset: Path) -> Path:
        edit_table(dataset, "0.1.0", "claims", "act", lambda acts: ["stress", *acts[1:]])
        edit_table(dataset, "0.1.0", "documents", "licence", lambda notes: ["mine" for _ in notes])
        rehash(dataset, "0.1.0")
        return dataset

    @pytest.mark.parametrize("recorded_by_other_code", [False, True])
    def test_the_same_code_on_the_same_files_refuses_it_and_names_rows(
        self, forged: Path, recorded_by_other_code: bool
    ) -> None:
        if recorded_by_other_code:
            record = json.loads((forged / BUILDS).read_text())
            (forged / BUILDS).write_text(json.dumps({**record, "fingerprint": OTHER_CODE}) + "\n")
        with pytest.raises(AlteredReleaseError) as raised:
            publish_texts(forged, fingerprint=OTHER_CODE if recorded_by_other_code else FINGERPRINT)
        told = str(raised.value)
        assert raised.value.exit_code == REFUSED
        assert "claims: 1 rows differ: alpha.c-" in told
        assert "is another (act)" in told
        assert "documents: 3 rows differ: alpha is another (licence); beta is another (licence)" in told
        assert "\n" not in told
        assert [release.version for release in listed(forged)] == ["0.1.0"]

    def test_a_record_that_was_left_as_it_was_gives_it_away_to_any_run(self, forged: Path, published: Path) -> None:
        (forged / BUILDS).write_bytes((published / BUILDS).read_bytes())
        for texts in (TEXTS, CHANGED):
            with pytest.raises(DatasetError, match=r"is not the release 0\.1\.0 that builds\.jsonl records"):
                publish_texts(forged, texts, fingerprint=OTHER_CODE)
        assert [release.version for release in listed(forged)] == ["0.1.0"]
