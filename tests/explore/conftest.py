"""A real browser over the explorer, and what `npm ci` brings; skipped, with the reason, where there is none."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.command import answer

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

playwright = pytest.importorskip("playwright.sync_api")


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    """Return the system's headless Chromium."""
    chromium = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    if chromium is None:
        pytest.skip("there is no Chromium on the PATH")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: "playwright.Browser") -> Iterator["playwright.Page"]:
    """Return a new page that fails the test for every error that it meets, but for a file that it refuses."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield page
    page.close()
    assert not [error for error in errors if "integrity" not in error]


@pytest.fixture(scope="session")
def node_project(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of `explorer/` with the locked packages installed."""
    if shutil.which("npm") is None:
        pytest.skip("there is no npm on the PATH")
    copy = tmp_path_factory.mktemp("node") / "explorer"
    shutil.copytree(project / "explorer", copy, ignore=shutil.ignore_patterns("node_modules"))
    done = subprocess.run(["npm", "ci", "--ignore-scripts"], cwd=copy, capture_output=True, text=True, timeout=300)
    if done.returncode:
        pytest.skip(f"npm ci failed: {done.stderr.strip().splitlines()[-1:]}")
    return copy


@pytest.fixture(scope="session")
def site(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the exported explorer of the project's latest release."""
    folder = tmp_path_factory.mktemp("site") / "explorer"
    assert answer(["export", "--site", str(folder), "--dataset", str(project / "dataset")]) == 0
    return folder
