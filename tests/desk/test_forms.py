"""The day's papers say what the records say, masked or in full, and leave a trace."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import col, select

from lobby_tui.desk import closing, forms, referrals
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.models.audit import AuditEvent
from lobby_tui.papers.content import Paper
from tests.conftest import beside

MONDAY = date(2026, 11, 23)
ENTRIES = (
    ReferralEntry("王小明", ["A01", "C02"], manager_no="301", identifier="999999195001010018", contact="15400001234"),
    ReferralEntry(
        "欧阳娜娜",
        ["B04"],
        status="to_follow_up",
        contact="010-60001234",
        best_time="afternoon",
        consent=True,
        identified_by="201",
        remarks="=cmd|'/c calc'!A1",
    ),
    ReferralEntry("䶮喆", ["E02", "E03"], manager_no="302", identifier="9999123412341234"),
)


@pytest.fixture
def shift(lobby_manager: Shift) -> Shift:
    for entry in ENTRIES:
        referrals.log(lobby_manager, entry)
    undone = referrals.log(lobby_manager, ENTRIES[0]).referral
    referrals.undo(lobby_manager, undone.id)
    return lobby_manager


def _column(paper: Paper, code: str) -> list[object]:
    place = [column.code for column in paper.columns].index(code)
    return [row[place] for row in paper.rows]


def _exports(shift: Shift) -> list[AuditEvent]:
    with shift.reading() as session:
        query = select(AuditEvent).where(AuditEvent.action == "paper_exported").order_by(col(AuditEvent.seq))
        return list(session.exec(query).all())


def test_in_full_it_is_the_records(shift: Shift) -> None:
    paper = forms.paper(shift, MONDAY, full=True, second=beside(shift))
    assert (paper.branch, paper.day, paper.masked) == ("长安街支行", MONDAY, False)
    assert len(paper.columns) == 11
    assert _column(paper, "customer") == ["王小明", "欧阳娜娜", "䶮喆"]
    assert _column(paper, "status") == ["已推介", "待跟进", "已推介"]
    assert _column(paper, "identified_by") == ["李娜", "王芳", "李娜"]
    assert _column(paper, "identifier") == ["999999195001010018", "", "9999123412341234"]
    assert _column(paper, "reason") == ["A01 C02", "B04", "E02 E03"]
    assert _column(paper, "contact") == ["15400001234", "010-60001234", ""]
    assert _column(paper, "best_time") == ["", "下午", ""]
    assert _column(paper, "remarks") == ["", "=cmd|'/c calc'!A1", ""]


def test_masked_it_shows_nobody(shift: Shift) -> None:
    paper = forms.paper(shift, MONDAY)
    assert paper.masked
    assert _column(paper, "customer") == ["王*明", "欧阳*娜", "䶮*"]
    assert _column(paper, "identifier") == ["999***********0018", "", "****1234"]
    assert _column(paper, "contact") == ["154****1234", "010-****1234", ""]


def test_the_english_edition(shift: Shift) -> None:
    paper = forms.paper(shift, MONDAY, language="en")
    assert _column(paper, "status") == ["Introduced", "To follow up", "Introduced"]
    assert _column(paper, "best_time") == ["", "Afternoon", ""]


def test_a_day_without_referrals_has_an_empty_form(lobby_manager: Shift, shift: Shift) -> None:
    closing.close(shift, carry_over="next_day")
    from lobby_tui.desk import visits

    visits.count(shift, "cash_small")
    assert forms.paper(shift, date(2026, 11, 24)).rows == ()


def test_an_export_leaves_one_event_without_names(shift: Shift, tmp_path: Path) -> None:
    second = beside(shift)
    files = forms.export(
        shift, MONDAY, ["csv", "txt", "csv"], tmp_path / "out", papers=["referral_record"], full=True, second=second
    )
    assert [file.format for file in files] == ["csv", "txt"]
    (event,) = _exports(shift)
    assert event.staff_id == shift.person.id
    assert event.detail == {
        "full": True,
        "second": second.id.hex,
        "files": [
            {"paper": "referral_record", "format": file.format, "rows": 3, "sha256": file.sha256} for file in files
        ],
    }
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0


def test_all_papers_of_the_day_are_written_unless_some_are_named(shift: Shift, tmp_path: Path) -> None:
    files = forms.export(shift, MONDAY, ["csv"], tmp_path / "out")
    assert [file.paper for file in files] == list(forms.PAPERS)
    assert {file.path for file in files} == set((tmp_path / "out").iterdir())
    for file in files:
        assert file.rows == forms.paper(shift, MONDAY, code=file.paper).count
    (event,) = _exports(shift)
    assert len(event.detail["files"]) == len(forms.PAPERS)


def test_the_pack_is_one_file_of_each_format(shift: Shift, tmp_path: Path) -> None:
    files = forms.export(shift, MONDAY, ["pdf", "xlsx"], tmp_path, papers=["day_pack", "traffic"])
    assert [(file.paper, file.format) for file in files] == [
        ("day_pack", "pdf"), ("day_pack", "xlsx"), ("traffic", "pdf"), ("traffic", "xlsx")
    ]  # fmt: skip
    assert files[0].rows == forms.pack(shift, MONDAY).count


def test_all_files_or_none(shift: Shift, tmp_path: Path) -> None:
    (tmp_path / "2026-11-23_referral_record_masked.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(RefusedError):
        forms.export(shift, MONDAY, ["txt", "csv"], tmp_path, papers=["referral_record"])
    assert [path.name for path in tmp_path.glob("2026*")] == ["2026-11-23_referral_record_masked.csv"]
    assert _exports(shift) == []


def test_no_event_no_file(shift: Shift, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the chain")

    monkeypatch.setattr("lobby_tui.store.store.append_event", broken)
    with pytest.raises(RuntimeError):
        forms.export(shift, MONDAY, ["txt", "csv"], tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
    monkeypatch.undo()
    assert _exports(shift) == []


@pytest.mark.parametrize(
    ("formats", "papers", "day", "field"),
    [
        (["pfd"], None, MONDAY, "format"),
        ([], None, MONDAY, "format"),
        (["txt"], ["refferal_record"], MONDAY, "paper"),
        (["pdf", "csv"], ["day_pack"], MONDAY, "format"),
        (["txt"], None, date(2026, 11, 22), "day"),
    ],
)
def test_a_wrong_request_makes_nothing(
    shift: Shift, tmp_path: Path, formats: list[str], papers: list[str] | None, day: date, field: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        forms.export(shift, day, formats, tmp_path / "out", papers=papers)
    assert caught.value.field == field
    assert not (tmp_path / "out").exists()
    assert _exports(shift) == []
