"""Sentences that one version negates and the other does not, and words that stand reversed.

Only what cannot be rendered without any negative word counts as a negation (不得, 没有, 无法; shall not, cannot, has not), and
whatever may render one counts as an answer (未, 非, 缺乏, 除外; un-, lack, fail, refuse, only): what is left is nearly always a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from glossary.checks.base import Check, Material
from glossary.checks.content.differing import unlike
from glossary.checks.content.fixed_negatives import without_fixed
from glossary.checks.content.opposites import reversed_words
from glossary.finding import Finding, Severity, Span

_ZH_FIRM = re.compile(
    r"(?<![是能可会应该要有必功])不(?:得(?![不已])|应(?!不)|能(?!不)|会(?!不)"
    r"|可(?!或缺|少|不|避免|分|持续|抗|逆|告人|思议|知|多|侵犯|剥夺|转让|推卸|调和|替代|估量|侵|撤销|接受|预)"
    r"|允许|予|必|需要|存在|属于|具有|希望|愿意|同意|接受|承认|支持|认为|打算|构成|包括|适用|符合)"
    r"|不(?:要|想|具|清)|(?:并|绝|决|从|尚)不(?=[\u3400-\u9fff])|(?<!是)不是|没有(?!收)|无法|未能|尚未|从未|并未|不再|不曾|未曾|未(?=[经获得被予提作加列对就与])|(?:并|毫|均|尚|绝)无|并非|无[须需权]"
)
_ZH_LOOSE = re.compile(
    r"不(?:仅|但|只|论|管|过|断|妨|久|然|同|得不|能不|可不|会不)|无论|没收|莫桑比克|非洲|未来|是否|能否|可否|非常"
)
_ZH_ANY = re.compile(
    r"[不没未无非否勿莫毋免禁拒缺失乏绝弃防避阻除撤废停驳漏误违逃躲难仅只少零空才尚脱却]|以前|之前|过于|有限|受限|低于|远离|差异|超过|终止|另有"
)
_EN_FIRM = re.compile(
    r"\b(?:shall|must|will|would|should|could|may|might|can|do|does|did|is|are|was|were|has|have|had|need)\s+not\b"
    r"|\bcannot\b|\b(?:do|does|did|is|are|was|were|has|have|had|ca|wo|would|should|could)n[’']t\b|\bnever\b",
    re.I,
)
_EN_LOOSE = re.compile(
    r"\bnot\s+(?:only|just|merely|simply|solely|limited|least|less|more|fewer|later|earlier|exceed\w*|be limited|confined|alone|unlike"
    r"|(?:un|in|im)\w+|surpris\w+)\b|\bor not\b|\bif not\b|\bwhy not\b|\bnever(?:theless| mind| before)\b"
    r"|\bnot\b[^.;]{0,60}\b(?:but|except|unless|until|other than|without)\b",
    re.I,
)
# words that rendered a firm negation several times as often as they stood in sentences without any (measured on
# train/general.parquet and UN text), and their families
_EN_ANY = re.compile(
    r"\b(?:not|no(?!\.\s*\d)|nor|never|none|nothing|nobody|nowhere|neither|without|cannot|[a-z]+nt(?<=\b(?:ca|do|wo)nt)|un(?!ited\b|ion|iver|its?\b|ique|iform|der(?![a-z]+ed\b)|til|animous|ami[ds]?\b|icef|dp\b|ops\b|ctad|ido\b|odc\b|ep\b|v\b|aids)[a-z]+"
    r"|in(?:ab|acc|act(?:ion|iv)|ade|adm|app|capa|comp(?:at|at|le[^a-z]|lete|et|r)|cons[io]|corre|defini|dispens|effec|effic|elig|equa|estim|evit|frequent|secur|signific|suff|tol|valid|visib|human|just|stab|noc)[a-z]*"
    r"|im(?:mut|perf|perm|possib|prac|proper|pun|measur|mobil|balanc|ped)[a-z]*|ir(?:reg|rel|resp|rev|ref|rec|rem|rep|red|res)[a-z]*|il(?:leg|lic|lit)[a-z]*"
    r"|dis(?:abl|advan|agree|allow|appear|approv|continu|honou?r|incent|like|miss|obey|order|prov|pute|regard|respect|satisf|similar|tinguish|trust|parit)[a-z]*"
    r"|den(?:y|ied|ies|ying|ial)|deserted|deficien[a-z]*|detriment[a-z]*|declin[a-z]*|differ[a-z]*|difficult[a-z]*|difference|doubt[a-z]*|despite|adverse[a-z]*|anonym[a-z]*|absen[a-z]*|abs?tain[a-z]*|lack[a-z]*|fail[a-z]*|refus[a-z]*|refrain[a-z]*|reject[a-z]*"
    r"|reluctan[a-z]*|prevent(?:s|ed|ing)?|preclud[a-z]*|prohibit[a-z]*|forb(?:ad|id)[a-z]*|ban(?:s|ned|ning)?|avoid[a-z]*|exclu[a-z]*|except|exempt[a-z]*|unless|only|solely|alone|few|little|less|hardly|barely|scarcely|rarely|seldom|rather|instead|than"
    r"|otherwise|beyond|short(?:age|fall|ages|falls|coming)?|miss(?:ed|ing|es)?|los(?:e|es|t|ing)|stop[a-z]*|ceas[a-z]*|too|yet[ ]to|far[ ]from|gaps?|hamper[a-z]*|hinder[a-z]*|obstruct[a-z]*|block(?:s|ed|ing|ade)|with(?:hold|held|draw|drew)[a-z]*|waiv[a-z]*|neglect[a-z]*"
    r"|ignor[a-z]*|omit[a-z]*|omission|remain[a-z]*|pending|outstanding|nil|restrict[a-z]*|limitations?|contrary|void|null|vacant|notwithstanding|regardless|invalid[a-z]*|expir[a-z]*|postpon[a-z]*|delay[a-z]*|innocen[a-z]*|impediment[a-z]*|poor[a-z]*|ever"
    r"|silent|silence|neutral|grim|false[a-z]*|illegal[a-z]*|violat[a-z]*|exceed[a-z]*|dropped|closed|suspend[a-z]*|evad[a-z]*|stuck|misalign[a-z]*|free(?:s|d|ing|dom)?[ ](?:\w+[ ])?from|devoid|free[ ]of)\b|\b[a-z]+n[’']t\b|\b(?!nonethe|neverthe|unless)[a-z]{3,}less(?:ly|ness)?\b|\b(?:non|anti)-?[a-z]|-(?:free|neutral)\b",
    re.I,
)
_ZH_END = re.compile(r"[。！？]+[”’」』》）)]*")
_EN_END = re.compile(r"[.!?][”’\"')]*\s+(?=[A-Z“\"(])")
_HAN = re.compile(r"[\u3400-\u9fff]")
LONGEST = 140  # Han characters of a sentence in which one negation can still be told from the rest


def _firm(text: str, firm: re.Pattern[str], loose: re.Pattern[str]) -> list[Span]:
    """Negations of a text that need an answer, outside phrases that only look like one."""
    if not firm.search(text):
        return []
    masked = loose.sub(lambda match: "\0" * len(match[0]), text)
    return [match.span() for match in firm.finditer(masked)]


def check_negation(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports a sentence negated in one version by a word that needs a negative (不得, 没有, 无法; shall not, cannot), when nothing negative stands in the other;
    and a word that stands reversed (增加 beside "reduced", 之前 beside "after").

    Precise rather than complete: any word that may render a negation counts as an answer, so a negation that is lost from a
    sentence with several of them is not found. Rows that do not render each other (A106, A108, A110) are left out.

    Why it matters: a lost "not" turns a prohibition into a duty.

    Wrong: 缔约国不得收取此种费用。 beside "States parties shall charge such fees."

    Right: "States parties shall not charge such fees."

    What to do: look at the original and put the negation right.
    """
    strange = unlike(material)
    for row, pair in material.bilingual():
        for zh, en in () if row in strange else _sentences(pair.zh, pair.en):
            finding = _compared(check, material, row, zh, en)
            if finding is not None:
                yield finding
                break


