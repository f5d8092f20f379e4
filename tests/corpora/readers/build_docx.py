"""Word files for the tests, written part by part; and one invented document of the United Nations in two languages."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
KINDS = {
    "word/styles.xml": "styles",
    "word/numbering.xml": "numbering",
    "word/footnotes.xml": "footnotes",
    "word/endnotes.xml": "endnotes",
    "word/settings.xml": "settings",
    "word/header1.xml": "header",
}
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def run(text: str, properties: str = "") -> str:
    """A run of text; tabs and line breaks in it become elements."""
    inner = escape(text).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    inner = inner.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    front = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{front}<w:t xml:space="preserve">{inner}</w:t></w:r>'


def par(content: str = "", style: str = "", num: tuple[int, int] | None = None, properties: str = "") -> str:
    """A paragraph; ``content`` is text, or XML where it begins with ``<``; ``num`` is (list, level)."""
    listed = f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>' if num else ""
    front = (f'<w:pStyle w:val="{style}"/>' if style else "") + listed + properties
    inner = content if content.startswith("<") or not content else run(content)
    return f"<w:p>{f'<w:pPr>{front}</w:pPr>' if front else ''}{inner}</w:p>"


def note_reference(number: int, kind: str = "footnote", own: str = "") -> str:
    """A reference to a note, with a mark of its own where one is given."""
    follows = ' w:customMarkFollows="1"' if own else ""
    text = f"<w:t>{own}</w:t>" if own else ""
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{kind}Reference{follows} w:id="{number}"/>{text}</w:r>'


def note(number: int, text: str, kind: str = "footnote", own: str = "") -> str:
    """A note of one paragraph."""
    mark = run(own) if own else f"<w:r><w:{kind}Ref/></w:r>"
    return f'<w:{kind} w:id="{number}">{par(mark + run(" " + text))}</w:{kind}>'


def table(rows: list[list[str]]) -> str:
    """A table; a cell is XML of paragraphs, perhaps with ``w:tcPr`` in front."""
    cells = "".join("<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    width = max(len(row) for row in rows)
    grid = "<w:tblGrid>" + '<w:gridCol w:w="3000"/>' * width + "</w:tblGrid>"
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>{grid}{cells}</w:tbl>'


def text_box(paragraphs: str) -> str:
    """A run with a text box as Word writes it: the new drawing, and the old one for older programs."""
    shape = (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" '
        'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>0'
        '</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset>'
        '</wp:positionV><wp:extent cx="3000000" cy="900000"/><wp:wrapSquare wrapText="bothSides"/><wp:docPr id="1" '
        'name="Box 1"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="3000000" cy="900000"/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{paragraphs}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
        "</wp:anchor>"
    )
    old = (
        '<w:pict><v:shape style="width:236pt;height:70pt"><v:textbox>'
        f"<w:txbxContent>{paragraphs}</w:txbxContent></v:textbox></v:shape></w:pict>"
    )
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{shape}</w:drawing></mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def level(number: int, style: str, text: str, more: str = "", start: int = 1) -> str:
    """A level of a list definition."""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{escape(text)}"/><w:lvlJc w:val="left"/></w:lvl>'
    )


def numbering(definitions: dict[int, str], lists: dict[int, int | tuple[int, str]]) -> str:
    """The inside of a numbering part: definition -> levels, list -> definition, or (definition, overrides)."""
    text = "".join(
        f'<w:abstractNum w:abstractNumId="{key}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        for key, levels in definitions.items()
    )
    for key, one in lists.items():
        definition, more = one if isinstance(one, tuple) else (one, "")
        text += f'<w:num w:numId="{key}"><w:abstractNumId w:val="{definition}"/>{more}</w:num>'
    return text


def wordfile(
    body: str,
    parts: dict[str, str] | None = None,
    *,
    strict: bool = False,
    main: str = MAIN,
    section: str = "<w:sectPr/>",
) -> bytes:
    """A Word file; ``parts`` maps ``styles``, ``numbering``, ``footnotes``, ``settings`` and so on to their insides.

    A name with a slash in it is written as it is. ``strict`` uses the namespaces of the strict form.
    """
    roots = {"header": "hdr"}
    files = {"word/document.xml": f"<w:document {SPACES}><w:body>{body}{section}</w:body></w:document>"}
    for name, inside in (parts or {}).items():
        if "/" in name:
            files[name] = inside
        else:
            path = next(path for path, kind in KINDS.items() if kind == name)
            files[path] = f"<w:{roots.get(name, name)} {SPACES}>{inside}</w:{roots.get(name, name)}>"
    overrides = f'<Override PartName="/word/document.xml" ContentType="{main}"/>'
    relations = ""
    for number, (path, kind) in enumerate(KINDS.items(), 1):
        if path in files:
            content = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
            overrides += f'<Override PartName="/{path}" ContentType="{content}"/>'
            target = path.removeprefix("word/")
            relations += f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
    package = f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    for path, kind in (("docProps/core.xml", "core-properties"), ("docProps/custom.xml", "custom-properties")):
        if path in files:
            package += f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{path}"/>'
    files["word/_rels/document.xml.rels"] = _relations(relations)
    files["_rels/.rels"] = _relations(package)
    files["[Content_Types].xml"] = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
        f'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    if strict:
        strictly = "http://purl.oclc.org/ooxml/"
        for name, text in files.items():
            text = text.replace(W, f"{strictly}wordprocessingml/main")
            files[name] = text.replace(OFFICE, f"{strictly}officeDocument/relationships")
    return zipped({name: f'<?xml version="1.0" encoding="UTF-8"?>{text}' for name, text in files.items()})


def _relations(inside: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def zipped(files: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip with fixed dates, so that the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (2024, 10, 1, 0, 0, 0))
            entry.compress_type = method
            archive.writestr(entry, content)
    return buffer.getvalue()


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr>'
    '<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Plain1"><w:name w:val="H1"/><w:basedOn w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/><w:basedOn w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/><w:basedOn w:val="Normal"/></w:style>'
)
WORDS = {
    "en": {
        "masthead": (
            "United Nations",
            "A/99/12",
            "General Assembly",
            "Distr.: General\n1 October 2024\nOriginal: English",
        ),
        "session": ("Ninety-ninth session", "Agenda item 20 (b)"),
        "title": "Protection of the delta of the Senna",
        "subtitle": "Report of the Secretary-General",
        "head": "A/99/12",
        "contents": ("Contents", "Introduction", "Measures taken", "Observations"),
        "headings": ("Introduction", "Measures taken", "Observations"),
        "first": "The present report is submitted pursuant to resolution 98/7,",
        "first_end": " in which the Assembly requested information on the state of the delta.",
        "second": "Twelve States replied to the note verbale of 3 March 2024. Their replies are summarized below:",
        "items": (
            "Four States have extended the protected area;",
            "Six States have trained 1,250 wardens;",
            "Two States have reported no change.",
        ),
        "changed": ("The Commission met ", "twice", "three times", " during the reporting period."),
        "bullets": ("Water quality has improved at all 14 stations;", "The number of nesting birds has doubled."),
        "table_title": "Table 1. Wardens trained, by year",
        "table": (("Year", "Region", "Wardens"), ("2023", "North", "550"), ("", "South", "700")),
        "box": ("Box 1", "The delta is home to 310 species of birds."),
        "third": "The Secretary-General commends the States of the basin for their cooperation.",
        "third_note": "See A/98/30, paras. 4–9.",
        "quote": "“The river belongs to those who will come after us.”",
        "first_note": "A/98/PV.61.",
        "own_note": "The present report was submitted after the deadline in order to reflect the most recent information.",
        "annex": "Annex",
        "annex_title": "Stations at which water quality is measured",
        "annex_text": "There are 14 stations. Nine of them are automatic.",
        "annex_items": ("Upper delta: stations 1 to 6.", "Lower delta: stations 7 to 14."),
    },
    "zh": {
        "masthead": ("联合国", "A/99/12", "大会", "分发：普遍\n2024年10月1日\n原件：英文"),
        "session": ("第九十九届会议", "议程项目20(b)"),
        "title": "保护塞纳河三角洲",
        "subtitle": "秘书长的报告",
        "head": "A/99/12",
        "contents": ("目录", "导言", "采取的措施", "意见"),
        "headings": ("导言", "采取的措施", "意见"),
        "first": "本报告是根据大会第98/7号决议提交的，",
        "first_end": "大会在该决议中请秘书长提供关于三角洲状况的资料。",
        "second": "十二个国家对2024年3月3日的普通照会作出了答复。各国的答复概述如下：",
        "items": (
            "四个国家扩大了保护区；",
            "六个国家培训了1 250名护林员；",
            "两个国家报告说没有变化。",
        ),
        "changed": ("委员会在报告所述期间举行了", "两次", "三次", "会议。"),
        "bullets": ("全部14个监测站的水质都有所改善；", "筑巢鸟类的数目增加了一倍。"),
        "table_title": "表1. 按年份分列的受训护林员人数",
        "table": (("年份", "区域", "护林员"), ("2023年", "北部", "550"), ("", "南部", "700")),
        "box": ("方框1", "三角洲是310种鸟类的家园。"),
        "third": "秘书长赞扬流域各国开展合作。",
        "third_note": "见A/98/30，第4至9段。",
        "quote": "“这条河属于我们的后人。”",
        "first_note": "A/98/PV.61。",
        "own_note": "本报告在截止日期之后提交，以反映最新情况。",
        "annex": "附件",
        "annex_title": "测量水质的监测站",
        "annex_text": "共有14个监测站。其中九个是自动监测站。",
        "annex_items": ("上三角洲：第1至6号站。", "下三角洲：第7至14号站。"),
    },
}
"""Invented text in the manner of the United Nations; the same in both languages, sentence by sentence."""


def rich_numbering(language: str) -> str:
    """Headings I. or 一、, paragraphs 1., items (a), bullets, and an annex that begins anew."""
    head = (
        level(0, "upperRoman", "%1.")
        if language == "en"
        else level(0, "chineseCounting", "%1、", '<w:suff w:val="nothing"/>')
    )
    paragraphs = level(0, "decimal", "%1.") + level(1, "lowerLetter", "(%2)")
    symbol = '<w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr></w:lvl>'
    return numbering(
        {
            0: head.replace("<w:lvlText", '<w:pStyle w:val="Heading1"/><w:lvlText'),
            1: paragraphs,
            2: level(0, "bullet", "\uf0b7").replace("</w:lvl>", symbol),
            3: paragraphs,
        },
        {1: 0, 2: 1, 3: 2, 4: 3},
    )


def rich_docx(language: str) -> bytes:
    """An invented report in Chinese (``zh``) or English (``en``) that holds what reports hold, as Word writes it.

    A masthead in a table, a table of contents, headings and paragraphs that are numbered automatically, footnotes, a
    tracked change, hidden text, a table with merged cells, a text box, a page break, an annex, a running head.
    """
    words = WORDS[language]
    left, symbol, organ, distribution = words["masthead"]
    rows = [[par(left), par(symbol)], [par(organ), "".join(par(line) for line in distribution.split("\n"))]]
    toc = [
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" </w:instrText>'
        f'</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(words["contents"][1] + chr(9) + "2")}',
        run(words["contents"][2] + "\t2"),
        run(words["contents"][3] + "\t3") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    ]
    before, old, new, after = words["changed"]
    author = 'w:author="Editor" w:date="2024-09-01T00:00:00Z"'
    changed = (
        f'{run(before)}<w:del w:id="1" {author}><w:r><w:delText>{old}</w:delText></w:r></w:del>'
        f'<w:ins w:id="2" {author}>{run(new)}</w:ins>{run(after)}'
    )
    cells = [[par(text) for text in row] for row in words["table"]]
    cells[1][0] = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + cells[1][0]
    cells[2][0] = "<w:tcPr><w:vMerge/></w:tcPr>" + par()
    body = (
        table(rows)
        + "".join(par(line) for line in words["session"])
        + par(run(words["title"]) + note_reference(2, own="*"), "Title")
        + par(words["subtitle"], "Plain1")
        + par(words["contents"][0], "Plain1")
        + "".join(par(entry, "TOC1") for entry in toc)
        + par(words["headings"][0], "Heading1")
        + par(run(words["first"]) + note_reference(3) + run(words["first_end"]), num=(2, 0))
        + par(words["second"], num=(2, 0))
        + "".join(par(text, num=(2, 1)) for text in words["items"])
        + par(words["headings"][1], "Heading1")
        + par(changed, num=(2, 0))
        + "".join(par(text, num=(3, 0)) for text in words["bullets"])
        + par(run(words["table_title"]) + run("SECRET", "<w:vanish/>"))
        + table(cells)
        + par(text_box(par(words["box"][0]) + par(words["box"][1])))
        + par(words["headings"][2], "Heading1")
        + par(run(words["third"]) + note_reference(4), num=(2, 0))
        + par(words["quote"], "Quote")
        + par('<w:r><w:br w:type="page"/></w:r>')
        + par(words["annex"], "Plain1")
        + par(words["annex_title"], "Plain1")
        + par(words["annex_text"], num=(4, 0))
        + "".join(par(text, num=(4, 0)) for text in words["annex_items"])
    )
    separators = (
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="1"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    )
    notes = note(2, words["own_note"], own="*") + note(3, words["first_note"]) + note(4, words["third_note"])
    header = par(words["head"])
    section = f'<w:sectPr><w:headerReference w:type="default" r:id="rId{list(KINDS).index("word/header1.xml") + 1}"/>'
    section += '<w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1440" w:right="1200" w:bottom="1440" w:left="1200" '
    section += 'w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>'
    parts = {
        "styles": STYLES,
        "numbering": rich_numbering(language),
        "footnotes": separators + notes,
        "settings": '<w:footnotePr><w:footnote w:id="0"/><w:footnote w:id="1"/></w:footnotePr>',
        "header": header,
    }
    return wordfile(body, parts, section=section)
