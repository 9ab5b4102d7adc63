"""The referrals behind a figure over several days: each key against a recount in plain Python."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from lobby_tui.desk import days
from lobby_tui.desk.review import range_records
from lobby_tui.desk.review.range_records import RangeBehind
from lobby_tui.desk.review.span import Span
from lobby_tui.desk.shift import Shift
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.referral import Referral
from lobby_tui.models.staff import Staff
from lobby_tui.models.visit import Visit
from tests.desk.review import weeks

SPAN = Span(date(2026, 9, 7), date(2026, 10, 9))


@pytest.fixture
def head(sign_in: Callable[[str], Shift]) -> Shift:
    shift = sign_in("001")
    weeks.write(shift, weeks.working_days(date(2026, 8, 24), date(2026, 10, 23)))
    return shift


class Known:
    """What is told from the rows themselves."""

    def __init__(self, shift: Shift) -> None:
        with shift.reading() as session:
            self.dates = dict(session.exec(select(BusinessDay.id, BusinessDay.date)).all())
            self.nos = dict(session.exec(select(Staff.id, Staff.no)).all())
            self.roles = dict(session.exec(select(Staff.id, Staff.role)).all())
            self.zones = dict(session.exec(select(Visit.id, Visit.zone)).all())
        self.opened = weeks.results(shift)
        self.rows = [row for row in weeks.standing(shift) if self.dates[row.day_id] in SPAN]
        self.shift = shift

    def code(self, key: str, row: Referral) -> Any:
        simple: dict[str, Callable[[], Any]] = {
            "status": lambda: row.status,
            "answer": lambda: row.answer or "",
            "outcome": lambda: row.outcome or "",
            "result": lambda: "yes" if row.outcome else "",
            "opened": lambda: "yes" if self.opened.get(row.id) else "",
            "manager": lambda: self.nos.get(row.manager_id, ""),  # type: ignore[arg-type]
            "staff": lambda: self.nos[row.identified_by],
            "role": lambda: self.roles[row.identified_by],
            "need": lambda: row.need or "",
            "hour": lambda: self.shift.local(row.created_at).strftime("%H"),
            "zone": lambda: (self.zones[row.visit_id] or "") if row.visit_id else "no_visit",
        }
        return simple[key]()

    def having(self, key: str, code: str) -> list[Referral]:
        if key == "signal":
            found = [row for row in self.rows if code in row.reasons.split()]
        else:
            found = [row for row in self.rows if self.code(key, row) == code]
        return sorted(found, key=lambda row: (self.dates[row.day_id], row.number))


CODES = {
    "status": ("introduced", "to_follow_up"),
    "answer": ("", "accepted", "returned"),
    "outcome": ("", "success", "nothing"),
    "result": ("yes", ""),
    "opened": ("yes", ""),
    "manager": ("301", "302", ""),
    "staff": ("101", "201", "001"),
    "role": ("lobby_manager", "cash_teller", "supervisor"),
    "signal": ("A01", "A02", "D01"),
    "need": ("wealth", "cash_small", ""),
    "hour": ("09", "12", "16"),
    "zone": ("vip_area", "zone_of_old", "", "no_visit"),
}


@pytest.mark.parametrize("key", list(CODES))
def test_each_key_is_what_the_rows_say(head: Shift, key: str) -> None:
    known = Known(head)
    for code in CODES[key]:
        wanted = [row.id for row in known.having(key, code)]
        assert wanted, f"nothing has {key} {code!r}: the test proves nothing"
        page = range_records.page(head, RangeBehind(SPAN, ((key, code),)))
        assert [line.id for line in page.lines] == wanted
        assert page.total == len(wanted)
    unknown = "nobody" if key in ("manager", "staff", "role") else "99"
    assert range_records.page(head, RangeBehind(SPAN, ((key, unknown),))).total == (
        len(known.having(key, "")) if key in ("result", "opened") else 0
    )


def test_keys_are_taken_together(head: Shift) -> None:
    known = Known(head)
    wanted = {row.id for row in known.having("status", "introduced")} & {
        row.id for row in known.having("signal", "A01")
    }
    behind = RangeBehind(SPAN).of(status="introduced").of(signal="A01")
    assert {line.id for line in range_records.page(head, behind).lines} == wanted != set()


def test_only_these_ids(head: Shift) -> None:
    known = Known(head)
    ids = frozenset(row.id for row in known.rows[::4])
    page = range_records.page(head, RangeBehind(SPAN, (), ids))
    assert {line.id for line in page.lines} == ids
    outside = Span(SPAN.first, SPAN.first)
    inside = {row.id for row in known.rows if known.dates[row.day_id] == SPAN.first}
    assert {line.id for line in range_records.page(head, RangeBehind(outside, (), ids)).lines} == ids & inside
    assert range_records.page(head, RangeBehind(SPAN, (), frozenset())).total == 0


def test_pages_follow_each_other(head: Shift) -> None:
    whole = range_records.page(head, RangeBehind(SPAN), 0, 10_000)
    assert whole.total == len(whole.lines) > 20
    parts = [range_records.page(head, RangeBehind(SPAN), start, 7) for start in range(0, whole.total, 7)]
    assert [line.id for part in parts for line in part.lines] == [line.id for line in whole.lines]
    assert {part.total for part in parts} == {whole.total}
    assert range_records.page(head, RangeBehind(SPAN), whole.total, 7).lines == ()


def test_codes_are_no_patterns(head: Shift) -> None:
    for code in ("A_1", "a01", "A0", "%"):
        assert range_records.page(head, RangeBehind(SPAN, (("signal", code),))).total == 0


def test_lines_are_masked(head: Shift) -> None:
    page = range_records.page(head, RangeBehind(SPAN))
    shown = " ".join(str(cell) for line in page.lines for cell in line.cells)
    assert "王小明" not in shown
    assert "王*明" in shown
    assert all(len(line.cells) == len(range_records.COLUMNS) for line in page.lines)


def test_the_hour_is_the_branchs_own(head: Shift) -> None:
    by_hour = [range_records.page(head, RangeBehind(SPAN, (("hour", f"{hour:02}"),))).total for hour in range(24)]
    assert sum(by_hour) == range_records.page(head, RangeBehind(SPAN)).total
    assert not any(by_hour[:9]), "nobody is at work before nine"


def test_the_day_stands_in_the_line(head: Shift) -> None:
    line = range_records.page(head, RangeBehind(SPAN), 0, 1).lines[0]
    assert line.cells[0] == min(one.date for one in days.latest(head, 200) if one.date in SPAN).isoformat()[2:]
