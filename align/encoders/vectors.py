"""What every encoder needs: vectors of unit length, the fingerprint of a model folder."""

from __future__ import annotations

import hashlib
from pathlib import Path

from align.dictionary import FILE

BLOCK = 1 << 20  # bytes read at a time for a fingerprint


def fingerprint(folder: Path) -> str:
    """Eight hexadecimal digits of the files that shape the vectors; of very large files evenly spaced samples."""
    digest = hashlib.sha256()
    names = ("tokenizer.json", "model.safetensors", FILE, "modules.json", "config.json", "pytorch_model.bin")
    for path in sorted(p for p in folder.rglob("*") if p.name in names):
        size = path.stat().st_size
        stride = BLOCK if size <= 64 * BLOCK else size // 64
        digest.update(f"{path.relative_to(folder).as_posix()}:{size}".encode())
        with path.open("rb") as stream:
            for start in range(0, size, stride):
                stream.seek(start)
                digest.update(stream.read(BLOCK))
    return digest.hexdigest()[:8]
