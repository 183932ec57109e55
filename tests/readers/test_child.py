"""Files are read in a child process, which may be ended, or die, without harm to the files after it."""

import os
import signal

import pytest

from flows.intake.child import _children, end_child, read_in_child
from flows.readers import Options, ReadingError
from tests.readers.pdf_files import Line, make_pdf

PDF = "flows.readers.pdf"
FILE = make_pdf([[Line(72, 100, "We agree.")]])


def refused(module: str, seconds: float = 60) -> ReadingError:
    with pytest.raises(ReadingError) as error:
        read_in_child(f"tests.readers.{module}", FILE, Options(), seconds)
    return error.value


@pytest.mark.parametrize(
    ("module", "code", "said"),
    [
        ("endless", "timeout", "took longer than 2 s"),
        ("dying", "crashed", "signal 11"),
        ("failing", "crashed", "ValueError: two lines (failing.py, line 10)"),
        ("hungry", "too_large", "3 GB of memory"),
    ],
)
def test_a_file_that_breaks_its_reader_is_refused_and_the_next_one_is_read(module: str, code: str, said: str) -> None:
    error = refused(module, 2 if module == "endless" else 60)
    assert error.code == code
    assert said in str(error)
    assert read_in_child(PDF, FILE, Options(), 60).text == "We agree."


def test_files_share_a_child() -> None:
    read_in_child(PDF, FILE, Options(), 60)
    first = _children[os.getpid()].pid
    read_in_child(PDF, FILE, Options(), 60)
    assert _children[os.getpid()].pid == first


def test_an_interrupted_reading_ends_the_child() -> None:
    def interrupt(_number: int, _frame: object) -> None:
        raise InterruptedError

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 1)
    try:
        with pytest.raises((InterruptedError, ReadingError)):
            read_in_child("tests.readers.endless", FILE, Options(), 60)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert os.getpid() not in _children


def test_the_child_ends_with_its_input() -> None:
    read_in_child(PDF, FILE, Options(), 60)
    child = _children[os.getpid()]
    assert child.stdin is not None
    child.stdin.close()
    assert child.wait(10) == 0
    end_child()
