"""An installed wheel reads a release where only DuckDB and Arrow are installed; the command says what it needs."""

import importlib.util
import subprocess
import sys
import zipfile
from importlib.metadata import distribution, version
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
ALONE = ("duckdb", "_duckdb", "pyarrow")
MOST_BYTES = 300 << 20


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's files, DuckDB and Arrow, and nothing else."""
    folder = tmp_path_factory.mktemp("wheel")
    code = f"from hatchling.build import build_wheel; print(build_wheel({str(folder)!r}))"
    built = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    site = folder / "site"
    with zipfile.ZipFile(folder / built.stdout.split()[-1]) as wheel:
        wheel.extractall(site)
    for name in ALONE:
        spec = importlib.util.find_spec(name)
        assert spec is not None and spec.origin is not None
        origin = Path(spec.origin)
        origin = origin.parent if origin.name == "__init__.py" else origin
        (site / origin.name).symlink_to(origin)
    for name in ("duckdb", "pyarrow"):
        about = Path(str(distribution(name).locate_file("")), f"{name}-{version(name)}.dist-info")
        (site / about.name).symlink_to(about)
    return site


def run(environment: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run Python without any other package: no site-packages, no variables."""
    code = f"import sys; sys.path[:0] = [{str(environment)!r}]\n{code}"
    return subprocess.run([sys.executable, "-I", "-S", "-c", code], cwd=PROJECT, capture_output=True, text=True)


@pytest.mark.parametrize("version", ["1.0.0", None])
def test_the_wheel_reads_a_release_with_duckdb_and_arrow_only(environment: Path, version: str | None) -> None:
    done = run(
        environment,
        f"""
import rapporteur
release = rapporteur.open("dataset", {version!r})
release.claims.arrow(), release.sql("FROM demands").fetchall(), release.verify(), release.cite(), len(release.claims)
here = {{name.partition(".")[0] for name, module in sys.modules.items() if hasattr(module, "__file__")}}
print(sorted(here & {{"prefect", "pandas", "pandera", "numpy", "flows", "schemas", "pydantic"}}))
""",
    )
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr


def test_what_it_needs_is_small(environment: Path) -> None:
    files = {path.resolve() for top in environment.iterdir() for path in (top, *top.resolve().rglob("*"))}
    assert sum(path.stat().st_size for path in files if path.is_file()) < MOST_BYTES


def test_the_command_says_that_it_needs_the_pipeline(environment: Path) -> None:
    done = run(environment, "from rapporteur.command import main; main()")
    assert done.returncode == 2
    assert done.stderr.endswith("pip install 'rapporteur[pipeline]'. Reading needs only `import rapporteur`\n")
    assert len(done.stderr.splitlines()) == 1


def test_the_codebook_is_in_the_wheel(environment: Path) -> None:
    assert (environment / "schemas" / "codebook.md").read_bytes() == (PROJECT / "docs" / "codebook.md").read_bytes()
