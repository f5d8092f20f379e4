"""``duizhao`` and ``python -m duizhao``: are the packages beside this one ours, then in through the door."""

from __future__ import annotations

import sys

from duizhao.names import strangers


def main() -> None:
    """Run the program; say in one line where another package stands in the place of one of ours."""
    for name, place in strangers():
        sys.stderr.write(
            f"duizhao: {name}: another package of this name is found first, at {place}; "
            "install duizhao into an environment of its own, for example with pipx\n"
        )
        sys.exit(2)
    from duizhao.door import main as door

    door()


if __name__ == "__main__":
    main()
