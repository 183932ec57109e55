"""CPU of reading and cleaning PDFs, against that of pypdfium2's own text and character boxes, in one run.

    python benchmarks/files.py FOLDER

FOLDER has PDFs. The two are taken in turn, file by file, so that what else the machine does falls on both. Prints
seconds of CPU, pages, and how many times the one is of the other.
"""

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from flows.clean import clean
from flows.intake.child import end_child, read_in_child
from flows.readers import READERS, Options, ReadingError
from flows.records import RawDocument, Sidecar

ROUNDS = 3


def main(folder: Path) -> None:
    """Print the table."""
    own = ours = pages = 0.0
    contents = [path.read_bytes() for path in sorted(folder.glob("*.pdf"))]
    read_and_clean(contents[0])  # imports, tables of rules
    for _ in range(ROUNDS):
        for content in contents:
            seconds, count = timed(lambda content=content: text_and_boxes(content))
            if count:
                own, pages = own + seconds, pages + count
                ours += timed(lambda content=content: read_and_clean(content))[0]
        ours += of_child()  # the child's CPU counts once it has ended
    sys.stdout.write(
        f"{pages / ROUNDS:.0f} pages, {ROUNDS} rounds\n"
        f"pypdfium2's text and boxes  {own:7.2f} s CPU  {1000 * own / pages:6.2f} ms a page\n"
        f"intake and clean            {ours:7.2f} s CPU  {1000 * ours / pages:6.2f} ms a page\n"
        f"ratio                       {ours / own:7.2f}\n"
    )


def timed(work: Callable[[], int]) -> tuple[float, int]:
    """Return the seconds of CPU of this process, and what the work returns."""
    before = time.process_time()
    count = work()
    return time.process_time() - before, count


def of_child() -> float:
    """End the child, and return the seconds of CPU that it took."""
    before = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    end_child()
    return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]) - before


def text_and_boxes(content: bytes) -> int:
    """Read the text and the box of each character as pypdfium2 gives them; return the number of pages."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return 0
    for page in document:
        textpage = page.get_textpage()
        textpage.get_text_range()
        for index in range(textpage.count_chars()):
            textpage.get_charbox(index)
        textpage.close()
        page.close()
    count = len(document)
    document.close()
    return count


def read_and_clean(content: bytes) -> int:
    """Take a PDF in, and rebuild its paragraphs."""
    try:
        found = read_in_child(READERS["pdf"], content, Options(), 600)
    except ReadingError:
        return 0
    raw = RawDocument("a", "a.pdf", "0" * 64, len(content), "utf-8", found.text, Sidecar())
    clean(raw._replace(structure=found.structure, pages=found.pages, boxes=found.boxes))
    return len(found.pages)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
