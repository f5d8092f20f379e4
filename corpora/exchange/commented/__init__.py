"""Findings written into the XLIFF that was checked, as the comments of the tool that made it."""

from corpora.exchange.commented.put import Comment, with_comments

__all__ = ["Comment", "with_comments"]
