"""The room *Findings*: what the checks found, with previous and next sentence; what people decide goes into the ledger at once."""

from duizhao.desk.findings.room import routes

__all__ = ["routes"]
