"""A second annotation, made from the first by mistakes of every kind at fixed places, so that no figure is 1."""

import json
from pathlib import Path
from typing import Any

NAMES = ("gccs-2012-budapest-chair-closing", "oewg-2021-session1-chair-closing")


def gold_lines(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def perturbed(claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The claims with every 11th lost, and texts, parts, codes and topics of others wrong."""
    return [_perturbed(number, claim) for number, claim in enumerate(claims) if number % 11 != 5]


def _perturbed(number: int, claim: dict[str, Any]) -> dict[str, Any]:
    wrong = dict(claim)
    words = claim["text"].split()
    if number % 7 == 0:  # one word less
        wrong["text"] = " ".join(words[1:] or words)
    if number % 13 == 0:  # too short to answer to the reference
        wrong["text"] = " ".join(words[: max(1, len(words) // 4)])
    if number % 3 == 0 and claim["source"]:
        wrong["source"] = claim["source"].split()[-1]
    if number % 4 == 0:
        wrong["cue"] = None
    if number % 5 == 0:
        wrong["content"] = claim["sentence"]
    if number % 6 == 0:
        wrong["act"] = "state"
    if number % 9 == 0:
        wrong |= {"holder": "we", "agreement": "collective"}
    if number % 10 == 0:
        wrong["negated"] = not claim["negated"]
    if number % 8 == 0:
        wrong |= {"modality": "must", "topics": ["norms", *claim["topics"][:1]][: 1 + ("norms" not in claim["topics"])]}
    return wrong
