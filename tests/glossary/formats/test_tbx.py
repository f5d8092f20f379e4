"""TBX in all dialects: what stands in the files, real validators, and files that nobody should trust."""

import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from corpora.errors import InputError
from glossary.concept import Concept, Context, Reference, Term, Termbase
from glossary.formats.registry import load, save
from glossary.formats.tbx.write import XCS
from glossary.formats.types import ExportOptions
from tests.calls import python
from tests.concepts import concept
from tests.places import SHARED, needs_shared

SCHEMAS = SHARED / "schemas"
DIALECTS = ["tbx", "tbx3", "tbx3-dct", "tbx-min", "tbx-core"]
VALIDATED = ["tbx", *(pytest.param(name, marks=pytest.mark.thorough("starts Java")) for name in DIALECTS[1:])]
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
CONTEXT = Context("Armed groups & others entered the buffer zone.", "A/1/2", "7")
TERMBASE = Termbase.of(
    [
        Concept(
            "c1",
            (
                Term(
                    "缓冲区", "zh", "preferred", 5, (Context("武装团体<进入>缓冲区。", "A/1/2"), Context("在缓冲区。"))
                ),
                Term(
                    "buffer zone", "en", "preferred", 5, (CONTEXT,), "fullForm", "noun", "S/RES/1", "not a no-fly zone"
                ),
                Term("separation area", "en", "deprecated"),
            ),
            5,
            ("A/1/2",),
            0.9,
            "security",
            "An area between two forces.",
            "seen in the field",
            0.75,
            "A/1/9",
            (Reference("2 é"), Reference("c3", "broader")),
            ("https://undocs.org/A/1/2",),
            "2026-11-24T08:00:00Z",
            "li",
            "2026-11-25",
            "wang",
        ),
        concept("2 é", "会员国", "Member States", 9, ("A/1/3",)),
        concept("c3", "缓冲区", "cushion", 1),
    ],
    "test",
)
CLIENT = ExportOptions(every=False)


def tbx(body: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    return f'{head}<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>{body}</body></text></tbx>'


ENTRY = (
    '<conceptEntry id="c1"><langSec xml:lang="zh"><termSec><term>会员国</term></termSec></langSec>'
    '<langSec xml:lang="en"><termSec><term>Member States</term></termSec></langSec></conceptEntry>'
)


def losses_of(path: Path, content: str | bytes) -> list[str]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [str(loss) for loss in load(path).losses]


@pytest.mark.parametrize("name", ["tbx", "tbx3", "tbx3-dct"])
def test_basic_holds_everything(tmp_path, name):
    written = save(TERMBASE, tmp_path / "t.tbx", name)
    assert (written.concepts, written.losses) == (3, ())
    loaded = load(tmp_path / "t.tbx")
    assert list(loaded.termbase) == list(TERMBASE)
    assert loaded.losses == ()


def test_small_dialects_say_what_they_cannot_hold(tmp_path):
    losses = {str(loss) for loss in save(TERMBASE, tmp_path / "t.tbx", "tbx-min").losses}
    assert {
        "c1: definition left out",
        "c1: cross references left out",
        "c1: term 'buffer zone': type left out",
    } <= losses
    losses = {str(loss) for loss in save(TERMBASE, tmp_path / "t.tbx", "tbx-core").losses}
    assert "c1: term 'separation area': deprecated is written as admitted" in losses
    assert "6 terms: status preferred is written as admitted (first: c1, 2 é)" in losses


def test_a_term_stands_once_where_a_client_wants_it_so(tmp_path):
    written = save(TERMBASE, tmp_path / "t.tbx", "tbx", CLIENT)
    assert written.concepts == 2
    assert [str(loss) for loss in written.losses] == [
        "c3: term '缓冲区' stands in c1 already: left out",
        "c3: no term of its own in both languages: left out",
        "c1: cross reference to 'c3', which is not in the file: left out",
    ]
    options = ExportOptions(deprecated=False, every=False)
    losses = save(TERMBASE, tmp_path / "t.tbx", "tbx", options).losses
    assert "c1: term 'separation area' is deprecated: left out" in map(str, losses)
    assert [t.text for t in load(tmp_path / "t.tbx").termbase.concepts["c1"].of("en")] == ["buffer zone"]


@pytest.mark.parametrize("name", DIALECTS)
def test_own_rules(tmp_path, name):
    """Ids are names and different, references lead somewhere, values are of the picklists, a language stands once."""
    save(TERMBASE, tmp_path / "t.tbx", name, ExportOptions("zh-CN", "en-GB"))
    root = etree.parse(str(tmp_path / "t.tbx")).getroot()
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) == 3
    for element in root.iter("{*}ref", "{*}crossReference"):
        assert element.get("target") in ids
    for entry in root.iter("{*}conceptEntry", "{*}termEntry"):
        codes = [section.get(XML_LANG) for section in entry.iter("{*}langSec", "{*}langSet")]
        assert codes == ["zh-CN", "en-GB"]
    for element in root.iter():
        if "administrativeStatus" in (element.get("type"), etree.QName(element).localname):
            assert element.text.endswith("Term-admn-sts")
    assert all((element.text or "").strip() for element in root.iter("{*}term"))


