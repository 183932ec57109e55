"""How a run ends in Prefect: a state that says what was refused, and an event that others can wait for."""

from pathlib import Path

from prefect.client.schemas.objects import State
from prefect.events import emit_event
from prefect.states import Completed
from slugify import slugify

from flows.publish import Outcome

QUARANTINED = "rapporteur.quarantined"
"""Name of the event of a release with something in quarantine; an automation may notify somebody of it."""


def ended(outcome: Outcome, dataset: Path) -> State[Outcome]:
    """Return the state of a run with that outcome, which is its result; emit an event where something was refused."""
    if outcome.status != "published" or not outcome.quarantined:
        return Completed(message=outcome.as_text(), data=outcome)
    emit_event(
        QUARANTINED,
        resource={"prefect.resource.id": f"rapporteur.dataset.{slugify(str(dataset))}", "dataset": str(dataset)},
        payload={"version": outcome.version, "quarantined": outcome.quarantined},
    )
    return Completed(name=f"published with {outcome.quarantined} quarantined", message=outcome.as_text(), data=outcome)
