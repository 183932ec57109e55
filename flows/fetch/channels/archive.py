"""One archive, by address and SHA-256: tar (also .gz, .bz2, .xz) or zip, unpacked within limits.

Where the declaration names it among the files of a dataset, `dataverse.py` finds its address first.
"""

from flows.fetch.channels.files import file_items, is_safe, is_selected
from flows.fetch.declared import Source
from flows.fetch.messages import Discovery, Exchange
from flows.fetch.unpacking import ArchiveError, TooLargeError, members


def discover(source: Source, response: Exchange) -> Discovery:
    """Return an item for each file in the archive that the declaration selects."""
    if response.file is None:
        return Discovery(outcome="failed", message="is not on the disk")
    if source.sha256 is not None and response.sha256 != source.sha256:
        return Discovery(outcome="failed", message=f"its SHA-256 is {response.sha256}; declared is {source.sha256}")
    pace = source.pace
    try:
        names = [
            (name, None)
            for name, _ in members(response.file, pace.max_files, pace.max_unpacked_bytes, lambda name: False)
            if is_safe(name) and is_selected(source, name)
        ]
    except TooLargeError as error:
        return Discovery(outcome="too_large", message=str(error))
    except ArchiveError as error:
        return Discovery(outcome="wrong_type", message=str(error))
    return Discovery(file_items(source, response, names))
