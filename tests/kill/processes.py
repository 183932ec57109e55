"""Work in a process of its own that need not import anything again: a fork of this one."""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

PATIENCE = 10.0  # seconds in which what a process leaves behind has to end


class Forked(NamedTuple):
    """A process at work, which begins a session of its own: all that it starts belongs to that."""

    pid: int

    def wait(self) -> int:
        """Its exit code once it has ended; minus the number of the signal that ended it."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def kill(self) -> int:
        """The same, with SIGKILL sent first."""
        os.kill(self.pid, signal.SIGKILL)  # until it is waited for, the number is its own, also where it has ended
        return self.wait()


def left_behind(session: int) -> list[str]:
    """Return the command lines of the processes of a session that do not end within PATIENCE."""
    until = time.monotonic() + PATIENCE
    while (left := _processes(session)) and time.monotonic() < until:
        time.sleep(0.05)
    return left


def _processes(session: int) -> list[str]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile
            state, _, _, its_session = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
            if int(its_session) == session and state != "Z":
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
    return found


def forked(work: Callable[[], object]) -> Forked:
    """Do the work in a fork; its exit code is 1 where the work raises."""
    sys.stdout.flush()
    if pid := os.fork():
        return Forked(pid)
    code = 1
    try:
        os.setsid()
        work()
        code = 0
    except BaseException:  # noqa: BLE001 nothing may go on in the fork but to its end
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
