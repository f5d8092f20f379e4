"""How long an edit takes in the room of alignment, and a page of findings, in a document of many sentences.

python benchmarks/desk.py [../shared] [--rows 20000] [--rounds 5]

Rows of `train/general.parquet` (laws) as one document; the desk is asked in its own process, as a browser would. Prints the median and the
longest of the rounds in milliseconds of wall time and of CPU time.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
from starlette.testclient import TestClient

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from duizhao.desk import Project, build_app
from duizhao.job import RunOptions, run_folder

PAGE = "http://127.0.0.1:8000"
SYMBOL = "A/80/1"


def document(shared: Path, rows: int, folder: Path) -> None:
    """One document of both languages, a sentence a line, with its symbol in the names of the files."""
    frame = pl.read_parquet(shared / "train/general.parquet").filter(pl.col("source") == "tw_law").head(rows)
    for language in ("zh", "en"):
        lines = [" ".join(text.split()) for text in frame[language]]
        (folder / f"A_80_1.{language}.txt").write_text("\n\n".join(lines) + "\n", encoding="utf-8")


def timed(ask: Callable[[], Any]) -> tuple[Any, float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    answer = ask()
    return answer, 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)


def show(what: str, took: list[tuple[float, float]]) -> None:
    walls, cpus = zip(*took, strict=True)
    print(
        f"{what:<10} {statistics.median(walls):6.0f} ms (longest {max(walls):.0f}), CPU {statistics.median(cpus):.0f} ms"
    )


class Room:
    """The room of alignment of one document, seen by one browser."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.window = {"from": 0, "count": 60, "order": "document", "find": ""}
        self.state = self.rows()

    def rows(self) -> dict[str, Any]:
        """The rows of the window."""
        asked = {"document": SYMBOL, **self.window}
        found: dict[str, Any] = self.client.get("/t/alignment/api/rows", params=asked).json()
        return found

    def edit(self, do: str, **what: Any) -> None:
        """One edit; what it answers is what the next one begins with. Raises :class:`SystemExit` where it is refused."""
        body = {"document": SYMBOL, "version": self.state["version"], "window": self.window, "do": do, **what}
        answer = self.client.post("/t/alignment/api/edit", json=body, headers={"Origin": PAGE})
        if answer.status_code != 200:
            raise SystemExit(f"{do}: {answer.text}")
        self.state = answer.json()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        document(args.shared, args.rows, folder)
        run_folder(folder, folder / "duizhao", RunOptions())
        room = Room(TestClient(build_app(Project(folder, folder / "duizhao"), "t"), base_url=PAGE))
        print(f"{room.state['total']:,} links")
        show("rows", [timed(room.rows)[1:] for _ in range(args.rounds)])
        room.edit("confirm", row=5)  # the first one loads the model
        step = max(room.state["total"] // (args.rounds + 2), 100)
        places = [step * (k + 1) for k in range(args.rounds)]
        show("confirm", [timed(lambda k=k: room.edit("confirm", row=k))[1:] for k in places])
        merged, split = [], []
        for k in places:  # what was merged is split again, so that rows keep their numbers
            merged.append(timed(lambda k=k: room.edit("merge", row=k + 20))[1:])
            split.append(timed(lambda k=k: room.edit("split", row=k + 20))[1:])
        show("merge", merged)
        show("split", split)
        show("unlink", [timed(lambda k=k: room.edit("unlink", row=k + 40))[1:] for k in places])
        undo = {"json": {"window": room.window}, "headers": {"Origin": PAGE}}
        show("undo", [timed(lambda: room.client.post("/t/alignment/api/undo", **undo))[1:] for _ in places])


if __name__ == "__main__":
    main()
