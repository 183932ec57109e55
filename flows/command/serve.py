"""`rapporteur serve`: runs again on a schedule, or when files arrive."""

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from flows.command.options import (
    DATASET,
    RAW,
    SOURCES,
    Dask,
    Dataset,
    DocumentTimeout,
    Raw,
    Sources,
    Workers,
    refuse_both,
)
from flows.errors import DONE, UsageError
from flows.storage import is_remote


def serve(
    *,
    cron: Annotated[str | None, Parameter(help='Schedule, such as "0 6 * * *" for six every morning.')] = None,
    watch: Annotated[bool, Parameter(negative=(), help="Run when files arrive in the raw folder.")] = False,
    fetch: Annotated[bool, Parameter(negative=(), help="Poll declared sources, each on its own schedule.")] = False,
    raw: Raw = RAW,
    dataset: Dataset = DATASET,
    workers: Workers = None,
    dask: Dask = None,
    document_timeout: DocumentTimeout = None,
    sources: Sources = SOURCES,
) -> int:
    """Keep running, and publish again on a schedule, when files arrive, or both; Ctrl-C stops it."""
    if not (cron or watch or fetch):
        raise UsageError("give --cron with a schedule, --watch, --fetch, or several of them")
    refuse_both(workers, dask)
    if watch and is_remote(raw):
        raise UsageError(f"{raw}: a bucket cannot be watched; give --cron with a schedule instead of --watch")
    if fetch:
        prepare_fetching(raw, sources)
    if not raw.is_dir():
        raise UsageError(f"{raw}: is no folder; --raw takes the folder that statements arrive in")

    from flows.orchestration.embedded_server import embedded_server
    from flows.orchestration.settings import check_server, configure_prefect, configured_server

    configure_prefect(dataset, console="INFO")
    server = configured_server()
    with nullcontext() if server else embedded_server(services=True) as own:
        from flows.serve.serving import serve_pipeline

        if own:
            own.wait()
        elif server:
            check_server(server)
        serve_pipeline(raw, dataset, cron, watch, workers, dask, document_timeout, sources if fetch else None)
    return DONE


def prepare_fetching(raw: Path, sources: Path) -> None:
    """Raise UsageError where sources cannot be polled; make the folder that statements are fetched into."""
    from flows.fetch.contact import contact_of
    from flows.fetch.planning import plan

    if is_remote(raw):
        raise UsageError(f"{raw}: fetch into a folder of this machine, and copy that to the bucket")
    planned = list(plan(sources, raw))  # all are read, and so proved
    if any(one.automated == "allowed" for one in planned):
        contact_of(raw)
    raw.mkdir(parents=True, exist_ok=True)
