"""`rapporteur run`: the pipeline."""

import json as encoder
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

from cyclopts import Parameter

from flows.command.options import DATASET, RAW, Dask, Dataset, DocumentTimeout, Gold, Json, Raw, Workers, refuse_both
from flows.errors import DONE, QUARANTINED, UsageError
from flows.lean import without_pandas
from flows.measure import GOLD
from flows.storage import Place, is_remote

if TYPE_CHECKING:
    from flows.publish import Outcome
    from flows.records import Stock

_PLAIN = "rapporteur: a plain run, recorded by no Prefect server (--prefect brings one along; docs/running.md)\n"


def run(
    *,
    raw: Raw = RAW,
    dataset: Dataset = DATASET,
    gold: Gold = GOLD,
    full: Annotated[bool, Parameter(negative=(), help="Do all the work, even where nothing changed.")] = False,
    public: Annotated[
        bool, Parameter(negative=(), help="Make the first public release, 1.0.0, which is never written again.")
    ] = False,
    workers: Workers = None,
    dask: Dask = None,
    document_timeout: DocumentTimeout = None,
    drop_refused: Annotated[
        bool, Parameter(negative=(), help="Let published documents go whose raw file is now refused.")
    ] = False,
    dry_run: Annotated[
        bool, Parameter(negative=(), help="Say what would be published, and how it differs; write nothing.")
    ] = False,
    ocr: Annotated[
        bool, Parameter(negative=(), help="Read pages without text from their pictures (needs Tesseract).")
    ] = False,
    render_again: Annotated[
        bool, Parameter(negative=(), help="Make the text of PDF and DOCX files anew; what is kept is left as it is.")
    ] = False,
    prefect: Annotated[
        bool, Parameter(negative=(), help="Record the run with Prefect; brings a server along where none is set.")
    ] = False,
    rules: Annotated[
        Path | None, Parameter(help="Folder with rules of your own; rules/ beside the raw folder if not given.")
    ] = None,
    json: Json = False,
) -> int:
    """Publish the raw statements as a release, unless the latest release is just that."""
    from flows.fingerprint import fingerprint
    from flows.intake import take_stock
    from flows.intake.dataset_toml import read_dataset_toml
    from flows.measure.reference import read_reference
    from flows.own_rules import use_own
    from flows.publish import nothing_new, refuse_unlisted, unchanged
    from flows.publish.inventory import published_paths, wants_ocr
    from flows.publish.releases import listed
    from flows.publish.versions import newest, refuse_second_first

    def answer(outcome: "Outcome") -> int:
        sys.stdout.write(encoder.dumps(outcome.as_dict()) + "\n" if json else outcome.as_text() + "\n")
        return QUARANTINED if outcome.status in ("published", "dry_run") and outcome.quarantined else DONE

    # decided before the steps are imported, which alone takes seconds
    if gold != GOLD and not gold.is_dir():
        raise UsageError(f"{gold}: is no folder; --gold takes the folder with the reference annotation")
    if public:
        refuse_second_first(newest(release.version for release in listed(dataset)))
    refuse_both(workers, dask)
    refuse_unlisted(dataset)
    use_own(raw, rules)
    stock = (
        None if is_remote(raw) else take_stock(raw, published=partial(published_paths, dataset))
    )  # from a store it would be read twice
    anyhow = full or public or drop_refused or render_again or (ocr and wants_ocr(dataset))
    if stock and not anyhow:
        origin = fingerprint(read_reference(gold, stock).sha256, read_dataset_toml(raw)[1])
        if nothing_new(dataset, stock, origin):
            return answer(unchanged(dataset, dry_run))

    if dask:
        from flows.workers.cluster import reaching

        with reaching(dask):  # told at once, not after the rest has started
            pass

    with without_pandas():
        from flows.command.interruption import ending_when_interrupted
        from flows.command.progress import progress
        from flows.orchestration.settings import configured_server

    server = configured_server()
    settings: dict[str, bool | float | Path] = {
        "drop_refused": drop_refused,
        "dry_run": dry_run,
        "ocr": ocr,
        "render_again": render_again,
    }
    if rules is not None:
        settings["rules"] = rules.resolve()
    if document_timeout is not None:
        settings["document_timeout"] = document_timeout
    with progress(), ending_when_interrupted():
        if server or prefect:
            with _recorded(dataset, server) as build_release:
                # a run does it, too; whoever works on a table shall not have to wait for Prefect's server
                _prove_rule_tables(dataset, full, stock, workers, dask)
                del stock  # the run takes its own
                outcome = build_release(raw, dataset, full, gold, workers, dask, public, **settings)
        else:
            sys.stderr.write(_PLAIN)
            del stock
            outcome = _plain(raw, dataset, full, gold, workers, dask, public, **settings)
    return answer(outcome)


@contextmanager
def _recorded(dataset: Place, server: str | None) -> "Iterator[Callable[..., Outcome]]":
    """Yield the pipeline as a flow run on the Prefect server that is configured, or else on one that comes along.

    A server of our own starts while the block goes on; the flow waits for it.
    """
    from flows.orchestration.embedded_server import embedded_server
    from flows.orchestration.settings import check_server, configure_prefect

    configure_prefect(dataset, console="CRITICAL")  # failures are told once, without a traceback
    with nullcontext() if server else embedded_server(services=False) as own:

        def record(*arguments: object, **settings: object) -> "Outcome":
            with without_pandas():
                from flows.serve.recorded import record_release
            if own:
                own.wait()
            elif server:
                check_server(server)
            return cast("Callable[..., Outcome]", record_release)(
                *arguments, **settings
            )  # a flow's call gives its state's data

        yield record


def _prove_rule_tables(
    dataset: Place, full: bool, stock: "Stock | None", workers: int | None, dask: str | None
) -> None:
    """Prove rule tables that are new, in another process where the work will be shared by some."""
    with without_pandas():
        from flows.fingerprint import fingerprint
        from flows.publish.inventory import made_alike
        from flows.rule_proof import prove_new_rule_tables
        from flows.workers import Workers as Crew
        from flows.workers import expect_work

    made_by = fingerprint()
    everything = full or not made_alike(dataset, made_by)
    elsewhere = everything and stock is not None and expect_work(Crew(workers, dask), stock)
    prove_new_rule_tables(dataset, made_by, elsewhere)


def _plain(*arguments: object, **settings: object) -> "Outcome":
    with without_pandas():
        from flows.pipeline import build_release

    return build_release(*arguments, **settings)  # type: ignore[arg-type]
