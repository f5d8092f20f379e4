"""The frame around every room: templates, languages, words, and where the page finds what."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal, cast

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from duizhao.desk.state import Project
from duizhao.desk.words import FRAME, ROOMS

Ui = Literal["en", "zh"]
COOKIE = "duizhao-ui"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates of the desk; what is put into them is escaped, what they lack is an error."""
    return Environment(
        loader=PackageLoader("duizhao.desk", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def language(request: Request, project: Project) -> Ui:
    """In which language a request is answered: the one that was chosen on the page (``?ui=zh``), else that of the desk."""
    chosen = request.query_params.get("ui") or request.cookies.get(COOKIE) or project.options.ui
    return cast("Ui", chosen if chosen in ("en", "zh") else "en")


def page(
    request: Request,
    project: Project,
    room: str,
    template: str,
    words: Mapping[str, Mapping[str, Any]],
    **more: Any,
) -> HTMLResponse:
    """A room in the frame. The template extends ``frame.html.j2`` and has ``t`` (its words and those of the frame) and ``more``.

    The script of the room finds the same words in ``#words``.
    """
    ui = language(request, project)
    t = {**FRAME[ui], **words[ui]}
    root = "../"  # every room is one folder below the token
    text = (
        environment()
        .get_template(template)
        .render(
            t=t,
            ui=ui,
            lang="zh-Hans" if ui == "zh" else "en",
            root=root,
            room=room,
            rooms=[(name, FRAME[ui][name]) for name in ROOMS],
            project=project.name,
            who=project.who,
            has_run=project.has_run,
            words={**t, "ui": ui, "root": root},
            **more,
        )
    )
    return kept(request, ui, HTMLResponse(text))


def kept(request: Request, ui: Ui, answer: HTMLResponse) -> HTMLResponse:
    """The answer, from which the browser learns which language was chosen."""
    if request.query_params.get("ui") == ui:
        answer.set_cookie(COOKIE, ui, path=f"/{request.url.path.split('/')[1]}/", samesite="strict", httponly=True)
    return answer
