"""`rapporteur explore`: the explorer over a release, in the browser."""

import sys
from typing import Annotated

from cyclopts import Parameter

from flows.command.options import DATASET, Dataset, Release
from flows.errors import UsageError
from flows.storage import is_remote


def explore(
    *,
    dataset: Dataset = DATASET,
    release: Release = None,
    port: Annotated[int, Parameter(help="Port on this machine; a free one if not given.")] = 0,
    browser: Annotated[bool, Parameter(negative="--no-browser", help="Open the page in the browser.")] = True,
) -> int:
    """Search, read, compare and picture the claims of a release in the browser, and ask in SQL; Ctrl-C ends it."""
    import webbrowser

    from flows.explore.server import HOST, application, bind, serve
    from flows.publish.releases import find

    if is_remote(dataset):
        raise UsageError(f"{dataset}: is in a store; `rapporteur export --site` writes its explorer to a folder")
    app = application(dataset, find(dataset, release))
    with bind(port) as listening:
        address = f"http://{HOST}:{listening.getsockname()[1]}/"
        sys.stderr.write(f"rapporteur: {address} shows the release; Ctrl-C ends it\n")
        if browser:
            webbrowser.open(address)
        serve(app, listening)
    return 0
