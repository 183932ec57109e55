"""A rule table compiled for asking: which of its rules take this text, and which one of them decides.

All patterns that look at one field become one RE2 set, so that a table costs one scan of the text however many
rules it has (Cox, "Regular Expression Matching in the Wild", 2010). Rows stand in the order in which they decide:
the first one that takes its field is the answer.
"""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Generic, NamedTuple, Protocol, TypeVar

from flows.code.folding import fold
from flows.rules import compile_set, prove_examples, read_rules

RULES = Path(__file__).parent / "rules"


class Rule(NamedTuple):
    """A row that gives `value` where `pattern` is found in `field`."""

    id: str
    field: str
    pattern: str
    value: str
    example: str
    counterexample: str
    comment: str
    source: str


class Patterned(Protocol):
    """What a row needs so that a RuleSet can hold it."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def pattern(self) -> str: ...  # noqa: D102
    @property
    def example(self) -> str: ...  # noqa: D102
    @property
    def counterexample(self) -> str: ...  # noqa: D102


Row = TypeVar("Row", bound=Patterned)


class RuleSet(Generic[Row]):
    """Patterns that are asked together of one text."""

    __slots__ = ("_match", "rows")

    def __init__(self, table: str, rows: Iterable[Row], folded: bool = True, seldom: bool = False) -> None:
        """Compile the rows' patterns; `table` is the name that errors give.

        `folded` says that the texts asked about are folded (flows.code.folding); the examples then are, too.
        `seldom` says that few texts are taken (flows.rules.compile_set).

        Raises RuleError for a pattern that does not compile and for an example or counterexample that lies.
        """
        self.rows = tuple(rows)
        self._match = compile_set(((row.id, row.pattern) for row in self.rows), table, one_byte=folded, seldom=seldom)
        place = {row.id: index for index, row in enumerate(self.rows)}
        prove_examples(
            table,
            tuple((row.id, row.example, row.counterexample) for row in self.rows),
            lambda rule, text: place[rule] in self.all(fold(text) if folded else text),
        )

    def all(self, text: str) -> list[int]:
        """Indexes of the rows that take the text, in no order."""
        return self._match(text.encode())

    def all_of_each(self, texts: Iterable[str]) -> list[list[int]]:
        """Indexes of the rows that take each of the texts, in no order."""
        return list(map(self._match, map(str.encode, texts)))

    def first(self, text: str) -> Row | None:
        """Return the first row that takes the text."""
        taken = self._match(text.encode())
        return self.rows[min(taken)] if taken else None

    def first_of_each(self, texts: Iterable[str]) -> list[Row | None]:
        """Return the first row that takes each of the texts."""
        return [self.rows[min(taken)] if taken else None for taken in self.all_of_each(texts)]


class DecisionTable:
    """A table of Rules over several fields: the first row in the table's order that takes its field decides."""

    __slots__ = ("_fields", "_places", "rows")

    def __init__(self, table: Path, folded: bool = True, seldom: Collection[str] = ()) -> None:
        """Read and compile a table, for folded texts or not; `seldom` names the fields of which few texts are taken.

        Raises RuleError as `read_rules` and RuleSet do.
        """
        self.rows = read_rules(table, Rule)
        self._fields: dict[str, RuleSet[Rule]] = {}
        self._places: dict[str, list[int]] = {}
        for field in dict.fromkeys(row.field for row in self.rows):
            self._places[field] = [index for index, row in enumerate(self.rows) if row.field == field]
            rows = (self.rows[index] for index in self._places[field])
            self._fields[field] = RuleSet(table.name, rows, folded, field in seldom)

    def first(self, field: str, text: str) -> Rule | None:
        """Return the first row of the field that takes the text; None where none does."""
        return self._fields[field].first(text)

    def first_of_each(self, field: str, texts: Iterable[str]) -> list[Rule | None]:
        """Return the first row of the field that takes each of the texts."""
        return self._fields[field].first_of_each(texts)

    def decide(self, fields: Mapping[str, str]) -> Rule | None:
        """Return the first row of all that takes the text given for its field; None where none does."""
        best = len(self.rows)
        for field, text in fields.items():
            if taken := self._fields[field].all(text):
                best = min(best, self._places[field][min(taken)])
        return self.rows[best] if best < len(self.rows) else None
