"""What the room *Alignment* answers: windows on the links of a document, and edits of them."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from starlette.routing import BaseRoute, Route

from corpora.errors import DuizhaoError, InputError
from duizhao.desk.alignment.edits import edit_of
from duizhao.desk.alignment.linked import Links, StaleError
from duizhao.desk.alignment.loading import symbols_of
from duizhao.desk.alignment.window import Windows, changed_rows
from duizhao.desk.alignment.words import ALIGNMENT, KEYS
from duizhao.desk.page import page
from duizhao.desk.state import Project
from glossary.local import Answer, OvertakenError, api, posted


def routes(project: Project) -> list[BaseRoute]:
    """What the room answers, below its name."""
    room = _Room(project)
    return [
        Route("/", lambda request: page(request, project, "alignment", "alignment.html.j2", ALIGNMENT, keys=KEYS)),
        Route("/api/documents", api(lambda request: room.documents())),
        Route("/api/rows", api(lambda request: room.rows(request.query_params))),
        Route("/api/doubtful", api(lambda request: room.doubtful(request.query_params))),
        Route("/api/edit", posted(room.edit), methods=["POST"]),
        Route("/api/undo", posted(room.undo), methods=["POST"]),
    ]


class _Room:
    def __init__(self, project: Project) -> None:
        self._project = project
        self._links = Links(project)
        self._windows = Windows()
        self._symbols: tuple[str, set[str]] = ("", set())
        self._is_warm = False

    def _warm(self) -> None:
        """Load the model while somebody looks at the page, so that a first edit need not wait for it; errors come with that edit."""
        with suppress(DuizhaoError):
            self._project.aligner.align(["谢谢。"], ["Thank you."])

    def documents(self) -> Answer:
        """The documents of the last run, and which of them can be corrected."""
        version = self._project.version
        if not self._is_warm:
            self._is_warm = True
            threading.Thread(target=self._warm, daemon=True).start()
        if self._symbols[0] != version:
            self._symbols = version, symbols_of(self._project.out)
        done = [one for one in self._project.record.get("documents", ()) if one.get("status") == "done"]
        return {
            "documents": [
                {"symbol": one["symbol"], "links": one["links"], "open": one["symbol"] in self._symbols[1]}
                for one in done
            ]
        }

    def rows(self, given: Mapping[str, Any]) -> Answer:
        """A window on a document."""
        return self._windows.show(self._links.state(str(given.get("document", ""))), given)

    def doubtful(self, given: Mapping[str, Any]) -> Answer:
        """The next row that is not confirmed, least sure first."""
        state = self._links.state(str(given.get("document", "")))
        row, step = (
            int(text) if (text := str(given.get(name, ""))).lstrip("-").isdigit() else 0 for name in ("row", "step")
        )
        return {"row": self._windows.next_doubtful(state, row, step)}

    def edit(self, body: Answer) -> Answer:
        """Take an edit; the window that the page shows as it is afterwards, and what of it changed."""
        symbol, window = str(body.get("document", "")), body.get("window")
        window = window if isinstance(window, dict) else {}
        try:
            before, after, edit = self._links.edit(
                symbol, str(body.get("version")), lambda bitext: edit_of(bitext, body, self._links.alike)
            )
        except StaleError as error:
            raise OvertakenError("", self._windows.show(error.state, window)) from error
        shown = self._windows.show(after, window)
        rows = [one["row"] for one in shown["rows"]]
        links = after.bitext.links
        first = edit.links[0] if edit.links else edit.loosened
        side = 0 if first and first.source else 1  # one side tells nearly all links apart
        at = next((k for k, link in enumerate(links) if first and link[side] == first[side] and _same(link, first)), 0)
        return {**shown, "at": at, "changed": changed_rows(before.bitext.links, links, rows)}

    def undo(self, body: Answer) -> Answer:
        """Take the last edit back; the window on the document that it was in."""
        symbol = self._links.undo()
        if not symbol:
            raise InputError("nothing to undo")
        window = body.get("window")
        return self._windows.show(self._links.state(symbol), window if isinstance(window, dict) else {})


def _same(one: Any, other: Any) -> bool:
    """Whether two links join the same sentences; where a side is empty it is anywhere."""
    return all(a == b or (not a and not b) for a, b in zip(one.sides, other.sides, strict=True))
