"""What a user would otherwise write, timed: one JSON object of MB/s and seconds on standard output.

    .venv-bench/bin/python benchmarks/others.py RAW_FOLDER CUES_JSON

- spaCy: a blank English pipeline with its sentencizer, and a Matcher for the phrases in CUES_JSON, one process. It
  finds sentences and cues, and nothing of what is made of them.
- datatrove: its local driver with two tasks, which read the files, do nothing with them and write them as JSON lines:
  what a driver costs by itself.
"""

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from importlib.metadata import version
from pathlib import Path

import spacy
from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.writers.jsonl import JsonlWriter
from spacy.matcher import Matcher


def texts_below(raw: Path) -> list[Path]:
    return sorted(raw.rglob("*.txt"))


def spacy_seconds(paths: list[Path], phrases: list[str]) -> tuple[float, int, int]:
    """Seconds, sentences and cues of the files; the pipeline is made before the clock starts."""
    pipeline = spacy.blank("en", config={"nlp": {"batch_size": 64}})
    pipeline.max_length = 1 << 26
    pipeline.add_pipe("sentencizer")
    matcher = Matcher(pipeline.vocab)
    matcher.add("cue", [[{"LOWER": word} for word in phrase.split(" ")] for phrase in phrases])
    sentences = cues = 0
    begin = time.perf_counter()
    for document in pipeline.pipe(path.read_text(encoding="utf-8", errors="replace") for path in paths):
        sentences += sum(1 for _ in document.sents)
        cues += len(matcher(document))
    return time.perf_counter() - begin, sentences, cues


def read_files(paths: list[Path], data: None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:
    """The documents of one task of datatrove."""
    for path in paths[rank::world_size]:
        yield Document(text=path.read_text(encoding="utf-8", errors="replace"), id=path.stem)


def datatrove_seconds(paths: list[Path]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        written = JsonlWriter(f"{folder}/out", compression=None)
        executor = LocalPipelineExecutor(
            [partial(read_files, paths), written], tasks=2, workers=2, logging_dir=f"{folder}/log"
        )
        begin = time.perf_counter()
        executor.run()
        return time.perf_counter() - begin


def main() -> None:
    paths = texts_below(Path(sys.argv[1]))
    phrases = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    size = sum(path.stat().st_size for path in paths) / 1e6
    every = paths[:: max(1, round(size / 2))]  # spaCy is slow: about 2 MB of it, spread over the folder
    sample = sum(path.stat().st_size for path in every) / 1e6
    seconds, sentences, cues = spacy_seconds(every, phrases)
    driver = datatrove_seconds(paths)
    told = {
        "spacy": {"version": version("spacy"), "mb": sample, "seconds": seconds, "sentences": sentences, "cues": cues},
        "datatrove": {"version": version("datatrove"), "mb": size, "files": len(paths), "seconds": driver},
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
