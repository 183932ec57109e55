"""The automation that docs/serving.md shows is one that Prefect takes, and it tells of what a run put in quarantine."""

import json
import re
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from prefect.automations import Automation

from flows.serve.states import QUARANTINED
from tests.prefect_server import PROGRAMS, Server

PAGE = Path(__file__).parents[2] / "docs" / "serving.md"

pytestmark = pytest.mark.xdist_group("prefect")


def documented() -> dict[str, Any]:
    (text,) = re.findall(r"^```yaml\n(# automation.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    described: dict[str, Any] = yaml.safe_load(text)
    return described


@pytest.fixture
def mailbox() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """An address on loopback that takes notifications, and those that came."""
    came: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", came
    server.shutdown()
    server.server_close()


def notification_block(server: Server, url: str) -> str:
    """The id of a block of Prefect that sends what it is told to an address."""

    def one(path: str, **body: object) -> dict[str, Any]:
        found: dict[str, Any] = httpx.post(f"{server.url}{path}", json=body, timeout=60).raise_for_status().json()
        return found

    httpx.post(f"{server.url}/block_types/install_system_block_types", timeout=120).raise_for_status()
    kind = httpx.get(f"{server.url}/block_types/slug/custom-webhook", timeout=60).raise_for_status().json()
    schema = one("/block_schemas/filter", block_schemas={"block_type_id": {"any_": [kind["id"]]}})[0]  # type: ignore[index]
    data = {"name": "mailbox", "url": url, "json_data": {"subject": "{{subject}}", "body": "{{body}}"}}
    made = one("/block_documents/", name="mailbox", data=data, block_type_id=kind["id"], block_schema_id=schema["id"])
    return str(made["id"])


def test_the_automation_of_the_page_waits_for_the_event_that_a_run_emits() -> None:
    described = documented()
    described["actions"][0]["block_document_id"] = "00000000-0000-0000-0000-000000000001"
    automation = Automation.model_validate(described)
    assert automation.trigger.expect == {QUARANTINED}  # type: ignore[union-attr]


def test_the_automation_of_the_page_tells_of_a_run_that_refused_a_file(
    server: Server, mailbox: tuple[str, list[dict[str, str]]], tmp_path: Path
) -> None:
    url, came = mailbox
    described = documented()
    described["actions"][0]["block_document_id"] = notification_block(server, url)
    httpx.post(f"{server.url}/automations/", json=described, timeout=60).raise_for_status()
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("Many delegations called for restraint.\n")
    (tmp_path / "raw" / "b.odt").write_text("of no known kind")
    command = [PROGRAMS / "rapporteur", "run", "--workers", "1"]
    with subprocess.Popen(command, cwd=tmp_path, env=dict(server.environment)) as process:
        assert process.wait(timeout=600) == 4
    deadline = time.monotonic() + 600  # another process may keep all cores busy
    while not came and time.monotonic() < deadline:
        time.sleep(0.2)
    assert came == [{"subject": "Rapporteur: files in quarantine", "body": "Version 0.1.0: 1 files were refused."}]
