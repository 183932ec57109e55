"""Two commands turn a corpus into a dataset: `rapporteur fetch ungdc`, `rapporteur run`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.fetch.record import FETCHES, read_lines
from flows.fetch.tables import fetch_tables
from flows.intake import take_stock
from tests.fetch.portal import Portal

PROJECT = Path(__file__).parents[2]
CORPUS = PROJECT.parent / "shared" / "corpora" / "ungdc.tar.xz"
RAPPORTEUR = Path(sys.executable).parent / "rapporteur"


@pytest.mark.skipif(not CORPUS.is_file(), reason=f"{CORPUS.name} is not here: it is no part of the project")
def test_the_declared_corpus_becomes_raw_files_with_sidecars(portal: Portal, tmp_path: Path) -> None:
    portal.put("/api/access/datafile/11095259", CORPUS.read_bytes(), "application/x-xz")
    shipped = (PROJECT / "sources" / "ungdc.toml").read_text(encoding="utf-8")
    allowed = shipped.replace('automated = "ask"', 'automated = "allowed"')
    here = allowed.replace("https://dataverse.harvard.edu", portal.url).replace("[pace]", "[pace]\nmin_interval_s = 0")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "ungdc.toml").write_text(here, encoding="utf-8")

    def rapporteur(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "RAPPORTEUR_CONTACT": "data@example.org"}
        command = [str(RAPPORTEUR), *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    fetched = rapporteur("fetch", "ungdc")
    assert fetched.returncode == 0, fetched.stderr
    assert fetched.stdout == "ungdc: 4,504 new\n"
    raw = tmp_path / "raw"
    rows = fetch_tables(raw)["fetches"]
    assert rows.num_rows == 4504 and set(rows["outcome"].to_pylist()) == {"new"}
    stock = take_stock(raw)
    assert len(stock.sources) == 4504 and not stock.refusals
    assert all(source.sidecar_unread for source in stock.sources)  # none was read: the record has their hashes
    sidecar = (raw / "ungdc" / "ungdc" / "FRA_24_1969.toml").read_text(encoding="utf-8")
    assert 'country_iso3 = { value = "FRA"' in sidecar and "date_start = { value = 1969-01-01" in sidecar
    portal.asked.clear()
    again = rapporteur("fetch", "ungdc")
    assert (again.returncode, again.stdout) == (0, "ungdc: nothing new\n")
    assert [asked.conditional for asked in portal.asked] == [True]
    assert next(read_lines(raw / "ungdc" / FETCHES))["kind"] == "declared"
    # the run itself, on one session: all of it takes minutes
    for path in (raw / "ungdc" / "ungdc").iterdir():
        if "_24_1969." not in path.name:
            path.unlink()
    ran = rapporteur("run", "--gold", str(PROJECT / "tests" / "gold"))
    assert ran.returncode in (0, 4), ran.stderr
    assert "published 0.1.0 (" in ran.stdout
