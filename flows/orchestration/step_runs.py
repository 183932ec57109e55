"""The steps of a run, summed over its batches: a line in the log, and within a flow run a task run each.

A batch goes through all its steps in one process, often on another machine, and a large run has thousands of batches,
so no step is a Prefect task there. When the work is done, each step is reported as one task run with its own time (from
the first batch that entered it to the last that left it), and a table shows what each step took.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import Any, NamedTuple
from uuid import uuid4

from flows.orchestration.steps import in_flow_run
from flows.records import StepCount
from flows.storage import Place

log = logging.getLogger("rapporteur")


class StepRun(NamedTuple):
    """What one step did in a whole run."""

    step: str
    began: float  # seconds since 1970
    ended: float
    seconds: float  # of work, summed over all workers
    given: int
    done: int
    refused: int

    def __str__(self) -> str:
        """In one line."""
        made = "rows" if self.step == "validate" else "out"
        refused = f", {self.refused:,} refused" if self.refused else ""
        return f"{self.step}: {self.given:,} in, {self.done:,} {made}{refused}, {self.seconds:,.1f} s of work"


def report_steps(counts: Iterable[StepCount], dataset: Place) -> None:
    """Log what each step did; within a flow run, add a task run for each, and a table for that dataset."""
    runs = summed(counts)
    if not runs:
        return
    log.info("metrics: %s", "; ".join(map(str, runs)))
    if in_flow_run():
        _record(runs, dataset)


def summed(counts: Iterable[StepCount]) -> list[StepRun]:
    """Return what each step did in all batches, in the order in which the first batch went through them."""
    runs: dict[str, StepRun] = {}
    for count in counts:
        ended = count.began + count.seconds
        run = runs.get(count.step) or StepRun(count.step, count.began, ended, 0, 0, 0, 0)
        runs[count.step] = StepRun(
            count.step,
            min(run.began, count.began),
            max(run.ended, ended),
            run.seconds + count.seconds,
            run.given + count.given,
            run.done + count.done,
            run.refused + count.refused,
        )
    return list(runs.values())


def _record(runs: Sequence[StepRun], dataset: Place) -> None:
    """Tell Prefect of the steps: a task run each, with the times of the step, and a table."""
    from prefect.artifacts import create_table_artifact
    from slugify import slugify

    for run in runs:
        _add_task_run(run)
    create_table_artifact(
        key=f"steps-{slugify(str(dataset))}",
        table=[
            {
                "step": run.step,
                "documents in": run.given,
                "rows out" if run.step == "validate" else "documents out": run.done,
                "refused": run.refused,
                "seconds of work": round(run.seconds, 2),
            }
            for run in runs
        ],
        description="What each step did, summed over all workers.",
    )


def _add_task_run(run: StepRun) -> None:
    """Add a task run that began and ended when the step did.

    Task runs are made of the events that Prefect's own engine emits; its API has no call for one that is over.
    """
    from prefect.client.schemas.objects import State, TaskRun
    from prefect.context import FlowRunContext
    from prefect.states import Completed, Running
    from prefect.types._datetime import DateTime
    from prefect.utilities.engine import emit_task_run_state_change_event

    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        return
    began, ended = (DateTime.fromtimestamp(seconds, UTC) for seconds in (run.began, run.ended))
    task_run = TaskRun(
        id=uuid4(),
        name=str(run),
        flow_run_id=context.flow_run.id,
        task_key=f"rapporteur.{run.step}",
        dynamic_key=run.step,
        run_count=1,
    )
    before: State[Any] | None = None
    follows = None
    states: list[State[Any]] = [Running(timestamp=began), Completed(timestamp=ended, message=str(run))]
    for state in states:
        task_run.state, task_run.state_name, task_run.state_type = state, state.name, state.type
        if state.is_running():
            task_run.start_time = task_run.expected_start_time = began
        if state.is_final():
            task_run.end_time, task_run.total_run_time = ended, ended - began
        follows = emit_task_run_state_change_event(task_run, before, state, follows)
        before = state
