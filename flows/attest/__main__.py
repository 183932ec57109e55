"""`make licences`: bring `licences.csv` and THIRD-PARTY-LICENCES.md up to date with the lock.

Packages that are new in the lock are added, from what the installed ones say of themselves, and those that are gone are
taken out. A licence that a package does not name by its SPDX identifier has to be looked up: exit code 1.
"""

import csv
import sys
from pathlib import Path

from flows.attest.licences import LIST, TABLE, licences, said_licence, third_party_list
from flows.attest.lock import LOCK, find_lock, read_lock


def main(folder: Path) -> int:
    """Bring table and list up to date with the lock; the exit code is 1 where a licence has to be looked up."""
    lock = find_lock()
    if lock is None:
        sys.stderr.write(f"{LOCK}: is not here\n")
        return 2
    packages = read_lock(lock.read_text(encoding="utf-8"))
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = {row["package"]: row for row in csv.DictReader(file)}
    unknown = []
    for name in dict.fromkeys(package.name for package in packages):
        if name not in rows or rows[name]["licence"] == "unknown":
            said = said_licence(name)
            rows[name] = {"package": name, "licence": said or "unknown", "basis": "its metadata"}
            if said is None:
                unknown.append(name)
    wanted = sorted({package.name for package in packages})
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, ("package", "licence", "basis"), lineterminator="\n")
        table.writeheader()
        table.writerows(rows[name] for name in wanted)
    licences.cache_clear()
    (folder / LIST).write_text(third_party_list(packages, licences()), encoding="utf-8", newline="\n")
    for name in unknown:
        sys.stderr.write(f"{TABLE.name}: {name}: look its licence up\n")
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
