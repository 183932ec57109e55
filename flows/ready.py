"""Importing this module makes a process ready to work: the rules are compiled and the models loaded.

The process that workers are forked from imports it once for all of them. It stands outside of `workers/` since it has
to be there before what that imports.
"""

import gc
from contextlib import suppress

from flows.lean import without_pandas

with without_pandas():
    from flows.batch import work_on
    from flows.errors import UsageError
    from flows.rule_tables import use_rule_tables

__all__ = ["work_on"]

# a table that cannot be used is told by whoever proves it, or needs it
with suppress(UsageError, KeyError, ValueError):
    use_rule_tables()
# what stands now stands until the end: the collector need not look at it again, nor does a fork copy it
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 100)
