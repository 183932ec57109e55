"""The pipeline as a Prefect deployment: on a schedule, when files arrive in the raw folder, or both.

- `recorded.py`: one run that Prefect records, as `rapporteur run --prefect` makes it;
- `deployment.py`: the flow that is deployed: a run of the pipeline, told of in the server's UI;
- `states.py`: how a run ends, and the event of one with something in quarantine;
- `retries.py`: a run that failed is asked for again, later;
- `artifacts.py`: what was published, what changed and what was refused, as tables in the UI;
- `arrivals.py`: a folder is watched;
- `serving.py`: all of it in one process, until it is stopped.

Importing any of them imports Prefect; `flows/orchestration/` sets its environment before.
"""