def _sentences(zh: str, en: str) -> list[tuple[Span, Span]]:
    """Sentences that stand beside each other, where both sides have equally many; else the whole texts."""
    left, right = _cut(zh, _ZH_END), _cut(en, _EN_END)
    return list(zip(left, right, strict=True)) if len(left) == len(right) else [((0, len(zh)), (0, len(en)))]


def _cut(text: str, end: re.Pattern[str]) -> list[Span]:
    ends = [match.end() for match in end.finditer(text)]
    ends = [k for k in ends if text[k:].strip()] + [len(text)]
    return list(zip([0, *ends[:-1]], ends, strict=True))


def _compared(check: Check, material: Material, row: int, zh: Span, en: Span) -> Finding | None:
    pair = material.pairs[row - 1]
    left, right = pair.zh[slice(*zh)], pair.en[slice(*en)]
    if len(_HAN.findall(left)) > LONGEST:
        return None
    opposite = reversed_words(left, right)
    if opposite is not None:
        return _reversed(
            check, material, row, *((at + a, at + b) for at, (a, b) in zip((zh[0], en[0]), opposite, strict=True))
        )
    left, right = without_fixed(left, right)
    firm = _firm(left, _ZH_FIRM, _ZH_LOOSE)
    if firm and not _EN_ANY.search(right):
        word = left[slice(*firm[0])]
        message = f"negated in Chinese ({word}), nothing negative in the English"
        spans = [(zh[0] + a, zh[0] + b) for a, b in firm]
        message_zh = f"中文为否定（{word}），英文无否定词"
        return check.finding(material, row, message, message_zh, zh_spans=spans, expected=word)
    firm = _firm(right, _EN_FIRM, _EN_LOOSE)
    if firm and not _ZH_ANY.search(_ZH_LOOSE.sub("", left)):
        word = right[slice(*firm[0])]
        message = f"negated in English ({word}), nothing negative in the Chinese"
        spans = [(en[0] + a, en[0] + b) for a, b in firm]
        message_zh = f"英文为否定（{word}），中文无否定词"
        return check.finding(material, row, message, message_zh, en_spans=spans, found=word)
    return None


def _reversed(check: Check, material: Material, row: int, zh: Span, en: Span) -> Finding:
    """A word that stands reversed on the other side."""
    pair = material.pairs[row - 1]
    left, right = pair.zh[slice(*zh)], pair.en[slice(*en)]
    message = f"{left} in Chinese, the opposite ({right}) in English"
    message_zh = f"中文为“{left}”，英文（{right}）意思相反"
    return check.finding(material, row, message, message_zh, zh_spans=[zh], en_spans=[en], expected=left, found=right)


CHECKS = (
    Check("A109", "negation differs", "否定不一致", Severity.WARNING, "Accuracy/Mistranslation", check_negation,
          "对照原文，更正否定。"),
)  # fmt: skip
