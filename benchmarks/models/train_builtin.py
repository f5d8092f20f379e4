"""Train the built-in model from ../shared: the recipe, the ablations, and the figures of the model card.

python benchmarks/models/train_builtin.py -o MODEL                       retrieval on un_parallel_dev, which is kept out
python benchmarks/models/train_builtin.py -o MODEL --final               the shipped model: un_parallel_dev is trained on too
python benchmarks/models/train_builtin.py -o MODEL --without jiyu        without one source (repeatable); also: lexicons, un
python benchmarks/models/train_builtin.py -o MODEL --share 0.3           a quick run on a share of the general text

Interrupted, it goes on where it stopped when the same command is given again.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from align.training.job import TrainingConfig
from align.training.train import train

Pairs = list[tuple[str, str]]
REPEAT = {"un": 4, "names": 5, "numerals": 2}  # small sources that matter are read several times
RUN = 200  # rows that stay together in a share: neighbours are part of the lesson


def general(shared: Path, without: set[str], share: float) -> Pairs:
    """Pairs of the general text, those that a dictionary hardly covers left out."""
    frame = pl.read_parquet(shared / "train" / "general.parquet").filter(pl.col("dictionary_coverage") >= 0.15)
    frame = frame.filter(~pl.col("source").is_in(sorted(without)))
    pairs = list(zip(frame["zh"].to_list(), frame["en"].to_list(), strict=True))
    if share >= 1:
        return pairs
    blocks = np.sort(np.random.default_rng(1).permutation(len(pairs) // RUN)[: int(len(pairs) / RUN * share)])
    return [pair for k in blocks for pair in pairs[k * RUN : (k + 1) * RUN]]


def rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text("utf-8").split("\n") if line]


def definitions(text: str) -> list[str]:
    """English of a CC-CEDICT entry: up to four short senses without notes, classifiers and cross references."""
    senses = []
    for sense in re.split(r"[;/]", text):
        sense = re.sub(r"\(.*?\)|\[.*?\]|\bCL:.*|[\u3400-\u9fff|]+", "", sense)
        sense = " ".join(sense.split())
        if (
            sense
            and len(sense) < 80
            and not re.match(r"(variant|old variant|see |also written|used in|abbr|surname)", sense)
        ):
            senses.append(sense)
    return senses[:4]


def lexicons(shared: Path) -> Pairs:
    """Words with their translations: CC-CEDICT, WordNet, and UN names of countries and procedure."""
    folder = shared / "lexicons"
    pairs = [(row[1], sense) for row in rows(folder / "cedict.tsv") if len(row) > 3 for sense in definitions(row[3])]
    for row in rows(folder / "wordnet_zh_en.tsv"):
        chinese = [word.strip("; ") for word in row[2].split("|")]
        english = [word.replace("_", " ") for word in row[3].split("|")]
        width = max(min(len(chinese), 3), min(len(english), 3))
        pairs += [(chinese[k % len(chinese)], english[k % len(english)]) for k in range(width)]
    names: Pairs = []
    for row in rows(folder / "un_countries.tsv")[1:]:
        cells = (row + [""] * 7)[:7]
        names += [(cells[k], cells[k + 1]) for k in (1, 3, 5) if cells[k] and cells[k + 1]]
    names += [(row[0], row[1]) for row in rows(folder / "un_procedure_terms.tsv") if len(row) > 1]
    return pairs + names * REPEAT["names"] + numerals() * REPEAT["numerals"]


ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
COUNTED = [
    ("第{z}届会议", "{o} session"), ("第{z}次会议", "{o} meeting"), ("第{z}次全体会议", "{o} plenary meeting"),
    ("第{z}章", "chapter {r}"), ("第{z}条", "article {n}"), ("第{n}条", "rule {n}"), ("第{n}段", "paragraph {n}"),
    ("{z}周年", "{o} anniversary"), ("第{z}", "{o}"), ("{z}", "{w}"), ("附件{z}", "annex {r}"), ("{z}、", "{r}."),
    ("{n}年", "{n} years"), ("第{z}委员会", "{o} committee"), ("表{n}", "table {n}"), ("第{z}部分", "part {w}"),
]  # fmt: skip


def han(number: int) -> str:
    """Han numerals of 1 to 99."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[ones] if ones else "")


def words(number: int, ordinal: bool = False) -> str:
    """English words of 1 to 99."""
    tens, ones = divmod(number, 10)
    parts = [ONES[number]] if number < 20 else [TENS[tens - 2]] + ([ONES[ones]] if ones else [])
    if ordinal:
        last = parts[-1]
        parts[-1] = ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return "-".join(parts)


def roman(number: int) -> str:
    result = ""
    for value, sign in ((90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        result += sign * (number // value)
        number %= value
    return result


def numerals() -> Pairs:
    """Numbers, ordinals, list marks and dates in both languages, from patterns."""
    pairs = []
    for k in range(1, 100):
        values = {"z": han(k), "n": str(k), "w": words(k), "o": words(k, True), "r": roman(k)}
        pairs += [(zh.format(**values), en.format(**values)) for zh, en in COUNTED]
    for k, month in enumerate(MONTHS, start=1):
        pairs += [(f"{k}月", month), *((f"{k}月{day}日", f"{day} {month}") for day in range(1, 32))]
    return pairs


def un_dev(shared: Path) -> Pairs:
    sides = [(shared / "train" / f"un_parallel_dev.{k}").read_text("utf-8").split("\n")[:-1] for k in ("zh", "en")]
    return list(zip(*sides, strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2].parent / "shared")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--final", action="store_true")
    parser.add_argument("--without", action="append", default=[])
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--dimensions", type=int, default=256)
    parser.add_argument("--drop", type=float, default=0.3)
    options = parser.parse_args()
    without = set(options.without)
    if "tw_law" in without:
        without.add("tw_law_titles")
    dev = un_dev(options.shared)
    pairs = general(options.shared, without, options.share)
    if "un" not in without:
        pairs += [(row[0], row[1]) for row in rows(options.shared / "train" / "un_2023.tsv")] * REPEAT["un"]
    if "lexicons" not in without:
        pairs += lexicons(options.shared)
    if options.final:
        pairs += dev * 2
    config = replace(TrainingConfig(), epochs=options.epochs, dimensions=options.dimensions, drop=options.drop)
    # the shipped model has seen un_parallel_dev, so its report is about 2,000 pairs that are set aside at random
    held = [] if options.final else dev
    report = train(
        pairs,
        options.output,
        config,
        heldout=held,
        sources=["see MODEL_CARD.md", *(f"without {name}" for name in sorted(options.without))],
        progress=lambda message: print(message, file=sys.stderr, flush=True),
    )
    print(json.dumps(report, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
