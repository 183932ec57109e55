"""Processes without what nobody there needs: to be imported before Arrow is."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import MetaPathFinder

# Arrow's own allocator keeps what each of its threads once needed: 150 MB where the keys of a release are proved, and
# tens in a worker. Only the environment tells it to readers of files, which take no pool.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
# The structure model multiplies small matrices, and each worker is a process of its own: further threads only wait.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@contextmanager
def without_pandas() -> Iterator[None]:
    """Yield what is imported within the block does not find pandas, unless that was imported before.

    Pandera and pyarrow import it wherever it is installed, as it is for Stata files: 45 MB and a fifth of a second for
    each process. They work as well without it.
    """
    finder = _NoPandas()
    sys.meta_path.insert(0, finder)
    try:
        yield
        if "pyarrow" in sys.modules:  # it looks for pandas with its first values, and never again
            sys.modules["pyarrow"].array([])
    finally:
        sys.meta_path.remove(finder)


class _NoPandas(MetaPathFinder):
    def find_spec(self, name: str, *_: object) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
