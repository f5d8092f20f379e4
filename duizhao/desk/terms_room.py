"""The room *Terms*: the pages of review over the termbase of the project, and what was approved to be taken along."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from corpora.errors import DuizhaoError
from duizhao.desk.page import Ui, kept, language, page
from duizhao.desk.state import Project
from duizhao.desk.words import FRAME, ROOMS
from duizhao.own_terms import TERMS, made_terms
from glossary.formats import save
from glossary.review import Make, review_routes
from glossary.store import Store

EXPORTS = {"terms.tbx": "tbx", "terms.xlsx": "xlsx", "terms.tmx": "tmx"}
"""The files of approved terms, and their formats."""
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "no_terms": "There are no terms yet. Begin in the room Documents: a run extracts candidates.",
        "terms.tbx": "Approved terms as TBX",
        "terms.xlsx": "as a workbook",
        "terms.tmx": "as TMX",
        "to_documents": "To the documents",
    },
    "zh": {
        "no_terms": "尚无术语。请先在“文件”中处理，程序将提取候选术语。",
        "terms.tbx": "导出已采纳术语：TBX",
        "terms.xlsx": "工作簿",
        "terms.tmx": "TMX",
        "to_documents": "前往“文件”",
    },
}


def routes(project: Project) -> list[BaseRoute]:
    """What the room answers, below its name."""
    return [
        *(Route(f"/export/{name}", partial(_export, project=project, name=name)) for name in EXPORTS),
        *review_routes(project.termbase, project.options.who, partial(_in_frame, project=project)),
    ]


def _in_frame(request: Request, make: Make, project: Project) -> Response:
    """A page of review below the rooms of the desk; where there are no terms yet, a page that says so."""
    ui = language(request, project)
    try:
        with project.lock:
            is_there = (
                project.termbase.is_file() if _is_given(project) else made_terms(project.out, project.options.who)
            )
        if is_there:
            return kept(request, ui, make(ui, _frame(request, project, ui)))
        said = WORDS[ui]["no_terms"]
    except DuizhaoError as error:
        said = str(error)
    return page(request, project, "terms", "terms_none.html.j2", WORDS, said=said)


def _is_given(project: Project) -> bool:
    """Whether the project has a termbase of its own elsewhere, which is never made here."""
    return project.termbase != project.out / TERMS


def _frame(request: Request, project: Project, ui: Ui) -> dict[str, Any]:
    other = "en" if ui == "zh" else "zh"
    return {
        "rooms": [(f"../{room}/", FRAME[ui][room]) for room in ROOMS],
        "here": FRAME[ui]["terms"],
        "label": FRAME[ui]["rooms"],
        "name": project.name,
        "who": project.who,
        "offline": FRAME[ui]["offline"],
        "language": (f"?ui={other}", FRAME[ui]["language"], "zh-Hans" if other == "zh" else "en"),
        "exports": [(f"export/{name}", WORDS[ui][name]) for name in EXPORTS],
    }


def _export(request: Request, project: Project, name: str) -> Response:
    """What was approved, as a file."""
    try:
        with Store.open(project.termbase) as store:
            approved = store.termbase()
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            save(approved, path, EXPORTS[name])
            data = path.read_bytes()
    except DuizhaoError as error:
        return PlainTextResponse(str(error), 422)
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(data, media_type="application/octet-stream", headers=headers)
