"""What an installation takes: the wheel in an environment of its own, plain and with each extra for users.

python benchmarks/install.py [--constraints constraints.txt] [--index URL]

Prints megabytes of the environment (its ``pip`` left out), of which by package. The
libraries come from the package index that pip is set to: torch alone is .2 GB (CPU) or several GB (with GPU libraries), whichever the index gives.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXTRAS = ("", "models", "cluster")
SHOWN = 6


def megabytes(folder: Path) -> float:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6


def build(folder: Path) -> Path:
    subprocess.run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, ROOT], check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def install(wheel: Path, extra: str, place: Path, more: list[str]) -> Path:
    """An environment with the wheel; the folder of its packages."""
    venv.create(place, with_pip=False)
    wanted = f"duizhao[{extra}] @ {wheel.as_uri()}" if extra else str(wheel)
    subprocess.run([sys.executable, "-m", "pip", "--python", place, "install", "-q", *more, wanted], check=True)
    (packages,) = [path for path in place.rglob("site-packages") if path.is_dir()]
    return packages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--constraints", type=Path)
    parser.add_argument("--index")
    args = parser.parse_args()
    more = ["--disable-pip-version-check"]
    more += ["-c", str(args.constraints)] if args.constraints else []
    more += ["--index-url", args.index] if args.index else []
    with tempfile.TemporaryDirectory() as folder:
        wheel = build(Path(folder))
        print(f"wheel: {wheel.stat().st_size / 1e6:.0f} MB")
        for extra in EXTRAS:
            packages = install(wheel, extra, Path(folder) / (extra or "plain"), more)
            sizes = sorted(((megabytes(path), path.name) for path in packages.iterdir() if path.is_dir()), reverse=True)
            most = ", ".join(f"{name} {size:.0f}" for size, name in sizes[:SHOWN])
            print(f"{extra or 'plain'}: {megabytes(packages):.0f} MB ({most})", flush=True)


if __name__ == "__main__":
    main()
