"""``duizhao align``: one pair of files, gold scores, training."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpora.changes import Changes
from corpora.errors import InputError
from duizhao.commands import options
from duizhao.commands.align_jobs import job_status_command, run_job
from duizhao.commands.app import App
from duizhao.commands.options import TextFormat, format_option
from duizhao.commands.outputs import complain, note, tell_done, write_json, write_out, written_aside
from duizhao.corrections import Corrections, read_corrections
from duizhao.other_languages import Languages, align_others, others_out, two_languages
from duizhao.project_file import signed
from duizhao.stopping import StoppedError

if TYPE_CHECKING:
    from align.score import GoldFile
    from corpora.bitext import Bitext
    from corpora.document import Document

app = App("Align sentences: one pair of files, scores against gold, training.")


class LinkFormat(StrEnum):
    """How ``align file`` prints an alignment."""

    links = "links"
    tsv = "tsv"
    tmx = "tmx"
    json = "json"


app.command("run")(run_job)
app.command("status")(job_status_command)


@app.command("file")
def align_file(
    zh: Annotated[Path, typer.Argument(help="The first file, by default Chinese.")],
    en: Annotated[Path, typer.Argument(help="The second file, by default English.")],
    sentences: options.Sentences = False,
    format: Annotated[LinkFormat | None, format_option(LinkFormat)] = None,
    output: options.Output = None,
    least: Annotated[
        float, typer.Option("--min-confidence", min=0.0, max=1.0, help="Leave out links that are less sure than this.")
    ] = 0.0,
    worst_first: Annotated[
        bool, typer.Option("--worst-first", help="The least sure links first, for a reviser.")
    ] = False,
    zh_code: options.ZhCode = "zh-CN",
    en_code: options.EnCode = "en",
    original: options.Original = None,
    model: options.Model = "builtin",
    device: options.Device = None,
    prompt: options.Prompt = None,
    cache: options.Cache = True,
    changes: options.TrackedChanges = Changes.accepted,
    languages: Languages = "zh,en",
    links: options.Links = None,
) -> None:
    """Align two files and print the links or the bitext.

    Each link has a confidence: the probability that a reviser would have made the very same link (the column score).

    With --links the rows that say 'confirmed' in the column link stay as they are; where no row says so, all do, and what was
    taken out of the table is aligned anew.

    With --sentences and --format links every line is one link, ids counted from 0: '[0, 1]:[0]', '[2]:[]'.
    The languages are recognised by their script, so the files may come in either order.

    Example: duizhao align file letter.zh.txt letter.en.txt -o letter.tmx
    """
    from align.aligner import Aligner
    from align.confirmed import read_confirmed
    from align.encoders import load_encoder

    spoken = two_languages(languages)
    if set(spoken) != {"zh", "en"}:
        if links is not None:
            raise InputError("--links is of Chinese and English", "leave it out with other --languages")
        encoder = load_encoder(model, device, prompt, cache)
        found = align_others(zh, en, spoken, sentences, encoder)
        write_out(others_out(found, format or _format_of(output), least, worst_first), output)
        return
    first, second = _documents(zh, en, sentences, original.value if original else "", changes)
    fixed = [] if links is None else read_confirmed(links, first, second)
    bitext = Aligner(load_encoder(model, device, prompt, cache)).align(first, second, fixed)
    if bitext.warning:
        complain(f"{zh} and {en}: {bitext.warning}", "alignment")
    chosen = format or _format_of(output)
    write_out(_render(bitext, chosen, least, worst_first, (zh_code, en_code), output), output)


def _format_of(output: Path | None) -> LinkFormat:
    suffixes = {
        ".tmx": LinkFormat.tmx,
        ".tsv": LinkFormat.tsv,
        ".txt": LinkFormat.tsv,
        ".json": LinkFormat.json,
        ".align": LinkFormat.links,
        ".links": LinkFormat.links,
    }
    if output and output.suffix.lower() not in suffixes:
        raise InputError(f"{output}: no such format", f"end the name in {', '.join(suffixes)}, or give --format")
    return suffixes[output.suffix.lower()] if output else LinkFormat.tsv


def _documents(
    first: Path, second: Path, sentences: bool, original: str, changes: Changes
) -> tuple[Document, Document]:
    from corpora.document import Document
    from corpora.readers import read_sentences
    from corpora.reading import read_versions, refuse_one_language
    from corpora.text import detect_language

    if not sentences:
        return read_versions(first, second, original, changes)
    documents = []
    for path, fallback in ((first, "zh"), (second, "en")):
        lines = read_sentences(path)
        language = detect_language("\n".join(lines)) or fallback
        documents.append(Document.from_sentences(lines, language, "", str(path), original))
    refuse_one_language(*documents)
    return documents[0], documents[1]


def _render(
    bitext: Bitext,
    format: LinkFormat,
    least: float,
    worst_first: bool,
    codes: tuple[str, str],
    output: Path | None,
) -> bytes:
    if format is LinkFormat.links:
        links = [link for link in bitext.links if link.score >= least]
        if worst_first:
            links.sort(key=lambda link: link.score)
        return "".join(f"{link}\n" for link in links).encode("utf-8")
    pairs = [pair for pair in bitext.pairs() if pair.score >= least]
    if worst_first:
        pairs.sort(key=lambda pair: pair.score)
    if format is LinkFormat.json:
        from dataclasses import asdict

        from corpora.versions import SCHEMAS

        data = {
            "schema": SCHEMAS["bitext"],
            "signature": signed(bitext.signature),
            "pairs": [asdict(pair) for pair in pairs],
        }
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
    from corpora.exchange import write_pairs

    with written_aside(f"bitext.{format.value}", output) as path:
        write_pairs(pairs, path, zh_code=codes[0], en_code=codes[1])
        return path.read_bytes()


@app.command("score")
def score(
    folders: Annotated[list[Path], typer.Argument(help="Folders with src/, tgt/ and gold/.")],
    format: options.Format = TextFormat.text,
    original: options.Original = None,
    model: options.Model = "builtin",
    device: options.Device = None,
    prompt: options.Prompt = None,
    cache: options.Cache = True,
) -> None:
    """Align gold folders and print strict and lax precision, recall and F1, per file and pooled.

    Every figure is given with null links counted and without. Example: duizhao align score gold/un gold/literary
    """
    from align.aligner import Aligner
    from align.encoders import load_encoder
    from align.score import read_gold

    golds = [(folder, read_gold(folder)) for folder in folders]
    aligner = Aligner(load_encoder(model, device, prompt, cache))
    rows = [row for folder, files in golds for row in _score_folder(aligner, folder, files)]
    if format is TextFormat.json:
        write_json({"rows": rows, "signature": signed(aligner.signature)})
        return
    _print_table(rows)


def _score_folder(aligner: Any, folder: Path, files: list[GoldFile]) -> list[dict[str, Any]]:
    from align.score import Counts, count
    from corpora.document import Document
    from corpora.text import detect_language

    rows: list[dict[str, Any]] = []
    pooled = {True: Counts(), False: Counts()}
    for gold in files:
        source_language = detect_language("\n".join(gold.source)) or "zh"
        target_language = "en" if source_language == "zh" else "zh"
        links = aligner.links(
            Document.from_sentences(gold.source, source_language), Document.from_sentences(gold.target, target_language)
        )
        found = [(tuple(link.source), tuple(link.target)) for link in links]
        for nulls in (True, False):
            counts = count(found, gold.links, nulls)
            pooled[nulls] += counts
            rows.append(_score_row(folder, gold.name, nulls, counts))
    return rows + [_score_row(folder, "all", nulls, counts) for nulls, counts in pooled.items()]


def _score_row(folder: Path, name: str, nulls: bool, counts: Any) -> dict[str, Any]:
    return {
        "folder": str(folder),
        "file": name,
        "nulls": "counted" if nulls else "not counted",
        "found": counts.found,
        "gold": counts.gold,
        **counts.rates(),
    }


def _print_table(rows: list[dict[str, Any]]) -> None:
    names: tuple[str, ...] = ("file", "nulls", "found", "gold", "strict_precision", "strict_recall", "strict_f1")
    names += ("lax_precision", "lax_recall", "lax_f1")
    heads: tuple[str, ...] = ("file", "null links", "found", "gold", "P", "R", "F1", "lax P", "lax R", "lax F1")
    folder = None
    lines: list[str] = []
    for row in rows:
        if row["folder"] != folder:
            folder = row["folder"]
            lines += ["", folder] if row is not rows[0] else [folder]
            lines.append("  ".join(f"{head:>11}" if k < 2 else f"{head:>6}" for k, head in enumerate(heads)))
        cells = [row[name] for name in names]
        shown = [f"{cell:.4f}" if isinstance(cell, float) else str(cell) for cell in cells]
        lines.append("  ".join(f"{cell:>11}" if k < 2 else f"{cell:>6}" for k, cell in enumerate(shown)))
    write_out("".join(f"{line}\n" for line in lines))


@app.command("train")
def train_model(
    bitexts: Annotated[
        list[Path], typer.Argument(help="TMX, Parquet, TSV, CSV, JSONL, or FILE.zh beside FILE.en. Twice counts twice.")
    ],
    output: options.OutputFolder,
    base: Annotated[
        str | None, typer.Option("--base", help="Adapt this model ('builtin' or a folder) instead of starting afresh.")
    ] = None,
    minimum: Annotated[
        list[str] | None,
        typer.Option(
            "--min", metavar="COLUMN=NUMBER", help="COLUMN=VALUE: leave out rows below, e.g. dictionary_coverage=0.15."
        ),
    ] = None,
    languages: Languages = "zh,en",
    heldout: Annotated[
        Path | None,
        typer.Option(
            "--heldout", help="A bitext kept out of training, to measure on. Default: parts of what is given."
        ),
    ] = None,
    epochs: Annotated[
        int | None,
        typer.Option(
            min=1, help="Times through the data. Default: 2; 8 to 2 with --base, by how many pairs there are."
        ),
    ] = None,
    corrections: Corrections = None,
    dimensions: Annotated[int, typer.Option(min=8, help="Length of a vector.")] = 256,
    vocabulary: Annotated[int, typer.Option(min=200, help="Pieces in the vocabulary.")] = 80_000,
    batch: Annotated[int, typer.Option(min=8, help="Pairs in a batch, at most; few pairs make smaller ones.")] = 2048,
    learning_rate: Annotated[float | None, typer.Option(help="Default 0.01.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of every random choice.")] = 1,
) -> None:
    """Train a static bilingual model from sentence pairs, or adapt one to your own memory.

    Any pair of languages. The pairs are looked at first, and the model is measured against the one before: the last line says whether
    it helps. A training that was interrupted goes on when the same command is given again.

    Exit 0: trained; 1: trained, but not to be used; 2: could not run.
    Example: duizhao align train memory.tmx --base builtin -o my-model
    """
    from align.encoders import BUILTIN, STATE
    from align.training import TrainingConfig, load_weights, refuse_base
    from align.trial import train_and_try
    from corpora.exchange import read_training_pairs
    from corpora.files import json_text

    floors = dict(_floor(item) for item in minimum or [])
    first, second = two_languages(languages)
    named = list(dict.fromkeys(bitexts))
    pairs = read_training_pairs(named, floors, (first, second))
    repeated = [path for path in named for _ in range(bitexts.count(path) - 1)]
    again = read_training_pairs(repeated, floors, (first, second)) if repeated else []
    kept = read_training_pairs([heldout], {}, (first, second)) if heldout else None
    folder = None if base is None else BUILTIN if base == "builtin" else Path(base)
    if folder is not None:
        refuse_base(folder, output)
        dimensions = load_weights(folder).shape[1]
    rate = 0.01 if learning_rate is None else learning_rate
    if not 0 < rate < 10:
        raise InputError(f"--learning-rate {rate} is not between 0 and 10", "leave it out for the usual one")
    rounds = epochs or (2 if folder is None else _rounds(len(pairs)))
    config = TrainingConfig(
        vocabulary=vocabulary, dimensions=dimensions, epochs=rounds, batch=batch, learning_rate=rate, seed=seed
    )
    try:
        report = train_and_try(
            pairs,
            output,
            config,
            base=folder,
            sources=[path.name for path in bitexts],
            heldout=kept,
            languages=(first, second),
            again=again,
            corrected=read_corrections(corrections or (), (first, second)),
            progress=note,
            warn=lambda line: complain(line, "input"),
        )
    except KeyboardInterrupt as stop:
        there = (output / STATE / "state.pt").is_file()
        kept_state = f"what was done is kept in {output / STATE}, and the same command goes on from there"
        raise StoppedError(stop, f"interrupted; {kept_state if there else 'nothing was kept yet'}") from stop
    tell_done(f"the model is in {output}", f"{json_text(report)}\n")
    verdict = report["verdict"]
    if verdict["word"] == "do not use":
        complain(f"{output}: {verdict['sentence']}", "input")
        raise typer.Exit(1)
    note(f"{output}: {verdict['sentence']}")


def _rounds(pairs: int) -> int:
    """Times through the data when a model is adapted: few pairs are read more often, for about as many steps."""
    return 8 if pairs < 10_000 else 4 if pairs < 50_000 else 2


def _floor(item: str) -> tuple[str, float]:
    name, _, value = item.partition("=")
    try:
        return name, float(value)
    except ValueError as error:
        raise InputError(f"--min {item!r} is not COLUMN=NUMBER", "for example --min coverage=0.15") from error
