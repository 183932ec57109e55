"""Folders in an object store: `s3://bucket/prefix`, `gs://…`, `hf://…`, wherever a folder can be given.

- `places.py`: an address becomes a path; what a store's client complains of becomes one line;
- `files.py`: the files of a folder, listed and read, many at once where the store is far;
- `swap.py`: a file is replaced only where it is still what was read;
- `mirror.py`: a run works in a local copy of the dataset folder, and hands the new release over whole;
- `download.py`: a release is brought here.

Built on universal_pathlib (pathlib's interface over fsspec): it pickles into worker processes, serves S3, Google and
Hugging Face alike, passes conditions of a put on to S3, and DuckDB reads through it; pyarrow's file systems, though at
hand, know neither conditional puts nor Hugging Face.
"""

from flows.storage.files import Entry, list_files, read_files
from flows.storage.places import Place, PlaceError, StoreError, is_remote, place, reach, reaching, state_folder

__all__ = [
    "Entry",
    "Place",
    "PlaceError",
    "StoreError",
    "is_remote",
    "list_files",
    "place",
    "reach",
    "reaching",
    "read_files",
    "state_folder",
]
