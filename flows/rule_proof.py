"""Rule tables are proved once for each release: no release is made by a table that does not hold."""

from collections.abc import Mapping
from functools import cache

from flows.publish.inventory import made_alike
from flows.rule_tables import prove_rule_tables
from flows.storage import Place
from flows.workers.processes import in_a_process


def prove_new_rule_tables(dataset: Place, fingerprint: Mapping[str, str], elsewhere: bool = False) -> None:
    """Prove the rule tables, unless the latest release says that they and the code that reads them are what made it.

    No release is made by a table that does not hold. `fingerprint` is that of flows.fingerprint; raises RuleError as
    `prove_rule_tables` does. `elsewhere`: in another process, where this one needs no tables itself.
    """
    if not made_alike(dataset, fingerprint):
        _prove_once(elsewhere)


@cache
def _prove_once(elsewhere: bool) -> None:
    """Prove the tables: the command does before it waits for Prefect, and then the run of it would again."""
    if elsewhere:
        in_a_process(prove_rule_tables)
    else:
        prove_rule_tables()
