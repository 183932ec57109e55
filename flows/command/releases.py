"""`rapporteur releases`: the list of releases."""

import json as encoder
import sys

from cyclopts import App

from flows.command.options import DATASET, Dataset, Json

releases = App(name="releases", help="Look after the list of releases, releases.json.", help_format="plaintext")


@releases.command
def repair(*, dataset: Dataset = DATASET, json: Json = False) -> int:
    """Make a lost or damaged releases.json anew from the folders of the releases; a whole one stays as it is."""
    from flows.publish.repair import repair as make_anew

    done = make_anew(dataset)
    if json:
        sys.stdout.write(encoder.dumps(done._asdict()) + "\n")
        return 0
    for version in done.unknown:
        sys.stderr.write(
            f"rapporteur: {version}: a changelog tells of it, but its hash is not known; it stays unlisted\n"
        )
    if done.added:
        sys.stdout.write(f"listed anew: {', '.join(done.added)}; the list names {', '.join(done.listed)}\n")
    else:
        sys.stdout.write("nothing to repair\n")
    return 0
