"""Texts that are read masked, edited and saved again keep what their masks stand for; errors quote masked."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import col, select

from lobby_tui.desk import calendar, checklists, incidents, result_import, results
from lobby_tui.desk.answer import lookup as answer_lookup
from lobby_tui.desk.referral import search
from lobby_tui.desk.results import ResultEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import LobbyError
from lobby_tui.models.calendar import CalendarDay
from lobby_tui.models.checklist import ChecklistTick
from lobby_tui.models.incident import Incident
from lobby_tui.models.result import Result
from tests.masking.planted import CARD, SHORT, TEXT, leaks

SignIn = Callable[[str], Shift]


def test_a_result(sign_in: SignIn) -> None:
    shift = sign_in("301")
    ids = [one.id for one in search.of_day(shift, shift.today()).rows]
    view = next(one for one in answer_lookup.of(shift, ids).values() if one.result and one.result.opened)
    assert view.result
    assert leaks(view.result.note) == []
    results.record(shift, view.id, ResultEntry(2, note=f"再次{view.result.note}"))
    with shift.reading() as session:
        row = session.exec(select(Result).where(Result.referral_id == view.id)).one()
    assert (row.opened, row.note) == (2, f"再次{TEXT}")


def test_an_incident(sign_in: SignIn) -> None:
    shift = sign_in("101")
    one = next(one for one in incidents.listed(shift) if not one.closed_at)
    before = incidents.entry_of(shift, one)
    assert leaks(repr(before)) == []
    incidents.change(shift, one.id, replace(before, what=f"{before.what}，已断电", measures=""), before)
    with shift.reading() as session:
        row = session.get_one(Incident, (shift.branch.id, one.id))
    assert (row.what, row.place, row.measures, row.reported_to) == (f"{TEXT}，已断电", SHORT, "", SHORT)


def test_an_item_of_a_checklist(sign_in: SignIn) -> None:
    shift = sign_in("101")
    (view,) = [one for one in checklists.of_day(shift) if one.code == "opening"]
    note = next(item.tick.note for item in view.items if item.tick)
    assert leaks(note) == []
    checklists.tick(shift, "opening", "care", in_order=False, note=f"{note}。")
    with shift.reading() as session:
        standing = col(ChecklistTick.dropped_at).is_(None)
        notes = session.exec(
            select(ChecklistTick.note).where(standing, col(ChecklistTick.checklist) == "opening")
        ).all()
    assert f"{TEXT}。" in notes


def test_a_day_of_the_calendar(sign_in: SignIn) -> None:
    shift = sign_in("001")
    day = calendar.own_days(shift)[-1]
    assert leaks(day.note) == []
    calendar.set_day(shift, day.date, works=True, note=day.note)
    with shift.reading() as session:
        assert session.get_one(CalendarDay, (shift.branch.id, day.id)).note == SHORT


def test_what_is_too_long_with_its_numbers_is_refused(sign_in: SignIn) -> None:
    """A mask may be shorter than what it stands for; nothing is cut off."""
    shift = sign_in("101")
    one = next(one for one in incidents.listed(shift) if not one.closed_at)
    before = incidents.entry_of(shift, one)
    place = before.place + "厅" * (60 - len(before.place))
    with pytest.raises(LobbyError) as caught:
        incidents.change(shift, one.id, replace(before, place=place), before)
    assert caught.value.field == "place"
    assert incidents.by_number(shift, one.number) == one


def test_a_line_of_a_file_is_quoted_masked(sign_in: SignIn, tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    path.write_text(f"手机号,产品,数量,日期\n13800000000,{CARD},1,2026-11-24\n13800000000,基金,{CARD},{CARD}")
    with pytest.raises(LobbyError) as caught:
        result_import.read(sign_in("001"), path)
    assert leaks(f"{caught.value!r} {caught.value.remedy!r}") == []
    assert "****0128" in repr(caught.value.remedy)
