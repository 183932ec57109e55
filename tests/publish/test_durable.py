"""All of a release is on the disk before anything refers to it."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.publish.inputs import CHANGED, publish_texts


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="the system does not tell what a descriptor is of")
def test_every_file_and_folder_is_synced_before_the_rename_and_the_list_comes_last(
    dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[str, Path]] = []

    def noted(name: str, path: Callable[..., str | Path]) -> None:
        call = getattr(os, name)

        def note(*arguments: Any) -> Any:
            calls.append((name, Path(path(*arguments))))
            return call(*arguments)

        monkeypatch.setattr(os, name, note)

    noted("fsync", lambda descriptor: Path(f"/proc/self/fd/{descriptor}").readlink())
    noted("rename", lambda _, target: target)
    noted("replace", lambda _, target: target)
    publish_texts(dataset, CHANGED)

    release = dataset / "0.2.0"
    renamed = calls.index(("rename", release))
    synced = {path.name for name, path in calls[:renamed] if name == "fsync" and path.parent.name == "release"}
    assert synced == {path.name for path in release.iterdir()}
    (staging,) = {path.parent for name, path in calls[:renamed] if path.name == "release"}
    assert ("fsync", staging / "release") in calls[:renamed]
    listed = calls.index(("replace", dataset / "releases.json"))
    assert ("fsync", dataset) in calls[renamed:listed]
    assert ("fsync", staging / "new-releases.json") in calls[renamed:listed]
    assert ("fsync", dataset) in calls[listed:]
