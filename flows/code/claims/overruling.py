"""Overruling: codes in which rules are surer than the models: voices, the person of a source, assent, negation."""

from flows.code.claims.attributed import Attributed
from flows.code.claims.polarity import ASSENT, DISSENT, Codes
from flows.code.coding.holder import who_holds
from flows.code.lang.quantifiers import voices
from flows.code.layers import Tokens
from flows.records import Claim

THIRD = ("named", "collective")
_FAR = 30  # tokens of a source that are read


def counted(claim: Attributed, codes: Codes, tokens: Tokens) -> Codes:
    """Return the codes with the holder of a resolution's clause, and the number of voices that a source begins with."""
    if claim.voices:
        holder, _, agreement = claim.voices.partition(" ")
        return codes._replace(holder=holder, agreement=agreement)
    if claim.held == "body":
        return codes._replace(holder="named", agreement="collective", rules=(*codes.rules, "resolutions.body"))
    if claim.cue_start < 0 and claim.source is None:
        return codes._replace(holder="speaker", agreement="not_reported", rules=(*codes.rules, "plain"))
    if codes.holder != "collective" or claim.source is None or claim.source.start < 0:
        return codes
    words = tuple(
        tokens.words.folded[form] for form in tokens.form[claim.source.start : claim.source.end][:_FAR].tolist()
    )
    told = voices(words, "source")
    if told is None or not told.rule.startswith("number"):
        return codes
    return codes._replace(agreement=told.agreement, rules=(*codes.rules, f"numbers.{told.rule}"))


def held_by_source(text: str, claim: Attributed, codes: Codes) -> Codes:
    """Return the codes with the holder that the source's words name, where the model takes another person for it.

    "I", "my delegation" and "we" are the first person; other words are the third.
    """
    if claim.source is None or codes.holder == "impersonal":
        return codes
    held = who_holds(text[slice(*claim.source.span)], text[slice(*claim.cue)] if claim.cue else None)
    if (held.holder in THIRD) == (codes.holder in THIRD):
        return codes
    return codes._replace(holder=held.holder, agreement=held.agreement, rules=(*codes.rules, *held.rules))


def with_mood_of_rules(codes: Codes, ruled: Claim | None) -> Codes:
    """Return the codes with the modality and negation that rules read, and with their assent or dissent.

    On unseen texts the rules read both at least as well as the models where they found the cue.
    """
    if ruled is None:
        return codes
    if ruled.holder == "impersonal" and codes.holder == "speaker":  # "It is so decided"
        codes = codes._replace(holder=ruled.holder, agreement=ruled.agreement)
    turned = ruled.act in (*ASSENT, *DISSENT)
    kept = ("act.", "modality.", "negation.") if turned else ("modality.", "negation.")
    decided = ("model:held",) if turned else ("model:act", "model:held")
    return codes._replace(
        act=ruled.act if turned else codes.act,
        modality=ruled.modality,
        negated=ruled.negated,
        rules=(*decided, *(rule for rule in ruled.rules if rule.startswith(kept))),
    )
