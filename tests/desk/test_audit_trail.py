"""The audit trail to look at: in order, whole whatever the paging, narrowed down by what was asked and nothing else."""

import hashlib
import json
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from lobby_tui.desk import audit_export, audit_trail, checkup, referrals, visits
from lobby_tui.desk.audit.wanted import Wanted
from lobby_tui.desk.audit_trail import EventView, Place
from lobby_tui.desk.opening import Desk, open_desk
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.clock import FixedClock
from lobby_tui.settings import Settings
from tests.conftest import PASSWORD, beside
from tests.plans import steps

MONDAY = date(2026, 11, 23)
TUESDAY = MONDAY + timedelta(days=1)
ENTRY = ReferralEntry(
    "王小明", ["A01"], manager_no="301", contact="13812345678", identifier="ABC12345", remarks="老客户"
)


@pytest.fixture
def supervisor(lobby_manager: Shift, sign_in: Callable[[str], Shift], clock: FixedClock) -> Shift:
    """Two days of entries: a referral and a look in full on Monday, visits on Tuesday."""
    row = referrals.log(lobby_manager, ENTRY).referral
    referrals.reveal(lobby_manager, row.id, "call")
    clock.advance(timedelta(days=1))
    for _ in range(3):
        visits.count(lobby_manager, "cash_small")
    return sign_in("001")


def everything(shift: Shift, wanted: Wanted | None = None, limit: int = audit_trail.PAGE) -> list[EventView]:
    found: list[EventView] = []
    place: Place | None = None
    while True:
        page = audit_trail.page(shift, wanted, place, limit)
        found += page.events
        place = page.further
        if place is None:
            return found


def actions(found: list[EventView]) -> list[str]:
    return [one.action for one in found]


def test_newest_first_and_nothing_left_out(supervisor: Shift) -> None:
    found = everything(supervisor)
    assert [one.seq for one in found] == list(range(len(found), 0, -1))
    checked = checkup.check(supervisor)
    assert (len(found), found[0].head) == (checked.events, checked.head)
    assert actions(found)[:4] == ["signed_in", "visits_counted", "visits_counted", "visits_counted"]
    assert actions(found)[-1] == "branch_set_up"
    assert found[-1].person is None or found[-1].person.no == "001"
    one = next(one for one in found if one.action == "referral_revealed")
    assert (one.person.no if one.person else "", one.detail) == ("101", {"reason": "call"})


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
@pytest.mark.parametrize("stride", [1, 2, 5, 100])
def test_however_it_is_paged_it_is_the_same(
    supervisor: Shift, limit: int, stride: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = everything(supervisor)
    counted = [one for one in whole if one.action == "visits_counted"]
    monkeypatch.setattr(audit_trail, "STRIDE", stride)
    assert everything(supervisor, limit=limit) == whole
    assert everything(supervisor, Wanted(action="visits_counted"), limit) == counted
    page = audit_trail.page(supervisor, Wanted(action="visits_counted"), limit=limit)
    assert page.looked <= stride


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(since=TUESDAY), {"visits_counted", "signed_in"}),
        (Wanted(until=MONDAY, person="101"), {"signed_in", "referral_logged", "referral_revealed"}),
        (Wanted(since=MONDAY, until=MONDAY, action="referral_revealed"), {"referral_revealed"}),
        (Wanted(action="显示完整"), None),
        (Wanted(action="查看推介"), {"referral_revealed"}),
        (Wanted(action="Shown in FULL"), {"referral_revealed"}),
        (Wanted(subject="referral"), {"referral_logged", "referral_revealed"}),
        (Wanted(subject="推介 1"), {"referral_logged"}),
        (Wanted(subject="ｒｅｆｅｒｒａｌ１"), {"referral_logged"}),
        (Wanted(person="001", since=TUESDAY), {"signed_in"}),
        (Wanted(person="302"), set()),
    ],
)
def test_what_is_asked_for(supervisor: Shift, wanted: Wanted, expected: set[str] | None) -> None:
    if expected is None:
        with pytest.raises(RefusedError):
            everything(supervisor, wanted)
    else:
        assert set(actions(everything(supervisor, wanted))) == expected


