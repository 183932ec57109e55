"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

Raw = Annotated[Path, Parameter(name="--raw", help="Folder with the raw statements.")]
Dataset = Annotated[Path, Parameter(name="--dataset", help="Folder with the releases.")]
Release = Annotated[str | None, Parameter(name="--release", help="Version of the release; the latest if not given.")]
Json = Annotated[bool, Parameter(name="--json", negative=(), help="Print JSON.")]

Gold = Annotated[Path, Parameter(name="--gold", help="Folder with a reference annotation to measure by, if any.")]

RAW, DATASET = Path("raw"), Path("dataset")
