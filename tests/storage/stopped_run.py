"""A run on a bucket that gets a signal at one of its requests, in a process of its own."""

import os
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from s3fs import S3FileSystem

from flows.storage import place
from flows.storage.mirror import mirrored
from tests.publish.inputs import CHANGED, publish_texts

WRITES = ("put_object", "delete_objects")


def stopped_run(
    folder: Path, dataset: str, environment: Mapping[str, str], when: str, number: int, sent: signal.Signals
) -> None:
    """Publish `CHANGED` in `dataset`; `when` ("before", "after") the Nth request that writes, the signal arrives.

    `folder` is the working folder: a machine of its own, as far as runs can tell.
    """
    os.environ.update(environment)
    os.chdir(folder)
    request = S3FileSystem._call_s3
    requests = 0

    async def watched(self: S3FileSystem, method: str, *arguments: Any, **named: Any) -> Any:
        nonlocal requests
        requests += method in WRITES
        due = method in WRITES and requests == number
        if due and when == "before":
            os.kill(os.getpid(), sent)
        answer = await request(self, method, *arguments, **named)
        if due and when == "after":
            os.kill(os.getpid(), sent)
        return answer

    S3FileSystem._call_s3 = watched
    with mirrored(place(dataset)) as here:
        publish_texts(here, CHANGED)
