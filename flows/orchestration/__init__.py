"""Prefect around the pipeline: its settings, its server, and how a step becomes a task.

- `settings.py`: what Prefect reads from the environment, and whether a server is configured;
- `embedded_server.py`, `server_process.py`: a server of our own where none is, which ends with whoever needs it;
- `steps.py`: a function that is a task within a flow run, and only itself elsewhere;
- `step_runs.py`: what each step did with all batches, as a line in the log and as task runs.

Nothing here imports Prefect before it is needed: a plain run never does.
"""
