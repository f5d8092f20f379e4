"""``python -m duizhao``, and the command ``duizhao``."""

import _signal  # type: ignore[import-not-found]  # built in: signal.py is looked for in the current folder, where -m is used
import os
import sys


def main() -> None:
    """Enter by the door; nothing that stands behind it is looked for in the current folder, which -m puts on the path."""
    if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
        _signal.signal(_signal.SIGINT, _signal.SIG_DFL)  # nothing is at work yet: Ctrl-C ends it, without a traceback
    try:
        here = os.getcwd()  # noqa: PTH109 - pathlib is not loaded yet
    except OSError:
        sys.stderr.write("duizhao: the current folder is not there any more; change to one that is\n")
        sys.exit(2)
    here, ours = os.path.realpath(here), os.path.realpath(f"{__file__}/../..")
    sys.path[:] = [folder for folder in sys.path if here == ours or os.path.realpath(folder or ".") != here]
    from duizhao.names import strangers

    for name, place in strangers():
        sys.stderr.write(
            f"duizhao: {name}: another package of this name is found first, at {place}; "
            "install duizhao into an environment of its own, for example with pipx\n"
        )
        sys.exit(2)
    from corpora.here import leave_here

    leave_here()
    from duizhao.door import main as enter

    enter()


if __name__ == "__main__":
    main()
