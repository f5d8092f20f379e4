"""What other programs make of bitexts that carry all with ``--keep``: the DTD of TMX, translate-toolkit, the parser of Java."""

import shutil
import subprocess

import pytest
from lxml import etree

from corpora.about import About, Mark
from corpora.bitext import Pair
from corpora.exchange import write_pairs
from tests.places import NO_TOOLKIT, SHARED, needs_shared

MARKED = (("湖", Mark("alone", "1", "<x/>")), ("a ", Mark("open", "1", "<b>"), "lake", Mark("close", "1", "</b>")))
KNOWN = About(
    *("id 7", "draft", 87, True, "tm", "20300101T000000Z", "li", "20310101T000000Z", "mei", "20320101T000000Z", "3"),
    ("note & <one>",),
    (("client", '"x"'), ("x-context-pre", "before")),
    ("zh-TW", "en-GB"),
    MARKED,
    (("fr", "lac"), ("zh-CN", "湖泊")),
)
OPEN = About(marked=(("岸", Mark("open", "1", "<i>")), ("shore", Mark("close", "2", "</i>"))))
PAIRS = [
    Pair("A/1", 1, "湖", "a lake", (0,), (0,), 0.5, "heading", "1-1", "en", 3, 2, about=KNOWN),
    Pair("A/1", 2, "岸", "shore", original="en", about=OPEN),
    Pair("A/1", 3, "河\n流", "a\triver", original="en"),
]


@needs_shared("schemas", "tmx", "tmx14.dtd")
def test_the_dtd_takes_what_is_kept(tmp_path):
    write_pairs(PAIRS, tmp_path / "a.tmx", zh_code="", en_code="", keep=True)
    dtd = etree.DTD(str(SHARED / "schemas" / "tmx" / "tmx14.dtd"))
    parser = etree.XMLParser(load_dtd=False, resolve_entities=False, no_network=True)
    assert dtd.validate(etree.parse(tmp_path / "a.tmx", parser)), dtd.error_log


def test_translate_toolkit_reads_what_is_kept(tmp_path):
    tmx = pytest.importorskip("translate.storage.tmx", reason=NO_TOOLKIT)
    xliff = pytest.importorskip("translate.storage.xliff", reason=NO_TOOLKIT)
    write_pairs(PAIRS, tmp_path / "a.tmx", zh_code="", en_code="", keep=True)
    with (tmp_path / "a.tmx").open("rb") as stream:
        units = tmx.tmxfile(stream, "en-GB", "zh-TW").units
    assert (str(units[0].source), str(units[0].target)) == ("a <b>lake</b>", "湖<x/>")
    write_pairs(PAIRS, tmp_path / "a.xlf", zh_code="", en_code="", keep=True, xliff="1.2")
    assert sum(bool(u.source and u.target) for u in xliff.xlifffile.parsefile(str(tmp_path / "a.xlf")).units) == 3


JAVA = """import javax.xml.parsers.*;
public class P {
    public static void main(String[] files) throws Exception {
        SAXParserFactory factory = SAXParserFactory.newInstance();
        factory.setNamespaceAware(true);
        for (String file : files) factory.newSAXParser().parse(new java.io.File(file), new org.xml.sax.helpers.DefaultHandler());
    }
}"""


@pytest.mark.slow("Java starts, and 8,000 rows are written")
@pytest.mark.parametrize("version", ["1.2", "2.1"])
def test_the_parser_of_java_reads_long_files(tmp_path, version):
    if shutil.which("java") is None:
        pytest.skip("Java is not installed")
    write_pairs(PAIRS * 2700, tmp_path / "a.xlf", zh_code="", en_code="", keep=True, xliff=version)
    (tmp_path / "P.java").write_text(JAVA)
    done = subprocess.run(["java", "P.java", "a.xlf"], cwd=tmp_path, capture_output=True, text=True, check=False)
    if "compiler" in done.stderr:
        pytest.skip("this Java compiles nothing")
    assert done.returncode == 0, done.stderr
