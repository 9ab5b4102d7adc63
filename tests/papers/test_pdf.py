"""The PDF is read back with pypdf: pages, headings, fonts, and every word."""

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from lobby_tui.locale import Language, catalogue
from lobby_tui.papers.content import Paper
from lobby_tui.papers.pdf import render
from lobby_tui.papers.text import plain
from tests.papers.samples import HOSTILE, line, one_cell, paper


def squashed(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


def pages(made: Paper) -> list[str]:
    return [squashed(page.extract_text()) for page in PdfReader(io.BytesIO(render(made))).pages]


def test_it_says_what_the_paper_says() -> None:
    made = paper(*(line(n, remarks=text) for n, text in enumerate(HOSTILE)), line(99, confirmation="周敏"))
    (page,) = pages(made)
    for row in made.rows:
        assert squashed("".join(plain(cell) for cell in row)) in page
    for text in (made.title, made.bank, made.branch, made.day.isoformat(), *made.notes, *made.signatures):
        assert squashed(text) in page
    for label, value in made.facts:
        assert squashed(catalogue("zh")("{label}: {value}", label=label, value=value)) in page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_has_the_headings_and_its_number(language: Language) -> None:
    made = paper(*(line(n) for n in range(60)), language=language)
    found = pages(made)
    assert len(found) == 4
    t = catalogue(language)
    for n, page in enumerate(found, start=1):
        assert squashed(t("Page {page} of {pages}", page=n, pages=len(found))) in page
        assert squashed(made.title) in page
        assert squashed("".join(column.title for column in made.columns)) in page
    assert sum(page.count("330***********0017") for page in found) == 60
    assert [squashed(made.signatures[0]) + squashed(t("Signature")) in page for page in found] == [
        False,
        False,
        False,
        True,
    ]


def test_boxes_to_sign_in_never_stand_on_a_page_without_rows() -> None:
    for number in range(1, 45):
        made = paper(*(line(n) for n in range(number)))
        found = pages(made)
        assert sum(page.count("330***********0017") for page in found) == number
        last = found[-1]
        assert last.count("330***********0017") >= min(2, number)
        assert squashed("".join(column.title for column in made.columns)) in last
        assert last.count(squashed(made.columns[4].title)) == 1


def test_a4_landscape() -> None:
    box = PdfReader(io.BytesIO(render(paper()))).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (842, 595)


def test_only_the_font_of_the_program_is_used_and_it_is_embedded() -> None:
    reader = PdfReader(io.BytesIO(render(paper(line(customer="王 Smith 😀\U0002a6a5葛\U000e0100 ا")))))
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]  # type: ignore[index]
    assert fonts
    for font in fonts:
        assert re.fullmatch(r"/[A-Z]{6}\+NotoSansSC-Regular(-Identity-H)?", font["/BaseFont"])
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/FontFile3" in descriptor


def test_a_character_without_a_glyph_is_named_and_explained() -> None:
    explained = squashed(
        catalogue("zh")("A character that the print font lacks stands as its Unicode number, such as [U+2A6A5].")
    )
    (page,) = pages(paper(line(customer="王\U0002a6a8")))
    assert "王[U+2A6A8]" in page
    assert explained in page
    (page,) = pages(paper(line(customer="葛\U000e0100城")))
    assert "葛" in page
    assert explained not in page


def test_a_long_word_stays_in_its_column() -> None:
    """A card number that fits is whole, so that it can be copied; a longer word is broken, not run over."""
    reader = PdfReader(io.BytesIO(render(paper(line(identifier="6222021234567890123", contact="8" * 40)))))
    text = reader.pages[0].extract_text()
    assert "6222021234567890123" in text
    assert "8" * 20 not in text
    assert "8" * 40 in squashed(text)


def test_remarks_of_ten_thousand_characters() -> None:
    text = "".join(chr(0x4E00 + n) for n in range(10_000))
    found = pages(paper(line(remarks=text), line(2, customer="末")))
    assert len(found) > 3
    assert "末" in found[-1] or "末" in found[-2]
    assert squashed("".join(re.findall(r"[\u4e00-\u7510]", "".join(found)))).count("\u4e55\u4e56") == 1
    assert len(pages(paper(line(remarks="x" * 10_000)))) > 3


def test_a_day_without_entries() -> None:
    (page,) = pages(paper())
    assert squashed(catalogue("zh")("No entries on this day.")) in page


def test_a_paper_without_boxes_or_notes() -> None:
    assert "Heading" in pages(one_cell("x"))[0]


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert render(paper(line())) == render(paper(line()))


@settings(max_examples=40, deadline=None)
@given(
    st.text(
        st.characters(min_codepoint=0x20, max_codepoint=0x7E) | st.sampled_from("王欧阳娜、。《》"),
        max_size=80,
    )
)
def test_any_ordinary_text_is_printed_as_it_is(text: str) -> None:
    assert squashed(text) in pages(one_cell(text))[0]


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), max_size=60))
def test_no_text_stops_the_printer(text: str) -> None:
    assert pages(one_cell(text))
