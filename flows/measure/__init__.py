"""Step 7: how well the claims of a release agree with a reference annotation, where there is one.

- `reference.py`: the annotation, as files beside the code;
- `letters.py`: the space in which both are compared: a raw file's letters and digits;
- `comparison.py`: which claim of the release answers to which one of the reference;
- `figures.py`: precision, recall and F1 of each field and value, beside what always giving the same answer gets;
- `unseen.py`: figures on text that nobody who wrote rules had seen;
- `quality.py`: the table of them all.
"""

from pathlib import Path

GOLD = Path("tests/gold")
"""Where the reference annotation of this project's own statements stands."""
