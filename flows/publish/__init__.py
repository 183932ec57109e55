"""Step 8: a versioned release, whole or not at all.

Only this step writes into the dataset folder, and `publication.py` tells how. The other modules, from the outside
in:

- `releases.py`: which releases there are (`releases.json`); `versions.py`: what their numbers mean; `unlisted.py`,
  `repair.py`: folders of releases that are not listed, and a lost list made anew;
- `builds.py`: which code made which release (`builds.jsonl`); `code_version.py`: which one is at work;
- `succession.py`: the number of the next one and its `CHANGELOG.md` (`changelog.py`), from what differs (`tally.py`,
  `differing.py`);
- `staging.py`: the folder in which a run works, and the lock that keeps a second run out;
- `parts.py`: tables of some documents on their way into a release; `shards.py`: how a large release is divided into
  files; `assembly.py`: what is new of it, and what is carried over; `soundness.py`: whether its keys hold;
- `row_names.py`: rows that differ, by name;
- `changes.py`, `alignment.py`: the `changes` table; `tables.py`, `parquet.py`, `content.py`: the tables as files, and
  the hash of their rows;
- `inventory.py`: what a release was made from; `manifest.py`, `checksums.py`: what it says of itself;
- `trust.py`: how far to trust it, as its card and codebook say;
- `metadata/`: what others' tools read of it: data package, Croissant, citation, dataset card;
- `views.py`: `views.sql` of a release, which opens its tables;
- `durable.py`: files that outlast a power cut; `duckdb_file.py`, `duckdb_tables.py`: the derived
  `rapporteur.duckdb`; `database.py`: DuckDB within bounded memory.

What a run that finds nothing new needs is exported here, and imports neither Arrow nor pandera.
"""

from flows.publish.inventory import nothing_new
from flows.publish.outcome import Outcome, unchanged
from flows.publish.staging import open_staging
from flows.publish.unlisted import refuse_unlisted

__all__ = ["Outcome", "nothing_new", "open_staging", "refuse_unlisted", "unchanged"]
