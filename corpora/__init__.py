"""Floor 1: documents. Symbols, readers, repair, sentences, bitexts, tables, TMX.

Import from the modules (``from corpora.document import Document``): nothing heavy is loaded by the package itself.
"""

__all__ = ()
