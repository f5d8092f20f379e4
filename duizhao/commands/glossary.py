"""``duizhao glossary``: drafts from bitexts, the termbase, its review and its exchange with other tools."""

from __future__ import annotations

from duizhao.commands import entries
from duizhao.commands import exchange as exchange_commands
from duizhao.commands import termbase as commands
from duizhao.commands.app import App
from duizhao.commands.extract import extract_command
from duizhao.commands.find import find_command
from duizhao.commands.review import app as review_app

app = App("Termbases: extract candidates from bitexts, review them, look terms up, exchange with other tools.")
app.command("find")(find_command)
app.command("extract")(extract_command)
app.command("import")(exchange_commands.import_command)
app.command("export")(exchange_commands.export_command)
app.command("convert")(exchange_commands.convert_command)
app.command("propose")(commands.propose_command)
app.add_typer(review_app, name="review")
app.command("search")(entries.search_command)
app.command("show")(commands.show_command)
app.command("history")(commands.history_command)
app.command("undo")(commands.undo_command)
app.command("add")(entries.add_command)
app.command("edit")(entries.edit_command)
app.command("delete")(entries.delete_command)
app.command("merge")(entries.merge_command)
app.command("duplicates")(entries.duplicates_command)
app.command("subjects")(entries.subjects_command)
