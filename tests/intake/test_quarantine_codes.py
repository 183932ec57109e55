"""Every code that can be given has a meaning, and every code that has a meaning can be given."""

import re
from pathlib import Path

from schemas.vocabulary import QUARANTINE_CODE


def test_the_codes_in_the_vocabulary_are_those_in_the_code(project: Path) -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (project / "flows").rglob("*.py"))
    used = {code for code in QUARANTINE_CODE if re.search(rf'"{code}"', source)}
    assert used == QUARANTINE_CODE.keys()
