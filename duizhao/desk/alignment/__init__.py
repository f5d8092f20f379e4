"""The room *Alignment*: both texts side by side, links corrected by keyboard and mouse, each edit a decision of the project."""

from duizhao.desk.alignment.room import routes

__all__ = ["routes"]
