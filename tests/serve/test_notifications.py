"""The automation that docs/serving.md shows is one that Prefect takes."""

import re
from pathlib import Path

import yaml
from prefect.automations import Automation

from flows.serve.states import QUARANTINED

PAGE = Path(__file__).parents[2] / "docs" / "serving.md"


def test_the_automation_of_the_page_waits_for_the_event_that_a_run_emits() -> None:
    (text,) = re.findall(r"^```yaml\n(# automation.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    described = yaml.safe_load(text)
    described["actions"][0]["block_document_id"] = "00000000-0000-0000-0000-000000000001"
    automation = Automation.model_validate(described)
    assert automation.trigger.expect == {QUARANTINED}  # type: ignore[union-attr]
