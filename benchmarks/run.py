"""All benchmarks that need no other program, one after the other: 'make bench'.

python benchmarks/run.py [NAME...]        names of the scripts below, as alignment/jobs; default: all
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPTS = (
    "main_job",
    *(f"alignment/{name}" for name in ("alignment", "calibrate", "jobs")),
    *(f"models/{name}" for name in ("encoding", "hub")),
    *(f"terms/{name}" for name in ("terms", "lookup")),
    *(
        f"checks/{name}"
        for name in ("checks", "planted", "inconsistencies", "consistency", "term_alarms", "report_page")
    ),
    *(f"documents/{name}" for name in ("formats", "reading", "repair", "splitting")),
)


def main() -> None:
    wanted = sys.argv[1:] or SCRIPTS
    if unknown := sorted(set(wanted) - set(SCRIPTS)):
        sys.exit(f"no benchmark {', '.join(unknown)}; there are {', '.join(SCRIPTS)}")
    failed = []
    for name in wanted:
        print(f"\n# {name}\n", flush=True)
        done = subprocess.run([sys.executable, str(Path(__file__).parent / f"{name}.py")], check=False)
        if done.returncode:
            failed.append(name)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
