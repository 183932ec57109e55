"""Work in a process of its own that need not import anything again: a fork of this one."""

import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import NamedTuple


class Forked(NamedTuple):
    """A process at work."""

    pid: int

    def wait(self) -> int:
        """Its exit code once it has ended; minus the number of the signal that ended it."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def kill(self) -> int:
        """The same, with SIGKILL sent first."""
        os.kill(self.pid, signal.SIGKILL)  # until it is waited for, the number is its own, also where it has ended
        return self.wait()


def forked(work: Callable[[], object]) -> Forked:
    """Do the work in a fork; its exit code is 1 where the work raises."""
    sys.stdout.flush()
    if pid := os.fork():
        return Forked(pid)
    code = 1
    try:
        work()
        code = 0
    except BaseException:  # noqa: BLE001 nothing may go on in the fork but to its end
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
