"""The explorer as a web application for this machine: its pages, the release's Parquet files, and SQL.

Only loopback names are answered, and SQL only to the page itself: a page of another site cannot ask through the
browser.
"""

import socket
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from flows.errors import UsageError
from flows.explore.sql import QuestionError, ask
from flows.export.site import DESCRIPTION, SITE, describe, site_files
from flows.publish.releases import Release
from flows.sql import open_tables

HOST = "127.0.0.1"
LONGEST = 100_000  # characters of a question


def application(dataset: Path, release: Release) -> Starlette:
    """Return the application that shows one release of a dataset folder."""
    with open_tables(dataset, release.version) as tables:
        description = describe(tables, release, sql="sql")
    files = {path.name: path for _, path in site_files(release)}

    async def about(_: Request) -> Response:
        return PlainTextResponse(description, media_type="text/javascript")

    async def data(request: Request) -> Response:
        path = files.get(request.path_params["name"])
        return FileResponse(path) if path else PlainTextResponse("not a file of the release", status_code=404)

    async def sql(request: Request) -> Response:
        if request.headers.get("origin") != f"http://{request.headers['host']}":
            return JSONResponse({"error": "only the explorer's own page may ask"}, status_code=403)
        question = await _question(request)
        if question is None:
            return JSONResponse({"error": 'send {"sql": "…"} as JSON'}, status_code=400)
        try:
            answer = await run_in_threadpool(ask, dataset, release.version, question)
        except QuestionError as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        return JSONResponse(answer._asdict())

    return Starlette(
        routes=[
            Route(f"/data/{DESCRIPTION}", about),
            Route("/data/{name}", data),
            Route("/sql", sql, methods=["POST"]),
            Mount("/", StaticFiles(directory=SITE, html=True)),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])],
    )


def bind(port: int) -> socket.socket:
    """Return a socket that listens on loopback; port 0 takes a free one. Raises UsageError where it is taken."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as error:
        listening.close()
        raise UsageError(f"--port {port}: {error.strerror}; give another, or none") from None
    return listening


def serve(app: Starlette, listening: socket.socket) -> None:
    """Answer on the socket until interrupted."""
    uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off")).run(sockets=[listening])


async def _question(request: Request) -> str | None:
    try:
        content: Any = await request.json()
    except ValueError:
        return None
    question = content.get("sql") if isinstance(content, dict) else None
    return question if isinstance(question, str) and len(question) <= LONGEST else None
