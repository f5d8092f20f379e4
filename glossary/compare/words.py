"""What a comparison says, in English and in Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from glossary.finding import Severity

if TYPE_CHECKING:
    from glossary.compare.translations import Comparison

CLEAR = 0.05  # p below which a difference counts as more than chance
SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.NOTE)

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "segments": "segments", "zh": "Chinese", "en": "English", "against": "A against B: how far the revision moved",
        "left out": "rows left out: their source is not in the other files", "unmeasured": "segments left out of the figures: there is no text to measure them against",
        "signatures": "Signatures (for whoever wants to compute the figures again)", "test": "p: how likely a difference as large as this is by chance; below 0.05 counts as clear",
        "findings": "Findings", "A": "A accuracy", "N": "N numbers", "T": "T terminology", "S": "S sentences",
        "P": "P form", "score": "Score (0-100)", "adherence": "Approved terms", "frequent": "Usual renderings",
        "first": "As at first use", "none": "No source text, so terms and numbers are not checked: give --source",
        "from a to b": "From A to B", "gone": "gone", "new": "new", "stayed": "stayed",
        "different": "Segments that differ most", "same": "All segments are the same.", "of": "of",
        "source": "source", "reference": "reference", "TER": "TER (lower is better)", "more": "and {n} more: all of them with --format json",
        "error": "error", "warning": "warning", "note": "note", "title": "Comparison", "place": "place", "alike": "alike (chrF)",
        "better": "{x} is better than {y}", "clear": "clearly: a difference as large as this comes by chance in fewer than 1 of 20 cases",
        "unclear": "but not clearly: a difference as large as this comes by chance in {n} of 100 cases", "partly": "clearly by {m} only",
        "untested": "whether by chance was not tested", "mixed": "The metrics do not agree which is better", "equal": "Both are equally good by all metrics",
        "moved": "B changes {n} of {m} segments of A; the texts are {x} of 100 alike (chrF)", "lower": "lower", "higher": "higher", ",": ", ", ";": "; ",
    },
    "zh": {
        "segments": "个句段", "zh": "中文", "en": "英文", "against": "以 B 为参照衡量 A：修订改动了多少",
        "left out": "行未计入：其他文件中没有相同的原文", "unmeasured": "个句段未计入指标：没有可对照的译文",
        "signatures": "指标参数（供复算）", "test": "p：若两者实无差异，出现如此差异的概率；低于0.05视为明确",
        "findings": "检查结果", "A": "A 准确", "N": "N 数字", "T": "T 术语", "S": "S 句子",
        "P": "P 格式", "score": "总分（0-100）", "adherence": "审定译法", "frequent": "常用译法",
        "first": "与首次译法一致", "none": "没有原文，未检查术语和数字：请用 --source 给出原文",
        "from a to b": "从 A 到 B", "gone": "已消除", "new": "新出现", "stayed": "仍存在",
        "different": "差异最大的句段", "same": "所有句段均相同。", "of": "/",
        "source": "原文", "reference": "参考", "TER": "TER（越低越好）", "more": "另有 {n} 项：用 --format json 可得全部",
        "error": "错误", "warning": "警告", "note": "提示", "title": "译文比较", "place": "位置", "alike": "相似度（chrF）",
        "better": "{x} 优于 {y}", "clear": "差异明确：偶然出现这样大差异的情况不到二十分之一",
        "unclear": "但不明确：100 次中有 {n} 次会偶然出现这样大的差异", "partly": "仅按 {m} 差异明确",
        "untested": "未检验是否偶然", "mixed": "各指标的结论不一致", "equal": "各项指标相同",
        "moved": "B 改动了 A 的 {n}/{m} 个句段；两者相似度为 {x}（chrF，满分 100）", "lower": "低", "higher": "高", ",": "，", ";": "；",
    },
}  # fmt: skip


def words_of(ui: str) -> Mapping[str, str]:
    """The words of a language of the interface."""
    return WORDS["zh" if ui == "zh" else "en"]


def in_words(comparison: Comparison, ui: str) -> list[str]:
    """Which translation is better, by how much, whether clearly; then what became of the findings: a sentence each."""
    words = words_of(ui)
    lines = [_better(comparison, words) if comparison.with_reference else _moved(comparison, words)]
    if comparison.progress is not None:
        kinds = (("gone", comparison.progress.gone), ("new", comparison.progress.new))
        stayed = [now for _, now in comparison.progress.stayed]
        counted = [_counted(name, some, words) for name, some in (*kinds, ("stayed", stayed))]
        lines.append(f"{words['from a to b']}: {words[','].join(counted)}")
    stop = "。" if ui == "zh" else "."
    return [f"{line}{stop}" for line in lines]


def _counted(name: str, some: Sequence[Mapping[str, Any]], words: Mapping[str, str]) -> str:
    """``3 gone (1 error, 2 notes)``: of each severity how many."""
    counts = [(severity.value, sum(one.get("severity") == severity.value for one in some)) for severity in SEVERITIES]
    if words is WORDS["zh"]:
        inside = "、".join(f"{words[kind]} {count}" for kind, count in counts if count)
        return f"{words[name]} {len(some)} 项" + (f"（{inside}）" if inside else "")
    inside = ", ".join(f"{count} {words[kind]}{'s' * (count > 1)}" for kind, count in counts if count)
    return f"{words[name]} {len(some)}" + (f" ({inside})" if inside else "")


def _moved(comparison: Comparison, words: Mapping[str, str]) -> str:
    alike = next(one.score for one in comparison.metrics if one.metric == "chrF")
    counts = {"n": len(comparison.different), "m": len(comparison.rows), "x": f"{alike:.1f}"}
    return words["moved"].format(**counts)


def _better(comparison: Comparison, words: Mapping[str, str]) -> str:
    steps = list(_steps(comparison))
    signs = {(gain > 0) - (gain < 0) for _, gain, _, _ in steps} - {0}
    told = words[","].join(f"{name} {_step(gain, name, words)}" for name, gain, _, _ in steps)
    if not signs:
        return words["equal"]
    if len(signs) > 1:
        return f"{words['mixed']} (B: {told})" if words is WORDS["en"] else f"{words['mixed']}（B：{told}）"
    ahead = 1 in signs
    who = words["better"].format(x="B" if ahead else "A", y="A" if ahead else "B")
    told = words[","].join(f"{name} {_step(gain if ahead else -gain, name, words)}" for name, gain, _, _ in steps)
    shown = f" ({told})" if words is WORDS["en"] else f"（{told}）"
    return f"{who}{shown}{words[',']}{_sure(steps, words)}"


def _sure(steps: Sequence[tuple[str, float, float | None, float]], words: Mapping[str, str]) -> str:
    chances = {name: p for name, _, p, _ in steps if p is not None}
    if not chances:
        return words["untested"]
    clear = [name for name, p in chances.items() if p < CLEAR]
    if len(clear) == len(chances):
        return words["clear"]
    if clear:
        return words["partly"].format(m=words[","].join(clear))
    return words["unclear"].format(n=max(1, round(100 * min(chances.values()))))


def _step(gain: float, metric: str, words: Mapping[str, str]) -> str:
    """``2.1 higher``; of TER, where a gain is fewer edits, ``2.1 lower``."""
    up = (gain > 0) == (metric != "TER")
    word, size = words["higher" if up else "lower"], f"{abs(gain):.1f}"
    return f"{word} {size}" if words is WORDS["zh"] else f"{size} {word}"


def _steps(comparison: Comparison) -> Iterator[tuple[str, float, float | None, float]]:
    """Of each metric what B gains on A, above zero where it is better, how likely that is by chance, the score of B."""
    for metric in dict.fromkeys(one.metric for one in comparison.metrics):
        mine = [one for one in comparison.metrics if one.metric == metric]
        gain = mine[-1].score - mine[0].score
        yield metric, -gain if mine[0].better == "lower" else gain, mine[-1].p, mine[-1].score
