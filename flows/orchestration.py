"""Prefect's settings, which have to stand in the environment before it is imported; what a user set is kept."""

import os
from pathlib import Path

from flows.errors import RapporteurError
from flows.storage import state_folder

_SETTINGS = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    # the default of 20 s is too short for the first start, which makes the database
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "rapporteur",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",  # what is said between runs stands on the console
}


def settle_prefect(dataset: Path, console: str) -> None:
    """Keep Prefect's state in `.rapporteur/prefect` of the state folder, and its analytics off.

    `console` is the level from which Prefect logs to standard error. Raises RapporteurError where its state has no
    place. Without PREFECT_API_URL Prefect runs its own server for as long as the process lasts.
    """
    home = state_folder(dataset) / "prefect"
    if "PREFECT_HOME" not in os.environ:
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RapporteurError(
                f"{home}: {error.strerror}; set PREFECT_HOME to a folder for Prefect's state"
            ) from None
    settings = {"PREFECT_HOME": str(home), "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": console, **_SETTINGS}
    for name, value in settings.items():
        os.environ.setdefault(name, value)


def reach_server() -> None:
    """Raise RapporteurError where the server that PREFECT_API_URL names does not answer."""
    url = os.environ.get("PREFECT_API_URL")
    if not url:
        return
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        if problem := client.api_healthcheck():
            raise RapporteurError(f"PREFECT_API_URL={url}: {problem}; start that server, or unset the variable")
