"""A day for the tests of the review: referrals of several people, a visit whose signals led to nothing."""

from collections.abc import Callable

from lobby_tui.desk import answers, closing, referrals, results, visit_endings, visits
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.referral.views import ReferralView
from lobby_tui.desk.results import ResultEntry
from lobby_tui.desk.review import marks
from lobby_tui.desk.review.rows import of_day
from lobby_tui.desk.shift import Shift
from tests.conftest import types_password

SignIn = Callable[[str], Shift]


def log(shift: Shift, number: int, **more: object) -> ReferralView:
    """A referral; each number is another customer."""
    usual = {"customer": f"王小{'一二三四五六七八九十'[number % 10]}{number}", "signals": ["A01"], "manager_no": "301"}
    return referrals.log(shift, ReferralEntry(**(usual | more))).referral  # type: ignore[arg-type]


def busy_day(sign_in: SignIn, count: int = 3) -> None:
    """An open day: the first referral of a visit, accepted and with a result; the others from the counter."""
    lobby, teller, manager = sign_in("101"), sign_in("201"), sign_in("301")
    visit = visits.greet(lobby, "sir")
    visits.ask(lobby, visit.id, "wealth")
    visits.see(lobby, visit.id, "A02")
    first = log(lobby, 1, visit_id=visit.id, signals=["A02"])
    answers.accept(manager, first.id)
    results.record(manager, first.id, ResultEntry(1, {"fund": 2}))
    for number in range(2, count + 1):
        log(teller, number)
    seen = visits.greet(lobby)
    visits.ask(lobby, seen.id, "cash_small")
    visits.see(lobby, seen.id, "C01")
    visit_endings.send(lobby, seen.id, not_referred_reason="in_a_hurry")
    visits.count(lobby, "cash_small")


def closed_day(sign_in: SignIn, count: int = 3) -> None:
    """The same, closed."""
    busy_day(sign_in, count)
    closing.close(types_password(sign_in("101")), carry_over="next_day")


def approve_all(head: Shift) -> None:
    """Every row of the latest day."""
    for row in of_day(head).rows:
        marks.approve(head, row.id)
