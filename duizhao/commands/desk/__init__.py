"""The command that opens the desk."""

from duizhao.commands.desk.opening import desk_command

__all__ = ["desk_command"]
