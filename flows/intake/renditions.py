"""Renditions, kept as files: made once from a raw file, and its raw text from then on.

    RENDITION.txt                 the text; RENDITION is its sha256
    RENDITION.SOURCE.layout       what else the reader found: marks, pages, boxes; SOURCE begins the raw file's sha256

Both names say what the file holds, so that no release loses the text that it was made from: another rendition of the
same file is another file. They lie in `renditions/` beside the releases, or, where the text may not be redistributed,
in the state folder of the one who ran the pipeline.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from flows.readers import READERS, Options, ReadingError
from flows.records import Boxes, Edit, Fact, Furniture, Mark, Page, Rendition, Span, Structure, Subject
from flows.storage import state_folder

if TYPE_CHECKING:
    import pyarrow as pa

FOLDER = "renditions"
TEXT, LAYOUT = ".txt", ".layout"
WITHHELD = "withheld"
"""Below a run's staging folder: renditions whose text may not be redistributed."""

_ITEMS: Mapping[str, type[Any]] = {
    "marks": Mark,
    "furniture": Furniture,
    "edits": Edit,
    "facts": Fact,
    "subjects": Subject,
    "cues": Span,
}
_ABOUT = b"rapporteur"


class Reading(NamedTuple):
    """How files that are no plain text are read."""

    folders: tuple[Path, ...] = ()  # where kept renditions are
    fresh: Path | None = None  # where new ones are put; None: nowhere
    again: bool = False  # make those anew that are kept
    alike: bool = False  # make those anew that were made by just what is installed here
    options: Options = Options()
    seconds: float = 1440.0  # that a file may take


def rendition_hash(text: str) -> str:
    """Return the sha256 by which a rendition is known: that of its text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def keep_rendition(rendition: Rendition, source_sha256: str, folder: Path) -> str:
    """Write a rendition into a folder, and return its hash."""
    name = rendition_hash(rendition.text)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / f"{name}{TEXT}", rendition.text.encode("utf-8", "surrogatepass"))
    _write(folder / _layout_name(name, source_sha256), _layout(rendition))
    return name


def kept_text(folders: Iterable[Path], sha256: str) -> str | None:
    """Return the text of a kept rendition; None where none of the folders has it as it was."""
    for folder in folders:
        try:
            content = (folder / f"{sha256}{TEXT}").read_bytes()
        except OSError:
            continue
        if hashlib.sha256(content).hexdigest() == sha256:
            return content.decode("utf-8", "surrogatepass")
    return None


def kept_rendition(folders: Iterable[Path], sha256: str, source_sha256: str) -> Rendition | None:
    """Return a kept rendition with all that its reader found; None where that is not there, or damaged."""
    folders = tuple(folders)
    text = kept_text(folders, sha256)
    if text is None:
        return None
    import pyarrow as pa  # takes a while, and most runs find nothing new
    import pyarrow.parquet as pq

    for folder in folders:
        path = folder / _layout_name(sha256, source_sha256)
        try:
            rows = pq.read_table(pa.BufferReader(path.read_bytes()))
            about = json.loads(rows.schema.metadata[_ABOUT])
        except (OSError, pa.ArrowException, KeyError, ValueError):
            continue
        return _rendition(text, about, rows)
    return None


def made_by_this(file_format: str, extractor: str | None, language: str | None) -> Options | None:
    """Return with which options the installed readers make what `extractor` made; None where they do not."""
    from importlib import import_module

    reader = import_module(READERS[file_format])
    for options in (Options(), Options(ocr=True, language=language)):
        try:
            if reader.extractor(options) == extractor:
                return options
        except ReadingError:  # the engine is not installed
            continue
    return None


def folders_of(dataset: Path) -> tuple[Path, Path]:
    """Return where a dataset's renditions are kept: beside its releases, and those that are not redistributed."""
    return dataset / FOLDER, state_folder(dataset) / FOLDER


def kept_files(sha256: str, source_sha256: str) -> tuple[str, str]:
    """Return the names of the files of a rendition."""
    return f"{sha256}{TEXT}", _layout_name(sha256, source_sha256)


def _layout_name(sha256: str, source_sha256: str) -> str:
    return f"{sha256}.{source_sha256[:16]}{LAYOUT}"


def _layout(rendition: Rendition) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    structure = rendition.structure
    about = {
        "extractor": rendition.extractor,
        "certain": structure.certain,
        "decides": structure.decides,
        "opens": structure.opens,
        "continues": structure.continues,
        "pages": rendition.pages,
        **{name: getattr(structure, name) for name in _ITEMS},
    }
    columns = rendition.boxes or Boxes(*([] for _ in Boxes._fields))
    kinds = [pa.int32()] * 4 + [pa.float64()] * 4
    arrays = [pa.array(values, kind) for values, kind in zip(columns, kinds, strict=True)]
    rows = pa.table(arrays, list(Boxes._fields))
    rows = rows.replace_schema_metadata({_ABOUT: json.dumps(about, ensure_ascii=False).encode()})
    sink = pa.BufferOutputStream()
    pq.write_table(rows, sink, compression="zstd", use_dictionary=["x0", "y0", "x1", "y1"])
    return bytes(sink.getvalue())


def _rendition(text: str, about: Mapping[str, Any], rows: "pa.Table") -> Rendition:
    items = {name: tuple(kind(*values) for values in about[name]) for name, kind in _ITEMS.items()}
    pages = tuple(Page(*values) for values in about["pages"])
    boxes = Boxes(*(column.to_pylist() for column in rows.columns)) if rows.num_rows else None
    measured = {name: tuple(about[name]) for name in ("opens", "continues")}
    structure = Structure(certain=about["certain"], decides=about["decides"], **items, **measured)
    return Rendition(text, "utf-8", about["extractor"], structure, pages, boxes)


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; another who writes it at the same time writes the same."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(path)
