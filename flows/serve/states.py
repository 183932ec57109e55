"""How a run ends in Prefect: a state that says what was refused, and an event that others can wait for."""

from pathlib import Path

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.context import FlowRunContext
from prefect.events import emit_event
from prefect.states import Completed
from slugify import slugify

from flows.publish import Outcome

QUARANTINED = "rapporteur.quarantined"
"""Name of the event of a release with something in quarantine; an automation may notify somebody of it."""


def ended(outcome: Outcome, dataset: Path) -> State[Outcome]:
    """Return the state of a run with that outcome, which is its result; emit an event where something was refused.

    The run is named after what it did, such as "publish my-dataset 1.2.0", and tagged with the dataset's name.
    """
    name_run(outcome, dataset)
    if outcome.status != "published" or not outcome.quarantined:
        return Completed(message=outcome.as_text(), data=outcome)
    emit_event(
        QUARANTINED,
        resource={"prefect.resource.id": f"rapporteur.dataset.{slugify(str(dataset))}", "dataset": str(dataset)},
        payload={"version": outcome.version, "quarantined": outcome.quarantined},
    )
    return Completed(name=f"published with {outcome.quarantined} quarantined", message=outcome.as_text(), data=outcome)


def name_run(outcome: Outcome, dataset: Path) -> None:
    """Name the flow run at work after its outcome and dataset; do nothing outside of one."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        return
    verb = "publish" if outcome.status == "published" else "check"
    name = dataset.absolute().name
    with get_client(sync_client=True) as client:
        client.update_flow_run(
            context.flow_run.id,
            name=" ".join(filter(None, (verb, name, outcome.version))),
            tags={*context.flow_run.tags, name},
        )
