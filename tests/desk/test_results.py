"""What came of a referral: checked field by field, entered on an unanswered one, amended."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st
from sqlmodel import select

from lobby_tui.desk import answers, checkup, referrals, results
from lobby_tui.desk.answer.views import AnswerView
from lobby_tui.desk.answer.words import answer_text, result_text
from lobby_tui.desk.entry_problems import EntryError
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.results import MOST, ResultEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.locale import catalogue
from lobby_tui.models.answer import Confirmation
from lobby_tui.models.audit import AuditEvent
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.enums import Answer, Outcome
from lobby_tui.models.result import Result, ResultProduct
from tests.desk.follow import logged as logged_to_follow_up
from tests.desk.tray import to_nobody

ENTRY = ReferralEntry("王小明", ["A01"], manager_no="301", contact="13812345678")


@pytest.fixture
def manager(sign_in: Callable[[str], Shift]) -> Shift:
    return sign_in("301")


@pytest.fixture
def given(lobby_manager: Shift) -> AnswerView:
    from lobby_tui.desk.answer import lookup as answer_lookup

    logged = referrals.log(lobby_manager, ENTRY).referral
    return answer_lookup.of(lobby_manager, [logged.id])[logged.id]


def test_a_result_accepts_what_waits_in_one_transaction(manager: Shift, given: AnswerView, clock: FixedClock) -> None:
    with manager.reading() as session:
        before = len(session.exec(select(AuditEvent)).all())
    view = results.record(manager, given.id, ResultEntry(opened=1, sold={"gold": 1, "fund": 2}))
    assert (view.answer, view.outcome, view.outcome_at) == (Answer.ACCEPTED, Outcome.SUCCESS, clock.now())
    assert view.result is not None
    assert (view.result.opened, view.result.sold) == (1, (("fund", 2), ("gold", 1)))  # in the playbook's order
    assert view.referral.version == given.referral.version + 1
    with manager.reading() as session:
        events = session.exec(select(AuditEvent).order_by("seq")).all()
        assert len(events) == before + 1
        assert events[-1].detail == {"number": 1, "outcome": "success", "accepts": True}
        (act,) = session.exec(select(Confirmation)).all()
        assert act.decision == "accepted"


def test_on_an_accepted_one_there_is_no_second_acceptance(manager: Shift, given: AnswerView) -> None:
    answers.accept(manager, given.id)
    results.record(manager, given.id, ResultEntry(no_result_reason="other", note="客户再想想"))
    with manager.reading() as session:
        assert len(session.exec(select(Confirmation)).all()) == 1


def test_a_result_is_amended(
    manager: Shift, given: AnswerView, clock: FixedClock, sign_in: Callable[[str], Shift]
) -> None:
    results.record(manager, given.id, ResultEntry(opened=2, sold={"fund": 3, "deposit": 1}))
    clock.advance(60)
    view = results.record(manager, given.id, ResultEntry(sold={"fund": 1, "gold": 1}), version=2)
    assert view.result is not None
    assert (view.result.opened, view.result.sold) == (0, (("fund", 1), ("gold", 1)))
    assert (view.result.version, view.result.at) == (2, clock.now())
    view = results.record(manager, given.id, ResultEntry(no_result_reason="other", note="客户撤单"))
    assert view.outcome is Outcome.NOTHING
    assert view.result is not None
    assert (view.result.sold, view.result.no_result_reason, view.result.note) == ((), "other", "客户撤单")
    view = results.record(manager, given.id, ResultEntry(sold={"deposit": 4}))
    assert view.outcome is Outcome.SUCCESS
    assert view.result is not None
    assert (view.result.sold, view.result.no_result_reason) == ((("deposit", 4),), None)
    with manager.reading() as session:
        assert len(session.exec(select(Result)).all()) == 1
        sums = {one.product: one.quantity for one in session.exec(select(ResultProduct)).all()}
    assert sums == {"fund": 0, "deposit": 4, "gold": 0}  # no row goes away
    assert checkup.check(sign_in("001")).problems == ()


def test_a_result_after_returning_takes_it_over(manager: Shift, given: AnswerView) -> None:
    answers.return_(manager, given.id, "other", "联系不上")
    view = results.record(manager, given.id, ResultEntry(opened=1))
    assert (view.answer, view.reason) == (Answer.ACCEPTED, None)


@pytest.mark.parametrize(
    ("entry", "fields"),
    [
        (ResultEntry(), ["opened"]),
        (ResultEntry(sold={"fund": 0}), ["opened"]),
        (ResultEntry(opened=-1), ["opened"]),
        (ResultEntry(opened=MOST + 1), ["opened"]),
        (ResultEntry(sold={"fnud": 1}), ["sold"]),
        (ResultEntry(sold={"fund": -1}), ["sold"]),
        (ResultEntry(opened=1, no_result_reason="other", note="?"), ["no_result_reason"]),
        (ResultEntry(no_result_reason="no_such"), ["no_result_reason"]),
        (ResultEntry(no_result_reason="other"), ["note"]),
        (ResultEntry(opened=1, note="密码是123456"), ["note"]),
        (ResultEntry(opened=-1, sold={"fnud": 1}, no_result_reason="no_such", note="长" * 201),
         ["opened", "sold", "no_result_reason", "note"]),
    ],
)  # fmt: skip
def test_every_wrong_field_is_named(manager: Shift, given: AnswerView, entry: ResultEntry, fields: list[str]) -> None:
    with pytest.raises(EntryError) as caught:
        results.record(manager, given.id, entry)
    assert [problem.field for problem in caught.value.problems] == fields
    with manager.reading() as session:
        assert session.exec(select(Confirmation)).all() == []
        assert session.exec(select(Result)).all() == []


def test_a_wrong_product_names_the_nearest(manager: Shift, given: AnswerView) -> None:
    with pytest.raises(EntryError) as caught:
        results.record(manager, given.id, ResultEntry(sold={"fnud": 1}))
    assert caught.value.remedy is not None
    assert "fund" in catalogue("en").render(caught.value.remedy)


def test_nobodys_referral_has_no_result(lobby_manager: Shift, sign_in: Callable[[str], Shift]) -> None:
    entry = ReferralEntry("李四", ["A10"], "to_follow_up", contact="13900002222", best_time="morning", consent=True)
    row = referrals.log(lobby_manager, entry).referral
    to_nobody(lobby_manager, row.id)
    with pytest.raises(RefusedError) as caught:
        results.record(sign_in("001"), row.id, ResultEntry(opened=1))
    assert caught.value.code == "no_manager"


def test_results_in_words(manager: Shift, given: AnswerView) -> None:
    playbook = manager.playbook

    def said(view: AnswerView) -> dict[str, str]:
        return {name: catalogue(name).render(answer_text(view, playbook)) for name in ("zh", "en")}

    assert said(given) == {"zh": "未确认", "en": "not yet answered"}
    view = results.record(manager, given.id, ResultEntry(opened=2, sold={"fund": 1, "gold": 1}, note="下周再来"))
    assert said(view) == {
        "zh": "开户 2 户，基金 1 笔，黄金交易账户 1 户（下周再来）",
        "en": "accounts opened: 2, Fund (purchases): 1, Gold trading account (accounts): 1 (下周再来)",
    }
    view = results.record(manager, given.id, ResultEntry(no_result_reason="other", note="出差"))
    assert said(view)["en"].startswith("no sale: ")
    assert said(view)["zh"].startswith("未成交：")
    assert said(view)["zh"].endswith("（出差）")


def test_a_product_that_is_gone_still_reads(manager: Shift, given: AnswerView) -> None:
    view = results.record(manager, given.id, ResultEntry(sold={"fund": 2}))
    assert view.result is not None
    later = manager.playbook.model_copy(update={"products": ()})
    assert catalogue("en").render(result_text(view.result, later)) == "fund: 2"


@given_any(
    opened=st.integers(-2, MOST + 2),
    sold=st.dictionaries(st.sampled_from(["fund", "gold", "nonsense"]), st.integers(-1, 3)),
    reason=st.sampled_from([None, "other", "nonsense"]),
    note=st.sampled_from(["", "note"]),
)
def test_a_checked_entry_always_has_something_or_a_reason(desk_shift: Any, **fields: Any) -> None:
    """Nothing passes that the store or the form could not hold; what passes says one thing."""
    entry = ResultEntry(**{"no_result_reason" if name == "reason" else name: value for name, value in fields.items()})
    try:
        checked = results.check(desk_shift, entry)
    except EntryError:
        return
    something = bool(checked.opened or checked.sold)
    assert something is (checked.no_result_reason is None)
    assert 0 <= checked.opened <= MOST
    assert all(0 < quantity <= MOST for quantity in checked.sold.values())
    assert set(checked.sold) <= {product.code for product in desk_shift.playbook.products}


@pytest.fixture(scope="module")
def desk_shift() -> Any:
    """As much of a shift as checking needs."""
    from types import SimpleNamespace

    from lobby_tui.playbook.loading import load_playbook

    return SimpleNamespace(playbook=load_playbook("icbc"))


def test_a_referral_with_a_result_is_not_taken_back(lobby_manager: Shift, sign_in: Callable[[str], Shift]) -> None:
    view = logged_to_follow_up(lobby_manager)
    results.record(sign_in("301"), view.id, ResultEntry(opened=1))
    with pytest.raises(RefusedError) as caught:
        referrals.undo(lobby_manager, view.id)
    assert caught.value.code == "has_result"
