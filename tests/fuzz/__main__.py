# ruff: noqa: T201 what it prints is what it is for
"""Decode, clean and segment made-up raw files, and prove both promises for each; `make fuzz` runs it.

    python -m tests.fuzz [CASES] [FIRST]

Case n is made from the number n alone, so that `python -m tests.fuzz 1 n` repeats it. Prints every broken case and,
at the end, how many there were; the exit code is 1 where one was broken.
"""

import sys
import time

from tests.fuzz.cases import raw_file
from tests.fuzz.promises import broken

CASES = 100_000


def main(cases: int = CASES, first: int = 0) -> int:
    begin = time.perf_counter()
    refused = failed = size = 0
    for number in range(first, first + cases):
        content = raw_file(number)
        size += len(content)
        try:
            problems = broken(content)
        except Exception as error:  # noqa: BLE001 any crash is a finding, and the next case goes on
            problems = [repr(error)]
        refused += problems is None
        if problems:
            failed += 1
            print(f"case {number}: {problems[0]}\n  {content!r}", flush=True)
    seconds = time.perf_counter() - begin
    print(f"{cases} cases, {size / 1e6:.1f} MB, {refused} refused by decoding, {failed} broken, in {seconds:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