def test_all_of_one_record(supervisor: Shift) -> None:
    (subject,) = {one.subject for one in everything(supervisor, Wanted(action="referral_revealed"))}
    assert actions(everything(supervisor, Wanted(subject=subject))) == ["referral_revealed", "referral_logged"]


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Wanted(since=TUESDAY, until=MONDAY), "until"),
        (Wanted(person="999"), "person"),
        (Wanted(action="moon"), "action"),
        (Wanted(subject="moon 3"), "subject"),
        (Wanted(chain="zz"), "chain"),
    ],
)
def test_what_there_is_not_is_refused(supervisor: Shift, wanted: Wanted, field: str) -> None:
    with pytest.raises(RefusedError) as caught:
        audit_trail.page(supervisor, wanted)
    assert caught.value.field == field


@pytest.mark.parametrize("typed", ["%", "referral' OR 1=1 --", "\x00", "referral:%"])
def test_what_somebody_types_is_no_pattern(supervisor: Shift, typed: str) -> None:
    for wanted in (Wanted(action=typed), Wanted(subject=typed), Wanted(person=typed), Wanted(chain=typed)):
        try:
            found = everything(supervisor, wanted)
        except RefusedError:
            continue
        assert typed == "\x00" or not found, "a control character is nothing, and narrows nothing down"


def test_a_day_is_the_branchs_own(supervisor: Shift, clock: FixedClock) -> None:
    """23:59 in Shanghai is 15:59 in UTC; two minutes later it is another day there, and not here."""
    clock.set(datetime(2026, 11, 26, 15, 59, tzinfo=UTC))
    referrals.log(supervisor, ENTRY)
    clock.advance(timedelta(minutes=2))
    referrals.log(supervisor, ENTRY)
    days = [len(everything(supervisor, Wanted(date(2026, 11, day), date(2026, 11, day)))) for day in (25, 26, 27)]
    assert days == [0, 1, 1]


def test_a_clock_set_back_moves_nothing_in_the_chain(supervisor: Shift, clock: FixedClock) -> None:
    clock.set(datetime(2020, 1, 1, tzinfo=UTC))
    referrals.log(supervisor, ENTRY)
    found = everything(supervisor)
    assert found[0].action == "referral_logged"
    assert found[0].at.year == 2020


def test_two_terminals(supervisor: Shift, settings: Settings, desk: Desk, clock: FixedClock) -> None:
    here = everything(supervisor)
    desk.close()
    settings.terminal_path.write_text(json.dumps({"terminal": str(uuid.uuid4())}))
    clock.advance(timedelta(hours=1))
    elsewhere = open_desk(settings, clock)
    try:
        shift = elsewhere.sign_in("001", PASSWORD)
        found = everything(shift, limit=3)
        assert [one.action for one in found if one.chain == shift.chain] == ["signed_in"]
        assert found[0].chain == shift.chain, "the terminal that wrote last comes first"
        assert found[1:] == here
        assert everything(shift, Wanted(chain=supervisor.chain.hex[:8])) == here
        assert len(everything(shift, Wanted(chain=shift.chain.hex))) == 1
    finally:
        elsewhere.close()


def test_no_question_reads_more_than_its_stretch_of_the_chain(supervisor: Shift) -> None:
    for wanted in (None, Wanted(since=MONDAY, until=MONDAY), Wanted(action="signed_in"), Wanted(subject="visit 3")):
        plan = steps(supervisor, lambda wanted=wanted: audit_trail.page(supervisor, wanted))
        assert not [step for step in plan if step.startswith("SCAN")], plan
        for step in [step for step in plan if step.startswith("SEARCH audit_event")]:
            assert "branch_id=? AND chain=?" in step, step


