"""The file of a branch's month and the comparison of several: the figures of the desk, nobody's name, no trust."""

import csv
import hashlib
import json
import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlmodel import col, select

from lobby_tui.desk import day_heads, verifying, visits
from lobby_tui.desk.review import branches, compared, goals, month_file, summary, trends
from lobby_tui.desk.review.measures import Measure
from lobby_tui.desk.review.month_file import Month
from lobby_tui.desk.review.span import Unit, span_of
from lobby_tui.desk.review.summary import By, as_counts
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import LobbyError, NotAllowedError, RefusedError
from lobby_tui.locale import catalogue, msg
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.staff import Staff
from tests.conftest import types_password
from tests.desk.review import weeks
from tests.hostile.texts import FORMULAS, STEERING, TEXTS, dangers


@pytest.fixture
def head(sign_in: Callable[[str], Shift]) -> Shift:
    shift = sign_in("001")
    weeks.write(shift, weeks.working_days(date(2026, 9, 28), date(2026, 11, 20)), 7)
    return shift


MADE = {"referrals": 60, "introduced": 40, "to_follow_up": 20, "confirmed": 45, "returned": 5, "with_result": 30}
CAME = {
    "count": 1000, "timed": 100, "waited": 6000, "longest": 600, "left": 50, "missed": 3,
    "by_hour": {"09": 1000}, "by_need": {"": 1000}, "by_zone": {"": 400, "vip_area": 600},
}  # fmt: skip


@pytest.fixture
def content() -> dict[str, Any]:
    """A month as some branch may have written it."""
    return {
        "format": "lobby-month", "version": 1, "branch_id": "b" * 32, "branch": "西直门支行", "month": "2026-10",
        "over": True, "days": 20, "visits": CAME, "referrals": MADE, "by_signal": {"A01": MADE}, "opened": 7,
        "complaints": 2, "goals": {"visits": 900}, "made_at": "2026-11-02T01:30:00+00:00", "events": 4711,
        "head": "0f" * 32,
    }  # fmt: skip


@pytest.fixture
def of_the_desk(head: Shift, tmp_path: Path) -> dict[str, Any]:
    return loaded(branches.write_month(head, "2026-10", tmp_path).path)


def loaded(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text("utf-8"))  # type: ignore[no-any-return]


def put(folder: Path, content: dict[str, Any], name: str = "x.json", **changes: Any) -> Path:
    """A file with other content and its digest."""
    path = folder / name
    changed = {**content, **changes}
    path.write_bytes(month_file.as_bytes({**changed, "sha256": month_file.digest(changed)}))
    return path


def refused(*files: Path) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        branches.compare(files)
    assert caught.value.field == "files"
    return caught.value


def test_it_holds_the_figures_of_the_desk(head: Shift, of_the_desk: dict[str, Any]) -> None:
    content = of_the_desk
    span = span_of(Unit.MONTH, date(2026, 10, 1))
    found = summary.of_span(head, span, By.SIGNAL)
    assert content["days"] == found.days == 22
    assert content["visits"]["count"] == found.visits > 20
    assert content["referrals"] == as_counts(found.made)
    assert content["by_signal"] == {line.key: as_counts(line.made) for line in found.lines}
    with head.reading() as session:
        values = {one: trends.whole_of(session, head, span, one) for one in Measure}
    assert content["visits"]["left"] == values[Measure.LEFT]
    assert content["visits"]["missed"] == values[Measure.MISSED]
    assert content["visits"]["longest"] == values[Measure.LONGEST_WAIT]
    assert round(content["visits"]["waited"] / content["visits"]["timed"]) == values[Measure.MEAN_WAIT]
    assert (content["opened"], content["complaints"]) == (values[Measure.OPENED], values[Measure.COMPLAINTS])
    for name in ("by_hour", "by_need", "by_zone"):
        assert sum(content["visits"][name].values()) == content["visits"]["count"]
    assert content["over"] is True
    assert Month.model_validate(content)


