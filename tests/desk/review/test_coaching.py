"""The coaching log: what is kept of a talk, who may read it, and what is not said of it elsewhere."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from lobby_tui.desk.entry_problems import EntryError
from lobby_tui.desk.review import coaching
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.review import Coaching

MORNING = {"market": "存款利率下调", "customers": "三位到期客户", "goal": "请理财经理配合"}


@pytest.fixture
def head(sign_in: Callable[[str], Shift]) -> Shift:
    return sign_in("001")


def events(shift: Shift) -> list[AuditEvent]:
    with shift.reading() as session:
        query = select(AuditEvent).where(col(AuditEvent.action).startswith("coaching"))
        return list(session.exec(query.order_by(col(AuditEvent.seq))))


def test_the_playbook_asks_three_questions_each(head: Shift) -> None:
    talk = coaching.add(head, "101", "morning", MORNING, "语速放慢一些")
    assert [one.text for one in talk.answers] == list(MORNING.values())
    assert len(coaching.add(head, "101", "evening", {"gap": "还差一位"}).answers) == 3
    assert (talk.person.no, talk.by.no, talk.on, talk.version) == ("101", "001", head.today(), 1)
    assert talk.note == "语速放慢一些"


def test_the_latest_talk_comes_first(head: Shift) -> None:
    for days in (3, 0, 1):
        for part in ("evening", "morning"):
            coaching.add(head, "101", part, {}, f"{days} {part}", head.today() - timedelta(days=days))
    coaching.add(head, "301", "morning", MORNING)
    notes = [talk.note for talk in coaching.of_person(head, "101")]
    assert notes == ["0 evening", "0 morning", "1 evening", "1 morning", "3 evening", "3 morning"]
    assert len(coaching.of_person(head, "101", limit=2)) == 2


def test_everybody_reads_their_own_and_nobody_elses(head: Shift, sign_in: Callable[[str], Shift]) -> None:
    coaching.add(head, "201", "morning", MORNING)
    coaching.add(head, "301", "morning", MORNING)
    for no in ("101", "102", "201", "202", "301"):
        shift = sign_in(no)
        assert len(coaching.of_person(shift, no)) == (no in ("201", "301"))
        with pytest.raises(NotAllowedError):
            coaching.of_person(shift, "302")
        with pytest.raises(NotAllowedError):
            coaching.add(shift, no, "evening", {}, "自己写")


def test_customers_numbers_are_masked_and_stay_through_a_change(head: Shift) -> None:
    said = {"customers": "回访 13812345678", "goal": "卡号 6222021234567890123"}
    first = coaching.add(head, "301", "morning", said, "客户电话 13987654321")
    shown = [one.text for one in first.answers]
    assert "13812345678" not in str(shown)
    assert "6222021234567890123" not in str(shown)
    assert "13987654321" not in first.note
    read = {"customers": shown[1], "goal": shown[2], "market": "利率"}
    coaching.change(head, first.id, read, first.note + "，已约", first.version)
    with head.reading() as session:
        row = session.exec(select(Coaching)).one()
    assert row.answers == said | {"market": "利率"}
    assert row.note == "客户电话 13987654321，已约"


def test_the_trail_says_that_there_was_a_talk_and_not_what_was_said(head: Shift) -> None:
    talk = coaching.add(head, "201", "morning", MORNING, "多练习开口")
    coaching.change(head, talk.id, {"goal": "换个说法"}, "再练一次", 1)
    found = events(head)
    assert [event.action for event in found] == ["coaching_added", "coaching_changed"]
    written = json.dumps([event.detail for event in found], ensure_ascii=False)
    for text in (*MORNING.values(), "多练习开口", "换个说法", "再练一次"):
        assert text not in written
    assert all(event.subject == f"coaching:{talk.id}" for event in found)


def test_a_change_is_refused_where_somebody_was_faster(head: Shift) -> None:
    talk = coaching.add(head, "201", "morning", MORNING)
    assert coaching.change(head, talk.id, {"goal": "一"}, "", 1).version == 2
    with pytest.raises(RefusedError) as caught:
        coaching.change(head, talk.id, {"goal": "二"}, "", 1)
    assert caught.value.code == "changed_meanwhile"
    assert coaching.change(head, talk.id, {"goal": "三"}, "").version == 3
    with pytest.raises(RefusedError):
        coaching.change(head, head.branch.id, {"goal": "一"}, "")


def test_one_talk_in_the_morning_and_one_in_the_evening(head: Shift) -> None:
    coaching.add(head, "201", "morning", MORNING)
    with pytest.raises(RefusedError) as caught:
        coaching.add(head, "201", "morning", {}, "再谈")
    assert caught.value.code == "coaching_exists"
    coaching.add(head, "201", "evening", {}, "再谈")
    coaching.add(head, "202", "morning", {}, "再谈")
    assert len(events(head)) == 3


@pytest.mark.parametrize(
    ("answers", "note", "fields"),
    [
        ({}, "", ["note"]),
        ({"goal": " \u200b"}, " ", ["note"]),
        ({"goal": "长" * 101, "market": "可"}, "长" * 401, ["answer_goal", "note"]),
        ({"gap": "晚间的问题"}, "", ["question"]),
        ({"goal": "密码是123456"}, "", ["answer_goal"]),
    ],
)
def test_what_is_wrong_is_said_of_every_field(
    head: Shift, answers: dict[str, str], note: str, fields: list[str]
) -> None:
    with pytest.raises(EntryError) as caught:
        coaching.add(head, "201", "morning", answers, note)
    assert [problem.field for problem in caught.value.problems] == fields
    assert coaching.of_person(head, "201") == ()


def test_no_talk_is_still_to_come(head: Shift, clock: FixedClock) -> None:
    for days in (-1, 367):
        with pytest.raises(RefusedError) as caught:
            coaching.add(head, "201", "morning", MORNING, on=head.today() - timedelta(days=days))
        assert caught.value.field == "on"
    assert coaching.add(head, "201", "morning", MORNING, on=head.today() - timedelta(days=366)).version == 1
    with pytest.raises(RefusedError):
        coaching.add(head, "201", "noon", MORNING)
    with pytest.raises(RefusedError):
        coaching.add(head, "999", "morning", MORNING)


def test_an_answer_to_a_question_of_old_stays_and_is_shown(head: Shift) -> None:
    talk = coaching.add(head, "201", "morning", MORNING)
    meetings = tuple(
        one.model_copy(update={"questions": one.questions[:1]}) if one.code == "morning" else one
        for one in head.playbook.meetings
    )
    shorter = replace(head, playbook=head.playbook.model_copy(update={"meetings": meetings}))
    changed = coaching.change(shorter, talk.id, {"market": "新"}, "")
    assert [one.text for one in changed.answers] == ["新", MORNING["customers"], MORNING["goal"]]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.text('𠀀😀 a长\\"', min_size=1, max_size=100), min_size=3, max_size=3), note=st.text(max_size=400)
)
def test_whatever_fits_the_form_fits_the_store(head: Shift, texts: list[str], note: str) -> None:
    with head.store.scribbling() as session:
        session.connection().exec_driver_sql("DELETE FROM coaching")
    try:
        talk = coaching.add(head, "201", "morning", dict(zip(MORNING, texts, strict=True)), note)
    except EntryError:
        return
    assert coaching.of_person(head, "201") == (talk,)
