"""What goes wrong by no fault of the code: each a message of one line, and the exit code that the command ends with.

0 done (also: nothing new), 1 failed and nothing published, 2 wrong usage or configuration, 3 refused by validation
and nothing published, 4 published with quarantined input, or a source that failed, 130 interrupted.
"""

DONE, FAILED, USAGE, REFUSED, QUARANTINED, INTERRUPTED = 0, 1, 2, 3, 4, 130


class RapporteurError(Exception):
    """Something that the user can mend; the message says file, place and what to do."""

    exit_code = FAILED


class UsageError(RapporteurError):
    """Wrong usage or configuration."""

    exit_code = USAGE
