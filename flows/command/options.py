"""Options that several commands share."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from cyclopts.validators import Number

from flows.errors import UsageError
from flows.storage import Place, place, reach


def _reached(_type: object, tokens: Sequence[Any]) -> Path:
    """Return the folder at the address that was given, once its store has answered."""
    return reach(place(tokens[0].value))


Raw = Annotated[
    Place, Parameter(name="--raw", converter=_reached, help="Folder with the raw statements, or s3://bucket/prefix.")
]
Dataset = Annotated[
    Place, Parameter(name="--dataset", converter=_reached, help="Folder with the releases, or s3://bucket/prefix.")
]
Sources = Annotated[Path, Parameter(name="--sources", help="Folder with the declarations, NAME.toml each.")]
Release = Annotated[str | None, Parameter(name="--release", help="Version of the release; the latest if not given.")]
Json = Annotated[bool, Parameter(name="--json", negative=(), help="Print JSON.")]

Workers = Annotated[
    int | None,
    Parameter(name="--workers", help="Processes that share the work; all cores if not given.", validator=Number(gte=1)),
]
Dask = Annotated[
    str | None, Parameter(name="--dask", help="A Dask scheduler, such as tcp://host:8786, whose workers do the work.")
]
DocumentTimeout = Annotated[
    float | None,
    Parameter(
        name="--document-timeout",
        help="Seconds that a document may take before it is refused; 1800 if not given.",
        validator=Number(gt=0),
    ),
]
Gold = Annotated[Path, Parameter(name="--gold", help="Folder with a reference annotation to measure by, if any.")]

RAW, DATASET, SOURCES = Path("raw"), Path("dataset"), Path("sources")


def refuse_both(workers: int | None, dask: str | None) -> None:
    """Raise UsageError where the work is to be shared by processes and by a cluster."""
    if dask and workers:
        raise UsageError("give --workers for processes on this machine, or --dask for a cluster, not both")
