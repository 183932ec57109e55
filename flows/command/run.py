"""`rapporteur run`: the pipeline."""

import json as encoder
import sys
from typing import Annotated

from cyclopts import Parameter

from flows.command.options import DATASET, RAW, Dask, Dataset, Gold, Json, Raw, Workers, refuse_both
from flows.errors import DONE, QUARANTINED, UsageError
from flows.lean import without_pandas
from flows.measure import GOLD
from flows.storage import is_remote


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
    json: Json = False,
) -> int:
    """Publish the raw statements as a release, unless the latest release is just that."""
    from flows.fingerprint import fingerprint
    from flows.intake import take_stock
    from flows.intake.dataset_toml import read_dataset_toml
    from flows.measure.reference import read_reference
    from flows.publish import Outcome, nothing_new, refuse_unlisted, unchanged
    from flows.publish.inventory import made_alike
    from flows.publish.releases import listed
    from flows.publish.versions import newest, refuse_second_first

    def answer(outcome: Outcome) -> int:
        sys.stdout.write(encoder.dumps(outcome.as_dict()) + "\n" if json else outcome.as_text() + "\n")
        return QUARANTINED if outcome.status == "published" and outcome.quarantined else DONE

    # decided before Prefect is imported, which alone takes seconds
    if gold != GOLD and not gold.is_dir():
        raise UsageError(f"{gold}: is no folder; --gold takes the folder with the reference annotation")
    if public:
        refuse_second_first(newest(release.version for release in listed(dataset)))
    refuse_both(workers, dask)
    refuse_unlisted(dataset)
    stock = None if is_remote(raw) else take_stock(raw)  # from a store it would be read twice
    anyhow = full or public
    if stock and not anyhow:
        origin = fingerprint(read_reference(gold, stock).sha256, read_dataset_toml(raw)[1])
        if nothing_new(dataset, stock, origin):
            return answer(unchanged(dataset))

    with without_pandas():
        from flows.rule_proof import prove_new_rule_tables
        from flows.workers import Workers as Crew
        from flows.workers import expect_work

    everything = full or not made_alike(dataset, fingerprint())
    shared = everything and stock is not None and expect_work(Crew(workers, dask), stock)
    del stock  # the run takes its own
    # a run does it, too; whoever works on a table shall not have to wait for Prefect's server
    prove_new_rule_tables(dataset, fingerprint(), elsewhere=shared)

    if dask:
        from flows.workers.cluster import reaching

        with reaching(dask):  # told at once, not after Prefect's server has started
            pass

    from flows.command.interruption import ending_when_interrupted
    from flows.command.progress import progress
    from flows.orchestration import reach_server, settle_prefect

    settle_prefect(dataset, console="CRITICAL")  # failures are told once, without a traceback
    with progress(), ending_when_interrupted():
        reach_server()
        with without_pandas():
            from flows.pipeline import build_release

        outcome = build_release(raw, dataset, full, gold, workers, dask, public)
    return answer(outcome)
