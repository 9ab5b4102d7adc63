"""From the quiet place to the file: the five steps, what moves the clock, what is refused, and who stands aside."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from lobby_tui.desk import checkup, complaints, deadlines
from lobby_tui.desk.complaint import lists as complaint_lists
from lobby_tui.desk.complaint.entry import ComplaintEntry
from lobby_tui.desk.complaint.steps import FORMS, StepEntry, take
from lobby_tui.desk.complaint.views import ComplaintView
from lobby_tui.desk.complaint.words import COMPLAINT_STATES, COMPLAINT_STEPS, deadline_text
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.locale import LANGUAGES, catalogue
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.enums import ComplaintState, ComplaintStepKind

SignIn = Callable[[str], Shift]
ENTRY = ComplaintEntry(kind="service", what="柜台等候过久", customer="王小明", contact="13812345678")
INVESTIGATED = StepEntry("investigated", "当日只开一个柜口")
DECIDED = StepEntry("decided", "属实，已调整排班", choice="justified")
NOTIFIED = StepEntry("notified", choice="phone", told=True)
COMPLEX = StepEntry("made_complex", "涉及两家网点")
EXTENDED = StepEntry("extended", "等待总行核对流水", told=True)
FIVE = (StepEntry("calmed"), INVESTIGATED, DECIDED, NOTIFIED, StepEntry("archived"))


@pytest.fixture
def one(lobby_manager: Shift) -> ComplaintView:
    return complaints.register(lobby_manager, ENTRY)


@pytest.fixture
def supervisor(sign_in: SignIn) -> Shift:
    return sign_in("001")


def refused(shift: Shift, one: ComplaintView, entry: StepEntry) -> str:
    before = complaint_lists.page(shift, one.id)
    with pytest.raises(RefusedError) as caught:
        take(shift, one.id, entry)
    assert complaint_lists.page(shift, one.id) == before
    assert caught.value.remedy
    return caught.value.code


def possible(shift: Shift, one: ComplaintView) -> set[str]:
    return {str(kind) for kind in complaint_lists.page(shift, one.id).possible}


def test_the_five_steps(lobby_manager: Shift, one: ComplaintView) -> None:
    states = [take(lobby_manager, one.id, step).state for step in FIVE]
    assert states == ["open", "open", "decided", "notified", "archived"]
    page = complaint_lists.page(lobby_manager, one.id)
    assert [step.kind for step in page.steps] == [
        "received", "assigned", "calmed", "investigated", "decided", "notified", "archived"
    ]  # fmt: skip
    final = page.complaint
    assert (final.decision, final.notified_by, final.notified_on) == ("justified", "phone", lobby_manager.today())
    assert final.closed_at is not None
    assert final.archived_at is not None
    assert page.possible == ()
    assert final.version == 6


def test_the_steps_offered_are_exactly_those_that_are_taken(lobby_manager: Shift, one: ComplaintView) -> None:
    entries = {
        "investigated": INVESTIGATED, "decided": DECIDED, "notified": NOTIFIED, "made_complex": COMPLEX,
        "extended": EXTENDED, "noted": StepEntry("noted", "备注"), "assigned": StepEntry("assigned", choice="001"),
        "paused": StepEntry("paused", choice="appraisal"), "restarted": StepEntry("restarted", "新材料"),
        "escalated": StepEntry("escalated", "媒体关注"),
    }  # fmt: skip
    for step in FIVE:
        offered = possible(lobby_manager, one)
        for kind in FORMS:
            if kind not in offered and kind != ComplaintStepKind.EXTENDED:
                assert refused(lobby_manager, one, entries.get(kind, StepEntry(kind))) != "refused", kind
        assert step.step in offered
        take(lobby_manager, one.id, step)


def test_an_order_that_makes_no_sense(lobby_manager: Shift, one: ComplaintView) -> None:
    assert refused(lobby_manager, one, DECIDED) == "not_investigated"
    assert refused(lobby_manager, one, NOTIFIED) == "wrong_state"
    assert refused(lobby_manager, one, StepEntry("archived")) == "wrong_state"
    assert refused(lobby_manager, one, StepEntry("resumed")) == "not_paused"
    take(lobby_manager, one.id, INVESTIGATED)
    assert refused(lobby_manager, one, INVESTIGATED) == "already_taken"
    take(lobby_manager, one.id, DECIDED)
    assert refused(lobby_manager, one, DECIDED) == "wrong_state"
    assert refused(lobby_manager, one, COMPLEX) == "wrong_state"
    assert refused(lobby_manager, one, StepEntry("paused", choice="mediation")) == "wrong_state"


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (StepEntry("investigated"), "note"),
        (StepEntry("investigated", "口令是 abc12345"), "note"),
        (StepEntry("investigated", "长" * 1001), "note"),
        (StepEntry("decide"), "step"),
        (StepEntry("received"), "step"),
        (StepEntry("paused"), "choice"),
        (StepEntry("paused", choice="holiday"), "choice"),
        (StepEntry("assigned", choice="999"), "choice"),
        (StepEntry("assigned", choice="201"), "choice"),
        (StepEntry("noted", "x", on="2026-11-22"), "on"),
        (StepEntry("restarted", "x", on="2026-11-22"), "on"),
        (StepEntry("restarted", "x", on="2026-11-24"), "on"),
        (StepEntry("restarted", "x", on="11.23"), "on"),
    ],
)
def test_what_is_missing_or_wrong_stands_under_its_field(
    lobby_manager: Shift, one: ComplaintView, entry: StepEntry, field: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        take(lobby_manager, one.id, entry)
    assert caught.value.field == field
    assert complaint_lists.page(lobby_manager, one.id).complaint == one


def test_a_notice_names_the_ways_to_appeal(lobby_manager: Shift, one: ComplaintView) -> None:
    for step in (INVESTIGATED, DECIDED):
        take(lobby_manager, one.id, step)
    assert refused(lobby_manager, one, replace(NOTIFIED, told=False)) == "not_told"
    with pytest.raises(RefusedError) as caught:
        take(lobby_manager, one.id, replace(NOTIFIED, choice="pigeon"))
    assert caught.value.field == "choice"


def test_a_complaint_that_runs_to_an_extension(
    lobby_manager: Shift, supervisor: Shift, one: ComplaintView, clock: FixedClock
) -> None:
    received = one.received_on
    clock.advance(timedelta(days=15))
    assert take(lobby_manager, one.id, COMPLEX).due_on == received + timedelta(days=30)
    assert refused(lobby_manager, one, COMPLEX) == "already_taken"
    with pytest.raises(NotAllowedError):
        take(lobby_manager, one.id, EXTENDED)
    assert refused(supervisor, one, replace(EXTENDED, told=False)) == "not_told"
    extended = take(supervisor, one.id, EXTENDED)
    assert extended.due_on == received + timedelta(days=60)
    assert extended.complex
    step = complaint_lists.page(supervisor, one.id).steps[-1]
    assert step.approved_by is not None
    assert step.approved_by.no == "001"
    assert refused(supervisor, one, EXTENDED) == "already_taken"


def test_nothing_is_made_longer_once_it_is_late(
    lobby_manager: Shift, supervisor: Shift, one: ComplaintView, clock: FixedClock
) -> None:
    clock.advance(timedelta(days=16))
    for entry in (COMPLEX, StepEntry("paused", choice="appraisal")):
        assert refused(lobby_manager, one, entry) == "too_late"
    assert "made_complex" not in possible(lobby_manager, one)
    late = complaint_lists.page(supervisor, one.id).complaint
    assert late.clock.overdue
    for step in (INVESTIGATED, DECIDED):
        take(lobby_manager, one.id, step)
    assert take(lobby_manager, one.id, NOTIFIED).clock.overdue


def test_outside_appraisal_stops_the_clock(lobby_manager: Shift, one: ComplaintView, clock: FixedClock) -> None:
    due = one.due_on
    assert due is not None
    clock.advance(timedelta(days=14))
    paused = take(lobby_manager, one.id, StepEntry("paused", choice="appraisal"))
    assert (paused.due_on, paused.clock.days_left) == (None, 1)
    clock.advance(timedelta(days=40))
    assert complaint_lists.page(lobby_manager, one.id).complaint.clock.days_left == 1
    take(lobby_manager, one.id, INVESTIGATED)
    assert refused(lobby_manager, one, DECIDED) == "paused"
    assert take(lobby_manager, one.id, StepEntry("resumed")).due_on == due + timedelta(days=40)


def test_what_happened_at_the_weekend_is_entered_on_monday(
    lobby_manager: Shift, one: ComplaintView, clock: FixedClock
) -> None:
    clock.advance(timedelta(days=7))
    anew = take(lobby_manager, one.id, StepEntry("restarted", "寄来新的凭证", on="2026-11-28"))
    assert anew.due_on is not None
    assert anew.due_on.isoformat() == "2026-12-13"
    assert refused(lobby_manager, one, StepEntry("paused", choice="mediation", on="2026-11-27")) == "too_early"
    take(lobby_manager, one.id, StepEntry("paused", choice="mediation", on="2026-11-28"))


def test_new_facts_after_the_decision_make_it_open_again(lobby_manager: Shift, one: ComplaintView) -> None:
    for step in (INVESTIGATED, DECIDED, NOTIFIED):
        take(lobby_manager, one.id, step)
    again = take(lobby_manager, one.id, StepEntry("restarted", "补充录音"))
    assert (again.state, again.closed_at, again.decision, again.notified_on) == (ComplaintState.OPEN, None, None, None)
    assert refused(lobby_manager, one, DECIDED) == "not_investigated"
    assert possible(lobby_manager, one) >= {"calmed", "investigated", "made_complex", "paused"}


def test_a_withdrawal_ends_it_the_same_day(lobby_manager: Shift, one: ComplaintView, clock: FixedClock) -> None:
    clock.advance(timedelta(days=3))
    ended = take(lobby_manager, one.id, StepEntry("withdrawn"))
    assert (ended.state, ended.due_on) == (ComplaintState.WITHDRAWN, None)
    assert ended.clock.ended_on == lobby_manager.today()
    clock.advance(timedelta(days=30))
    assert possible(lobby_manager, one) == {"archived", "noted"}
    assert refused(lobby_manager, one, StepEntry("restarted", "反悔")) == "wrong_state"
    with lobby_manager.reading() as session:
        assert deadlines.running(session, lobby_manager) == []


def test_a_clock_set_back_reorders_nothing(lobby_manager: Shift, one: ComplaintView, clock: FixedClock) -> None:
    clock.advance(timedelta(days=5))
    take(lobby_manager, one.id, StepEntry("restarted", "新材料"))
    clock.set(clock.now() - timedelta(days=4))
    assert take(lobby_manager, one.id, COMPLEX).due_on == one.received_on + timedelta(days=35)
    dates = [step.on for step in complaint_lists.page(lobby_manager, one.id).steps]
    assert dates == sorted(dates)


def test_what_is_filed_does_not_change(lobby_manager: Shift, one: ComplaintView) -> None:
    for step in FIVE:
        take(lobby_manager, one.id, step)
    assert refused(lobby_manager, one, StepEntry("noted", "又及")) == "wrong_state"
    with pytest.raises(RefusedError) as caught:
        complaints.change(lobby_manager, one.id, ENTRY, 6)
    assert caught.value.code == "filed"


def test_each_step_is_one_row_and_one_event(lobby_manager: Shift, one: ComplaintView) -> None:
    for step in FIVE:
        take(lobby_manager, one.id, step)
    with lobby_manager.reading() as session:
        run = session.connection().execute
        actions = run(text("SELECT action FROM audit_event WHERE subject LIKE 'complaint:%' ORDER BY seq")).scalars()
        assert list(actions) == ["complaint_registered", *(f"complaint_{step.step}" for step in FIVE)]
        assert list(run(text("SELECT seq FROM complaint_step ORDER BY seq")).scalars()) == [1, 2, 3, 4, 5, 6, 7]


def test_the_store_checks_out_after_all_that(lobby_manager: Shift, supervisor: Shift, one: ComplaintView) -> None:
    complaints.change(lobby_manager, one.id, replace(ENTRY, received_on="2026-11-20", wish="道歉"), one.version)
    for step in (*FIVE[:4], StepEntry("restarted", "补充录音"), StepEntry("withdrawn"), FIVE[4]):
        take(lobby_manager, one.id, step)
    found = checkup.check(supervisor)
    assert found.problems == ()
    assert found.replayed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_and_step_and_deadline_has_words(
    lobby_manager: Shift, one: ComplaintView, clock: FixedClock, language: str
) -> None:
    t = catalogue("zh" if language == "zh" else "en")
    assert set(COMPLAINT_STATES) == set(ComplaintState)
    assert set(COMPLAINT_STEPS) == set(ComplaintStepKind)
    said = []
    for _ in range(17):
        said.append(t.render(deadline_text(complaint_lists.page(lobby_manager, one.id).complaint.clock)))
        clock.advance(timedelta(days=1))
    assert len(set(said)) == 17
    assert [text[0] in "!‼" for text in said] == [False] * 12 + [True] * 5
    assert said[-1].startswith("‼")
