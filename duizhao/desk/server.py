"""The desk as a web application: the frame, a room for each kind of work, the same guard as the pages of review."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from duizhao.desk import alignment, documents_room, findings, terms_room
from duizhao.desk.state import Project
from duizhao.desk.words import ROOMS
from glossary.local import Guard, api, posted, serve_app, shared_files

HERE = Path(__file__).parent
ROUTES: dict[str, Callable[[Project], list[BaseRoute]]] = {
    "documents": documents_room.routes,
    "alignment": alignment.routes,
    "findings": findings.routes,
    "terms": terms_room.routes,
}
"""What each room answers, mounted under its name."""


def build_app(project: Project, token: str) -> Starlette:
    """The application, everything below ``/token/``: a room under its name, what all rooms ask under ``/api``."""
    routes: list[BaseRoute] = [
        Route("/", lambda request: _first(request, project)),
        Route("/api/state", api(lambda request: state(project))),
        Route("/api/cancel", posted(lambda body: _cancelled(project)), methods=["POST"]),
        *(Mount(f"/{room}", routes=ROUTES[room](project)) for room in ROOMS),
        Mount("/static", StaticFiles(directory=HERE / "static")),
        shared_files(),
    ]
    guard = Middleware(Guard, token=token, files=documents_room.UPLOADS)
    return Starlette(routes=[Mount(f"/{token}", routes=routes)], middleware=[guard])


def _first(request: Request, project: Project) -> Response:
    """Where a day begins: with the findings, where there are any."""
    room = "findings" if project.has_run and "findings" in ROOMS else "documents"
    return RedirectResponse(f"{request.url.path.rstrip('/')}/{room}/", 303)


def state(project: Project) -> dict[str, object]:
    """What every room shows of the project: the run at work, what the last one wrote, whether decisions are newer."""
    return {"run": project.running.progress(), "version": project.version, "behind": project.is_behind}


def _cancelled(project: Project) -> dict[str, object]:
    project.running.cancel()
    return state(project)


def serve(
    project: Project,
    *,
    port: int = 0,
    browser: bool = True,
    ready: Callable[[str], None] = lambda address: None,
) -> None:
    """Serve the desk until interrupted. ``ready`` gets the address; raises :class:`InputError` where the port is taken."""
    serve_app(lambda token: build_app(project, token), port=port, browser=browser, ready=ready)
