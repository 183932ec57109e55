"""A run that is killed at a step, in a process of its own."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.publish.inputs import CHANGED, publish_texts


def killed_run(dataset: Path, when: str, name: str, number: int) -> None:
    """Publish `CHANGED`, and be killed `when` ("before", "after") this process calls os.NAME for the Nth time."""
    setattr(os, name, _deadly(getattr(os, name), when, number))
    publish_texts(dataset, CHANGED)


def _deadly(call: Callable[..., Any], when: str, number: int) -> Callable[..., Any]:
    calls = 0

    def killed(*arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == number and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = call(*arguments)
        if calls == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return killed
