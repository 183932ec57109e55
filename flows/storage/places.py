"""An address becomes a path, of the file system or of an object store."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from flows.errors import RapporteurError, UsageError

if TYPE_CHECKING:
    from upath import UPath

# What the user has to put right; anything else, such as a network that is down, may pass.
_OF_USAGE = (ImportError, ValueError, FileNotFoundError, PermissionError)
# What to install for an address, where its client is one of the package's own extras.
_EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gs", "gcs": "gs", "hf": "hf"}
# Errors of clients that need not be installed, known by name.
_OF_CREDENTIALS = ("Credential", "ProfileNotFound", "NoRegion")


class PlaceError(UsageError):
    """An address that leads nowhere, or that nobody may enter: no such bucket, no client installed, no credentials."""


class StoreError(RapporteurError):
    """A store that does not answer, or not as it should."""


def place(address: str | Path) -> Path:
    """Return the folder at an address: a path of the file system, or a URL such as `s3://bucket/prefix`.

    The second is a UPath: all that a Path is, but no os.PathLike, which no reading needs; `is_remote` tells it apart.
    Raises PlaceError for a URL of a protocol that fsspec does not know.
    """
    text = str(address)
    protocol, separator, rest = text.partition("://")
    if not separator:
        return Path(text)
    if protocol in ("file", "local"):
        return Path(rest)
    # imports fsspec and asyncio: 5 MB in every process, where nearly all folders are of the file system
    from upath import UPath
    from upath.registry import get_upath_class

    try:
        known = get_upath_class(protocol)
    except ValueError:
        known = None
    if known is None:
        raise PlaceError(f"{text}: nothing is known of {protocol}://; give a folder, or such as s3://bucket/prefix")
    return cast(Path, UPath(text.rstrip("/")))


Place = Annotated[Path, PlainValidator(place), PlainSerializer(str), WithJsonSchema({"type": "string"})]
"""A parameter of a flow that takes any address."""


def is_remote(folder: Path) -> bool:
    """Whether a folder is one of an object store."""
    return not isinstance(folder, Path)


def state_folder(dataset: Path) -> Path:
    """Where runs keep what outlasts them: beside the dataset folder; in the working folder where that is in a store."""
    return (Path.cwd() if is_remote(dataset) else dataset.absolute().parent) / ".rapporteur"


def reach(folder: Path) -> Path:
    """Return the folder itself, once its store has answered; raises as `reaching` does. It need not be there yet."""
    if is_remote(folder):
        with reaching(folder):
            folder.exists()
    return folder


@contextmanager
def reaching(folder: Path) -> Iterator[None]:
    """Say in one line what the store's client raises while the block works on the folder.

    Raises PlaceError for what the user has to put right, StoreError for the rest. Errors of a folder of the file system
    pass as they are.
    """
    try:
        yield
    except RapporteurError:
        raise
    except Exception as error:  # fsspec lets each client's own errors through, which have no class in common
        if not is_remote(folder):
            raise
        reason = f"{folder}: {' '.join(str(error).split()) or type(error).__name__}"
        if isinstance(error, ImportError) and (extra := _EXTRAS.get(cast("UPath", folder).protocol)):
            raise PlaceError(f"{reason}; pip install 'rapporteur[{extra}]'") from error
        if any(name in type(error).__name__ for name in _OF_CREDENTIALS):
            raise PlaceError(f"{reason}; give them as docs/storage.md says") from error
        raise (PlaceError if isinstance(error, _OF_USAGE) else StoreError)(reason) from error
