"""Two releases that differ."""

from pathlib import Path

import pytest

from tests.publish.inputs import TEXTS, publish_texts

EDITED = {**TEXTS, "beta": "One more line.\n" + TEXTS["beta"].replace("objected", "disagreed")}


@pytest.fixture(scope="session")
def two_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset folder with release 0.1.0 of `TEXTS` and 0.2.0 of `EDITED`, in which `We` is coded otherwise."""
    folder = tmp_path_factory.mktemp("compared") / "dataset"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1349395200")
        publish_texts(folder)
        publish_texts(folder, EDITED, acts={"We": "welcome"})
    return folder
