"""`rapporteur run`: the pipeline."""

import json as encoder
import sys
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from flows.command.options import DATASET, RAW, Dataset, Gold, Json, Raw
from flows.errors import DONE, QUARANTINED, UsageError
from flows.measure import GOLD


def run(
    *,
    raw: Raw = RAW,
    dataset: Dataset = DATASET,
    gold: Gold = GOLD,
    full: Annotated[bool, Parameter(negative=(), help="Do all the work, even where nothing changed.")] = False,
    public: Annotated[
        bool, Parameter(negative=(), help="Make the first public release, 1.0.0, which is never written again.")
    ] = False,
    workers: Annotated[
        int | None, Parameter(help="Processes that share the work; all cores if not given.", validator=Number(gte=1))
    ] = None,
    dask: Annotated[str | None, Parameter(help="A Dask scheduler, such as tcp://host:8786, to share it.")] = None,
    json: Json = False,
) -> int:
    """Publish the raw statements as a release, unless the latest release is just that."""
    from flows.fingerprint import fingerprint
    from flows.intake import take_stock
    from flows.measure.reference import read_reference
    from flows.publish import Outcome, nothing_new, unchanged
    from flows.publish.inventory import made_alike
    from flows.publish.releases import listed
    from flows.publish.versions import newest, refuse_second_first

    def answer(outcome: Outcome) -> int:
        sys.stdout.write(encoder.dumps(outcome.as_dict()) + "\n" if json else outcome.as_text() + "\n")
        return QUARANTINED if outcome.status == "published" and outcome.quarantined else DONE

    # decided before Prefect is imported, which alone takes seconds
    if gold != GOLD and not gold.is_dir():
        raise UsageError(f"{gold}: is no folder; --gold takes the folder with the reference annotation")
    if dask and workers:
        raise UsageError("give --workers for processes on this machine, or --dask for a cluster, not both")
    if public:
        refuse_second_first(newest(release.version for release in listed(dataset)))
    stock = take_stock(raw)
    origin = fingerprint(read_reference(gold, stock).sha256)
    if not full and not public and nothing_new(dataset, stock, origin):
        return answer(unchanged(dataset))
    if not made_alike(dataset, origin):
        from flows.rule_tables import prove_rule_tables

        prove_rule_tables()  # a run does it, too; whoever works on a table shall not have to wait for Prefect's server

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
        from flows.pipeline import build_release

        outcome = build_release(raw, dataset, full, gold, workers, dask, public)
    return answer(outcome)
