"""A PDF as a page of HTML that shows what was made of every line of it."""

from corpora.view.page import view_page

__all__ = ["view_page"]
