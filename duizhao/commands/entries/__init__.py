"""Commands for the concepts of a termbase one by one: search, add, edit, delete, merge, duplicates, subjects."""

from duizhao.commands.entries.alike import duplicates_command, merge_command, subjects_command
from duizhao.commands.entries.edit import add_command, delete_command, edit_command
from duizhao.commands.entries.search import search_command

__all__ = [
    "add_command",
    "delete_command",
    "duplicates_command",
    "edit_command",
    "merge_command",
    "search_command",
    "subjects_command",
]
