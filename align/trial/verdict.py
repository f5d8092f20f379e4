"""One sentence about a model that was trained: it helps, it makes no difference, or it is not to be used."""

from __future__ import annotations

from dataclasses import dataclass

from align.encoders import NOT_TO_BE_USED
from align.trial.inputs import Looked
from align.trial.measure import Difference

HARM = 0.002  # of F1 on general text
ENOUGH = 1000  # pairs below which little can be told
HELPS, SAME, BAD, ALONE = "helps", "no difference", NOT_TO_BE_USED, "not compared"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``word`` is one of helps, no difference, do not use, not compared; ``sentence`` says why."""

    word: str
    sentence: str

    def to_dict(self) -> dict[str, str]:
        """Plain values for the report."""
        return {"word": self.word, "sentence": self.sentence}


def judge(looked: Looked, own: Difference | None, general: Difference | None, before: str) -> Verdict:
    """What is to be thought of a model. ``own``: on text like that which it was trained on, ``general``: on all kinds; against ``before``.

    >>> looked, better = Looked([("一", "one")], 1), Difference(0.9, 0.93, 0.01, 0.05, 40)
    >>> judge(looked, better, None, "builtin").sentence
    'helps: on text like this F1 is .930 instead of .900 of builtin (+.030, between +.010 and +.050)'
    >>> judge(Looked([], 9, wrong=0.9), better, None, "builtin").word
    'do not use'
    """
    if looked.is_lost:
        return Verdict(
            BAD, f"{BAD}: most of the pairs are no translations of each other, so it has learnt what is not so"
        )
    if own is None:
        return Verdict(ALONE, f"{ALONE}: there is no model of these languages to hold it against")
    told = f"on text like this F1 is {_plain(own.after)} instead of {_plain(own.before)} of {before} ({_step(own)})"
    lost = general is not None and general.gain <= -HARM and general.high < 0
    beside = "" if general is None else f"; on general text {_plain(general.after)} instead of {_plain(general.before)}"
    if own.high < 0:
        return Verdict(BAD, f"{BAD}: it is worse, {told}{beside}")
    if lost:
        return Verdict(BAD, f"{BAD}: it has lost general text{beside}; {told}")
    if own.low > 0:
        return Verdict(HELPS, f"{HELPS}: {told}{beside}")
    return Verdict(SAME, f"{SAME} that is sure: {told}{beside}{_needed(looked, own)}")


def _needed(looked: Looked, own: Difference) -> str:
    pairs = len(looked.pairs)
    if own.gain <= 0:
        return f"; {pairs:,} pairs are few, {ENOUGH:,} and more tell better" if pairs < ENOUGH else ""
    wanted = pairs * ((own.high - own.low) / 2 / own.gain) ** 2
    digits = 10 ** max(0, len(str(int(wanted))) - 2)
    return f"; about {max(-(-int(wanted) // digits) * digits, ENOUGH):,} pairs would tell whether this gain is one"


def _step(own: Difference) -> str:
    return f"{_signed(own.gain)}, between {_signed(own.low)} and {_signed(own.high)}"


def _plain(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace("0.", ".", 1)
