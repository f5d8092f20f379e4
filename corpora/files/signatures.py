"""The first bytes by which files are known, whatever their names say."""

from __future__ import annotations

PDF = b"%PDF-"
ZIP = b"PK\x03\x04"  # also .docx, .xlsx, .odt
EMPTY_ZIP = b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # compound files: Word and Excel to 2003, and encrypted ones since
OLDER_WORD = (b"\xdb\xa5", b"1\xbe\x00\x00")
RTF = b"{\\rtf"
WORDPERFECT = b"\xffWPC"
PARQUET = b"PAR1"
SQLITE = b"SQLite format 3\x00"
GZIP = b"\x1f\x8b"
ARCHIVES = (b"Rar!", b"7z\xbc\xaf")
IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8")
PROGRAMS = (b"MZ", b"\x7fELF")
