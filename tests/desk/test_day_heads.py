"""The head of a day: as it is printed, and as it is typed back from a paper."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.desk import closing, day_heads, visits
from lobby_tui.desk.day_heads import DayHead, PrintedHead, printed, qr_text, read
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError

MONDAY = date(2026, 11, 23)
HEADS = st.binary(min_size=32, max_size=32).map(bytes.hex)
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def as_somebody_types(text: str, upper: bool, wide: bool, space: str) -> str:
    typed = (text.upper() if upper else text).replace(" ", space)
    return typed.translate(FULL_WIDTH) if wide else typed


SPACES = st.sampled_from([" ", "", "  ", "\u3000", "\n", "\t", " \u200b"])


@given(HEADS, st.booleans(), st.booleans(), SPACES)
def test_whatever_was_printed_is_read_back(head: str, upper: bool, wide: bool, space: str) -> None:
    assert read(as_somebody_types(printed(head), upper, wide, space)) == PrintedHead(head)


@given(HEADS, st.dates(), st.integers(1, 10**9), st.booleans(), st.booleans())
def test_so_is_the_code(head: str, day: date, events: int, upper: bool, wide: bool) -> None:
    text = qr_text(day, DayHead(head, events, True))
    assert read(as_somebody_types(text, upper, wide, " ")) == PrintedHead(head, day, events)


def test_groups_of_eight() -> None:
    assert printed("0123456789abcdef" * 4) == " ".join(["01234567", "89abcdef"] * 4)
    assert qr_text(MONDAY, DayHead("ab" * 32, 17, True)) == "LOBBY1 2026-11-23 17 " + "ab" * 32


@pytest.mark.parametrize(
    "text",
    ["", "LOBBY1", "LOBBY1 2026-11-23 17", "LOBBY1 2026-13-01 17 " + "ab" * 32, "LOBBY1 2026-11-23 x " + "ab" * 32,
     "ab" * 31, "ab" * 33, "ag" * 32, "LOBBY2 2026-11-23 17 " + "ab" * 32],
)  # fmt: skip
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(RefusedError) as caught:
        read(text)
    assert (caught.value.code, caught.value.field) == ("not_a_head", "head")


def test_the_head_of_an_open_day_moves_and_that_of_a_closed_day_stays(lobby_manager: Shift) -> None:
    visits.count(lobby_manager, "cash_small")
    first = day_heads.shown(lobby_manager, MONDAY)
    visits.count(lobby_manager, "cash_small")
    second = day_heads.shown(lobby_manager, MONDAY)
    assert second.events == first.events + 1
    assert (first.final, second.final) == (False, False)
    closed = closing.close(lobby_manager, carry_over="next_day").head
    assert (closed.head, closed.events) == (second.head, second.events), "what came before the closing"
    visits.count(lobby_manager, "cash_small")
    assert day_heads.shown(lobby_manager, MONDAY) == closed
    assert not day_heads.shown(lobby_manager, MONDAY + timedelta(days=1)).final
