"""The room *Documents*: files come in, what was recognised, a run with its progress, everything that it wrote."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import anyio.to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from corpora.errors import DuizhaoError, InputError
from corpora.files import unwritable
from duizhao.desk.documents_words import DOCUMENTS
from duizhao.desk.intake import LARGEST, part_of, place_for, put_aside, take_in
from duizhao.desk.page import language, page
from duizhao.desk.recognised import Recognised
from duizhao.desk.state import Project
from duizhao.documents import COMMENTED
from duizhao.job import MARK
from glossary.local import Answer, api, posted
from glossary.project import LEDGER

UPLOADS = MappingProxyType({"/documents/api/add": LARGEST})
"""The one address that takes a whole file, and how much of it."""
PAGES = "report-rows"
"""Where the rows of a large report are."""
_BESIDE = re.compile(r"-(?:wal|shm|journal)$")


def routes(project: Project) -> list[BaseRoute]:
    """What the room answers, below its name."""
    recognised = Recognised(project)
    return [
        Route("/", lambda request: page(request, project, "documents", "documents.html.j2", DOCUMENTS)),
        Route("/api/table", api(lambda request: _table(project, recognised))),
        Route("/api/count", api(lambda request: recognised.count(request.query_params.get("document", "")))),
        Route("/api/add", partial(_add, project=project), methods=["POST"]),
        Route("/api/aside", posted(lambda body: _aside(project, body)), methods=["POST"]),
        Route("/api/recursive", posted(lambda body: _recursive(project, body)), methods=["POST"]),
        Route("/api/run", partial(_run, project=project), methods=["POST"]),
        Route("/file/{name:path}", lambda request: _file(request, project)),
    ]


def _table(project: Project, recognised: Recognised) -> Answer:
    return {**recognised.table(), "files": outputs(project), "has_run": project.has_run, "behind": project.is_behind}


async def _add(request: Request, project: Project) -> Response:
    """A file that was dropped, as its bytes; what became of it."""
    part: Path | None = None
    try:
        path = place_for(project, request.query_params.get("name", ""))
        project.must_not_run()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part = part_of(path)
            async with await anyio.open_file(part, "wb") as stream:
                async for piece in request.stream():
                    await stream.write(piece)
        except OSError as error:
            raise unwritable(path, error) from error
        stored = await anyio.to_thread.run_sync(take_in, project, part, path)
    except ClientDisconnect:
        return JSONResponse({"error": "the file did not come in whole"}, 400)
    except DuizhaoError as error:
        return JSONResponse({"error": str(error)}, 422)
    finally:
        if part is not None:
            part.unlink(missing_ok=True)
    return JSONResponse({"stored": stored, "file": path.name})


def _aside(project: Project, body: Answer) -> Answer:
    kept = put_aside(project, str(body.get("file", "")))
    return {"kept": kept.relative_to(project.out).as_posix()}


def _recursive(project: Project, body: Answer) -> Answer:
    project.set_recursive(body.get("recursive") is True)
    return {"recursive": project.options.recursive}


async def _run(request: Request, project: Project) -> Response:
    def begin(body: Answer) -> Answer:
        project.running.start(language(request, project))
        return {"run": project.running.progress()}

    return await posted(begin)(request)


def outputs(project: Project) -> list[dict[str, Any]]:
    """The files that OUT holds, but for those of the desk itself: what was decided, older versions of documents."""
    out = project.out
    if not out.is_dir():
        return []
    found = []
    for path in (*out.iterdir(), *(out / PAGES).glob("*"), *(out / COMMENTED).rglob("*")):
        hidden = path.name.startswith((".", LEDGER)) or _BESIDE.search(path.name)
        if path.is_file() and not hidden and (out != project.folder or _is_written(path, project)):
            found.append({"name": path.relative_to(out).as_posix(), "size": path.stat().st_size})
    return sorted(found, key=lambda one: str(one["name"]))


def _is_written(path: Path, project: Project) -> bool:
    """Whether a file is one of the last run, where documents and outputs lie in one folder."""
    files = project.record.get("files")
    name = path.relative_to(project.out).as_posix()
    return name == MARK or (isinstance(files, dict) and name in files)


def _file(request: Request, project: Project) -> Response:
    """A file of OUT to keep: never shown in the page, so that nothing in it runs here."""
    name = request.path_params["name"]
    if name not in {one["name"] for one in outputs(project)}:
        return JSONResponse({"error": f"{name}: is not there"}, 404)
    try:
        return FileResponse(project.out / name, filename=Path(name).name, media_type="application/octet-stream")
    except OSError as error:
        return JSONResponse({"error": str(InputError(f"{name}: {error.strerror}"))}, 404)