def test_it_names_nobody(head: Shift, of_the_desk: dict[str, Any]) -> None:
    text = json.dumps(of_the_desk, ensure_ascii=False)
    with head.reading() as session:
        people = session.exec(select(Staff)).all()
    assert not [one.name for one in people if one.name in text]
    assert not [one.no for one in people if f'"{one.no}"' in text]
    assert "王小明" not in text
    assert "13812345678" not in text
    assert head.branch.name in text


def test_its_digest_its_head_and_its_event(head: Shift, tmp_path: Path) -> None:
    with head.reading() as session:
        before = day_heads.current(session, head)
    written = branches.write_month(head, "2026-10", tmp_path / "made" / "for it")
    content = loaded(written.path)
    assert written.path.stat().st_mode & 0o777 == 0o600
    assert written.sha256 == hashlib.sha256(written.path.read_bytes()).hexdigest()
    rest = {name: value for name, value in content.items() if name != "sha256"}
    plain = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert content["sha256"] == hashlib.sha256(plain.encode()).hexdigest(), "anybody can work it out"
    assert (content["head"], content["events"]) == (before.head, before.events)
    assert verifying.verify(head, content["head"]).event == before.events
    with head.reading() as session:
        event = session.exec(select(AuditEvent).order_by(col(AuditEvent.seq).desc())).first()
    assert event is not None
    assert (event.action, event.detail["month"], event.detail["sha256"]) == (
        "month_file_made", "2026-10", written.sha256,
    )  # fmt: skip
    again = branches.write_month(head, "2026-10", tmp_path)
    assert again.path != written.path


def test_a_running_month_says_so_and_carries_its_goals(head: Shift, tmp_path: Path) -> None:
    goals.set_goal(head, "2026-11", "visits", 70)
    content = loaded(branches.write_month(head, "2026-11", tmp_path).path)
    assert (content["over"], content["goals"]) == (False, {"visits": 70})
    rows = compared.table_of(branches.compare([put(tmp_path, content)])).rows
    assert catalogue("en").render(rows[0][1]).endswith("(so far)")  # type: ignore[arg-type]


@pytest.mark.parametrize("month", ["2026-12", "2025-10", "2026-13", "October"])
def test_a_month_without_work_and_what_is_none(head: Shift, tmp_path: Path, month: str) -> None:
    with pytest.raises(RefusedError) as caught:
        branches.write_month(head, month, tmp_path)
    assert caught.value.field == "month"
    assert list(tmp_path.glob("*.json")) == []


def test_it_takes_the_password_anew(head: Shift, clock: FixedClock, tmp_path: Path) -> None:
    clock.advance(601)
    with pytest.raises(NotAllowedError) as caught:
        branches.write_month(head, "2026-10", tmp_path)
    assert caught.value.code == "password_again"
    branches.write_month(types_password(head), "2026-10", tmp_path)


