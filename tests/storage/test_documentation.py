"""What docs/storage.md shows works."""

import re
from pathlib import Path

import pytest

from flows.storage import place
from tests.publish.inputs import publish_texts


def test_duckdb_reads_a_release_in_a_bucket_as_shown(
    project: Path, s3_server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish_texts(tmp_path)
    bucket = place("s3://my-bucket")
    bucket.mkdir()
    for path in (tmp_path / "0.1.0").iterdir():
        (bucket / "dataset" / "0.1.0" / path.name).write_bytes(path.read_bytes())
    (code,) = re.findall(r"```python\n(.*?)```", (project / "docs" / "storage.md").read_text(), re.DOTALL)
    exec(compile(code, "docs/storage.md", "exec"), {})
    assert "holder" in capsys.readouterr().out


def test_a_public_bucket_is_read_without_credentials_as_shown(
    project: Path, s3_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (setting,) = re.findall(r"FSSPEC_S3_ANON=\w+", (project / "docs" / "storage.md").read_text())
    from fsspec.config import conf, set_conf_env

    monkeypatch.setitem(conf, "s3", {})
    set_conf_env(conf, dict([setting.split("=")]))
    assert place("s3://public/raw").fs.anon
