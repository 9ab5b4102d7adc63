"""What is worth a second look, planted through the desk: each rule, a case for it, one against it, its very limit."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from lobby_tui.desk import answers, calendar, closing, consent, referrals, results, signing
from lobby_tui.desk.results import ResultEntry
from lobby_tui.desk.review import odd
from lobby_tui.desk.review.odd_edits import Stretch, joined
from lobby_tui.desk.review.odd_rules import Rule
from lobby_tui.desk.review.span import Span
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.locale import catalogue
from lobby_tui.models.clock import FixedClock
from lobby_tui.playbook.schema import Playbook
from tests.conftest import beside, types_password
from tests.desk.review.odd_branch import OddBranch

PHONE, OTHER = "13812345678", "13912345678"
TOLD = "客户想了解大额存单"


@pytest.fixture
def branch(sign_in: Callable[[str], Shift], clock: FixedClock) -> OddBranch:
    return OddBranch(sign_in, clock)


def test_an_ordinary_day_has_nothing(branch: OddBranch) -> None:
    for number in range(6):
        branch.log(
            time=f"{9 + number}:30", customer=f"客户{number}", contact=f"1380000000{number}", remarks=f"备注{number}"
        )
    look = odd.look(branch.head, branch.today)
    assert (look.entries, look.found, look.referrals) == (6, (), 0)


# The bank closes at 17:00, and 20 minutes before count.


@pytest.mark.parametrize(
    ("times", "odd_ones"),
    [
        (["16:40", "16:50", "17:00"], [1, 2, 3]),
        (["16:39:59", "16:50", "17:00"], []),
        (["16:40", "16:50", "17:00:01"], []),
        (["16:50", "16:55"], []),
    ],
)
def test_many_before_closing(branch: OddBranch, times: list[str], odd_ones: list[int]) -> None:
    for number, time in enumerate(times):
        branch.log(time=time, customer=f"客户{number}")
    assert branch.found() == ([(Rule.BURST, odd_ones, ["101"])] if odd_ones else [])


def test_many_before_closing_by_several_people_are_a_busy_afternoon(branch: OddBranch) -> None:
    for number, no in enumerate(("101", "201", "101", "201")):
        branch.log(no, f"16:5{number}", f"客户{number}")
    assert branch.found() == []


def test_two_busy_closings_are_two_lines(branch: OddBranch) -> None:
    for _ in range(2):
        for number in range(3):
            branch.log(time=f"16:5{number}", customer=f"客户{number}")
        branch.next_day()
    assert branch.found(branch.since(2)) == [(Rule.BURST, [1, 2, 3], ["101"])] * 2


def test_one_contact_with_several_customers(branch: OddBranch) -> None:
    branch.log(time="10:00", customer="王小明", contact=PHONE)
    branch.log("201", "10:10", "李红", contact=PHONE)
    branch.log(time="10:20", customer="赵静怡", contact=OTHER)
    assert branch.found() == [(Rule.SAME_CONTACT, [1, 2], ["101", "201"])]


def test_a_customer_who_comes_twice_is_one(branch: OddBranch) -> None:
    branch.log(time="10:00", customer="王小明", contact=PHONE)
    branch.log("201", "10:10", "王小明", contact=PHONE)
    # Another spelling of the name, with the same account number.
    branch.log(time="10:20", customer="李红", contact=OTHER, identifier="11010519491231002X")
    branch.log(time="10:30", customer="李 红", contact=OTHER, identifier="11010519491231002X")
    branch.log(time="10:40", customer="李红", contact=OTHER)
    assert branch.found() == []


def test_two_customers_with_one_name_have_a_contact_each(branch: OddBranch) -> None:
    branch.log(time="10:00", customer="王伟", contact=PHONE)
    branch.log(time="10:10", customer="王伟", contact=OTHER)
    branch.log(time="10:20", customer="李红", contact=OTHER)
    assert branch.found() == [(Rule.SAME_CONTACT, [2, 3], ["101"])]


@pytest.mark.parametrize(("apart", "is_odd"), [(30, True), (31, False)])
def test_a_contact_is_remembered_for_thirty_days(branch: OddBranch, apart: int, is_odd: bool) -> None:
    branch.log(time="10:00", customer="王小明", contact=PHONE)
    branch.next_day(apart)
    branch.log(time="10:00", customer="李红", contact=PHONE)
    expected = [(Rule.SAME_CONTACT, [1, 1], ["101"])] if is_odd else []
    assert branch.found() == expected
    assert branch.found(branch.since(apart)) == expected
    # Nothing was odd yet when the first came.
    assert branch.found(Span(branch.since(apart).first, branch.since(apart).first)) == []


def test_a_contact_is_forgotten_with_the_consent(branch: OddBranch) -> None:
    first = branch.log(time="10:00", customer="王小明", contact=PHONE)
    branch.log(time="10:10", customer="李红", contact=PHONE)
    assert branch.rules() == [Rule.SAME_CONTACT]
    consent.withdraw(branch.shift("101"), first)
    assert branch.rules() == []


@pytest.mark.parametrize(
    ("remarks", "count", "is_odd"),
    [(TOLD, 3, True), (TOLD, 2, False), ("想买定期品", 3, False), ("想买定期产品", 3, True), ("", 4, False)],
)
def test_identical_remarks(branch: OddBranch, remarks: str, count: int, is_odd: bool) -> None:
    for number in range(count):
        branch.log(time=f"1{number}:00", customer=f"客户{number}", remarks=remarks)
    numbers = list(range(1, count + 1))
    assert branch.found() == ([(Rule.SAME_REMARKS, numbers, ["101"])] if is_odd else [])


def test_identical_remarks_of_two_people_or_days(branch: OddBranch) -> None:
    branch.log(time="10:00", remarks=TOLD, customer="王一")
    branch.log("201", "11:00", "王二", remarks=TOLD)
    branch.log(time="12:00", remarks=TOLD, customer="王三")
    branch.next_day()
    branch.log(time="10:00", remarks=TOLD, customer="王四")
    assert branch.found(branch.since(1)) == []


def test_confirmed_by_whoever_identified(branch: OddBranch) -> None:
    own = branch.log("301", "10:00", "王一")
    branch.accept(own)
    branch.accept(branch.log("101", "11:30", "王二"), time="12:00")
    branch.log("301", "12:30", "王三")  # not confirmed yet
    returned = branch.log("301", "12:40", "王四")
    answers.return_(branch.shift("301"), returned, "unreachable")
    assert branch.found() == [(Rule.OWN_CONFIRMATION, [1], ["301"])]


@pytest.mark.parametrize(
    ("signals", "is_odd"),
    [(["D01"], True), (["D01", "D02"], True), (["D01", "A01"], False), (["E01", "D01"], False), (["E01"], False)],
)
def test_looks_alone(branch: OddBranch, signals: list[str], is_odd: bool) -> None:
    branch.log(signals=signals)
    assert branch.found() == ([(Rule.LOOKS_ALONE, [1], ["101"])] if is_odd else [])


def test_changed_after_confirmation(branch: OddBranch) -> None:
    one, other = branch.log(time="10:00"), branch.log(time="10:10")
    branch.change(one, time="10:30")
    branch.accept(one, time="11:00")
    branch.accept(other, time="11:00")
    assert branch.rules() == []
    branch.change(one, time="11:30")
    branch.change(one, no="001", time="11:40")
    assert branch.found() == [(Rule.EDITED_AFTER, [1], ["001", "101"])]
    (found,) = odd.look(branch.head, branch.today).found
    assert found.reason.params["count"] in (2, "2")


@pytest.mark.parametrize(("later", "is_odd"), [(0, False), (1, True)])
def test_a_change_at_the_very_moment_is_none_after_it(
    branch: OddBranch, clock: FixedClock, later: int, is_odd: bool
) -> None:
    one = branch.log(time="10:00")
    branch.accept(one, time="11:00")
    branch.change(one, time=f"11:00:0{later}")
    assert bool(branch.rules()) is is_odd


def test_a_result_is_no_change_after_confirmation(branch: OddBranch) -> None:
    one = branch.log(time="10:00")
    branch.accept(one, time="11:00")
    branch.at("12:00")
    results.record(branch.shift("301"), one, ResultEntry(opened=1))
    assert branch.rules() == []


def test_a_change_on_a_reopened_day_weeks_later(branch: OddBranch) -> None:
    one = branch.log(time="10:00")
    branch.accept(one, time="11:00")
    day = branch.today
    for _ in range(3):
        branch.next_day(9)
        branch.log(time="10:00", customer="李红", contact=PHONE)
    branch.at("17:30")
    signing.reopen(types_password(branch.head), day.first, "补正", beside(branch.head))
    branch.change(one, time="17:31")
    assert branch.found(day) == [(Rule.EDITED_AFTER, [1], ["101"])]
    branch.at("17:32")
    closing.close(types_password(branch.head), day.first, "补正完毕")
    assert branch.found(day) == [(Rule.EDITED_AFTER, [1], ["101"])]
    assert Rule.EDITED_AFTER not in branch.rules(branch.since(20))


def test_changes_are_found_however_many_events_lie_around(branch: OddBranch) -> None:
    changed = {}
    for number in range(6):
        one = branch.log(time="10:00", customer=f"客户{number}")
        branch.accept(one, time="11:00")
        if number % 2:
            branch.change(one, time="12:00")
        changed[branch.today] = bool(number % 2)
        with branch.head.writing() as writing:
            writing.record("tested", "tested")
        branch.next_day(7)
    for span, was in changed.items():
        assert (Rule.EDITED_AFTER in branch.rules(span)) is was
    assert branch.rules(branch.since(60)).count(Rule.EDITED_AFTER) == 1  # one line: the same words, the same person
    look = odd.look(branch.head, branch.since(60))
    assert sum(len(one.referrals) for one in look.found if one.rule is Rule.EDITED_AFTER) == 3


# The branch works from 09:00 to 17:00, with 45 minutes before and after.


@pytest.mark.parametrize(
    ("time", "is_odd"), [("08:14", True), ("08:15", False), ("17:45", False), ("17:45:01", True), ("23:30", True)]
)
def test_outside_opening_hours(branch: OddBranch, time: str, is_odd: bool) -> None:
    branch.log(time=time)
    assert branch.found() == ([(Rule.OUTSIDE_HOURS, [1], ["101"])] if is_odd else [])


def test_on_a_day_off_by_the_calendar(branch: OddBranch, clock: FixedClock) -> None:
    clock.advance(timedelta(days=5))  # a Saturday
    branch.log(time="10:00")
    assert branch.found() == [(Rule.OUTSIDE_HOURS, [1], ["101"])]
    calendar.set_day(branch.head, branch.head.today(), works=True)
    assert branch.found() == []
    calendar.set_day(branch.head, branch.head.today(), works=False)
    assert branch.rules() == [Rule.OUTSIDE_HOURS]


def test_a_planted_branch(branch: OddBranch) -> None:
    """All seven at once, among entries with nothing to them."""
    branch.log(time="08:00", customer="甲一")
    for number in range(3):
        branch.log("201", f"09:1{number}", f"乙{number}", remarks=TOLD)
    branch.log(time="10:00", customer="丙一", contact=PHONE)
    branch.log(time="10:10", customer="丙二", contact=PHONE)
    branch.accept(branch.log("301", "10:20", "丁一"), time="10:30")
    branch.log("102", "10:40", "戊一", signals=["D01"])
    branch.log("102", "10:41", "戊二", signals=["D02"])
    edited = branch.log(time="10:50")
    branch.accept(edited, time="11:00")
    branch.change(edited, time="11:10")
    for number in range(3):
        branch.log("202", f"16:4{number}", f"己{number}")
    assert branch.found() == [
        (Rule.BURST, [11, 12, 13], ["202"]),
        (Rule.SAME_CONTACT, [5, 6], ["101"]),
        (Rule.SAME_REMARKS, [2, 3, 4], ["201"]),
        (Rule.OWN_CONFIRMATION, [7], ["301"]),
        (Rule.LOOKS_ALONE, [8, 9], ["102"]),
        (Rule.EDITED_AFTER, [10], ["101"]),
        (Rule.OUTSIDE_HOURS, [1], ["101"]),
    ]
    look = odd.look(branch.head, branch.today)
    assert (look.entries, look.referrals) == (13, 13)
    for one in look.found:
        for language in ("zh", "en"):
            said = catalogue(language).render(one.reason) + catalogue(language).render(one.name)
            assert not any(text in said for text in ("丙", "戊", "138", TOLD)), said
    assert "丙一" not in repr(look)
    assert PHONE not in repr(look)
    assert TOLD not in repr(look)


def test_what_was_taken_back_is_not_looked_at(branch: OddBranch) -> None:
    referrals.undo(branch.shift("101"), branch.log(signals=["D01"]))
    assert odd.look(branch.head, branch.today).entries == 0
    assert branch.found() == []


@pytest.mark.parametrize(("decision", "looked"), [("approved", True), ("coached", True), ("asked", False)])
def test_what_the_review_settled_comes_last(branch: OddBranch, decision: str, looked: bool) -> None:
    first = branch.log("201", "10:00", signals=["D01"])
    branch.log("101", "10:10", signals=["D01"])
    branch.settle(branch.today, decision, only=first)
    found = odd.look(branch.head, branch.today).found
    assert [(one.people[0].no, one.looked_at) for one in found] == (
        [("101", False), ("201", True)] if looked else [("201", False), ("101", False)]
    )


def test_a_contact_of_last_week_is_settled_with_its_referrals(branch: OddBranch) -> None:
    branch.log(time="10:00", customer="王小明", contact=PHONE)
    branch.next_day(7)
    branch.log(time="10:00", customer="李红", contact=PHONE)
    branch.settle(branch.today)
    assert [one.looked_at for one in odd.look(branch.head, branch.today).found] == [True]


def test_the_limits_are_the_banks_own(branch: OddBranch) -> None:
    book: Playbook = branch.head.playbook
    changed = book.model_copy(
        update={
            "odd": book.odd.model_copy(update={"burst_count": 2, "outside_minutes": 0}),
            "hours": book.hours.model_copy(update={"opens": "10:00", "closes": "12:00"}),
            "signal_classes": tuple(one.model_copy(update={"weak": one.code == "E"}) for one in book.signal_classes),
        }
    )
    branch.log(time="09:59", customer="甲", signals=["E01"])
    branch.log(time="11:40", customer="乙", signals=["D01"])
    branch.log(time="11:41", customer="丙")
    object.__setattr__(branch.head, "playbook", changed)
    assert branch.found() == [
        (Rule.BURST, [2, 3], ["101"]),
        (Rule.LOOKS_ALONE, [1], ["101"]),
        (Rule.OUTSIDE_HOURS, [1], ["101"]),
    ]


def test_only_the_branch_head_looks(branch: OddBranch) -> None:
    for no in ("101", "201", "301"):
        with pytest.raises(NotAllowedError):
            odd.look(branch.shift(no), branch.today)


def test_a_year_at_most(branch: OddBranch) -> None:
    assert odd.look(branch.head, branch.since(365)).found == ()
    with pytest.raises(RefusedError) as refused:
        odd.look(branch.head, branch.since(366))
    assert refused.value.code == "span_too_long"


def test_stretches_are_joined_across_a_weekend(clock: FixedClock) -> None:
    now = clock.now()

    def stretch(first: float, last: float) -> Stretch:
        return Stretch(now + timedelta(days=first), now + timedelta(days=last))

    assert joined([stretch(3, 3.3), stretch(0, 0.3), stretch(0.1, 0.2)]) == [stretch(0, 3.3)]
    assert joined([stretch(0, 0.3), stretch(4.3, 4.5)]) == [stretch(0, 0.3), stretch(4.3, 4.5)]
    assert joined([stretch(0, 3), stretch(1, 2), stretch(2.5, 2.6)]) == [stretch(0, 3)]
    assert joined([]) == []
