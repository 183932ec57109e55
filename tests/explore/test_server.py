"""`rapporteur explore` answers its own page on loopback, and nobody else."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from flows.command import answer
from flows.errors import UsageError
from flows.explore.server import HOST, application, bind
from flows.explore.sql import QuestionError, ask
from flows.publish.releases import find

ORIGIN = {"origin": f"http://{HOST}:1"}


@pytest.fixture(scope="module")
def client(project: Path) -> Iterator[TestClient]:
    app = application(project / "dataset", find(project / "dataset", None))
    with TestClient(app, base_url=f"http://{HOST}:1") as client:
        yield client


def test_the_page_its_scripts_and_the_data_are_there(client: TestClient) -> None:
    for name in ("/", "/explorer.js", "/explorer.css", "/data/release.js", "/data/claims.parquet"):
        assert client.get(name).status_code == 200, name
    assert client.get("/data/quality.parquet").status_code == 404
    assert client.get("/data/..%2f..%2fREADME.md").status_code == 404


def test_parts_of_the_data_can_be_asked_for(client: TestClient) -> None:
    found = client.get("/data/claims.parquet", headers={"range": "bytes=0-3"})
    assert (found.status_code, found.content) == (206, b"PAR1")


def test_sql_is_answered(client: TestClient) -> None:
    found = client.post(
        "/sql", json={"sql": "SELECT holder, count(*) FROM claims GROUP BY 1 ORDER BY 2"}, headers=ORIGIN
    )
    assert found.status_code == 200
    assert found.json()["columns"] == ["holder", "count_star()"]


@pytest.mark.parametrize(
    "sql",
    [
        "FROM read_text('/etc/hostname')",
        "COPY (SELECT 1) TO 'never.csv'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "ATTACH 'never.duckdb'",
    ],
)
def test_sql_reaches_nothing_but_the_release(client: TestClient, sql: str) -> None:
    found = client.post("/sql", json={"sql": sql}, headers=ORIGIN)
    assert found.status_code == 400
    assert found.json()["error"]


@pytest.mark.parametrize("headers", [{}, {"origin": "http://example.org"}, {"origin": "null"}])
def test_another_page_cannot_ask(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/sql", json={"sql": "SELECT 1"}, headers=headers).status_code == 403


def test_another_name_for_this_machine_is_not_answered(client: TestClient) -> None:
    assert client.get("/", headers={"host": "rebound.example.org"}).status_code == 400


@pytest.mark.parametrize("content", [b"", b"[]", b'{"sql": 1}', b'{"sql": "' + b"x" * 200_000 + b'"}'])
def test_what_is_no_question_is_refused(client: TestClient, content: bytes) -> None:
    assert client.post("/sql", content=content, headers=ORIGIN).status_code == 400


def test_a_question_that_takes_too_long_is_stopped(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.explore.sql.MOST_SECONDS", 0.2)
    with pytest.raises(QuestionError, match="took longer"):
        ask(project / "dataset", find(project / "dataset", None).version, "SELECT count(*) FROM range(1000000000000)")


def test_every_example_that_is_offered_is_answered_with_rows(client: TestClient, project: Path) -> None:
    version = find(project / "dataset", None).version
    about = json.loads(client.get("/data/release.js").text.removeprefix("rapporteurRelease = "))
    assert len(about["examples"]) > 4
    for example in about["examples"]:
        assert ask(project / "dataset", version, example["sql"]).rows, example["title"]


def test_the_page_for_sql_runs_no_webassembly_here(client: TestClient) -> None:
    assert "wasm" not in client.get("/sql.html").text


def test_a_port_that_is_taken_is_told() -> None:
    with bind(0) as taken:
        taken.listen()
        with pytest.raises(UsageError, match="--port"):
            bind(taken.getsockname()[1])


def test_a_folder_without_a_release_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["explore", "--dataset", str(tmp_path), "--no-browser"]) == 2
    assert "holds no release" in capsys.readouterr().err