# --- taking it away ---


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def test_one_day_is_exported_by_one_person(supervisor: Shift, out: Path) -> None:
    wanted = Wanted(TUESDAY, TUESDAY)
    count = len(everything(supervisor, wanted))
    written = audit_export.export(supervisor, wanted, ["csv", "txt", "xlsx"], out)
    assert [one.rows for one in written] == [count] * 3
    for one in written:
        assert one.sha256 == hashlib.sha256(one.path.read_bytes()).hexdigest()
        assert one.path.stat().st_mode & 0o777 == 0o600
    lines = written[0].path.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == count + 1
    assert "李娜 101" in lines[-1]
    (event,) = audit_trail.page(supervisor, limit=1).events
    assert event.action == "audit_exported"
    assert event.detail["asked"] == {"since": "2026-11-24", "until": "2026-11-24"}
    assert [one["sha256"] for one in event.detail["files"]] == [one.sha256 for one in written]
    assert "second" not in event.detail


def test_more_takes_two_people(supervisor: Shift, out: Path) -> None:
    for wanted in (Wanted(), Wanted(since=TUESDAY), Wanted(MONDAY, TUESDAY), Wanted(until=MONDAY)):
        with pytest.raises(NotAllowedError) as caught:
            audit_export.export(supervisor, wanted, ["csv"], out)
        assert caught.value.code == "second_needed"
    assert list(out.iterdir()) == []
    second = beside(supervisor)
    (written,) = audit_export.export(supervisor, Wanted(), ["csv"], out, second=second)
    (event,) = audit_trail.page(supervisor, limit=1).events
    assert event.detail["second"] == second.id.hex
    assert written.rows == event.seq - 1
    (again,) = audit_export.export(supervisor, Wanted(), ["csv"], out, second=second)
    assert again.path != written.path, "the same folder takes both"


def test_no_customer_stands_in_it(supervisor: Shift, out: Path) -> None:
    (written,) = audit_export.export(supervisor, Wanted(), ["csv"], out, second=beside(supervisor))
    text = written.path.read_text(encoding="utf-8-sig")
    assert "referral_logged" in text
    for secret in ("王小明", "13812345678", "ABC12345", "老客户"):
        assert secret not in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_is_written_in_both_languages(supervisor: Shift, out: Path, language: str) -> None:
    wanted = Wanted(MONDAY, MONDAY, action="referral_logged")
    table, paper = audit_export.export(supervisor, wanted, ["csv", "txt"], out, language=language)  # type: ignore[arg-type]
    name = "登记推介" if language == "zh" else "Referral logged"
    assert name in table.path.read_text(encoding="utf-8-sig")
    assert "referral_logged" in paper.path.read_text(encoding="utf-8"), "what was asked for stands on the paper"


def test_too_much_or_nothing_is_refused(supervisor: Shift, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RefusedError):
        audit_export.export(supervisor, Wanted(MONDAY, MONDAY, person="302"), ["csv"], out)
    with pytest.raises(RefusedError) as caught:
        audit_export.export(supervisor, Wanted(MONDAY, MONDAY), ["pdf"], out)
    assert caught.value.field == "format"
    monkeypatch.setattr(audit_export, "MOST", 3)
    with pytest.raises(RefusedError) as caught:
        audit_export.export(supervisor, Wanted(), ["csv"], out, second=beside(supervisor))
    assert caught.value.code == "too_many"
    assert list(out.iterdir()) == []


def test_nobody_takes_it_away_with_an_old_password(supervisor: Shift, clock: FixedClock, out: Path) -> None:
    clock.advance(601)
    assert audit_trail.page(supervisor).events, "looking is allowed"
    with pytest.raises(NotAllowedError) as caught:
        audit_export.export(supervisor, Wanted(TUESDAY, TUESDAY), ["csv"], out)
    assert caught.value.code == "password_again"


def test_what_cannot_be_recorded_is_not_kept(supervisor: Shift, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object, **__: object) -> None:
        raise OSError("no more")

    monkeypatch.setattr("lobby_tui.store.store.append_event", failing)
    with pytest.raises(OSError, match="no more"):
        audit_export.export(supervisor, Wanted(TUESDAY, TUESDAY), ["csv"], out)
    assert list(out.iterdir()) == []


def test_looking_leaves_no_trace_and_changes_nothing(supervisor: Shift) -> None:
    before = everything(supervisor)
    audit_trail.page(supervisor, Wanted(action="signed_in"))
    with supervisor.reading() as session:
        assert len(session.exec(select(col(AuditEvent.seq))).all()) == len(before)
