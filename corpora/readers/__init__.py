"""Readers: one file per format, all behind :class:`corpora.readers.extract.Reader`."""
