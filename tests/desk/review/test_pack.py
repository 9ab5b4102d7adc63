"""The review pack: the same figures as the views, behind one cover, whole or not at all."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlmodel import col, select

from lobby_tui.desk import closing, days
from lobby_tui.desk.review import goals, marks, pack, rows, signing
from lobby_tui.desk.review.pack_parts import PARTS
from lobby_tui.desk.review.span import Span, Unit, span_of
from lobby_tui.desk.shift import FRESH_SECONDS, Shift
from lobby_tui.errors import LobbyError, NotAllowedError, RefusedError
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.clock import FixedClock
from lobby_tui.papers.content import Pack, Paper
from tests.conftest import types_password
from tests.desk.review.reviewed import approve_all, busy_day

SignIn = Callable[[str], Shift]


@pytest.fixture
def head(sign_in: SignIn) -> Shift:
    busy_day(sign_in, 4)
    return types_password(sign_in("001"))


def a_day(shift: Shift) -> Span:
    return span_of(Unit.DAY, days.latest(shift)[0].date)


def a_month(shift: Shift) -> Span:
    return span_of(Unit.MONTH, days.latest(shift)[0].date)


def paper(found: Pack, code: str) -> Paper:
    return next(one for one in found.papers if one.code == f"review_{code}")


def figures(found: Pack) -> dict[str, str]:
    return dict(found.figures)


def last_event(shift: Shift) -> AuditEvent:
    with shift.reading() as session:
        return session.exec(select(AuditEvent).order_by(col(AuditEvent.seq).desc()).limit(1)).one()


def test_a_day_says_what_its_records_say(head: Shift) -> None:
    found = pack.pack(head, Unit.DAY, a_day(head), language="zh")
    assert [one.code for one in found.papers] == ["review_glance", "review_rows", "review_odd"]
    assert figures(found) | {"到访": "3", "推介": "4", "已接收": "1", "有成果登记": "1", "识别未推介": "1"} == figures(
        found
    )
    hours, others = paper(found, "glance").tables
    assert sum(row[1] for row in hours.rows if isinstance(row[1], int)) == 3
    assert hours.chart is not None
    assert ("推介", "推介", "4") in others.rows
    referred, noticed = paper(found, "rows").tables
    assert [str(row[0]).strip("◆") for row in referred.rows] == ["1", "2", "3", "4"]
    assert len(noticed.rows) == 1
    assert found.masked
    assert "王小一1" not in str(found)


def test_a_month_says_what_its_days_say(head: Shift, clock: FixedClock) -> None:
    goals.set_goal(head, f"{head.today():%Y-%m}", "referrals", 8)
    found = pack.pack(head, Unit.MONTH, a_month(head), language="zh")
    assert [one.code for one in found.papers] == ["review_days", "review_goals", "review_works", "review_odd"]
    (by_day,) = paper(found, "days").tables
    titles = [column.title for column in by_day.columns]
    assert dict(zip(titles, by_day.rows[0], strict=True)) | {"到访": 3, "推介": 4, "已接收": 1} == dict(
        zip(titles, by_day.rows[0], strict=True)
    )
    (aims,) = paper(found, "goals").tables
    assert aims.rows[0][:4] == ("推介", 8, 4, 50)
    signals, needs = paper(found, "works").tables
    assert {row[0] for row in signals.rows} >= {"A01", "A02"}
    assert signals.title != needs.title


def test_what_speaks_of_single_staff_is_there_only_if_asked_for(head: Shift) -> None:
    usual = pack.pack(head, Unit.MONTH, a_month(head))
    asked = pack.pack(head, Unit.MONTH, a_month(head), ["people", "days"])
    assert "review_people" not in [one.code for one in usual.papers]
    assert [one.code for one in asked.papers] == ["review_days", "review_people"]
    (cards,) = paper(asked, "people").tables
    assert cards.rows[0][0] == "001"
    assert [row[0] for row in cards.rows][1:] == sorted(str(row[0]) for row in cards.rows[1:])


def test_its_signature_stands_on_the_cover(head: Shift, sign_in: SignIn) -> None:
    closing.close(types_password(sign_in("101")), carry_over="next_day")
    approve_all(head)
    signing.sign(head)
    of_day = pack.pack(head, Unit.DAY, a_day(head), language="zh")
    assert [name for name, _ in of_day.moves] == ["复核签字"]
    assert "全部 4 笔推介" in of_day.moves[0][1]
    assert of_day.final
    of_month = pack.pack(head, Unit.MONTH, a_month(head), language="zh")
    assert of_month.moves == (("复核签字", "1 天中的 1 天"),)


def test_marks_stand_beside_the_rows(head: Shift) -> None:
    first = rows.of_day(head).rows[0]
    marks.approve(head, first.id)
    (referred, _) = paper(pack.pack(head, Unit.DAY, a_day(head), language="zh"), "rows").tables
    assert "✓" in str(referred.rows[0][-1])
    assert referred.rows[1][-1] == ""


@pytest.mark.parametrize("unit", [Unit.DAY, Unit.MONTH])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_formats_can_be_read_by_others(head: Shift, tmp_path: Path, unit: Unit, language: str) -> None:
    span = a_day(head) if unit is Unit.DAY else a_month(head)
    every = [one.code for one in PARTS[unit]]
    written = pack.export(head, unit, span, ["pdf", "xlsx"], tmp_path, parts=every, language=language)  # type: ignore[arg-type]
    by_format = {one.format: one.path for one in written}
    text = "".join(page.extract_text() for page in PdfReader(by_format["pdf"]).pages)
    assert ("复核材料" if language == "zh" else "Review") in text
    book = load_workbook(io.BytesIO(by_format["xlsx"].read_bytes()))
    assert len(book.sheetnames) == 1 + len(every)
    assert sum(len(sheet._charts) for sheet in book) >= 1
    event = last_event(head)
    assert (event.action, event.detail["view"]) == ("review_exported", f"review_pack_{unit.value}")
    assert event.detail["parts"] == every
    assert [one["sha256"] for one in event.detail["files"]] == [one.sha256 for one in written]


@pytest.mark.parametrize(
    ("unit", "formats", "parts", "field"),
    [
        (Unit.WEEK, ["pdf"], None, "unit"),
        (Unit.DAY, ["csv"], None, "format"),
        (Unit.DAY, [], None, "format"),
        (Unit.DAY, ["pdf"], ["people"], "parts"),
        (Unit.DAY, ["pdf"], [], "parts"),
    ],
)
def test_what_there_is_not(
    head: Shift, tmp_path: Path, unit: Unit, formats: list[str], parts: list[str] | None, field: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        pack.export(head, unit, a_day(head), formats, tmp_path / "out", parts=parts)
    assert refused.value.field == field
    assert not (tmp_path / "out").exists()


def test_days_on_which_nobody_worked(head: Shift, tmp_path: Path) -> None:
    before = Span(a_day(head).first.replace(year=2020), a_day(head).first.replace(year=2020))
    with pytest.raises(RefusedError) as refused:
        pack.export(head, Unit.DAY, before, ["pdf"], tmp_path / "out")
    assert refused.value.code == "unknown_day"
    assert not (tmp_path / "out").exists()


def test_nothing_is_left_of_a_pack_that_could_not_be_recorded(
    head: Shift, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Shift) -> object:
        raise RuntimeError("cut")

    whole = pack.pack(head, Unit.DAY, a_day(head))
    monkeypatch.setattr(pack, "pack", lambda *_: whole)
    monkeypatch.setattr(Shift, "writing", broken)
    with pytest.raises(RuntimeError):
        pack.export(head, Unit.DAY, a_day(head), ["xlsx"], tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_who_may(sign_in: SignIn, head: Shift, clock: FixedClock, tmp_path: Path) -> None:
    for no in ("101", "201", "301"):
        with pytest.raises(NotAllowedError):
            pack.pack(sign_in(no), Unit.DAY, a_day(head))
    clock.advance(FRESH_SECONDS + 1)
    with pytest.raises(LobbyError) as refused:
        pack.export(head, Unit.DAY, a_day(head), ["pdf"], tmp_path)
    assert refused.value.code == "password_again"
