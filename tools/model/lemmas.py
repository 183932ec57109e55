"""Make the lemmatiser's tables: python -m tools.model.lemmas TREEBANK SILVER OUT.

Lemmas come from a treebank's readers (TREEBANK: a folder of CoNLL-U files) and, for words that it lacks, from the base
forms that the labelled sentences (SILVER) have. Endings that decide become lemma_endings.csv; what they get wrong,
lemmas.csv. Both are written to the folder OUT.
"""

import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

_PARTS = {"VERB": "verb", "NOUN": "noun"}
_INFLECTED = frozenset(("VBD", "VBZ", "VBG", "VBN", "NNS"))
_LONGEST = 6  # characters of an ending that decides
_LEAST = 3  # words that a longer ending must speak for
_SEEN = 2  # times that a word must have been seen

Pairs = dict[tuple[str, str], str]


def main(treebank: Path, silver: Iterable[Path], out: Path) -> None:
    """Write both tables."""
    marked, common = _marked(treebank), _counted(silver)
    pairs = {**_themselves(common), **marked, **_inferred(common), **_irregular(marked)}
    endings = _endings(pairs)
    _write(out / "lemma_endings.csv", ("class", "ending", "replacement"), endings)
    table = {(part, ending): replacement for part, ending, replacement in endings}
    wrong = sorted(
        (part, form, lemma)
        for (form, part), lemma in pairs.items()
        if _by_ending(table, form, part) != lemma
        and (max(common[form, part], common[form, f"{part}-base"]) >= _SEEN or (form, part) in marked)
    )
    _write(out / "lemmas.csv", ("class", "form", "lemma"), wrong)


def _marked(treebank: Path) -> Pairs:
    """Return the commonest lemma that the readers gave an inflected form."""
    seen: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for path in sorted(treebank.glob("*.conllu")):
        for line in path.read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            good = len(cells) == 10 and cells[3] in _PARTS and cells[4] in _INFLECTED and cells[1].isalpha()
            if good and "Typo=Yes" not in cells[5]:
                seen[cells[1].lower(), _PARTS[cells[3]]][cells[2].lower()] += 1
    return {key: min(lemmas, key=lambda lemma: (-lemmas[lemma], lemma)) for key, lemmas in seen.items()}


def _counted(silver: Iterable[Path]) -> Counter[tuple[str, str]]:
    """Return how often a form has a part of speech, and, as "verb-base" and "noun-base", is a base form."""
    found: Counter[tuple[str, str]] = Counter()
    for path in silver:
        with path.open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                for word, pos, tag in zip(row["w"], row["p"], row["g"], strict=True):
                    if pos in _PARTS and word.isalpha():
                        base = "" if tag in _INFLECTED else "-base"
                        found[word.lower(), _PARTS[pos] + base] += 1
    return found


def _inferred(common: Counter[tuple[str, str]]) -> Pairs:
    """Return for each inflected form the commonest base form that it can be made from."""
    found: Pairs = {}
    for (form, part), count in common.items():
        if part.endswith("-base") or count < _SEEN:
            continue
        bases = [base for base in _bases(form) if common[base, f"{part}-base"] >= _SEEN]
        if bases:
            found[form, part] = max(bases, key=lambda base: common[base, f"{part}-base"])
    return found


def _themselves(common: Counter[tuple[str, str]]) -> Pairs:
    """Return the base forms of verbs, which are also those of the present."""
    return {(form, "verb"): form for (form, part), count in common.items() if part == "verb-base" and count >= _SEEN}


def _irregular(marked: Pairs) -> Pairs:
    """Return the pairs that no regular ending makes."""
    return {
        (form, part): lemma for (form, part), lemma in marked.items() if lemma != form and lemma not in _bases(form)
    }


def _bases(form: str) -> list[str]:
    for ending in ("ing", "ed"):
        if form.endswith(ending) and len(form) > len(ending) + 2:
            stem = form[: -len(ending)]
            doubled = [stem[:-1]] if stem[-1] == stem[-2] else []
            return [stem, stem + "e", *doubled, *([stem[:-1] + "y"] if stem[-1] == "i" else [])]
    if form.endswith("s") and len(form) > 3:
        return [form[:-1], form[:-2] if form.endswith("es") else "", form[:-3] + "y" if form.endswith("ies") else ""]
    return []


def _endings(pairs: Pairs) -> list[tuple[str, str, str]]:
    """Return the endings whose commonest change differs from that of the shorter ending, shortest first."""
    votes: defaultdict[tuple[str, str], Counter[tuple[int, str]]] = defaultdict(Counter)
    for (form, part), lemma in pairs.items():
        same = next(
            (i for i, (a, b) in enumerate(zip(form, lemma, strict=False)) if a != b), min(len(form), len(lemma))
        )
        if len(form) - same > 3:
            continue  # irregular
        for size in range(1, _LONGEST + 1):
            if len(form) > size >= len(form) - same:
                votes[part, form[-size:]][len(form) - same, lemma[same:]] += 1
    table: dict[tuple[str, str], str] = {}
    for part, ending in sorted(votes, key=lambda key: (len(key[1]), key)):
        (cut, add), count = min(votes[part, ending].items(), key=lambda item: (-item[1], item[0]))
        replacement = ending[: len(ending) - cut] + add
        shorter = next((ending[i:] for i in range(1, len(ending)) if (part, ending[i:]) in table), None)
        inherited = ending[: -len(shorter)] + table[part, shorter] if shorter else ending
        if count >= _LEAST and replacement != inherited:
            table[part, ending] = replacement
    return [(part, ending, replacement) for (part, ending), replacement in table.items()]


def _by_ending(table: dict[tuple[str, str], str], form: str, part: str) -> str:
    for size in range(min(_LONGEST, len(form) - 1), 0, -1):
        replacement = table.get((part, form[-size:]))
        if replacement is not None:
            return form[:-size] + replacement
    return form


def _write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:-1]], Path(sys.argv[-1]))
