"""A small web page on one's own machine: candidates to accept, correct, merge and reject by keyboard.

Every request opens the store anew, so that what another process wrote is seen; decisions carry the version that the page
showed, and the store refuses them when somebody else was quicker.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from glossary.concept import REGISTERS, TERM_TYPES, VALIDATIONS
from glossary.local import Endpoint, Guard, api, posted, shared_files
from glossary.local import OvertakenError as Overtaken
from glossary.review.concept_texts import CONCEPT_KEYS, CONCEPTS
from glossary.review.desk import ALL_CONTEXTS, CONTEXTS, Answer, Desk, OvertakenError
from glossary.review.entries import Entries, OvertakenEntryError
from glossary.review.page_texts import DECISIONS_SHOWN, KEYS, PAGE, REASONS
from glossary.review.sheet_columns import POS_WORDS, STATUS_WORDS, Ui
from glossary.store import ConflictError

HERE = Path(__file__).parent


Make = Callable[[Ui, Mapping[str, Any] | None], HTMLResponse]
"""A page in a language; where the pages are rooms of a desk, with what its frame shows (see :func:`review_routes`)."""
Around = Callable[[Request, Make], Response]


def build_app(store_path: Path, token: str, ui: Ui = "en", who: str = "") -> Starlette:
    """The application, everything below ``/token/``; ``who`` signs the decisions (default: the login name)."""
    routes = review_routes(store_path, who, lambda request, make: make(ui, None))
    return Starlette(routes=[Mount(f"/{token}", routes=routes)], middleware=[Middleware(Guard, token=token)])


def review_routes(store_path: Path, who: str, around: Around) -> list[BaseRoute]:
    """The pages and all that they ask for, wherever they are mounted: their addresses are relative.

    ``around`` answers a request for a page, by making it in a language. What it gives for a frame is shown above the page:
    ``rooms`` (address and title of each), ``here`` (the title of this one), ``label``, ``name`` (the project), ``who``,
    ``language`` (address, title, code), ``exports`` (address and title of each) and ``offline``, what is said when nobody answers.
    """
    desk, entries = Desk(store_path, who), Entries(store_path, who)
    return [
        Route("/", lambda request: around(request, partial(_page, store_path.name))),
        Route("/concepts", lambda request: around(request, partial(_concepts_page, store_path.name))),
        Route("/api/candidates", _api(lambda request: desk.rows())),
        Route(
            "/api/candidate", _api(lambda request: desk.detail(_of(request, "id"), _of(request, "contexts") == "all"))
        ),
        Route("/api/similar", _api(lambda request: desk.similar(request.query_params.get("id", "")))),
        Route("/api/concepts", _api(lambda request: desk.search(request.query_params.get("q", "")))),
        Route("/api/decide", _posted(desk.decide), methods=["POST"]),
        Route("/api/undo", _posted(lambda body: desk.undo()), methods=["POST"]),
        Route("/api/others", _api(lambda request: desk.others())),
        Route("/api/decide_many", _posted(desk.decide_many), methods=["POST"]),
        Route("/api/entries", _api(lambda request: entries.find(request.query_params))),
        Route("/api/lists", _api(lambda request: entries.lists())),
        Route("/api/entry", _api(lambda request: entries.show(_of(request, "id"), _contexts(request)))),
        Route("/api/alike", _api(lambda request: entries.alike(_of(request, "id")))),
        Route("/api/merging", _api(lambda request: entries.merging(_of(request, "id"), _of(request, "into")))),
        Route("/api/entry/save", _posted(entries.save), methods=["POST"]),
        Route("/api/entry/delete", _posted(entries.delete), methods=["POST"]),
        Route("/api/entry/merge", _posted(entries.merge), methods=["POST"]),
        Route("/api/entry/set", _posted(entries.set_fields), methods=["POST"]),
        Route("/api/entry/undo", _posted(lambda body: entries.undo()), methods=["POST"]),
        Mount("/static", StaticFiles(directory=HERE / "static")),
        shared_files(),
    ]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("glossary.review", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _page(store: str, ui: Ui, frame: Mapping[str, Any] | None) -> HTMLResponse:
    at = int(ui == "zh")
    statuses = [(value, words[at]) for value, words in STATUS_WORDS.items()]
    parts = [(value, words[at]) for value, words in POS_WORDS.items()]
    text = _environment().get_template("page.html.j2")
    return HTMLResponse(
        text.render(
            lang="zh-Hans" if ui == "zh" else "en",
            t=PAGE[ui],
            store=store,
            decisions=DECISIONS_SHOWN,
            statuses=statuses,
            parts=parts,
            reasons=REASONS,
            keys=KEYS,
            frame=frame,
            words={**PAGE[ui], "statuses": dict(statuses), **_said(frame)},
        )
    )


def _concepts_page(store: str, ui: Ui, frame: Mapping[str, Any] | None) -> HTMLResponse:
    at = int(ui == "zh")
    text = _environment().get_template("concepts.html.j2")
    t = CONCEPTS[ui]
    statuses = [(value, words[at]) for value, words in STATUS_WORDS.items()]
    parts = [(value, words[at]) for value, words in POS_WORDS.items()]
    choices: dict[str, list[tuple[str, str]]] = {
        "status": statuses,
        "validation": [(value, t[value]) for value in VALIDATIONS],
        "register": [(value, t[value.replace("-", "_")]) for value in REGISTERS],
        "type": [(value, t[value]) for value in TERM_TYPES],
        "pos": parts,
    }
    return HTMLResponse(
        text.render(
            lang="zh-Hans" if ui == "zh" else "en", t=t, store=store, keys=CONCEPT_KEYS, choices=choices, frame=frame,
            words={**t, "choices": {name: dict(some) for name, some in choices.items()}, **_said(frame)},
        )
    )  # fmt: skip


def _said(frame: Mapping[str, Any] | None) -> dict[str, str]:
    """Where the pages are rooms of a desk, it is the desk that does not answer."""
    return {"offline": frame["offline"]} if frame else {}


def _of(request: Request, name: str) -> str:
    return request.query_params.get(name, "")


def _contexts(request: Request) -> int:
    return ALL_CONTEXTS if _of(request, "contexts") == "all" else CONTEXTS


def _api(act: Callable[[Request], Answer]) -> Endpoint:
    return api(lambda request: _heard(partial(act, request)))


def _posted(act: Callable[[Answer], Answer]) -> Endpoint:
    return posted(lambda body: _heard(partial(act, body)))


def _heard(act: Callable[[], Answer]) -> Answer:
    """The answer; where somebody was quicker, what the page shows of it."""
    try:
        return act()
    except OvertakenError as error:
        raise Overtaken("", {"candidate": error.present}) from error
    except OvertakenEntryError as error:
        raise Overtaken("", {"entry": error.present}) from error
    except ConflictError as error:
        raise Overtaken(str(error)) from error
