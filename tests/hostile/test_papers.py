"""A day full of hostile texts on every paper in every format, read back from the files; and worse."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from lobby_tui.desk import forms
from lobby_tui.desk.opening import Desk
from lobby_tui.papers.content import Paper
from lobby_tui.papers.render import FORMATS, render
from lobby_tui.papers.text import plain, unguarded
from tests.conftest import MORNING
from tests.hostile.day import type_day, write_raw
from tests.hostile.places import Bench
from tests.hostile.texts import TEXTS, dangers, share, tell

DAY: date = MORNING.date()
STARTS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


@pytest.fixture
def papers(desk: Desk) -> tuple[Paper, ...]:
    """All papers of the day, in full."""
    bench = Bench(desk)
    type_day(bench.lobby, share(TEXTS, 3, 12, slow=2))
    return forms.papers(bench.head, DAY, full=True, second=bench.second())


def rows(made: Paper) -> list[list[str]]:
    """What the paper says, cell by cell."""
    return [[plain(cell) for cell in row] for table in made.tables for row in table.rows]


def of_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def of_xlsx(data: bytes) -> Iterator[list[str]]:
    """The texts of each row; the file itself knows no formula."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            assert not re.search(rb"<f[ >/]|externalLink|<ddeLink|hyperlink", archive.read(name)), name
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        for row in sheet.iter_rows():
            assert not [cell for cell in row if cell.data_type == "f"]
            texts = [cell.value for cell in row if isinstance(cell.value, str)]
            assert not [text for text in texts if text.startswith(STARTS_A_FORMULA)]
            yield [unguarded(text.replace("_x005F_", "_")) for text in texts]


def text_of(data: bytes, name: str) -> str:
    """All that a file says; tabs are a spreadsheet's business, places to break a line the printer's."""
    if name == "pdf":
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    elif name == "xlsx":
        text = "\n".join(cell for row in of_xlsx(data) for cell in row)
    else:
        text = data.decode().removeprefix("\ufeff").replace("\r\n", "\n")
    return text.replace("\t", " ").replace("\u200b", "")


def squashed(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


def test_every_text_is_read_back_from_every_paper(papers: tuple[Paper, ...]) -> None:
    tried = 0
    for made in papers:
        said = rows(made)
        back = [[unguarded(cell) for cell in row] for row in of_csv(render(made, "csv"))]
        assert [row for row in said if row not in back] == []
        assert not [cell for row in of_csv(render(made, "csv")) for cell in row if cell.startswith(("=", "@", "\t"))]
        written = {text for row in of_xlsx(render(made, "xlsx")) for text in row}
        assert {cell for row in said for cell in row if cell and not cell.isdigit()} - written - dates(said) == set()
        text = squashed(render(made, "txt").decode())
        assert not dangers(render(made, "txt").decode())
        missing = [cell for row in said for cell in row if not in_columns(squashed(cell), text)]
        assert missing == []
        assert not dangers(text_of(render(made, "pdf"), "pdf"))
        tried += sum(map(len, said))
    tell("papers", cells=tried)
    assert tried > 500


def dates(said: list[list[str]]) -> set[str]:
    """Cells that a workbook keeps as dates, not as texts."""
    return {cell for row in said for cell in row if re.fullmatch(r"\d{4}-\d\d-\d\d", cell)}


def in_columns(cell: str, text: str) -> bool:
    """Whether a text file has every character of a cell: lines of its column stand apart."""
    return all(character in text for character in cell)


def test_what_got_past_the_desk_does_not_get_onto_paper(desk: Desk) -> None:
    bench = Bench(desk)
    type_day(bench.lobby, ["x"] * 12)
    tell("papers", raw=write_raw(bench, [text for text in TEXTS if dangers(text)]))
    for full in (False, True):
        for made in forms.papers(bench.head, DAY, full=full, second=bench.second() if full else None):
            for name in ("txt",) if full else FORMATS:
                assert not dangers(text_of(render(made, name), name)), (made.code, name)
