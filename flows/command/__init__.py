"""The command line: one module for each command, with heavy imports only where the command runs.

Data goes to standard output, progress and messages to standard error. Exit codes: flows/errors.py.
"""

import sys
from collections.abc import Sequence
from importlib.metadata import version

from cyclopts import App, CycloptsError
from cyclopts.config import Env

from flows.command.cite import cite
from flows.command.deposit import deposit
from flows.command.diff import diff
from flows.command.explain import explain
from flows.command.explore import explore
from flows.command.export import export
from flows.command.fetch import fetch
from flows.command.interruption import SAID
from flows.command.query import query
from flows.command.releases import releases
from flows.command.run import run
from flows.command.serve import serve
from flows.command.show import show
from flows.command.sign import sign
from flows.command.sources import sources
from flows.command.verify import verify
from flows.errors import INTERRUPTED, USAGE, RapporteurError

app = App(
    name="rapporteur",
    help="Diplomats' statements as an open dataset: who holds what, how widely, claim by claim.",
    help_format="plaintext",  # Markdown would take longer to import than all the rest
    config=(Env("RAPPORTEUR_", command=False),),  # RAPPORTEUR_RAW=… is --raw …, where that is not given
    version=lambda: version("rapporteur"),
    version_flags=["--version"],
    suppress_keyboard_interrupt=False,  # `answer` says what Ctrl-C left
)
for command in (fetch, run, query, show, explain, diff, verify, sign, cite, export, explore, deposit, serve):
    app.command(command)
app.command(releases)
app.command(sources)


def main() -> None:
    """Run the command that the arguments name, and end with its exit code."""
    sys.exit(answer(sys.argv[1:]))


def answer(arguments: Sequence[str]) -> int:
    """Return the exit code of the command that `arguments` name; a user's mistake is one line on standard error."""
    try:
        code = app(arguments, exit_on_error=False, print_error=True, result_action="return_value")
    except CycloptsError:
        return USAGE
    except RapporteurError as error:
        sys.stderr.write(f"rapporteur: {error}\n")
        return error.exit_code
    except KeyboardInterrupt:
        sys.stderr.write(SAID)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        sys.stderr.close()
        return 0
    return code if isinstance(code, int) else 0
