"""A document that a step fails on is refused; the others of its batch go on."""

from collections.abc import Sequence

import pytest

from flows.batch import together
from flows.errors import UsageError
from flows.records import Batch, RawDocument, Sidecar


def document(name: str) -> RawDocument:
    return RawDocument(name, f"{name}.txt", "0" * 64, 9, "utf-8", "We agree.", Sidecar())


BATCH = Batch((document("a"), document("b"), document("c")), ())


def test_a_step_that_takes_many_documents_refuses_only_the_one_that_it_fails_on() -> None:
    def work(documents: Sequence[RawDocument]) -> list[RawDocument]:
        return [one._replace(text=one.text * 2 if one.document_id != "b" else [][0]) for one in documents]

    done = together("code", work, BATCH)
    assert [(one.document_id, one.text) for one in done.documents] == [("a", "We agree." * 2), ("c", "We agree." * 2)]
    assert [(one.source_path, one.stage, one.code) for one in done.refusals] == [("b.txt", "code", "step_failed")]


def test_a_broken_rule_table_is_no_documents_fault() -> None:
    def work(documents: Sequence[RawDocument]) -> list[RawDocument]:
        raise UsageError("cues.csv: rule x: the pattern does not compile")

    with pytest.raises(UsageError):
        together("code", work, BATCH)