def test_no_file_stays_where_it_cannot_be_recorded(
    head: Shift, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise LobbyError(msg("disk full"))

    monkeypatch.setattr("lobby_tui.store.store.Writing.record", full)
    with pytest.raises(LobbyError):
        branches.write_month(head, "2026-10", tmp_path)
    assert list(tmp_path.glob("*.json")) == []


# Comparing.


def several(folder: Path, content: dict[str, Any]) -> list[Path]:
    return [
        put(folder, content, "b.json"),
        put(folder, content, "a.json", branch="东直门支行", branch_id="a" * 32, days=10, visits={**CAME, "left": 25},
            opened=0, complaints=0),
    ]  # fmt: skip


def test_branches_side_by_side(content: dict[str, Any], tmp_path: Path) -> None:
    table = compared.table_of(branches.compare(several(tmp_path, content)))
    east, west, both = table.rows
    assert east[:2] == ("2026-10", "东直门支行")
    assert west[:2] == ("2026-10", "西直门支行")
    assert west[2:] == (20, 1000, 50.0, "1:00", 5.0, 60, 6.0, 75.0, 50.0, 7, 2)
    assert east[2:] == (10, 1000, 100.0, "1:00", 2.5, 60, 6.0, 75.0, 50.0, 0, 0)
    assert both[2:] == (30, 2000, 66.7, "1:00", 3.8, 120, 6.0, 75.0, 50.0, 7, 2)


def test_a_share_of_few_says_nothing(content: dict[str, Any], tmp_path: Path) -> None:
    made = {"referrals": 19, "introduced": 19, "to_follow_up": 0, "confirmed": 19, "returned": 0, "with_result": 1}
    few = {**content["visits"], "count": 19, "timed": 0, "waited": 0, "longest": 0, "left": 1, "missed": 0,
           "by_hour": {"09": 19}, "by_need": {"": 19}, "by_zone": {"": 19}}  # fmt: skip
    path = put(tmp_path, content, visits=few, referrals=made, by_signal={})
    (row,) = compared.table_of(branches.compare([path])).rows
    assert row[5:10] == (None, None, 19, None, None)


def test_several_months_have_no_sum(content: dict[str, Any], tmp_path: Path) -> None:
    later = put(tmp_path, content, "later.json", month="2026-11")
    first = put(tmp_path, content, "first.json")
    table = compared.table_of(branches.compare([later, first]))
    assert [row[0] for row in table.rows] == ["2026-10", "2026-11"]
    assert compared.table_of(branches.compare([])).rows == ()


def test_doubled_files(content: dict[str, Any], tmp_path: Path) -> None:
    first, second = put(tmp_path, content, "first.json"), put(tmp_path, content, "second.json", made_at="2026-11-30")
    error = refused(first, second)
    assert error.code == "doubled"
    assert "first.json" in catalogue("en").render(error.message)
    assert refused(first, first).code == "doubled"


def test_a_changed_byte(content: dict[str, Any], tmp_path: Path) -> None:
    path = put(tmp_path, content)
    whole = path.read_bytes()
    for at in range(0, len(whole), 3):
        if whole[at] in b" \n":
            continue  # white space between the figures says nothing
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert refused(path).code in ("damaged", "not_a_month_file", "later_version")


def test_a_cut_file(content: dict[str, Any], tmp_path: Path) -> None:
    path = put(tmp_path, content)
    whole = path.read_bytes()
    for end in range(0, len(whole) - 2, 9):
        path.write_bytes(whole[:end])
        assert refused(path).code == "not_a_month_file"


def test_a_changed_figure(content: dict[str, Any], tmp_path: Path) -> None:
    path = put(tmp_path, content)
    changed = {**content, "opened": content["opened"] + 1}
    path.write_bytes(month_file.as_bytes(changed))
    assert refused(path).code == "damaged"


@pytest.mark.parametrize(
    "changes",
    [
        {"days": 0}, {"days": 32}, {"days": "20"}, {"days": 20.5}, {"days": True}, {"days": None}, {"opened": -1},
        {"opened": 10**10}, {"month": "2026-13"}, {"month": "0000-01"}, {"branch": ""}, {"branch": "x" * 101},
        {"branch_id": "../../etc/passwd"}, {"branch_id": "A" * 32}, {"head": "x"}, {"more": 1}, {"visits": []},
        {"visits": None}, {"referrals": {}}, {"by_signal": {"=1+1": {}}}, {"goals": {"=cmd": 1}}, {"over": "yes"},
        {"by_signal": {"A": {"referrals": 1}}}, {"made_at": "=HYPERLINK(1)"},
    ],
)  # fmt: skip
def test_what_no_branch_would_write(content: dict[str, Any], tmp_path: Path, changes: dict[str, Any]) -> None:
    assert refused(put(tmp_path, content, **changes)).code == "damaged"


@pytest.mark.parametrize(
    ("part", "changes"),
    [
        ("referrals", {"introduced": 999}), ("referrals", {"confirmed": 10**6}), ("referrals", {"with_result": 10**6}),
        ("visits", {"count": 10**6}), ("visits", {"left": 10**6}), ("visits", {"timed": 10**6}),
        ("visits", {"missed": 10**6}), ("visits", {"by_hour": {"09": 1}}), ("visits", {"by_need": {}}),
        ("visits", {"by_zone": {"": 1}}),
    ],
)  # fmt: skip
def test_figures_that_contradict_each_other(
    content: dict[str, Any], tmp_path: Path, part: str, changes: dict[str, Any]
) -> None:
    assert refused(put(tmp_path, content, **{part: {**content[part], **changes}})).code == "damaged"


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"[]", b"null", b"1", b'"lobby-month"', b"\xff\xfe{}", b"\x00" * 100, b"[" * 100_000,
        b'{"a":' * 50_000, b'{"format": "lobby-month", "format": "lobby-month"}', b'{"format": NaN}',
        b'{"format": ' + b"9" * 5000 + b"}", b'{"format": "other"}', b"PK\x03\x04", b" " * (month_file.LARGEST + 1),
        b'{"format": ["lobby-month"]}',
    ],
)  # fmt: skip
def test_files_that_are_something_else(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(data)
    assert refused(path).code == "not_a_month_file"


@pytest.mark.parametrize("version", [2, "1", None, 10**30])
def test_a_later_release(content: dict[str, Any], tmp_path: Path, version: Any) -> None:
    assert refused(put(tmp_path, content, version=version)).code == "later_version"


def test_what_is_no_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.json").code == "unreadable"
    assert refused(tmp_path).code == "not_a_month_file"
    assert refused(Path("a\0b")).code == "unreadable"
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe").code == "not_a_month_file"


def test_too_many_files(tmp_path: Path) -> None:
    refused(*[tmp_path / "none.json"] * (branches.MOST + 1))


def test_a_branch_of_any_name(content: dict[str, Any], tmp_path: Path) -> None:
    files = []
    for number, name in enumerate([*TEXTS[::9], *STEERING, *FORMULAS, "\ud800", "\u202e支行", "\x00"]):
        path = tmp_path / f"{number}.json"
        changed = {**content, "branch": name, "branch_id": f"{number:032x}"}
        path.write_text(json.dumps({**changed, "sha256": month_file.digest(changed)}), "ascii")
        if 1 <= len(name) <= 100 and not re.search("[\ud800-\udfff]", name):
            files.append(path)
        else:
            assert refused(path).code == "damaged"
    found = branches.compare(files)
    assert len(found.months) == len(files) > 80
    for one in found.months:
        assert one.branch
        assert not dangers(one.branch)
    csv_file, _ = compared.export(found, ["csv", "xlsx"], tmp_path / "out", date(2026, 11, 23), "en")
    with csv_file.path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if re.match("[=+@\t\r]", cell)]


def test_the_comparison_as_files(content: dict[str, Any], tmp_path: Path) -> None:
    found = branches.compare(several(tmp_path, content))
    files = compared.export(found, ["csv", "xlsx", "csv"], tmp_path / "out", date(2026, 11, 23), "zh")
    assert [one.format for one in files] == ["csv", "xlsx"]
    assert all(one.rows == 3 for one in files)
    sheet = load_workbook(files[1].path).active
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert {"东直门支行", "西直门支行", 75, 66.7} <= set(cells)
    with pytest.raises(RefusedError):
        compared.export(found, ["csv"], tmp_path / "out", date(2026, 11, 23), "zh")
    with pytest.raises(RefusedError) as caught:
        compared.export(found, ["pdf"], tmp_path / "out", date(2026, 11, 23), "zh")
    assert caught.value.field == "format"


def test_an_open_day_counts_as_far_as_it_has_gone(head: Shift, tmp_path: Path) -> None:
    before = loaded(branches.write_month(head, "2026-11", tmp_path).path)
    visits.count(head, "cash_small", number=3)
    after = loaded(branches.write_month(head, "2026-11", tmp_path).path)
    assert after["visits"]["count"] == before["visits"]["count"] + 3
    assert after["days"] == before["days"] + 1
