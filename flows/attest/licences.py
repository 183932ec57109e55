"""Licences of the packages in the lock: `licences.csv` has them, and THIRD-PARTY-LICENCES.md is made from both.

`make licences` (`__main__.py`) brings both up to date.
"""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from flows.attest.lock import LOCK, Pinned, needed_to_run

TABLE = Path(__file__).with_name("licences.csv")
LIST = "THIRD-PARTY-LICENCES.md"
# What the licences ask of whoever passes the software on beyond keeping their notices.
CONDITIONS = {
    "LGPL-2.1-only": "weak copyleft: changes to it stay under it, and it can be replaced",
    "MPL-2.0": "weak copyleft: changes to its files stay under it",
    "Artistic-1.0-Perl": "changed versions are marked as such; taken under this licence, not under the GPL",
}
_SPDX = {
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "MIT license": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
_KNOWN = {"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MPL-2.0", "PSF-2.0", "MIT OR Apache-2.0"}


@cache
def licences() -> dict[str, str]:
    """Return name -> licence, as an SPDX expression, of the packages in the table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["package"]: row["licence"] for row in csv.DictReader(file)}


def said_licence(name: str) -> str | None:
    """Return the SPDX expression that an installed package gives itself; None where it gives none that is one."""
    try:
        said: Mapping[str, Any] = distribution(name).metadata.json
    except PackageNotFoundError:
        return None
    if said.get("license_expression"):
        return str(said["license_expression"])
    classified = [str(one).rpartition(" :: ")[2] for one in said.get("classifier", ()) if "License ::" in one]
    for text in (str(said.get("license", "")).strip(), *(classified if len(classified) == 1 else ())):
        if (found := _SPDX.get(text, text)) in _KNOWN:
            return str(found)
    return None


def third_party_list(packages: tuple[Pinned, ...], known: Mapping[str, str]) -> str:
    """Return the list as Markdown."""
    running = needed_to_run(packages)
    lines = [
        "# Third-party licences",
        "",
        f"The packages that `{LOCK}` pins, with their licences as SPDX expressions; `make licences` writes this list.",
        "Rapporteur contains none of them: they are installed beside it. What of them asks for more than that notices",
        "are kept:",
        "",
        *(
            f"- {', '.join(f'`{name}`' for name in names)} ({licence}): {meaning}"
            for licence, meaning in CONDITIONS.items()
            if (names := [name for name in _names(packages, running) if licence in known.get(name, "")])
        ),
        "",
        "## Installed with it",
        "",
        *_table(_names(packages, running), packages, known),
        "",
        "## For development and tests, or for an optional extra",
        "",
        *_table(_names(packages, {package.name for package in packages} - running), packages, known),
    ]
    return "\n".join(lines) + "\n"


def _names(packages: tuple[Pinned, ...], wanted: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(package.name for package in packages if package.name in wanted))


def _table(names: Iterable[str], packages: tuple[Pinned, ...], known: Mapping[str, str]) -> list[str]:
    versions: dict[str, list[str]] = {}
    for package in packages:
        versions.setdefault(package.name, []).append(package.version)
    rows = [f"| {name} | {' or '.join(versions[name])} | {known.get(name, 'unknown')} |" for name in names]
    return ["| package | version | licence |", "|---|---|---|", *rows]
