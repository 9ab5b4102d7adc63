"""A pack: one file, pages counted through, the audit head in digits and as a code that reads back."""

import io
import itertools
import re
from dataclasses import replace

import pytest
import segno
from pypdf import PdfReader

from lobby_tui.locale import Language, catalogue
from lobby_tui.papers.qr import svg
from tests.papers.samples import HEAD, QR_TEXT, line, pack, paper, two_tables
from tests.papers.test_pdf import pages, squashed

PAPERS = (paper(*(line(n) for n in range(30))), two_tables())


def test_pages_are_counted_through_and_listed_on_the_cover() -> None:
    made = pack(*PAPERS)
    found = pages(made)
    t = catalogue("zh")
    for n, page in enumerate(found, start=1):
        assert squashed(t("Page {page} of {pages}", page=n, pages=len(found))) in page
    cover = found[0]
    for number, one in enumerate(made.papers, start=1):
        first = next(n for n, page in enumerate(found, start=1) if n > 1 and page.startswith(squashed(one.title)))
        assert f"{number}{squashed(one.title)}{one.count}{first}" in cover


def test_the_cover_says_where_the_day_stands() -> None:
    cover = pages(pack(*PAPERS))[0]
    for text in ("已关闭并签字", "到访400", "推介31", "李娜", "孙丽"):
        assert text in cover
    assert HEAD in cover
    assert squashed(catalogue("zh")("{count} audit events", count=42)) in cover


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_head_that_may_change_is_called_provisional(language: Language) -> None:
    t = catalogue(language)
    said = squashed(t("Provisional: the day is not closed, and every entry changes the head."))
    for final in (True, False):
        cover = pages(pack(*PAPERS, final=final, language=language))[0]
        assert (said in cover) is not final
        assert (squashed(t("PROVISIONAL")) in cover) is not final


def test_only_the_cover_and_the_form_have_boxes_to_sign() -> None:
    made = pack(PAPERS[0], replace(PAPERS[1], code="traffic", signatures=("Somebody",)))
    signed = [bool(one.signatures) for one in made.papers]
    assert signed == [True, False]
    assert made.count == 32


def test_each_paper_keeps_its_own_direction() -> None:
    boxes = [page.mediabox for page in PdfReader(io.BytesIO(_pdf())).pages]
    assert [box.width > box.height for box in boxes][0:2] == [False, True]


def test_without_notes_or_boxes_no_empty_page_follows() -> None:
    full = two_tables()
    first, second = full.tables
    for rows in range(8, 14):
        made = pack(replace(full, tables=(replace(first, rows=first.rows * rows), second)))
        assert all(re.search("first|second|together|Nothing", page) for page in pages(made)[1:]), rows


def _pdf() -> bytes:
    from lobby_tui.papers.pdf import render

    return render(pack(*PAPERS))


def test_the_code_holds_the_text() -> None:
    """The dark modules of the drawing are those of the code for this text."""
    drawn = svg(QR_TEXT)
    assert 'class="segno"' in drawn
    expected = segno.make(QR_TEXT, error="m", micro=False, boost_error=False)
    assert _modules(drawn, 4) == [[bool(cell) for cell in row] for row in expected.matrix]
    assert expected.mode in ("byte", "alphanumeric")


def _modules(drawn: str, border: int) -> list[list[bool]]:
    """Read the path of a drawing: it moves, and draws runs of modules along each line."""
    size = int(re.search(r'width="(\d+)"', drawn)[1])  # type: ignore[index]
    found = [[False] * size for _ in range(size)]
    (path,) = re.findall(r'd="([^"]+)"', drawn)
    x, y = 0.0, 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        values = [float(one) for one in re.findall(r"-?\d*\.?\d+", numbers)]
        if command == "M":
            x, y = values
        elif command == "m":
            x, y = x + values[0], y + values[1]
        else:
            for at in range(int(x), int(x + values[0])):
                found[int(y)][at] = True
            x += values[0]
    inner = slice(border, size - border)
    assert not any(itertools.chain(*found[:border], *found[-border:]))
    return [row[inner] for row in found[inner]]
