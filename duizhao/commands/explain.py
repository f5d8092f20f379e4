"""``duizhao explain`` and ``doctor``: what a code means, and whether all is well on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpora.errors import InputError
from duizhao.commands import options
from duizhao.commands.options import Format, TextFormat
from duizhao.commands.outputs import write_json, write_out
from duizhao.selection import selection_of, with_rules


def _codes() -> list[str]:
    from glossary.checks import CHECKS

    return [check.code for check in CHECKS]


def explain_command(
    code: Annotated[
        str | None,
        typer.Argument(
            help="A code such as N101, or its beginning; without one, all codes.", autocompletion=lambda: _codes()
        ),
    ] = None,
    pages: Annotated[bool, typer.Option("--all", help="All pages, as Markdown.")] = False,
    checklist: options.Checklist = None,
    house: options.House = None,
    ui: options.Ui = options.Language.en,
) -> None:
    """What a check does, why it matters, what is wrong and right, and what to do.

    Example: duizhao explain N101
    """
    from glossary.checks import CHECKS, SEVERITIES_ZH, all_pages, current, explain_check

    if pages:
        write_out(all_pages())
        return
    if checklist is not None or house is not None:
        rules = with_rules(selection_of(None, None, None, None), checklist, house).rules
        write_out("".join(f"{rule.line(ui.value)}\n" for rule in rules))
        return
    text = explain_check(code, ui.value) if code else None
    if text is not None:
        write_out(f"{text}\n")
        return
    shown = [check for check in CHECKS if check.code.startswith(current(code or ""))]
    if not shown:
        raise InputError(f"no check has the code {code!r}", "'duizhao explain' lists all codes")
    lines = (
        f"{check.code}  {check.severity.value:<8} {check.name} · {check.name_zh}{'' if check.on else '  (off)'}\n"
        if ui is options.Language.en
        else f"{check.code}  {SEVERITIES_ZH[check.severity]}  {check.name_zh}{'' if check.on else '（默认不运行）'}\n"
        for check in shown
    )
    write_out("".join(lines))


def doctor_command(format: Format = TextFormat.text) -> None:
    """Is everything here that duizhao needs, and what to do about what is not; what to put into a bug report.

    Exit 0: all is well, or something optional is missing; 2: something is broken. Example: duizhao doctor
    """
    from duizhao.doctor import diagnose, to_records

    signs = diagnose(Path.cwd())
    if format is TextFormat.json:
        write_json(to_records(signs))
    else:
        for sign in signs:
            hint = f"  ({sign.hint})" if sign.hint else ""
            write_out(f"{sign.state:<4}  {sign.name:<22} {sign.value}{hint}\n")
    if any(sign.state == "bad" for sign in signs):
        raise typer.Exit(2)
