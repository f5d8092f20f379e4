"""One bitext checked: rows in, report out. What ``check`` does for a file, and ``run`` for what it has just aligned."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from align.encoders import load_encoder
from corpora.bitext import with_original
from corpora.errors import InputError
from corpora.exchange import Remarks, Wanted, read_pairs
from corpora.logs import Remark
from corpora.text import Variety
from corpora.versions import program_version
from glossary.checks import CHECKS, Selection
from glossary.finding import Checked, Judged
from glossary.quality.baseline import read_baseline, read_report, since
from glossary.quality.examine import How, examine
from glossary.quality.waivers import Waiver, apply_waivers, read_waivers
from glossary.rows import Rows
from glossary.termbases import read_termbase

if TYPE_CHECKING:
    from align.encoders import Encoder
    from corpora.catalogue import Bitexts
    from glossary.concept import Termbase
    from glossary.finding import Report

WAIVERS = "duizhao-waivers.txt"


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What a user can set for a check. ``waivers``: a file, or ``None`` for the one beside the bitext, if there is one.

    ``original`` (``zh`` or ``en``): which version was not translated, whatever a bitext says. ``baseline``: an earlier report,
    whose findings are known. ``zh``: which Chinese is read where a bitext has two. ``settings``: what stands in the signature for a file that these were read from.
    """

    model: str = "builtin"
    termbase: Path | None = None
    against: Sequence[Path] = ()
    selection: Selection = field(default_factory=Selection)
    waivers: Path | None = None
    original: str = ""
    baseline: Path | None = None
    settings: str = ""
    zh: Variety = "simplified"

    def inputs(self) -> list[Path]:
        """The files that are read beside the bitext."""
        return [path for path in (self.termbase, self.waivers, self.baseline, *self.against) if path]


class Checker:
    """Checks bitexts with one set of options; model, termbase and earlier documents are read once.

    ``termbase`` and ``against`` are taken in place of the files that the options name; ``how``: by whom, and who is told.
    """

    def __init__(
        self,
        options: CheckOptions,
        encoder: Encoder | None = None,
        *,
        termbase: Termbase | None = None,
        against: Rows | None = None,
        how: How | None = None,
    ) -> None:
        self.options = options
        self.how = replace(how or How(), model=options.model)
        self.termbase = read_termbase(options.termbase) if options.termbase and termbase is None else termbase
        if options.waivers and not options.waivers.is_file():
            what = "is a folder" if options.waivers.is_dir() else "no such file"
            raise InputError(f"{options.waivers}: {what}", "check --waivers, or leave it out")
        self.baseline = read_baseline(options.baseline) if options.baseline else None
        self.encoder: Encoder = encoder or load_encoder(options.model)
        if against is None and options.against:
            earlier = [pair for path in options.against for pair in read_pairs(path, wanted=Wanted(options.zh))]
            against = Rows.of(earlier, self.encoder)
        self.against = against if against else None

    def check(self, bitext: Path) -> Checked:
        """Read a bitext and check it; waivers are those of the options, else the file beside the bitext."""
        said = Remarks()
        rows = Rows.of(
            with_original(read_pairs(bitext, said, Wanted(self.options.zh)), self.options.original), self.encoder
        )
        done = self.check_signed(rows, self._made_by(), waivers_for(self.options, bitext))
        told = [Remark("guessed", f"{bitext}: {line}") for line in (*said.guessed, *said.lost)]
        return replace(done, remarks=[*told, *done.remarks])

    def check_all(self, bitexts: Bitexts, named: Sequence[Path], judged: Mapping[str, Judged] | None = None) -> Checked:
        """Check the rows of several bitexts as one; waivers are those of the options, else the files beside what was ``named``.

        ``judged`` as in :meth:`check_signed`.
        """
        rows = Rows.of(with_original(bitexts.pairs, self.options.original), self.encoder)
        done = self.check_signed(rows, self._made_by(), waivers_for(self.options, *named), judged=judged)
        return replace(done, files=bitexts.files, remarks=[*bitexts.remarks, *done.remarks])

    def check_rows(self, rows: Rows, made: str = "") -> Checked:
        """Check rows that are no file, with the waivers of the options; ``made``: the signature of what aligned them."""
        return self.check_signed(rows, self._made_by(made), waivers_for(self.options))

    def _made_by(self, made: str = "") -> str:
        return f"duizhao:{program_version()}|{made or f'model:{self.encoder.fingerprint}'}"

    def check_signed(
        self,
        rows: Rows,
        signature: str,
        waivers: Sequence[Path],
        drafts: bool = False,
        how: How | None = None,
        judged: Mapping[str, Judged] | None = None,
    ) -> Checked:
        """Check rows as :meth:`check_rows` does; ``signature``: what made them; ``drafts``: extract terms though no check asks for them.

        ``judged``: what people said of findings, by id; it goes before the waivers.
        """
        quality = examine(
            rows,
            how or self.how,
            termbase=self.termbase,
            against=self.against,
            selection=self.options.selection,
            drafts=drafts,
        )
        parts = (signature, *self._held_against(), quality.signature, self.options.settings)
        made = "|".join(part for part in parts if part)
        report = replace(quality.report, signature=made)
        report, idle = silence(report, waivers, self.options.selection, judged or {})
        if self.baseline is not None:
            report = since(report, self.baseline, {check.code for check in self.options.selection.of(CHECKS)})
        return Checked(rows.pairs, quality.termbase, report, waivers, idle, rows.remarks)

    def _held_against(self) -> list[str]:
        """Fingerprints of the termbase and of the earlier documents, for the signature."""
        found = []
        if self.termbase is not None:
            lines = (f"{c.id}\t{t.language}\t{t.status}\t{t.text}" for c in self.termbase for t in c.terms)
            found.append(f"termbase:{_digest(lines)}")
        if self.against is not None:
            found.append("against:" + _digest("\t".join((p.symbol, p.zh, p.en)) for p in self.against))
        return found


