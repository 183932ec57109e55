"""Whatever happens to a raw folder: a run that works on what is new makes the same bytes as one that works on all."""

import random
from pathlib import Path

import duckdb
import pytest

import flows.publish.shards
from flows import pipeline
from flows.publish.releases import find
from flows.verify import verify

EDITS = 6  # on each of the folders that follow from a seed
SENTENCES = (
    "Many delegations welcomed the report.",
    "The Chair thanked Japan, and called on all States to ratify the treaty.",
    "Some opposed it; others stressed that trust mat-\nters.",
    "We support the Secretary-General\u2019s proposal, which over 40 States co-sponsored.",
    "Page 3 of 7",
    "1. The Committee decided to meet again.",
)


@pytest.fixture(autouse=True)
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few documents to a file, so that small folders make releases of several."""
    monkeypatch.setattr(flows.publish.shards, "SMALLEST", 256)
    monkeypatch.setattr(pipeline, "BYTES", 4_000)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1349395200")


class Folder:
    """A raw folder to which things happen."""

    def __init__(self, path: Path, seed: int) -> None:
        self.path, self.chance = path, random.Random(seed)
        path.mkdir()
        for _ in range(14):
            self.add()

    def pick(self) -> Path:
        return self.chance.choice(sorted(self.path.glob("*.txt")))

    def words(self) -> str:
        return "\n\n".join(self.chance.choices(SENTENCES, k=self.chance.randint(1, 6))) + "\n"

    def add(self) -> None:
        (self.path / f"{self.chance.randrange(10**4):04}.txt").write_text(self.words())

    def change(self) -> None:
        self.pick().write_text(self.words())

    def remove(self) -> None:
        self.pick().unlink()

    def rename(self) -> None:
        self.pick().rename(self.path / f"{self.chance.randrange(10**4):04}.txt")

    def describe(self) -> None:
        redistribute = self.chance.choice(["true", "false"])
        title = self.chance.randrange(9)
        self.pick().with_suffix(".toml").write_text(
            f'redistribute = {redistribute}\ntitle = {{value = "Title {title}", basis = "document"}}'
        )

    def misdescribe(self) -> None:
        self.pick().with_suffix(".toml").write_text("titel = 1")

    def garble(self) -> None:
        self.pick().write_bytes(b"\x00\x01\x02" * 40)

    def happen(self) -> None:
        """One or several of these."""
        kinds = (self.add, self.change, self.remove, self.rename, self.describe, self.misdescribe, self.garble)
        for kind in self.chance.choices(kinds, k=self.chance.choice([1, 1, 3])):
            kind()


def content(dataset: Path) -> dict[str, bytes]:
    """Every file of the latest release."""
    return {path.name: path.read_bytes() for path in find(dataset).folder.iterdir()}


@pytest.mark.parametrize("seed", range(3))
def test_a_run_on_what_is_new_makes_the_bytes_of_one_on_everything(tmp_path: Path, seed: int) -> None:
    folder = Folder(tmp_path / "raw", seed)
    for edit in range(EDITS):
        pipeline.build_release(folder.path, tmp_path / "grown", workers=1)
        pipeline.build_release(folder.path, tmp_path / "whole", full=True, workers=1)
        grown, whole = content(tmp_path / "grown"), content(tmp_path / "whole")
        assert [name for name in whole if grown.get(name) != whole[name]] == [], f"after {edit} edits"
        assert grown.keys() == whole.keys()
        folder.happen()
    assert len([name for name in grown if name.startswith("claims-")]) > 2
    with duckdb.connect(str(tmp_path / "grown" / "rapporteur.duckdb"), read_only=True) as connection:
        sql = "SELECT tags['storage_version'] FROM duckdb_databases() WHERE NOT internal"
        assert str(connection.execute(sql).fetchall()[0][0]).startswith("v1.0.0")
    proved = verify(tmp_path / "grown")
    assert not proved.problems
    assert [line for line in proved.proved if line.startswith("rapporteur.duckdb")]
