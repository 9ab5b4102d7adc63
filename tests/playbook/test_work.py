"""The parts for the way back of a referral and for the lobby's day: ICBC's, another bank's, and none at all."""

from datetime import time

import pytest

from lobby_tui.playbook.loading import parse_playbook
from lobby_tui.playbook.papers import PLAIN_PAPERS
from lobby_tui.playbook.schema import Playbook

NEW = (
    "return_reasons", "no_result_reasons", "contact_outcomes", "devices", "crowding_measures",
    "complaint_kinds", "complaint_channels", "notification_means", "incident_kinds", "meetings",
)  # fmt: skip
FIRST_NEW = "[papers.daily_statistics]"
"""What stands before it in small.toml is a playbook of the time before these parts."""


@pytest.fixture(scope="module")
def older(small_text: str) -> Playbook:
    return parse_playbook(small_text[: small_text.index(FIRST_NEW)], "older.toml")


def test_a_playbook_from_before_these_parts_still_works(older: Playbook) -> None:
    for name in NEW:
        assert getattr(older, name), name
    assert {outcome.then for outcome in older.contact_outcomes} == {"again", "appointment", "done"}
    assert {older.meeting(code).code for code in ("morning", "evening")} == {"morning", "evening"}
    assert older.allocation.rule == older.allocation.fallback == "least_open"
    assert older.allocation.segments == older.allocation.needs == {}
    assert (older.hours.opens_at, older.hours.closes_at) == (time(9), time(17))


def test_the_deadlines_of_a_bank_that_says_nothing_are_those_of_the_law(older: Playbook, icbc: Playbook) -> None:
    for book in (older, icbc):
        rule = book.complaints
        assert (rule.normal_days, rule.complex_days, rule.extension_days, rule.most_days) == (15, 30, 30, 60)
        assert (rule.most_representatives, rule.major_people) == (5, 20)


def test_every_paper_has_a_title(older: Playbook, small: Playbook, icbc: Playbook) -> None:
    for form in PLAIN_PAPERS:
        assert older.paper(form.code) == form
        assert icbc.paper(form.code) in icbc.papers
    assert small.paper("daily_statistics").title.en == "Tally of the day"
    assert small.paper("traffic").title == older.paper("traffic").title


def test_another_bank_has_words_and_numbers_of_its_own(small: Playbook, icbc: Playbook) -> None:
    for name in NEW[:-1]:
        codes = {item.code for item in getattr(small, name)}
        assert codes
        assert codes.isdisjoint(item.code for item in getattr(icbc, name)), name
    for name in ("follow_up", "crowding", "complaints"):
        theirs, ours = getattr(small, name).model_dump(), getattr(icbc, name).model_dump()
        assert all(theirs[key] != ours[key] for key in theirs), name
    assert small.allocation.segments == {"upper": ("77", "78")}
    assert small.allocation.needs == {"gold": ("78",)}
    assert (small.hours.opens_at, small.hours.closes_at) == (time(7, 30), time(12, 15))
    assert small.return_reason("moved_away").digit == 2
    assert small.contact_outcome("tea").then == "appointment"
    assert small.meeting("morning").minutes == 5
    assert [question.code for question in small.meeting("evening").questions] == ["cow"]


def test_the_meetings_are_as_the_source_has_them(icbc: Playbook) -> None:
    morning = icbc.meeting("morning")
    assert morning.minutes == 25
    assert [item.code for item in morning.agenda] == [
        "greeting", "appearance", "results", "service", "documents", "products", "close",
    ]  # fmt: skip
    for meeting in icbc.meetings:
        assert len(meeting.questions) == 3
        assert len({item.owner for item in meeting.agenda}) > 1


def test_what_a_manager_can_do_with_one_key(icbc: Playbook) -> None:
    codes = {
        "return_reasons": "wrong_details unreachable already_served unsuitable other",
        "no_result_reasons": "declined thinking_it_over risk_mismatch elsewhere unreachable other",
        "contact_outcomes": "no_answer call_back appointment reached_done declined wrong_number",
        "crowding_measures": "open_counter call_lobby_help guide_to_machines comfort told_head other",
        "complaint_kinds": "system service product_return fees other",
        "complaint_channels": "in_person phone letter online forwarded",
        "notification_means": "in_person phone letter message email",
    }
    for name, expected in codes.items():
        items = getattr(icbc, name)
        assert [item.code for item in items] == expected.split()
        assert all(item.digit is not None for item in items)
    then = {outcome.code: outcome.then for outcome in icbc.contact_outcomes}
    assert then == {
        "no_answer": "again", "call_back": "again", "appointment": "appointment",
        "reached_done": "done", "declined": "done", "wrong_number": "done",
    }  # fmt: skip
