"""Time cleaning and segmenting: against size, on texts that could cost more than their size, and on a folder.

    python benchmarks/layouts.py [LARGEST_MB] [FOLDER]

Prints, for each odd text, the seconds that both steps take at a quarter, half and the whole of LARGEST_MB (8 unless
given; a minute or so), and by how much twice the size takes longer: 2 is linear. Texts of many small paragraphs are a
twenty-fifth as large: at 50 MB, a million lines of one character. With a FOLDER also MB/s on the `.txt` files below
it, the best of three runs in one process.
"""

import resource
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from flows.clean import clean
from flows.intake.decode import decode
from flows.records import CleanDocument, RawDocument, Sidecar
from flows.segment import segment

PROSE = "Delegates agreed on this point, and they welcomed it (see para. 5). "
# Name, and what is repeated until the text is as long as asked for, or makes it so.
LONG: dict[str, str | Callable[[int], str]] = {
    "one line of prose": PROSE,
    "blank lines between two words": lambda size: "x" + "\n" * (size - 2) + "y",
    "!!!…": "!",
    '."."."…': '."',
    "unclosed quotes": '"Hello there. They said no. ',
    "unclosed “": "“Hello there ",
    "one word": "x",
    "no stop at all": "delegates agreed and ",
    "tags": "<a ",
    "brackets": "[",
    "colons": "a: ",
}
MANY: dict[str, str | Callable[[int], str]] = {
    "lines of one character": "a\n",
    "wrapped prose": PROSE.replace(", ", ",\n").replace(". ", ".\n"),
    "numbered lines": "1. X y\n",
    "numbers alone on their lines": lambda size: "".join(f"{n % 99}.\n" for n in range(size // 4))[:size],
    "the same header again": "Header line 7\n",
    "pages with footnotes": "word.1 x\n\n1 note\n\f",
    "words broken at line ends": "inter-\nnational ",
    "mojibake": "â€™s ",
    "soft hyphens": "a\u00adb",
    "stars": "**a ",
    "speakers": "Mr. Abe (Japan): I agree.\n\nMs. Doe (Kenya): Thank you.\n\n",
    "ideographs": "国\n",
    "notes in many columns": lambda size: "".join(f"{'text ' * (n % 40)}   note\n" for n in range(size // 110))[:size],
    "brackets unclosed": "(a [b ",
}


def raw(text: str) -> RawDocument:
    return RawDocument("made-up", "made-up.txt", "0" * 64, len(text), "utf-8", text, Sidecar(language="en"))


def made(unit: str | Callable[[int], str], size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size] if isinstance(unit, str) else unit(size)


def seconds(text: str) -> float:
    document = raw(text)
    begin = time.process_time()
    segment(clean(document))
    return time.process_time() - begin


def against_size(texts: dict[str, str | Callable[[int], str]], largest: int) -> None:
    sizes = [largest // 4, largest // 2, largest]
    print(f"{'seconds for so many MB':<32}" + "".join(f"{size / 1e6:>9.2f}" for size in sizes) + "     x2    MB/s")
    for name, unit in texts.items():
        took = [seconds(made(unit, size)) for size in sizes]
        growth = (took[2] / max(took[0], 1e-4)) ** 0.5
        row = "".join(f"{one:>9.2f}" for one in took)
        print(f"{name:<32}{row}{growth:>7.1f}{largest / max(took[2], 1e-4) / 1e6:>8.1f}", flush=True)
    print()


def timed(step: Callable[[], Iterable[object]]) -> float:
    begin = time.process_time()
    for _ in step():
        pass
    return time.process_time() - begin


def on_folder(folder: Path) -> None:
    contents = [path.read_bytes() for path in sorted(folder.rglob("*.txt"))]
    size = sum(map(len, contents)) / 1e6
    documents = [raw(decode(content).text) for content in contents]
    documents = [document._replace(sidecar=Sidecar()) for document in documents]
    cleaned: list[CleanDocument] = [clean(document) for document in documents]
    cleaning = min(timed(lambda: map(clean, documents)) for _ in range(3))
    segmenting = min(timed(lambda: map(segment, cleaned)) for _ in range(3))
    print(
        f"{folder.name}: {len(documents)} files, {size:.1f} MB; MB/s: clean {size / cleaning:.1f}, "
        f"segment {size / segmenting:.1f}, together {size / (cleaning + segmenting):.1f}"
    )


def main() -> None:
    seconds(PROSE)  # the tables and the tokenizer are read once a process
    largest = int(float(sys.argv[1] if len(sys.argv) > 1 else 8) * 1e6)
    against_size(LONG, largest)
    against_size(MANY, largest // 25)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    if len(sys.argv) > 2:
        on_folder(Path(sys.argv[2]))


if __name__ == "__main__":
    main()
