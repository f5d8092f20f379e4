"""Options that several commands share, defined once: one name, one help, one way to be checked and completed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from corpora.changes import Changes
from corpora.errors import InputError


class WrongValueError(typer.BadParameter):
    """A value that an option does not have; its message goes on behind the name of the option."""


def among(kinds: type[StrEnum], *names: str, help: str, what: str = "", old: Mapping[str, str] | None = None) -> Any:
    """An option with a few values, in any case; ``old`` are values that go on working unseen.

    ``what`` is such a value, where the name of the option does not say it.
    """
    what = what or names[0].strip("-").replace("-", " ")

    def parse(value: Any) -> StrEnum:
        said = str(value).strip().lower()
        said = (old or {}).get(said, said)
        if said not in [kind.value for kind in kinds]:
            raise WrongValueError(f"{value}: no such {what}; there are {', '.join(kinds)}")
        return kinds(said)

    return typer.Option(*names, help=help, parser=parse)


def listed(there: Callable[[], Iterable[str]], *names: str, help: str) -> Any:
    """An option with many values, which are loaded when they are asked for."""
    what = names[0].strip("-").replace("-", " ")

    def parse(value: Any) -> str:
        said = str(value).strip().lower()
        if said not in (known := list(there())):
            raise WrongValueError(f"{value}: no such {what}; there are {', '.join(known)}")
        return said

    return typer.Option(*names, help=help, parser=parse, metavar="NAME", autocompletion=_beginning(there))


def _beginning(there: Callable[[], Iterable[str]]) -> Callable[[str], list[str]]:
    def complete(incomplete: str) -> list[str]:
        return [name for name in there() if name.lower().startswith(incomplete.lower())]

    return complete


def _houses() -> tuple[str, ...]:
    from glossary.quality import HOUSES

    return HOUSES


def _or_stdout(value: Path | None) -> Path | None:
    return None if value == Path("-") else value


def _formats() -> list[str]:
    from glossary.formats import FORMATS

    return list(FORMATS)


def _codes_there() -> list[str]:
    from glossary.checks import CHECKS

    return ["all", *(check.code for check in CHECKS)]


def _models() -> list[str]:
    folders = sorted(path.parent.name for path in Path().glob("*/tokenizer.json"))
    return ["builtin", *folders]


class Language(StrEnum):
    """The two languages."""

    zh = "zh"
    en = "en"


class Chinese(StrEnum):
    """Which Chinese."""

    simplified = "simplified"
    traditional = "traditional"


class TextFormat(StrEnum):
    """For people or for programs."""

    text = "text"
    json = "json"


class TbxDialect(StrEnum):
    """The versions of TBX."""

    v2 = "v2"
    v3 = "v3"


class FailOn(StrEnum):
    """From which severity on findings give exit code 1."""

    never = "never"
    note = "note"
    warning = "warning"
    error = "error"


class Engine(StrEnum):
    """Who does work that is spread over many processes."""

    local = "local"
    ray = "ray"


TABLE = {"table": "text"}
"""What was called a table by some commands before 0.2 and text by others."""
FORMAT_HELP = "The form of what is written; by default the suffix of --output decides, where there is one."


def format_option(kinds: type[StrEnum], old: Mapping[str, str] | None = None) -> Any:
    """``--format`` with the forms that a command can write."""
    return among(kinds, "--format", "-f", help=FORMAT_HELP, old=old)


# what is written, and where
Format = Annotated[TextFormat, format_option(TextFormat, TABLE)]
FormatBySuffix = Annotated[TextFormat | None, format_option(TextFormat, TABLE)]
TermFormat = Annotated[str | None, listed(_formats, "--format", "-f", help=FORMAT_HELP)]
InputFormat = Annotated[
    str | None, listed(_formats, "--input-format", help="The form of what is read; by default its suffix decides.")
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write here instead of standard output.", dir_okay=False, callback=_or_stdout),
]
OutputFile = Annotated[
    Path, typer.Option("--output", "-o", help="The file to write; its suffix decides.", dir_okay=False)
]
OutputFolder = Annotated[Path, typer.Option("--output", "-o", help="The folder to write to.", file_okay=False)]
DIALECT = among(
    TbxDialect, "--dialect", help="TBX version of a .tbx file: v2 for today's CAT tools, or v3 (ISO 30042)."
)
Dialect = Annotated[TbxDialect, DIALECT]


def _code(value: Any) -> str:
    """A language code that the tools which read our files will take."""
    from corpora.exchange import check_codes

    try:
        check_codes(code := str(value).strip())
    except InputError as error:
        raise WrongValueError(f"{value}: not a language code; {error.hint}") from error
    return code


_ZH_CODE = typer.Option(
    "--zh-code",
    parser=_code,
    metavar="CODE",
    help="Language code that is written for Chinese. Default: what the file or the tools say, zh in termbases, zh-CN in bitexts.",
    autocompletion=_beginning(lambda: ("zh", "zh-CN", "zh-Hans", "zh-TW", "zh-Hant")),
)
_EN_CODE = typer.Option(
    "--en-code",
    parser=_code,
    metavar="CODE",
    help="Language code that is written for English.",
    autocompletion=_beginning(lambda: ("en", "en-GB", "en-US")),
)
ZhCode = Annotated[str, _ZH_CODE]
EnCode = Annotated[str, _EN_CODE]
ZhCodeOfFile = Annotated[str | None, _ZH_CODE]
"""Where nothing is given what the file says is taken."""
EnCodeOfFile = Annotated[str | None, _EN_CODE]
From = Annotated[
    Language | None,
    among(
        Language,
        "--from",
        what="language",
        help="The language that is translated, in formats that have a source. Default: the original, where it is known.",
    ),
]
Original = Annotated[
    Language | None,
    among(
        Language,
        "--original",
        what="language",
        help="Which version was not translated: zh or en. Default: what the documents or the bitext say.",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be done; write and fetch nothing.")]
Force = Annotated[bool, typer.Option("--force", help="Write over what is there already.")]
Limit = Annotated[int, typer.Option("--limit", min=0, help="At most so many, the best or latest first; 0: all.")]

# what is read, and how
LANGUAGE_HELP = "The language of what is given; by default it is recognised."
OneLanguage = Annotated[Language | None, among(Language, "--language", "-l", help=LANGUAGE_HELP)]
WhichChinese = Annotated[
    Chinese | None,
    among(
        Chinese,
        "--zh",
        what="Chinese",
        help="Which Chinese, where there are several: simplified or traditional. Default: all; simplified, where there is room for one.",
    ),
]
TrackedChanges = Annotated[
    Changes,
    among(
        Changes,
        "--changes",
        help="Tracked changes of Word files: accepted, the original before them, or refused: an error.",
    ),
]
Recursive = Annotated[
    bool,
    typer.Option(
        "--recursive", "-r", help="With all subfolders; where documents are paired, zh/ and en/ are read anyway."
    ),
]
Sentences = Annotated[bool, typer.Option("--sentences", help="Each line is a sentence: no repair, no splitting.")]
Model = Annotated[
    str,
    typer.Option(
        "--model",
        "-m",
        help="'builtin', a model folder, a sentence-transformers model by name, or builtin+NAME for both together.",
        autocompletion=_beginning(_models),
    ),
]
Device = Annotated[
    str | None,
    typer.Option(
        "--device",
        help="For hub models: cpu, cuda, mps; ignored by models that need no torch, such as the built-in one. "
        "Default: DUIZHAO_DEVICE, else the best there is.",
        autocompletion=_beginning(lambda: ("cpu", "cuda", "mps")),
    ),
]
Prompt = Annotated[
    str | None,
    typer.Option("--prompt", help="For hub models: put before every text. Default: the model's own; e5: 'query: '."),
]
Cache = Annotated[bool, typer.Option("--cache/--no-cache", help="For hub models: keep vectors on disk.")]

Engines = Annotated[
    Engine, among(Engine, "--engine", help="Processes of this machine, or a Ray cluster (RAY_ADDRESS).")
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", min=1, help="So many processes at work; what comes out is the same whatever their number."
    ),
]

# a page of this machine
Port = Annotated[int, typer.Option(min=0, max=65535, help="0: any that is free.")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Only print the address.")]

# a termbase
StorePath = Annotated[Path, typer.Argument(metavar="STORE", help="The termbase: a .db file.", dir_okay=False)]
Who = Annotated[
    str, typer.Option("--who", metavar="NAME", help="Who decides; a termbase takes the login name by default.")
]
Body = Annotated[str, typer.Option("--body", metavar="NAME", help="Whose terms these are, such as UNHQ or FAO.")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, kept in the history.")]

LINKS_HELP = "A bitext with links that a person confirmed: they stay, the rest is aligned around them."
Links = Annotated[Path | None, typer.Option("--links", help=LINKS_HELP)]

# checks
Checklist = Annotated[
    Path | None,
    typer.Option("--checklist", metavar="FILE", help="Your own rules (.toml): pairs, forbidden words, words to keep."),
]
House = Annotated[str | None, listed(_houses, "--house", help="The rules of a house: separators, per cent, dates.")]
ApprovedTerms = Annotated[
    Path | None,
    typer.Option("--termbase", "-t", help="Approved terms, in any format: a .db, TBX, CSV, XLSX, SKOS ..."),
]
Ui = Annotated[
    Language, among(Language, "--ui", what="language", help="Language of what is written for people: en or zh.")
]
Fail = Annotated[
    FailOn, among(FailOn, "--fail-on", what="severity", help="Exit 1 on findings of this severity or above.")
]
Against = Annotated[
    list[Path] | None,
    typer.Option(
        "--against",
        metavar="BITEXT",
        help="A bitext of earlier documents to hold this one against; can be given again.",
    ),
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="CODES",
        help="Only these checks: codes or their beginnings (N, T103), 'all'; commas or again.",
        autocompletion=_beginning(_codes_there),
    ),
]
Extend = Annotated[
    list[str] | None,
    typer.Option(
        "--extend-select",
        metavar="CODES",
        help="These checks too, such as those that are off.",
        autocompletion=_beginning(_codes_there),
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option("--ignore", metavar="CODES", help="Not these checks.", autocompletion=_beginning(_codes_there)),
]
Severities = Annotated[
    list[str] | None,
    typer.Option(
        "--severity", metavar="CODE=LEVEL", help="Another severity for a check: N101=warning; commas or again."
    ),
]
Waivers = Annotated[
    Path | None,
    typer.Option(
        "--waivers",
        help="Accepted findings, which stay silent. Default: duizhao-waivers.txt beside the bitext, or in the folder.",
    ),
]


def variety_of(chosen: Chinese | None) -> Literal["simplified", "traditional"]:
    """Which Chinese is read where there is room for one."""
    return "traditional" if chosen is Chinese.traditional else "simplified"
