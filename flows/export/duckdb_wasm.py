"""DuckDB in the browser, for the site's page in SQL: DuckDB-Wasm, which is in no commit and in no wheel.

The page takes its two files, 34 MB of WebAssembly and a worker's script, from a CDN when somebody asks, and checks them
against the hashes below. A copy beside the pages (`export --site --vendor-sql`) makes the site whole by itself: each
file as a script, compressed, so that it can be loaded from the disk.
"""

import base64
import gzip
import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

from flows.errors import UsageError

PACKAGE, VERSION, LICENCE = "@duckdb/duckdb-wasm", "1.32.0", "MIT"
CDN = "https://cdn.jsdelivr.net"
FOLDER = "vendor"
_NPM_SECONDS = 600


class EngineFile(NamedTuple):
    """A file of DuckDB-Wasm, and its hash as in the attribute `integrity` of HTML."""

    name: str
    integrity: str

    @property
    def url(self) -> str:
        """Return its address at the CDN."""
        return f"{CDN}/npm/{PACKAGE}@{VERSION}/dist/{self.name}"


WORKER = EngineFile(
    "duckdb-browser-eh.worker.js", "sha384-a2Q5wPfMJHriw96D3xhtkym83ST11xUIm6e27q9d3v4ykPqSzeY7WCXK6CTlJFwb"
)
WASM = EngineFile("duckdb-eh.wasm", "sha384-hw3GjeJZY5QapQ8mwqMHXBPVmTLO+jKm5dlDwkGsEfjyu/HcXx1d0Rwlr/ZAShjq")


def vendor(site: Path, package: Path | None) -> None:
    """Put DuckDB-Wasm beside the pages: from a folder with the npm package or its `dist`, or else from npm.

    Raises UsageError where a file is missing, or is not the one that was tested.
    """
    folder = site / FOLDER
    folder.mkdir()
    with tempfile.TemporaryDirectory() as scratch:
        dist = _dist(package or _from_npm(Path(scratch)))
        for file in (WORKER, WASM):
            (folder / f"{file.name}.js").write_text(as_script(file.name, _checked(dist, file)), encoding="ascii")
    (folder / "README.txt").write_text(
        f"{PACKAGE} {VERSION}, licence {LICENCE}: https://github.com/duckdb/duckdb-wasm\n"
        f"{WORKER.name} and {WASM.name}, unchanged, gzip in base64.\n",
        encoding="ascii",
    )


def as_script(name: str, content: bytes) -> str:
    """Return the script that hands a file to the page, compressed: from the disk, browsers load nothing but scripts."""
    packed = gzip.compress(content, 9, mtime=0)
    return f'rapporteurGzip("{name}", "{base64.b64encode(packed).decode("ascii")}")\n'


def _dist(package: Path) -> Path:
    return package / "dist" if (package / "dist").is_dir() else package


def _checked(dist: Path, file: EngineFile) -> bytes:
    try:
        content = (dist / file.name).read_bytes()
    except OSError as error:
        raise UsageError(f"{dist / file.name}: {error.strerror}; give a folder with {PACKAGE} {VERSION}") from None
    found = f"sha384-{base64.b64encode(hashlib.sha384(content).digest()).decode('ascii')}"
    if found != file.integrity:
        raise UsageError(f"{dist / file.name}: is not that of {PACKAGE} {VERSION}; its hash is {found}")
    return content


def _from_npm(scratch: Path) -> Path:
    """Return the package as the npm client fetches it."""
    npm = shutil.which("npm")
    if npm is None:
        raise UsageError(f"npm is not on the PATH: give a folder with {PACKAGE} {VERSION} by --vendor-sql-from")
    asked = [npm, "pack", "--silent", "--ignore-scripts", f"{PACKAGE}@{VERSION}"]
    try:
        done = subprocess.run(asked, cwd=scratch, capture_output=True, text=True, timeout=_NPM_SECONDS)
    except subprocess.TimeoutExpired:
        raise UsageError(f"npm pack {PACKAGE}@{VERSION}: not done after {_NPM_SECONDS} seconds") from None
    archives = list(scratch.glob("*.tgz"))
    if done.returncode or not archives:
        reason = (done.stderr.strip().splitlines() or ["no package came"])[-1]
        raise UsageError(f"npm pack {PACKAGE}@{VERSION}: {reason}")
    with tarfile.open(archives[0]) as archive:
        archive.extractall(scratch, filter="data")
    return scratch / "package"
