"""The page that shows how a PDF was read: every line over its place, in the colour of what was made of it."""

import base64
import re
import struct
import zlib

import numpy as np
import pytest

from corpora.errors import InputError
from corpora.view import view_page
from corpora.view.pictures import draw_pages
from corpora.view.words import KINDS, REASONS
from tests.calls import call
from tests.corpora.readers.pdf.build_pdf import Sheet, make_pdf
from tests.corpora.readers.pdf.test_real_layouts import fill, masthead, ruled


def document(tmp_path):
    one = fill(masthead(), 260).text(60, 400, "Lakes and bridges", 12, font="bold")
    one.text(60, 430, "The mill stands on the shore & is <old>.").text(60, 800, "43-01234 (E)")
    two = ruled(Sheet().text(60, 40, "A/99/7"), 80, [("Lake", "Depth", "Area"), ("Varda", "12", "300")])
    fill(two, 300).text(60, 800, "2/2").text(500, 800, "43-01234")
    path = tmp_path / "A_99_7.en.pdf"
    path.write_bytes(make_pdf([one, two]))
    return path


def boxes(page):
    """Of each line its class, title and place in percent."""
    found = re.findall(r'<a class="(\w+)" data-s="([^"]*)" title="([^"]*)" style="([^"]*)">', page)
    return [
        (kind, held, title, [float(part.split(":")[1].rstrip("%")) for part in style.split(";")])
        for kind, held, title, style in found
    ]


def test_every_line_has_its_colour_and_its_reason(tmp_path):
    page, result = view_page(document(tmp_path))
    assert "http://" not in page
    assert "https://" not in page
    assert page.count('src="data:image/png;base64,') == 2
    kinds = {kind for kind, *_ in boxes(page)}
    assert kinds == {"body", "title", "cell", "removed"} or kinds == {"body", "heading", "cell", "removed"}
    assert ("removed", "taken out: masthead") in [(kind, title) for kind, _, title, _ in boxes(page)]
    assert "row 2, column 3" in page
    assert "is &lt;old&gt;." in page
    for segment in result.document.segments:
        assert f'data-s="{segment.index}"' in page


def test_lines_lie_where_they_stand(tmp_path):
    page, result = view_page(document(tmp_path))
    mill = next(segment for segment in result.document.segments if segment.text.startswith("The mill"))
    left, top, width, height = next(place for _, held, _, place in boxes(page) if held == str(mill.index))
    assert left == pytest.approx(100 * 60 / 595, abs=0.5)
    assert top < 100 * 430 / 842 < top + height
    assert 20 < width < 40


def test_the_page_in_chinese(tmp_path):
    page, _ = view_page(document(tmp_path), ui="zh")
    assert '<html lang="zh-CN">' in page
    assert "第2行第3列" in page
    assert "去掉：刊头" in page
    assert "taken out" not in page
    assert set(KINDS) >= {"title", "heading", "body", "list", "quote", "cell", "footnote", "annex", "signature"}
    assert all(re.search("[\u4e00-\u9fff]", said) for said in REASONS.values())


def test_a_page_whose_text_runs_upwards_is_turned(tmp_path):
    sheet = Sheet()
    for k in range(8):
        sheet.text(200 + 14 * k, 700, "The harbour office repaired the old bridge over the canal.", matrix="0 1 -1 0")
    path = tmp_path / "A_99_7.en.pdf"
    path.write_bytes(make_pdf([sheet]))
    page, _ = view_page(path)
    size = struct.unpack(">II", base64.b64decode(re.search(r"base64,([^\"]*)", page)[1])[16:24])
    assert size[0] > size[1]
    places = [place for *_, place in boxes(page)]
    assert all(left >= 0 and left + width <= 100 and 0 <= top <= 100 for left, top, width, _ in places)
    assert all(width > 2 * height for *_, width, height in places)


def pixels(png):
    """The greys of a picture of ours."""
    width, height = struct.unpack(">II", png[16:24])
    at = png.index(b"IDAT")
    raw = zlib.decompress(png[at + 4 : at + 4 + struct.unpack(">I", png[at - 4 : at])[0]])
    rows = np.frombuffer(raw, dtype=np.uint8).reshape(height, -1)
    assert not rows[:, 0].any()
    return np.stack([rows[:, 1:] >> 4, rows[:, 1:] & 15], axis=2).reshape(height, -1)[:, :width]


def test_pictures_are_what_stands_on_the_page(tmp_path):
    sheet = Sheet().rule(100, 200, 400, thickness=6)
    data = make_pdf([sheet])
    picture = draw_pages(data, tmp_path / "x.pdf", [0])[0]
    grey = pixels(picture.png)
    assert grey.shape == (round(842 * 1.5), round(595 * 1.5))
    assert picture.edges == pytest.approx((0, -842, 595, 0))
    assert grey[300, 300] == 0
    assert grey[300, 100] == 15
    assert grey[200, 300] == 15


def test_what_cannot_be_shown(tmp_path):
    text = tmp_path / "A_99_7.en.txt"
    text.write_text("The mill stands.\n", encoding="utf-8")
    with pytest.raises(InputError, match="is no PDF"):
        view_page(text)
    with pytest.raises(InputError, match="cannot be drawn"):
        draw_pages(b"%PDF-1.7 nothing", tmp_path / "x.pdf", [0])


def test_the_command(tmp_path):
    path, out = document(tmp_path), tmp_path / "page.html"
    done = call("corpora", "read", path, "--view", out, "--ui", "zh")
    assert (done.code, done.out) == (0, "")
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")
    wrong = call("corpora", "read", path, "--view", tmp_path / "page.pdf")
    assert wrong.code == 2
    assert "end the name in .html" in wrong.err
    assert call("corpora", "read", path, "--view", path).code == 2
    assert path.read_bytes().startswith(b"%PDF")
