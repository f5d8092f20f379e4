"""The desk: one local page over a project, with a room each for documents, alignment, findings and terms."""

from duizhao.desk.finding_project import find_project
from duizhao.desk.server import build_app, serve
from duizhao.desk.state import Project

__all__ = ["Project", "build_app", "find_project", "serve"]
