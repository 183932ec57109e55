"""Rapporteur's pipeline: raw statements become a published release.

`pipeline.py` tells the whole story, `batch.py` what is done with each file; data passes through these steps:

1. `intake/`: finds raw files and their sidecars, and decodes them;
2. `clean/`: rebuilds the paragraphs, and keeps where each character came from;
3. `segment/`: statements, kinds of paragraph, sentences;
4. `code/`: claims and mentions, by the rule tables beside it;
5. `correct/`: what a researcher says that the rules got wrong;
6. `validate/`: tables, checked against `schemas/`;
7. `measure/`: how well the claims agree with a reference annotation;
8. `publish/`: a versioned release, whole or not at all.

`records.py` has the values that go from step to step, `workers/` who does the work on the files, `verify/` proves a
published release without the steps, `command/` is the command line, `serve/` runs the flow on a schedule or when files
arrive, `storage/` reads and publishes in buckets.
"""