@needs_shared("schemas")
def test_schemas(tmp_path):
    core = etree.RelaxNG(etree.parse(str(SCHEMAS / "tbx" / "core" / "TBXcoreStructV03.rng")))
    for name in DIALECTS[1:]:
        save(TERMBASE, tmp_path / "t.tbx", name)
        assert core.validate(etree.parse(str(tmp_path / "t.tbx"))), core.error_log
    save(TERMBASE, tmp_path / "t.tbx", "tbx")
    tree = etree.parse(str(tmp_path / "t.tbx"))
    for schema in (
        etree.RelaxNG(etree.parse(str(SCHEMAS / "tbx2" / "TBXBasicRNGV02.rng"))),
        etree.DTD(str(SCHEMAS / "tbx2" / "TBXBasiccoreStructV02.dtd")),
    ):
        assert schema.validate(tree), schema.error_log
    dtd = etree.DTD(str(SCHEMAS / "tbx2" / "tbxxcsdtd.dtd"))
    constraints = etree.parse(str(XCS))
    assert dtd.validate(constraints), dtd.error_log
    used = {element.get("type") for element in tree.iter() if element.get("type")} - {"TBX-Basic", "XCSURI"}
    assert used <= {element.get("name") for element in constraints.iter() if element.get("datcatId")}
    assert {"zh", "zh-CN", "en"} <= {element.text for element in constraints.iter("langCode")}


@needs_shared("tools")
@pytest.mark.parametrize("name", VALIDATED)
def test_the_shared_validator_accepts_it(tmp_path, name):
    if name != "tbx" and not shutil.which("jing"):
        pytest.skip("jing is not installed (apt-get install jing)")
    save(TERMBASE, tmp_path / "t.tbx", name, CLIENT)
    done = python(SHARED / "tools" / "check_tbx.py", tmp_path / "t.tbx")
    problems = [line for line in done.out.splitlines() if line.startswith("PROBLEM") and "Unable to locate" not in line]
    assert not problems, done.out + done.err
    assert done.out, done.err


