"""Steps of the pipeline: Prefect tasks within a flow run, plain calls elsewhere."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def step(name: str) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Make a function a Prefect task of that name within a flow run; without one, it is just called."""

    def decorate(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        @wraps(function)
        def call(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            if not in_flow_run():
                return function(*args, **kwargs)

            from prefect import task
            from prefect.cache_policies import NO_CACHE

            def work() -> Result:  # Prefect looks into every argument of a task, which takes seconds for many files
                return function(*args, **kwargs)

            return task(name=name, cache_policy=NO_CACHE)(work)()

        return call

    return decorate


def in_flow_run() -> bool:
    """Tell whether Prefect runs a flow in this process; does not import Prefect to find out."""
    if "prefect" not in sys.modules:
        return False
    from prefect.context import FlowRunContext

    return FlowRunContext.get() is not None
