"""Annotate claims by hand: draw a sample, read two codings back, measure how far they agree, settle the rest.

- `sampling.py`: draws excerpts from a release, each with a known probability;
- `sheet.py`: writes excerpts as a sheet for a reader;
- `answers.py`: reads a reader's answers and reports each line that does not fit the sheet;
- `standoff.py`: keeps a reading as offsets and codes, without a word of the text;
- `alpha.py`, `agreement.py`: Krippendorff's alpha of codes and of unitizing, and F1 between two readings;
- `adjudication.py`: lists the differences of two readings and applies the decisions about them;
- `__main__.py`: the commands.

docs/annotating.md shows the whole way.
"""
