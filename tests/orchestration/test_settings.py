"""Which Prefect server is configured is known without importing Prefect."""

import os
from pathlib import Path

import pytest

from flows.orchestration.settings import configure_prefect, configured_server

PROFILES = """
active = "cloud"

[profiles.cloud]
PREFECT_API_URL = "https://prefect.example/api"

[profiles.ephemeral]
PREFECT_SERVER_ALLOW_EPHEMERAL_MODE = "true"
"""


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """That of a user with a home folder and no Prefect setting."""
    for name in [name for name in os.environ if name.startswith("PREFECT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))


def test_none_is_where_nothing_is_set() -> None:
    assert configured_server() is None


def test_one_may_be_named_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:4200/api")
    assert configured_server() == "http://127.0.0.1:4200/api"


@pytest.mark.parametrize(
    ("profile", "found"), [(None, "https://prefect.example/api"), ("ephemeral", None), ("none", None)]
)
def test_one_may_be_named_by_the_active_profile(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, profile: str | None, found: str | None
) -> None:
    (tmp_path / ".prefect").mkdir()
    (tmp_path / ".prefect" / "profiles.toml").write_text(PROFILES)
    if profile:
        monkeypatch.setenv("PREFECT_PROFILE", profile)
    assert configured_server() == found


def test_prefect_reads_the_same_profile_though_its_state_is_elsewhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".prefect").mkdir()
    (tmp_path / ".prefect" / "profiles.toml").write_text(PROFILES)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("PREFECT_HOME", "PREFECT_PROFILES_PATH"):
            patch.setenv(name, "")
            del os.environ[name]  # so that what is set here is undone
        configure_prefect(tmp_path / "work" / "dataset", console="CRITICAL")
        assert os.environ["PREFECT_HOME"] == str(tmp_path / "work" / ".rapporteur" / "prefect")
        assert os.environ["PREFECT_PROFILES_PATH"] == str(tmp_path / ".prefect" / "profiles.toml")
        assert configured_server() == "https://prefect.example/api"


@pytest.mark.parametrize("broken", [b"[", b"\xff", b'active = "x"\n[profiles]\nx = 1'])
def test_a_broken_profile_is_left_to_prefect(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / ".prefect").mkdir()
    (tmp_path / ".prefect" / "profiles.toml").write_bytes(broken)
    assert configured_server() is None


def test_state_is_for_its_user_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    home = tmp_path / ".rapporteur" / "prefect"
    home.mkdir(parents=True)
    (home / "prefect.db").touch(0o644)
    configure_prefect(tmp_path / "dataset", console="CRITICAL")
    assert home.stat().st_mode & 0o077 == 0
    assert (home / "prefect.db").stat().st_mode & 0o077 == 0
