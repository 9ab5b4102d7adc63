"""A table of the review as it leaves the house: with its filter, its number of rows and its digest, and recorded."""

import csv
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlmodel import col, select

from lobby_tui.desk.review import take_away
from lobby_tui.desk.review.table import ReviewColumn, ReviewTable, digest, text_of
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import catalogue, msg
from lobby_tui.models.audit import AuditEvent

TABLE = ReviewTable(
    msg("What works"),
    ((msg("Day"), "2026-11-23"), (msg("Shown"), "=1+1")),
    (ReviewColumn(msg("Hour")), ReviewColumn("n", numeric=True), ReviewColumn("share", numeric=True)),
    (("09", 3, 0.5), ("=HYPERLINK(1)", 0, None), ("王\t小\n明", -2, 1 / 3)),
    "review_works",
)


@pytest.fixture
def head(sign_in: Callable[[str], Shift]) -> Shift:
    return sign_in("001")


def last_event(shift: Shift) -> AuditEvent:
    with shift.reading() as session:
        return session.exec(select(AuditEvent).order_by(col(AuditEvent.seq).desc())).first()  # type: ignore[return-value]


def test_each_file_says_what_was_asked_for(head: Shift, tmp_path: Path) -> None:
    out = tmp_path / "out"
    files = {one.format: one for one in take_away.export(head, TABLE, take_away.FORMATS, out, "en")}
    assert set(files) == {"csv", "xlsx", "txt"}
    whole = digest(TABLE, catalogue("en"))
    for one in files.values():
        assert one.rows == 3
        assert hashlib.sha256(one.path.read_bytes()).hexdigest() == one.sha256
        assert "review_works" in one.path.name
    lines = list(csv.reader(files["csv"].path.read_text("utf-8-sig").splitlines()))
    assert lines[0] == ["Hour", "n", "share"]
    assert lines[1] == ["09", "3", "0.5"]
    assert lines[2] == ["'=HYPERLINK(1)", "0", ""]
    assert ["Day", "2026-11-23"] in lines
    assert ["Shown", "'=1+1"] in lines
    assert ["Rows", "3"] in lines
    assert ["SHA-256 of the rows", whole] in lines
    text = files["txt"].path.read_text()
    assert "Rows: 3" in text
    assert whole in text
    sheet = load_workbook(files["xlsx"].path).active
    assert [cell.value for cell in sheet[5]] == ["09", 3, 0.5]
    assert sheet["C7"].value == pytest.approx(0.3333)
    assert sheet["A6"].data_type == "s"


def test_it_is_recorded_and_never_overwrites(head: Shift, tmp_path: Path) -> None:
    (first,) = take_away.export(head, TABLE, ["csv"], tmp_path)
    event = last_event(head)
    assert event.action == "review_exported"
    assert event.detail == {
        "view": "review_works",
        "files": [{"format": "csv", "rows": 3, "sha256": first.sha256}],
    }
    (second,) = take_away.export(head, TABLE, ["csv"], tmp_path)
    assert second.path != first.path


def test_what_is_copied_can_be_pasted_and_is_recorded(head: Shift) -> None:
    text = take_away.copied(head, TABLE, "zh")
    t = catalogue("zh")
    above, below = text.split("\n\n")
    assert above.splitlines()[0] == "什么有效"
    assert f"各行 SHA-256\t{digest(TABLE, t)}" in above
    assert "行数\t3" in above
    assert "显示\t'=1+1" in above
    assert below.splitlines() == ["时段\tn\tshare", "09\t3\t0.5", "'=HYPERLINK(1)\t0\t", "王 小 明\t-2\t0.3333"]
    assert hashlib.sha256(below.encode()).hexdigest() == digest(TABLE, t)
    assert last_event(head).detail["files"] == [{"format": "copy", "rows": 3, "sha256": digest(TABLE, t)}]


def test_there_are_three_formats(head: Shift, tmp_path: Path) -> None:
    for formats in ([], ["csv", "docx"]):
        with pytest.raises(RefusedError) as caught:
            take_away.export(head, TABLE, formats, tmp_path / "out")
        assert caught.value.field == "format"
    assert not (tmp_path / "out").exists()


def test_rows_fit_their_columns() -> None:
    with pytest.raises(ValueError, match="1 cells"):
        ReviewTable("T", (), (ReviewColumn("a"), ReviewColumn("b")), (("x",),))


@pytest.mark.parametrize(
    ("cell", "text"), [(None, "-"), (0, "0"), (0.5, "0.5"), (1.0, "1"), (2 / 3, "0.67"), (-3, "-3"), ("a", "a")]
)
def test_cells_on_the_screen(cell: object, text: str) -> None:
    assert text_of(cell, catalogue("en")) == text  # type: ignore[arg-type]
