"""The words that the sentence rules know: abbreviations by what they say of the full stop after them, words that begin sentences.

Without their last full stop, in small letters. They are of English in general and of United Nations documents
(*Editorial Manual*: ``para.``, ``sect.``, ``Suppl.``, ``Corr.``); a list for one kind of text does not belong here.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.")
# a name follows: "Mr. Li", "St. Petersburg"; only where they are written with a capital
TITLES = _words(
    """
    mr mrs ms dr prof st sr messrs mses mme mmes mlle gen lt col capt cmdr maj sgt cpl brig adm amb hon rev fr pres sen
    """
)
# never at the end of a sentence, whatever follows
JOINING = _words("e.g i.e cf viz vs v c.f incl approx ca resp aka")
# a number, a letter or a symbol follows: "para. 3", "sect. A", "Suppl. No. 12", "dec. 2020/1"; before any other word the sentence may have ended
NUMBERED = _words(
    """
    no nos nr para paras par pars subpara subparas art arts sect sects sec secs chap chaps ch vol vols p pp fig figs tab
    add corr rev amend suppl suppls res resol dec decs doc docs ref refs ser cl reg regs c app apps eq
    jan feb mar apr jun jul aug sept sep oct nov
    """
)
# a capital after them proves nothing, a word such as "The" does: "Smith et al. The report", but "Acme Inc. Chairman"
NAMED = _words("inc ltd co corp bros jr dept univ gov govt assn assoc est ed eds al rep reps distr ph.d m.d b.a m.a")
# hours: a day or a zone may follow
HOURS = frozenset({"a.m", "p.m"})
AFTER_HOURS = _words(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday GMT UTC EST EDT CET CEST Eastern Central Pacific"
)
# what a single letter names when it closes a sentence: "as shown in annex B. Members of the Council"
LETTERED = tuple(_words("annex appendix part section sect. table group zone class type schedule list chapter"))
# a sentence that begins with one of these after an abbreviation is a sentence: articles, pronouns, prepositions, conjunctions, adverbs
STARTERS = _words(
    """
    the a an this that these those such it its he she they we you i his her their our my your there here who what which
    when where why how whose in on at by for from with to of as into upon about above below under over during before after
    since until till between among amongst amid along across through throughout within without against despite like unlike
    notwithstanding pursuant according following regarding concerning considering given if although though because while
    whereas whether unless once and but or nor so yet for however moreover furthermore therefore thus hence also then now
    still even only just perhaps instead meanwhile nevertheless nonetheless accordingly consequently finally first firstly
    second secondly third thirdly later today yesterday all some any many most much more few several each every both either
    neither no not none one two three four five six seven eight nine ten another other others further is are was were do
    does did has have had can could would should let please see
    """
)
# verbs between a quotation and its speaker: "Is it so?" Wang asked.
REPORTING = (
    "said|says|asked|asks|replied|answered|added|cried|shouted|whispered|exclaimed|inquired|demanded|wondered|muttered"
)
# what stands before the colon of a quotation that is a text of its own, not before speech in a tale (说：道：)
FORMAL = tuple(
    _words("指出 表示 强调 重申 声明 申明 宣布 规定 写道 写明 载明 如下 所说 所言 所述 声称 呼吁 内容 原文 案文")
)
# what stands before "as follows:" where a declaration follows, not a list
DECLARING = "reads?|states?|stated|declares?|declared|replied|explained|provides?|provided"
ZH_DECLARING = "声明|说明|解释|答复|陈述|通知|规定|内容|案文|全文"
