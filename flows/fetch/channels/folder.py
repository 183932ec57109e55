"""A folder of this machine, such as an inbox; the transport lists it as lines of version and path."""

from flows.fetch.channels.files import file_items
from flows.fetch.declared import Source
from flows.fetch.messages import Discovery, Exchange


def discover(source: Source, response: Exchange) -> Discovery:
    """Return an item for each file that the declaration selects."""
    return listed(source, response)


def listed(source: Source, response: Exchange) -> Discovery:
    """Return an item for each line of version, tab and path."""
    rows = [line.partition("\t") for line in response.body.decode("utf-8", "surrogateescape").splitlines()]
    found = Discovery(file_items(source, response, [(path, version) for version, _, path in rows]))
    if len(found.items) < source.expect.min_items:
        message = f"{len(found.items)} items came; at least {source.expect.min_items} are declared"
        return found._replace(outcome="failed", message=message)
    return found
