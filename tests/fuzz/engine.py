"""One target under damaged input, as long as the time lasts: what is anything but a result or one line is a find.

python -m tests.fuzz.engine TARGET SEED SECONDS OUT

Inputs that reach new lines of the program are kept and damaged further. Every input has a bound of time (SIGALRM, where
there is one) and of memory; one that ends the process is in ``OUT/input``. The same seed gives the same inputs in the
same order with the same version of Python; the time says how many of them. Used by ``run.py``.
"""

from __future__ import annotations

import faulthandler
import gc
import json
import signal
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from corpora.errors import DuizhaoError
from tests.fuzz.coverage import Coverage
from tests.fuzz.mutate import mutate
from tests.fuzz.targets import TARGETS, Target

SECONDS, BYTES = 5.0, 1 << 30
LONGEST = 200_000
"""Bytes of an input: what grew longer is not kept."""
HANGS = 300.0
"""Seconds after which a process that no signal reaches (a loop in a library) ends itself."""


class TooLongError(BaseException):
    """An input took longer than its bound."""


def _late(*_: object) -> None:
    raise TooLongError


@contextmanager
def bounded():
    """A bound of time for what is inside; of processor time, so that a busy machine finds nothing."""
    if not hasattr(signal, "SIGVTALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _late)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def outcome(target: Target, path: Path) -> str:
    """``read``, ``refused``, or what went wrong, in a line."""
    before = peak()
    try:
        with bounded():
            target.run(path)
    except DuizhaoError as error:
        said = str(error)
        return "refused" if said.isprintable() and "internal error" not in said else f"the line is {said!a}"
    except (KeyboardInterrupt, SystemExit):
        raise
    except TooLongError:
        return f"longer than {SECONDS:g} s"
    except BaseException as error:  # a panic of Rust is no Exception
        return f"{type(error).__name__}: {str(error)[:200]!a} at {_place(error)}"
    return "read" if peak() - before < BYTES else "more than 1 GiB"


def _place(error: BaseException) -> str:
    trace, place = error.__traceback__, ""
    while trace is not None:
        code = trace.tb_frame.f_code
        if "/.venv/" not in code.co_filename and "/lib/python" not in code.co_filename:
            place = f"{Path(code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def peak() -> int:
    """Peak memory of this process, in bytes; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def limit_memory() -> None:
    """Let an input that takes far too much fail instead of the machine."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        now = int(Path("/proc/self/status").read_text("utf-8").split("VmData:")[1].split()[0]) * 1024
        resource.setrlimit(resource.RLIMIT_DATA, (now + 3 * BYTES, resource.RLIM_INFINITY))


@dataclass
class Engine:
    """A target, its chance, and the inputs that it damages."""

    name: str
    seed: int
    folder: Path
    counts: dict[str, int] = field(default_factory=lambda: {"inputs": 0, "read": 0, "refused": 0, "kept": 0})
    finds: dict[str, tuple[str, str, bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.target = TARGETS[self.name]
        self.random = Random(f"{self.name} {self.seed}")
        self.coverage = Coverage()
        with tempfile.TemporaryDirectory() as made:
            self.inputs = self.target.seeds(Path(made))
        for name, data in list(self.inputs):
            self.one(name, data, look=True)

    def one(self, name: str, data: bytes, *, look: bool) -> int:
        """Try an input; how many new lines it reached."""
        path = self.folder / f"input{Path(name).suffix}"
        path.write_bytes(data)
        faulthandler.dump_traceback_later(HANGS, exit=True)
        if look:
            self.coverage.start()
        try:
            said = outcome(self.target, path)
        finally:
            new = self.coverage.stop() if look else 0
            faulthandler.cancel_dump_traceback_later()
        self.counts["inputs"] += 1
        if said in ("read", "refused"):
            self.counts[said] += 1
        else:
            where = said.rpartition(" at ")[2]
            self.finds.setdefault(where, (said, path.suffix, data))
            (self.folder / f"find-{len(self.finds)}{path.suffix}").write_bytes(data)
        path.unlink(missing_ok=True)
        return new

    def run(self, seconds: float) -> None:
        """Damage inputs until the time is over."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            name, data = self.random.choice(self.inputs)
            others = [other for _, other in self.random.sample(self.inputs, min(3, len(self.inputs)))]
            damaged = mutate(data, others, self.random)
            look = self.random.randrange(self.coverage.every) == 0
            if self.one(name, damaged, look=look) and len(damaged) <= LONGEST:
                self.inputs.append((name, damaged))
                self.counts["kept"] += 1
            if self.counts["inputs"] % 2000 == 0:
                gc.collect()


def main(name: str, seed: str, seconds: str, out: str) -> None:
    """One target in a process of its own; a line of JSON at the end."""
    limit_memory()
    folder = Path(out)
    engine = Engine(name, int(seed), folder)
    engine.run(float(seconds))
    finds = [{"said": said, "suffix": suffix, "hex": data.hex()} for said, suffix, data in engine.finds.values()]
    print(json.dumps({**engine.counts, "mib": peak() >> 20, "finds": finds}))


if __name__ == "__main__":
    main(*sys.argv[1:])
