"""The program of the embedded server: Prefect's API on a socket that is handed over, until standard input ends.

The parent holds the other end of that pipe: it closes however the parent ends, also where it is killed.
"""

import os
import signal
import socket
import sys
import threading


def main(listening: int) -> None:
    """Serve the API on the socket of that file descriptor."""
    threading.Thread(target=_end_with_parent, daemon=True).start()  # before the imports, which take seconds
    os.umask(0o077)  # the database is for its user only

    import uvicorn

    uvicorn.Server(
        uvicorn.Config(
            "prefect.server.api.server:create_app", factory=True, log_level="error", timeout_graceful_shutdown=1
        )
    ).run(sockets=[socket.socket(fileno=listening)])


def _end_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(int(sys.argv[1]))