def _digest(lines: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(f"{line}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:8]


def waivers_for(options: CheckOptions, *bitexts: Path) -> tuple[Path, ...]:
    """The waivers of the options, else ``duizhao-waivers.txt`` beside the bitexts, or in the folders, where there is one."""
    if options.waivers:
        return (options.waivers,)
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in bitexts)
    return tuple(path for folder in folders if (path := folder / WAIVERS).is_file())


def silence(
    report: Report, paths: Sequence[Path], selection: Selection, judged: Mapping[str, Judged] | None = None
) -> tuple[Report, list[str]]:
    """A report without what was accepted, and the ids of waivers of checks that ran and that match nothing.

    ``judged`` goes before the waivers: what was accepted there and set back here is asked about again.
    """
    waivers = {id: waiver for path in paths for id, waiver in read_waivers(path).items()}
    for id, said in (judged or {}).items():
        if said.decision == "accepted":
            waivers[id] = Waiver(id, who=said.who, date=said.date, comment=said.comment)
        elif said.decision:
            waivers.pop(id, None)
    if not waivers and not judged:
        return report, []
    spared = {id for id, said in (judged or {}).items() if said.decision and said.decision != "accepted"}
    report = apply_waivers(report, waivers, {check.code for check in selection.of(CHECKS)}, spared)
    here = {finding.id for finding in (*report.findings, *report.waived)}
    report = replace(report, judged={id: said for id, said in (judged or {}).items() if id in here})
    idle = report.scores.get("waivers", {}).get("idle", [])
    return report, [id for id in idle if id not in (judged or {})]


def report_record(path: Path, checker: Checker, ui: str = "en") -> dict[str, Any]:
    """A report as plain values: read from JSON, or made by checking a bitext."""
    if path.suffix.lower() != ".json":
        return checker.check(path).report.to_dict(ui)

    return read_report(path, "give a report that 'check --format json' wrote, or a bitext")
