"""Files are read in a child process, so that one which breaks its reader, or never ends, breaks nothing else.

A process keeps one child for all its files; after a file that it died of, or was ended for, the next file has another.
"""

import atexit
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

import flows
from flows.readers import Options, ReadingError, Refused
from flows.readers.child import receive, send
from flows.records import Rendition

_ROOT = str(Path(flows.__path__[0]).parent)
_children: dict[int, "subprocess.Popen[bytes]"] = {}  # by the process that they belong to: a fork has none


def read_in_child(reader: str, content: bytes, options: Options, seconds: float) -> Rendition:
    """Return the rendition that a reader, named by its module, makes of a file; raise what `ask_child` raises."""
    return cast(Rendition, ask_child(reader, content, options, seconds))


def ask_child(reader: str, content: bytes, options: Any, seconds: float) -> Any:
    """Return what a reader, named by its module, makes of a file.

    Raises ReadingError where it refuses the file, takes too long or too much memory, or dies.
    """
    child = _child()
    late = threading.Event()

    def end() -> None:
        late.set()
        _kill(child)

    clock = threading.Timer(seconds, end)
    clock.daemon = True
    clock.start()
    try:
        send(cast(IO[bytes], child.stdin), (reader, content, options))  # type: ignore[arg-type]
        answer = receive(cast(IO[bytes], child.stdout))  # type: ignore[arg-type]
    except (EOFError, OSError):
        _end(child)
        if late.is_set():
            reason = (
                f"took longer than {seconds:,.0f} s to read: split it, or give it more time with --document-timeout"
            )
            raise ReadingError("timeout", reason) from None
        raise ReadingError("crashed", f"its reader died of it ({_told(child)}); save it anew, and report it") from None
    except BaseException:  # the time limit of the document, or Ctrl-C: the child is in the midst of the file
        _end(child)
        raise
    finally:
        clock.cancel()
    if late.is_set():  # it was ended just when it had answered
        _end(child)
    if isinstance(answer, Refused):
        raise ReadingError(*answer)
    return answer


def end_child() -> None:
    """End the child of this process, if it has one."""
    if (child := _children.get(os.getpid())) is not None:
        _end(child)


atexit.register(end_child)


def _child() -> "subprocess.Popen[bytes]":
    child = _children.get(os.getpid())
    if child is None or child.poll() is not None:
        child = _children[os.getpid()] = subprocess.Popen(
            [sys.executable, "-m", "flows.readers.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # what the child starts is ended with it
            env={**os.environ, "PYTHONPATH": os.pathsep.join([_ROOT, *filter(None, sys.path)])},
        )
    return child


def _end(child: "subprocess.Popen[bytes]") -> None:
    _children.pop(os.getpid(), None)
    _kill(child)
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with suppress(OSError):  # what was not written yet goes with it
                pipe.close()
    child.wait()


def _kill(child: "subprocess.Popen[bytes]") -> None:
    """Kill a child, and what it started."""
    if hasattr(os, "killpg") and child.poll() is None:  # the number of one that has ended may be another's by now
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    child.kill()


def _told(child: "subprocess.Popen[bytes]") -> str:
    code = child.returncode
    return f"signal {-code}" if code < 0 else f"exit code {code}"
