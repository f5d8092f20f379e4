"""Reports for the tests of all formats: a small one, and one whose every text is hostile."""

from corpora.bitext import Pair
from glossary.checks.base import Material
from glossary.checks.run import make_report, run_checks
from glossary.concept import Termbase
from glossary.consistency import ConsistencyResult
from glossary.finding import Evidence, Finding, Report, Severity
from glossary.rows import Rows
from tests.concepts import concept

PAIRS = [
    Pair("A/1", 1, "共有112名<平民>受伤。", "A total of 121 civilians were injured."),
    Pair("A/1", 2, "没有对应的一句话。", "", link="1-0"),
]
HOSTILE = (
    "<script>window.hit=1</script>",
    "</script><script>window.hit=1</script>",
    "<!-- <script>",
    "]]><img src=x onerror=window.hit=1>",
    "{{ 7*7 }}{% for x in y %}${7*7}`${window.hit=1}`",
    '"\'><svg onload=window.hit=1><a href="javascript:window.hit=1">',
    "术\u202e语\u202c \u2066ltr\u2069 \u200f",
    "line\u2028para\u2029\x85end",
    "lone \ud800 and \udfff \ud83d",
    "nul \0 bell \x07 esc \x1b",
    "x" * 3000,
    "👩‍👩‍👧 🇨🇳 𠮷野家",
    "עברית العربية 中文",
    "&lt;b&gt; &amp; &#60;",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "+1-2",
    "tab\there\nand\r\nthere",
    "<noscript><style>*{display:none}</style></noscript>",
    "\ufeff\ufffe\uffff",
)


def small(select=None):
    material = Material(Rows.of(PAIRS))
    return make_report(run_checks(material), material, ConsistencyResult(()), "sig")


def hostile():
    """A report whose every field holds each of the hostile strings in turn, its pairs and its termbase."""
    pairs, findings = [], []
    count = len(HOSTILE)
    for k, text in enumerate(HOSTILE):
        other = HOSTILE[(k + 7) % count]
        symbol = HOSTILE[(k + 3) % count]
        pairs.append(Pair(symbol, 1, text, other, link=HOSTILE[(k + 5) % count], kind=HOSTILE[(k + 2) % count]))
        findings.append(
            Finding(
                "N101", list(Severity)[k % 3], other, symbol, k + 1, text, other, text, other,
                ((0, len(text) // 2), (len(text) // 2, len(text))), ((1, 3),), text, other,
                (Evidence(symbol, k + 1, text, other), Evidence(other, 0, other, text)),
            )
        )  # fmt: skip
    concepts = [concept(f"c{k}", text, text) for k, text in enumerate(HOSTILE)]
    scores = {
        "pairs": count,
        "findings": {"note": 7, "warning": 7, "error": 6},
        "by_code": {"N101": count},
        "by_document": {text: 1 for text in HOSTILE},
        "headline": {"score": 87.5, "parts": [
            {"name": text, "name_zh": text, "value": 50.0, "count": 10, "what": text, "what_zh": text} for text in HOSTILE[:6]
        ]},
        "documents": [{"symbol": text, "score": 50.0 + k, "pairs": 1, "findings": 1} for k, text in enumerate(HOSTILE)],
        "years": [{"year": text, "score": 60.0} for text in HOSTILE[:3]],
        "consistency": {"micro": 0.9, "macro": 0.9, "concepts": [
            {
                "concept": f"c{k}", "term": text, "language": "zh", "rows": 3, "not_found": [1], "dominant_share": 0.5,
                "hhi": 0.5, "entropy": 1.0,
                "renderings": [{"text": t, "count": 1, "rows": [k + 1], "symbols": [t], "listed": False} for t in (text, HOSTILE[k - 1])],
            }
            for k, text in enumerate(HOSTILE)
        ]},
    }  # fmt: skip
    signature = "".join(HOSTILE)
    return Report(tuple(findings), scores, signature, tuple(findings[:2])), pairs, Termbase.of(concepts)
