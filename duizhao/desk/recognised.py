"""What a folder holds, before anything is aligned: documents and their two files, and why the others cannot be used."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Any

from corpora.catalogue import Catalogue, Entry, language_of_folder, pair_files, pair_folder
from corpora.errors import DuizhaoError, InputError
from corpora.reading import read_document
from duizhao.desk.state import Project

Answer = dict[str, Any]
KEPT = 500  # documents whose sentences were counted


class Recognised:
    """The catalogue of a project, made anew when a file of it is another."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._seen: tuple[object, Catalogue] | None = None
        self._counts: OrderedDict[tuple[object, ...], Answer] = OrderedDict()

    def catalogue(self) -> Catalogue:
        """The documents as they pair now. Raises :class:`InputError` for a folder that cannot be looked into."""
        project = self._project
        if isinstance(project.documents, Path) and not project.documents.is_dir():
            return Catalogue((), ())
        stamp = self._stamp()
        with project.lock:
            if self._seen is None or self._seen[0] != stamp:
                given = project.documents
                found = pair_folder(given, project.options.recursive) if isinstance(given, Path) else pair_files(*given)
                self._seen = stamp, found
            return self._seen[1]

    def _stamp(self) -> object:
        """What tells whether a file has come, gone or changed since: names, times and sizes of those that are read."""
        given, own = self._project.documents, self._project.out
        recursive = self._project.options.recursive
        if not isinstance(given, Path):
            return [_stat(path) for path in given]
        folders = [path for path in given.iterdir() if path.is_dir() and path != own]
        read = folders if recursive else [path for path in folders if language_of_folder(path.name)]
        files = [*given.iterdir(), *(path for folder in read for path in folder.rglob("*"))]
        return recursive, sorted((str(path), *_stat(path)) for path in files if path.is_file())

    def table(self) -> Answer:
        """All of it for the page: documents, lines about files that cannot be used, files that were left aside."""
        project, found = self._project, self.catalogue()
        done = {one.get("symbol"): one for one in project.record.get("documents", ()) if isinstance(one, dict)}
        problems = [
            {
                "line": str(InputError(problem.message, problem.hint)),
                "files": [_relative(path, project.folder) for path in (problem.path, *problem.others)],
            }
            for problem in found.problems
        ]
        return {
            "folder": str(project.folder),
            "out": str(project.out),
            "recursive": project.options.recursive,
            "documents": [self._entry(entry, done.get(entry.symbol)) for entry in found.entries],
            "problems": problems,
            "spare": list(found.remarks),
        }

    def _entry(self, entry: Entry, done: Answer | None) -> Answer:
        folder = self._project.folder
        sides = {"zh": (entry.zh_path, entry.zh), "en": (entry.en_path, entry.en)}
        return {
            "symbol": entry.symbol,
            "original": entry.original,
            "bitext": entry.is_bitext,
            "notes": list(entry.notes),
            **{
                side: {
                    "file": _relative(path, folder),
                    "format": facts.format.name.lower() if facts else path.suffix[1:].lower(),
                    "size": _stat(path)[1],
                }
                for side, (path, facts) in sides.items()
            },
            "done": done,
        }

    def count(self, symbol: str) -> Answer:
        """Sentences and pages of a document, and what its reader has to say. Raises :class:`LookupError` for one that is not there."""
        entry = next((one for one in self.catalogue().entries if one.symbol == symbol), None)
        if entry is None:
            raise LookupError(f"{symbol}: is not among the documents any more")
        if entry.is_bitext:
            return {}
        key = (symbol, entry.zh_path, entry.en_path, *_stat(entry.zh_path), *_stat(entry.en_path))
        if key not in self._counts:
            self._counts[key] = self._counted(entry)
            while len(self._counts) > KEPT:
                self._counts.popitem(last=False)
        return self._counts[key]

    def _counted(self, entry: Entry) -> Answer:
        options = self._project.options
        found: Answer = {"warnings": []}
        for side, path in (("zh", entry.zh_path), ("en", entry.en_path)):
            try:
                read = read_document(path, side, entry.symbol, options.original, options.changes)
            except DuizhaoError as error:
                found["warnings"].append(str(error))
                continue
            segments = read.document.segments
            found[side] = {"sentences": len(segments), "pages": max(segment.page for segment in segments)}
            found["warnings"] += [str(line) for line in read.warnings]
        return found


def _relative(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()


def _stat(path: Path) -> tuple[int, int]:
    try:
        known = path.stat()
    except OSError:
        return 0, 0
    return known.st_mtime_ns, known.st_size
