"""What the room *Findings* answers: windows on the findings, decisions about them, the files that they can be taken along as."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from urllib.parse import quote

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from corpora.errors import DuizhaoError, InputError
from duizhao.desk.findings.decided import DECISIONS, Findings, StaleError, State
from duizhao.desk.findings.exports import commented, waiver_list, word_files, workbook
from duizhao.desk.findings.window import chosen, decision, row, to_decide, window
from duizhao.desk.findings.words import FINDINGS, KEYS
from duizhao.desk.page import language, page
from duizhao.desk.state import Project
from glossary.local import Answer, OvertakenError, api, posted

PRINTED = 5_000  # findings of the page that is printed
File = tuple[str, bytes, dict[str, str]]
"""A file to be taken along: its name, its bytes, what is to be said of it."""


def routes(project: Project) -> list[BaseRoute]:
    """What the room answers, below its name."""
    room = _Room(project)
    exports = {"waivers": room.waivers, "xlsx": room.xlsx, "docx": room.docx}
    return [
        Route("/", lambda request: page(request, project, "findings", "findings.html.j2", FINDINGS, keys=KEYS)),
        Route("/print", room.printed),
        Route("/api/rows", api(room.rows)),
        Route("/api/word", api(lambda request: room.word())),
        Route("/api/decide", posted(room.decide), methods=["POST"]),
        Route("/api/decide_many", posted(room.decide_many), methods=["POST"]),
        Route("/api/undo", posted(room.undo), methods=["POST"]),
        *(Route(f"/export/{kind}", partial(_file, make=make)) for kind, make in exports.items()),
    ]


async def _file(request: Request, make: Callable[[Mapping[str, str]], File]) -> Response:
    try:
        name, data, more = await anyio.to_thread.run_sync(make, request.query_params)
    except DuizhaoError as error:
        return JSONResponse({"error": str(error)}, 422)
    headers = {"Content-Disposition": f"attachment; filename*=utf-8''{quote(name)}", **more}
    return Response(data, media_type="application/octet-stream", headers=headers)


class _Room:
    def __init__(self, project: Project) -> None:
        self._project = project
        self._findings = Findings(project)

    def rows(self, request: Request) -> Answer:
        """A window on the findings."""
        return window(self._findings.state(), request.query_params, language(request, self._project))

    def decide(self, body: Answer) -> Answer:
        """A decision, a comment or both about one finding; what holds of it then."""
        id = str(body.get("id", ""))
        try:
            state = self._findings.decide(id, _decision(body), _comment(body), _whole(body.get("version")))
        except StaleError as error:
            raise OvertakenError("", self._one(error.state, id)) from error
        return self._one(state, id)

    def _one(self, state: State, id: str) -> Answer:
        left = sum(state.kind(one.id) == "open" for one in state.reported.findings)
        return {"row": decision(state, id), "number": state.number, "left": left}

    def decide_many(self, body: Answer) -> Answer:
        """One decision about all that the filters show, or all of a check."""
        filters, code = _part(body, "filters"), str(body.get("code", ""))
        wanted = _decision(body)
        if wanted is None:
            raise InputError("no decision was named")
        ids = to_decide(self._findings.state(), filters, code)
        ui = str(body.get("ui", ""))
        try:
            state = self._findings.decide_many(
                ids, wanted, _comment(body) or None, _whole(body.get("number")), str(body.get("report", ""))
            )
        except StaleError as error:
            raise OvertakenError("", window(error.state, filters, ui)) from error
        return {**window(state, filters, ui), "decided": len(ids)}

    def undo(self, body: Answer) -> Answer:
        """The last decision about findings taken back, and the window as it is then."""
        state, ids = self._findings.undo()
        shown = window(state, _part(body, "filters"), str(body.get("ui", "")))
        return {**shown, "undone": len(ids), "ids": ids[:MOST_NAMED]}

    def word(self) -> Answer:
        """The versions that are Word files."""
        state = self._findings.state()
        files = word_files(self._project, state)
        return {
            "files": [{"symbol": symbol, "side": side, "file": path.name} for (symbol, side), path in files.items()]
        }

    def waivers(self, given: Mapping[str, str]) -> File:
        """The list of what was accepted."""
        return "duizhao-waivers.txt", waiver_list(self._findings.state()), {}

    def xlsx(self, given: Mapping[str, str]) -> File:
        """The report as a workbook, as things are now."""
        return "report.xlsx", workbook(self._findings.state()), {}

    def docx(self, given: Mapping[str, str]) -> File:
        """A version in Word with comments; how many found their place is said in headers."""
        name, done = commented(self._project, self._findings.state(), given.get("document", ""), given.get("side", ""))
        return name, done.data, {"X-Placed": str(done.placed), "X-Left": str(len(done.left))}

    async def printed(self, request: Request) -> Response:
        """The findings that the filters show as a table that prints on few pages."""
        return await anyio.to_thread.run_sync(self._printed, request)

    def _printed(self, request: Request) -> Response:
        ui = language(request, self._project)
        state = self._findings.state()
        found = chosen(state, request.query_params)
        rows = [row(state, k, ui) for k in found[:PRINTED]]
        return page(request, self._project, "findings", "findings_print.html.j2", FINDINGS, rows=rows, left=len(found) - len(rows))  # fmt: skip


MOST_NAMED = 500


def _part(body: Answer, name: str) -> Answer:
    found = body.get(name)
    return found if isinstance(found, dict) else {}


def _decision(body: Answer) -> str | None:
    said = body.get("decision")
    if said is not None and said not in DECISIONS:
        raise InputError(f"{str(said)[:40]!r}: no such decision", f"choose one of {', '.join(DECISIONS)}")
    return said


def _comment(body: Answer) -> str | None:
    said = body.get("comment")
    return None if said is None else str(said)[:10_000]


def _whole(value: object) -> int:
    return value if isinstance(value, int) else -1
