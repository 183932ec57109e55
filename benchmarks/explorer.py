"""The exported explorer in a browser: first paint, time to load, searches, memory; tables for benchmarks/RESULTS.md.

    python benchmarks/explorer.py DATASET... > figures.md

Each DATASET is a folder with releases, such as `dataset`, or one made from the UN General Debate Corpus (4,504
statements). Its explorer is exported to a temporary folder, served on loopback with range requests as web servers have
them, and opened in the system's headless Chromium with an empty cache. A search is timed from the key press to the
second frame after it, in the page; each query is typed anew, and letter by letter.
"""

import argparse
import gzip
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import uvicorn
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

QUERIES = ("disarmament", "nuclear weapons", '"sustainable development"', "econom growth", "peac", "zxqv")
FIRST = ("index.html", "explorer.css", "explorer.js", "data/release.js")
SEARCH = """
async query => {
  const input = document.getElementById('query')
  const begin = performance.now()
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, query)
  input.dispatchEvent(new Event('input', { bubbles: true }))
  await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  return performance.now() - begin
}
"""
MARKS = """
() => Object.fromEntries([
  ...performance.getEntriesByType('mark').map(one => [one.name, one.startTime]),
  ...performance.getEntriesByType('paint').map(one => [one.name, one.startTime]),
  ['bytes', performance.getEntriesByType('resource').reduce((sum, one) => sum + one.transferSize, 0)],
  ['requests', performance.getEntriesByType('resource').length]
])
"""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("datasets", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("there is no Chromium on the PATH")
    print(f"{platform.system()} {platform.machine()}, {psutil.cpu_count()} cores.\n")
    for dataset in given.datasets:
        with (
            tempfile.TemporaryDirectory() as scratch,
            served(exported(dataset, Path(scratch))) as (site, address),
            sync_playwright() as started,
        ):
            arguments = ["--no-sandbox", "--disable-gpu", "--enable-precise-memory-info"]
            browser = started.chromium.launch(executable_path=chromium, args=arguments)
            report(site, browser, address, given.rounds)
            browser.close()


def exported(dataset: Path, scratch: Path) -> Path:
    """Return the explorer of a dataset's latest release, in a new folder."""
    site = scratch / "site"
    command: list[str | Path] = [
        Path(sys.executable).parent / "rapporteur",
        "export",
        "--site",
        site,
        "--dataset",
        dataset,
    ]
    subprocess.run(command, check=True)
    return site


@contextmanager
def served(site: Path) -> Iterator[tuple[Path, str]]:
    """Serve a folder on a free port of loopback."""
    listening = socket.create_server(("127.0.0.1", 0))
    app = Starlette(routes=[Mount("/", StaticFiles(directory=site, html=True))])
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield site, f"http://127.0.0.1:{listening.getsockname()[1]}/"
    server.should_exit = True
    thread.join()


def report(site: Path, browser: Browser, address: str, rounds: int) -> None:
    """Print what one site costs."""
    rows = []
    for _ in range(rounds):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        clock = page.context.new_cdp_session(page)
        clock.send("Performance.enable", {"timeDomain": "threadTicks"})
        rows.append(load(page, address, clock))
        if len(rows) < rounds:
            page.close()
    claims = page.inner_text(".count").split(" of ")[1].split(" claims")[0]
    sizes = sum(len(gzip.compress((site / name).read_bytes(), 9)) for name in FIRST)
    small = sum(path.stat().st_size for path in (site / "data").glob("*.parquet"))
    print(f"## {claims} claims\n")
    print("| what | median |\n|---|---|")
    print(f"| page and scripts before the first paint, gzip | {sizes / 1000:,.0f} KB |")
    print(f"| Parquet files of the site | {small / 1e6:,.1f} MB |")
    for name, what, unit, scale in (
        ("first-contentful-paint", "first paint", "ms", 1),
        ("explorer-ready", "claims are there", "ms", 1),
        ("explorer-complete", "search and entities are there, too", "ms", 1),
        ("cpu", "CPU time of the page until then", "ms", 1),
        ("bytes", "transferred", "MB", 1e6),
        ("requests", "requests", "", 1),
        ("heap", "JavaScript heap after loading", "MB", 1e6),
        ("rss", "memory of the page's process, RSS", "MB", 1e6),
    ):
        print(f"| {what} | {statistics.median(row[name] for row in rows) / scale:,.{1 if scale > 1 else 0}f} {unit} |")
    print("\n| search | claims found | ms | CPU ms | slowest key press, CPU ms |\n|---|---|---|---|---|")
    for query in QUERIES:
        whole = []
        for _ in range(rounds):
            timed(page, clock, "")
            whole.append(timed(page, clock, query))
        found = page.inner_text(".count").split(" of ")[0]
        timed(page, clock, "")
        typed = max(timed(page, clock, query[: k + 1])[1] for k in range(len(query)))
        wall, cpu = (statistics.median(column) for column in zip(*whole, strict=True))
        print(f"| `{query}` | {found} | {wall:,.0f} | {cpu:,.0f} | {typed:,.0f} |", flush=True)
    print()
    page.close()


def load(page: Page, address: str, clock: CDPSession) -> dict[str, Any]:
    """Open the site, and return its marks and memory once all is read."""
    page.goto(address)
    while not page.evaluate("performance.getEntriesByName('explorer-complete').length"):
        page.wait_for_timeout(100)
    marks: dict[str, Any] = page.evaluate(MARKS)
    cpu = cpu_milliseconds(clock)
    clock.send("HeapProfiler.collectGarbage")
    heap = page.evaluate("performance.memory.usedJSHeapSize")
    renderers = [one for one in psutil.process_iter(["cmdline"]) if "--type=renderer" in (one.info["cmdline"] or [])]
    return {**marks, "cpu": cpu, "heap": heap, "rss": max(one.memory_info().rss for one in renderers)}


def timed(page: Page, clock: CDPSession, query: str) -> tuple[float, float]:
    """Return the milliseconds that an answer took, by the clock and of the page's main thread."""
    before = cpu_milliseconds(clock)
    wall: float = page.evaluate(SEARCH, query)
    return wall, cpu_milliseconds(clock) - before


def cpu_milliseconds(clock: CDPSession) -> float:
    """Return the CPU time of the page's main thread so far."""
    metrics = clock.send("Performance.getMetrics")["metrics"]
    seconds: float = next(one["value"] for one in metrics if one["name"] == "TaskDuration")
    return 1000 * seconds


if __name__ == "__main__":
    main()
