"""Prefect's settings, which have to be in the environment before it is imported; what a user set is kept."""

import os
import tomllib
from contextlib import suppress
from pathlib import Path

from flows.errors import RapporteurError
from flows.storage import state_folder

API_URL = "PREFECT_API_URL"

_SETTINGS = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    # a server starts where we start it (`embedded_server.py`), never by itself beside another one
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "rapporteur",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",  # what is said between runs stands on the console
}


def configure_prefect(dataset: Path, console: str) -> None:
    """Keep Prefect's state in `.rapporteur/prefect` of the state folder, and its analytics off.

    `console` is the level from which Prefect logs to standard error. Raises RapporteurError where its state has no
    place. Only the user can read that folder: Prefect's database holds parameters and logs of runs.
    """
    home = state_folder(dataset) / "prefect"
    if "PREFECT_HOME" not in os.environ:
        if (profiles := _profiles_file()).is_file():  # those of the user's own home still count
            os.environ.setdefault("PREFECT_PROFILES_PATH", str(profiles))
        try:
            home.mkdir(parents=True, exist_ok=True)
            home.chmod(0o700)
            for database in home.glob("*.db*"):  # an older version let others read it
                database.chmod(0o600)
        except OSError as error:
            raise RapporteurError(
                f"{home}: {error.strerror}; set PREFECT_HOME to a folder for Prefect's state"
            ) from None
    settings = {"PREFECT_HOME": str(home), "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": console, **_SETTINGS}
    for name, value in settings.items():
        os.environ.setdefault(name, value)


def configured_server() -> str | None:
    """Return the address of the server that the environment or the active Prefect profile names, if one does.

    Reads the profile as Prefect does, without importing it, which takes seconds.
    """
    if url := os.environ.get(API_URL):
        return url
    # a broken file Prefect itself reports, where it is used
    with suppress(OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, AttributeError):
        read = tomllib.loads(_profiles_file().read_text(encoding="utf-8"))
        active = os.environ.get("PREFECT_PROFILE") or read.get("active")
        url = read.get("profiles", {}).get(active, {}).get(API_URL)
        return str(url) if url else None
    return None


def check_server(url: str) -> None:
    """Raise RapporteurError where the server that is configured, at `url`, does not answer."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        if problem := client.api_healthcheck():
            raise RapporteurError(f"{API_URL}={url}: {problem}; start that server, or unset the variable")


def _profiles_file() -> Path:
    if path := os.environ.get("PREFECT_PROFILES_PATH"):
        return Path(path)
    return Path(os.environ.get("PREFECT_HOME") or Path.home() / ".prefect") / "profiles.toml"
