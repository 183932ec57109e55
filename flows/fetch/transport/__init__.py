"""The one transport by which anything is asked: polite, named, within limits, and only where it may.

- `polite.py`: an address is asked for, with all that manners demand;
- `gate.py`: one connection a host, at its pace, across threads, processes and restarts;
- `robots.py`: what a host permits (RFC 9309);
- `patience.py`: how long to wait after a refusal;
- `wire.py`: one request, within limits of size and time;
- `repository.py`: git over the same transport;
- `folder.py`: a folder of this machine.
"""

from flows.fetch.transport.polite import Transport

__all__ = ["Transport"]