@pytest.mark.slow("starts OmegaT")
@needs_shared("tools")
@pytest.mark.skipif(not shutil.which("omegat"), reason="omegat is not installed (apt-get install omegat)")
@pytest.mark.parametrize(("name", "file"), [("tbx", "t.tbx"), ("omegat", "t.txt")])
def test_omegat_reads_memory_and_glossary(tmp_path, name, file):
    from corpora.bitext import Pair
    from corpora.exchange.write import write_pairs

    tools = tmp_path / "tools"  # the script compiles a class beside itself
    shutil.copytree(SHARED / "tools", tools)
    tools.chmod(0o755)
    write_pairs([Pair("A/1", 1, "武装团体进入缓冲区。", "Armed groups entered the buffer zone.")], tmp_path / "m.tmx")
    save(TERMBASE, tmp_path / file, name, CLIENT)
    (tmp_path / "s.txt").write_text("武装团体进入缓冲区。\n", "utf-8")
    script = ["bash", str(tools / "omegat_roundtrip.sh"), "m.tmx", file, "s.txt"]
    done = subprocess.run(script, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Armed groups entered the buffer zone." in done.stdout
    assert "TERM\t缓冲区\tbuffer zone" in done.stdout


def test_other_peoples_files(tmp_path):
    """Version 2 with ntig, groups around notes, markup in terms, other names of statuses, several languages."""
    (tmp_path / "t.tbx").write_text(
        """<?xml version='1.0'?><!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
        <martif type="TBX" xml:lang="en"><text><body><termEntry id="1">
         <descripGrp><descrip type="definition">A thing.</descrip><admin type="source">A/9</admin></descripGrp>
         <descrip type="reliabilityCode">9</descrip>
         <langSet xml:lang="ZH_cn"><ntig><termGrp><term>联合国<hi type="bold">大会</hi></term>
          <termNoteGrp><termNote type="administrativeStatus">standardizedTerm-admn-sts</termNote></termNoteGrp>
          <termNote type="termType">initialism</termNote></termGrp>
          <descrip type="context">在大会。<!-- no text --></descrip></ntig></langSet>
         <langSet xml:lang="eng"><note>of the UN</note><tig><term> General
          Assembly </term></tig><tig><term>GA</term><termNote type="administrativeStatus">wonderful</termNote></tig></langSet>
         <langSet xml:lang="fr"><tig><term>Assemblée générale</term></tig></langSet>
         <langSet><tig><term>GA</term></tig></langSet>
        </termEntry></body></text></martif>""",
        "utf-8",
    )
    loaded = load(tmp_path / "t.tbx")
    (concept,) = loaded.termbase
    zh, en = concept.terms
    assert (zh.text, zh.status, zh.type, zh.context) == ("联合国大会", "preferred", "acronym", "在大会。")
    assert (zh.tag, en.text, en.tag, en.status) == ("zh-CN", "General Assembly", "", "admitted")
    assert (concept.definition, concept.definition_source, concept.note) == ("A thing.", "A/9", "of the UN")
    assert [str(loss) for loss in loaded.losses] == [
        "1 term: language fr left out",
        "1: reliabilityCode of a concept left out",
        "1: status 'wonderful' is not known: the term is left out",
        "1: a term without a language left out",
    ]


def test_whose_term_it_is_and_how_far_it_can_be_relied_on(tmp_path):
    """As IATE, TermWeb and the TBX of 2008 say it; what nobody understands is named."""
    (tmp_path / "t.tbx").write_text(
        """<?xml version='1.0'?><martif type="TBX" xml:lang="en"><text><body><termEntry id="1">
         <langSet xml:lang="zh"><tig><term>成员国</term><admin type="customerSubset">FAO</admin>
          <termNote type="register">in-houseRegister</termNote><descrip type="reliabilityCode">9</descrip>
          <termNote type="processStatus">provisionallyProcessed</termNote></tig></langSet>
         <langSet xml:lang="en"><tig><term>Member Country</term><descrip type="reliabilityCode">very</descrip>
          <termNote type="register">royal</termNote><termNote type="processStatus">lost</termNote></tig></langSet>
        </termEntry></body></text></martif>""",
        "utf-8",
    )
    loaded = load(tmp_path / "t.tbx")
    zh, en = loaded.termbase.concepts["1"].terms
    assert (zh.body, zh.register, zh.reliability, zh.validation) == ("FAO", "in-house", 9, "provisional")
    assert (en.body, en.register, en.reliability, en.validation) == ("", "", 0, "")
    assert [str(loss) for loss in loaded.losses] == [
        "1: register 'royal' is not known: left out",
        "1: reliability 'very' is no number from 1 to 10: left out",
        "1: validation status 'lost' is not known: left out",
    ]
    save(loaded.termbase, tmp_path / "again.tbx")
    assert '<admin type="customerSubset">FAO</admin>' in (tmp_path / "again.tbx").read_text("utf-8")
    assert list(load(tmp_path / "again.tbx").termbase) == list(loaded.termbase)
    losses = save(loaded.termbase, tmp_path / "again.utx").losses
    assert {"1: term '成员国': body left out", "1: term '成员国': validation status left out"} <= set(map(str, losses))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<x/>", "not TBX"),
        (b"<tbx", "not well-formed"),
        (b"<tbx/>", "no concept in it"),
        (b"", "file is empty"),
        (b"zh\ten\n", "not well-formed"),
        (tbx(ENTRY) + "and more", "not well-formed"),
        (tbx(ENTRY) + "<tbx/>", "not well-formed"),
        (tbx(ENTRY.replace("Member", "\x01")), "not well-formed"),
        (tbx(ENTRY.replace("Member", "&#1;")), "not well-formed"),
        (tbx(ENTRY.replace("Member", "&foo;")), "not well-formed"),
        (tbx(ENTRY)[:-40], "not well-formed|ends before"),
        (tbx(ENTRY.replace('"zh"', '"fr"').replace('"en"', '"ru"')), "no zh or en term"),
        (tbx(ENTRY, '<!DOCTYPE tbx [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>'), "declares entities"),
        (tbx(ENTRY, '<!DOCTYPE tbx [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "declares entities"),
        (
            tbx("<conceptEntry>" + "<note>" * 100_000 + "</note>" * 100_000 + "</conceptEntry>"),
            "nested deeper than 256",
        ),
        (tbx(ENTRY, "<?xml version='1.0' encoding='UTF-8'?>").encode("gb18030"), "not well-formed"),
        (tbx(ENTRY, "<?xml version='1.0' encoding='EBCDIC-CP-US'?>"), "is not read"),
    ],
)
def test_refused_in_one_line(tmp_path, content, message):
    path = tmp_path / "t.tbx"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError, match=message) as error:
        load(path)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "content",
    [
        tbx(ENTRY).encode("utf-8-sig"),
        tbx(ENTRY, '<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16"),
        tbx(ENTRY, '<?xml version="1.0" encoding="gb2312"?>').encode("gb18030"),
        tbx(ENTRY, '<?xml version="1.0" encoding="UTF-16"?>').encode(),
        tbx(ENTRY, '<?xml version="1.0" encoding="ISO-8859-1"?>').encode(),
        tbx(ENTRY).encode() + b"\n<!-- end -->\n",
    ],
)
def test_encodings(tmp_path, content):
    assert losses_of(tmp_path / "t.tbx", content) == []
    (concept,) = load(tmp_path / "t.tbx").termbase
    assert (concept.preferred("zh"), concept.preferred("en")) == ("会员国", "Member States")


