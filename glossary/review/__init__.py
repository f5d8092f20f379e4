"""Candidates before a terminologist: a spreadsheet to fill in, or a page on one's own machine."""
