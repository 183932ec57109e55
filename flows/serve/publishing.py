"""A release that was published, as an event that Prefect's automations can wait for."""

from pathlib import Path

from prefect.events import emit_event
from slugify import slugify

from flows.publish import Outcome

PUBLISHED = "rapporteur.release.published"


def report_release(outcome: Outcome, dataset: Path) -> None:
    """Emit the event of a release that was just published; of anything else none."""
    if outcome.status == "published":
        emit_event(
            PUBLISHED,
            resource={"prefect.resource.id": f"rapporteur.dataset.{slugify(str(dataset))}", "dataset": str(dataset)},
            payload={"version": outcome.version, "rows": outcome.rows, "quarantined": outcome.quarantined},
        )
