"""The child process in which files are read: requests come on standard input, answers go to standard output.

A request is a pickle of (module of the reader, content, options), an answer one of what the reader made, or of Refused;
before each is its number of bytes, in eight. The process ends with its input, with the
process that started it, or where a file takes more memory than it may have.
"""

import os
import pickle
import signal
import sys
import threading
import time
import traceback
from importlib import import_module
from typing import Any, BinaryIO

from flows.readers import ReadingError, Refused

MEMORY_BYTES = 3 << 30
"""Of address space beyond what the process has when it starts."""

_LENGTH = 8  # bytes before a message
_LOOK_SECONDS = 1.0
_LONGEST = 300  # characters of an error that are told


def send(stream: BinaryIO, message: Any) -> None:
    """Write a message."""
    content = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(len(content).to_bytes(_LENGTH, "big"))
    stream.write(content)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """Return the next message; raise EOFError where none comes any more."""
    head = stream.read(_LENGTH)
    if len(head) < _LENGTH:
        raise EOFError
    length = int.from_bytes(head, "big")
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return pickle.loads(content)


def read(reader: str, content: bytes, options: Any) -> Any:
    """Return what a reader, named by its module, makes of a file, or why it is refused."""
    try:
        made = import_module(reader).read(content, options)
    except ReadingError as error:
        return Refused(error.code, error.message)
    except MemoryError:
        return Refused("too_large", f"takes more than {MEMORY_BYTES >> 30} GB of memory to read: split it")
    except RecursionError:
        return Refused("damaged", "is nested too deep to be read: get it again, or save it anew")
    except Exception as error:  # noqa: BLE001  (a fault of the reader: this file is refused, the next one is read)
        place = traceback.extract_tb(error.__traceback__)[-1]
        told = " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST]
        where = f"{place.filename.rpartition('/')[2]}, line {place.lineno}"
        return Refused("crashed", f"its reader failed: {told} ({where}); please report it with the file")
    return made


def main() -> None:
    """Answer requests until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    _bound_memory()
    while True:
        try:
            request = receive(requests)
        except EOFError:
            return
        send(answers, read(*request))


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # no POSIX
        return
    taken = 0
    if os.path.exists("/proc/self/statm"):  # noqa: PTH110  (pathlib is not needed else)
        with open("/proc/self/statm") as file:  # noqa: PTH123
            taken = int(file.read().split()[0]) * resource.getpagesize()
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = taken + MEMORY_BYTES
    if most == resource.RLIM_INFINITY or wanted < most:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, most))


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main()
