"""The files of a git repository; the transport lists the newest commit as lines of blob and path."""

from flows.fetch.channels.folder import listed
from flows.fetch.declared import Source
from flows.fetch.messages import Discovery, Exchange


def discover(source: Source, response: Exchange) -> Discovery:
    """Return an item for each file that the declaration selects, its blob's hash as its version."""
    return listed(source, response)