def test_losses_are_named(tmp_path):
    path = tmp_path / "t.tbx"
    assert losses_of(path, tbx(ENTRY + ENTRY)) == ["c1: id stands twice: the later concept is read as c1-2"]
    assert len(load(path).termbase) == 2
    body = ENTRY.replace("<term>Member States</term>", "<term> </term>")
    assert losses_of(path, tbx(body)) == ["c1: an empty term left out"]
    body = ENTRY.replace("<langSec", '<ref type="crossReference" target="x">y</ref><langSec', 1)
    assert losses_of(path, tbx(body)) == ["c1: cross reference to 'x' leads nowhere: left out"]
    body = ENTRY.replace("<langSec", "<note>[duizhao] frequency -5; score [; documents 3</note><langSec", 1)
    assert losses_of(path, tbx(body)) == []
    assert load(path).termbase.concepts["c1"].note.startswith("[duizhao]")
    french = ENTRY.replace('"zh"', '"fr"').replace('"en"', '"ru"')
    assert losses_of(path, tbx(ENTRY + french * 2000)) == [
        "4,000 terms: languages fr, ru left out",
        "2,000 ids stand twice: later concepts are read with a number behind (first: c1)",
        "2,000 concepts without a Chinese or English term, left out (first: c1-2, c1-3, c1-4)",
    ]
