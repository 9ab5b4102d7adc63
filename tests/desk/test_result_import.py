"""Results from the core system: what is certain is recorded once, what is likely waits for a person."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from lobby_tui.desk import checkup, follow_ups, import_review, result_import, results
from lobby_tui.desk.answer import lookup as answer_lookup
from lobby_tui.desk.answer.views import AnswerView
from lobby_tui.desk.referral.views import ReferralView
from lobby_tui.desk.results import ResultEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import RefusedError
from lobby_tui.models.clock import FixedClock
from lobby_tui.models.crm import ImportLine
from tests.desk.follow import PHONE, accepted, logged

SignIn = Callable[[str], Shift]
HEAD = "证件号码,联系方式,客户姓名,产品,数量,日期"
OTHER = "13812345679"


@pytest.fixture
def head(sign_in: SignIn) -> Shift:
    return sign_in("001")


@pytest.fixture
def wei(sign_in: SignIn) -> Shift:
    return sign_in("301")


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def file(*lines: str, name: str = "results.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join([HEAD, *lines]), encoding="gb18030")
        return path

    return file


def seen(shift: Shift, view: ReferralView) -> AnswerView:
    return answer_lookup.of(shift, [view.id])[view.id]


def test_certain_lines_become_one_result(
    lobby_manager: Shift, wei: Shift, head: Shift, write: Callable[..., Path]
) -> None:
    view = accepted(wei, logged(lobby_manager, identifier="ABC12345"))
    path = write(
        f",{PHONE},王小明,基金,2,2026-11-23",
        "ABC12345,,,fund,1,2026-11-23",
        "ABC12345,,王小明,wealth_account,1,2026-11-23",
        "ABC12345,,,国债,3,2026-11-23",
    )
    done = result_import.read(head, path)
    assert (done.results, done.recorded, done.waiting, done.unmatched, done.bad) == (1, 4, 0, (), ())
    result = seen(head, view).result
    assert result
    assert (result.opened, dict(result.sold), result.source) == (1, {"fund": 3, "bond": 3}, "imported")
    assert follow_ups.due(wei) == ()
    assert checkup.check(head).ok


def test_the_same_file_and_the_same_lines_have_their_effect_once(
    lobby_manager: Shift, wei: Shift, head: Shift, write: Callable[..., Path]
) -> None:
    view = accepted(wei, logged(lobby_manager))
    line = f",{PHONE},王小明,基金,2,2026-11-23"
    result_import.read(head, write(line))
    with pytest.raises(RefusedError) as caught:
        result_import.read(head, write(line, name="copy.csv"))
    assert caught.value.code == "read_before"
    more = result_import.read(head, write(line, ",13900000000,赵六,基金,1,2026-11-23", name="more.csv"))
    assert (more.known, more.recorded, more.waiting, more.unmatched) == (1, 0, 0, (3,))
    result = seen(head, view).result
    assert result
    assert dict(result.sold) == {"fund": 2}


def test_two_equal_lines_of_one_file_are_two(
    lobby_manager: Shift, wei: Shift, head: Shift, write: Callable[..., Path]
) -> None:
    view = accepted(wei, logged(lobby_manager))
    line = f",{PHONE},王小明,基金,2,2026-11-23"
    assert result_import.read(head, write(line, line)).recorded == 2
    result = seen(head, view).result
    assert result
    assert dict(result.sold) == {"fund": 4}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (",,王小明,基金,2,2026-11-23", "name"),
        ("5678,,王小明,基金,2,2026-11-23", "name"),  # the tail of a number is none
        (f",{PHONE},王大明,基金,2,2026-11-23", "does not"),
    ],
)
def test_a_weak_match_waits(
    lobby_manager: Shift, wei: Shift, head: Shift, write: Callable[..., Path], line: str, why: str
) -> None:
    view = accepted(wei, logged(lobby_manager, identifier="ABC12345"))
    assert result_import.read(head, write(line)).waiting == 1
    assert seen(head, view).result is None
    (waiting,) = import_review.waiting(head)
    assert why in waiting.why.text
    assert (waiting.line, waiting.product, waiting.quantity) == (2, "fund", 2)
    assert waiting.customer.startswith("王*")
    assert [one.id for one in waiting.candidates] == [view.id]
    assert import_review.take(head, waiting.id, view.id).outcome == "success"
    assert import_review.waiting(head) == ()
    assert follow_ups.due(wei) == ()
    with pytest.raises(RefusedError) as caught:
        import_review.take(head, waiting.id, view.id)
    assert caught.value.code == "line_decided"


def test_several_candidates_wait(lobby_manager: Shift, wei: Shift, head: Shift, write: Callable[..., Path]) -> None:
    first = accepted(wei, logged(lobby_manager, identifier="ABC12345"))
    second = accepted(wei, logged(lobby_manager, "王小明", contact=OTHER))
    result_import.read(head, write(f"ABC12345,{OTHER},王小明,基金,2,2026-11-23"))
    (waiting,) = import_review.waiting(head)
    assert {one.id for one in waiting.candidates} == {first.id, second.id}


def test_what_is_not_accepted_or_settled_waits(
    lobby_manager: Shift, wei: Shift, head: Shift, write: Callable[..., Path]
) -> None:
    fresh = logged(lobby_manager)
    settled = accepted(wei, logged(lobby_manager, "李四", contact=OTHER))
    results.record(wei, settled.id, ResultEntry(sold={"bond": 1}))
    done = result_import.read(head, write(f",{PHONE},王小明,基金,2,2026-11-23", f",{OTHER},李四,基金,1,2026-11-23"))
    assert (done.recorded, done.waiting) == (0, 2)
    one, other = import_review.waiting(head)
    accepted_now = import_review.take(head, one.id, fresh.id)
    assert (accepted_now.answer, accepted_now.outcome) == ("accepted", "success")
    added = import_review.take(head, other.id, settled.id).result
    assert added
    assert dict(added.sold) == {"bond": 1, "fund": 1}
    assert checkup.check(head).ok


def test_a_refused_line_stays_refused_and_forgets_the_customer(
    lobby_manager: Shift, wei: Shift, head: Shift, write: Callable[..., Path]
) -> None:
    accepted(wei, logged(lobby_manager))
    line = ",,王小明,基金,2,2026-11-23"
    result_import.read(head, write(line))
    (waiting,) = import_review.waiting(head)
    import_review.refuse(head, waiting.id)
    again = result_import.read(head, write(line, ",,无人,基金,2,2026-11-23", name="more.csv"))
    assert (again.known, again.waiting) == (1, 0)
    with head.reading() as session:
        (row,) = session.exec(select(ImportLine)).all()
    assert row.state == "refused"
    assert set(row.fields) == {"product", "quantity", "day"}


@pytest.mark.parametrize(("days", "recorded"), [(0, 1), (90, 1), (91, 0)])
def test_for_ninety_days(
    lobby_manager: Shift,
    wei: Shift,
    head: Shift,
    clock: FixedClock,
    write: Callable[..., Path],
    days: int,
    recorded: int,
) -> None:
    accepted(wei, logged(lobby_manager))
    clock.advance(timedelta(days=days))
    done = result_import.read(head, write(f",{PHONE},王小明,基金,2,{head.today().isoformat()}"))
    assert (done.recorded, done.unmatched) == (recorded, () if recorded else (2,))


def test_nothing_before_the_referral_is_its_result(
    lobby_manager: Shift, wei: Shift, head: Shift, write: Callable[..., Path]
) -> None:
    accepted(wei, logged(lobby_manager))
    assert result_import.read(head, write(f",{PHONE},王小明,基金,2,2026-11-22")).unmatched == (2,)


def test_bad_lines_are_told(lobby_manager: Shift, wei: Shift, head: Shift, write: Callable[..., Path]) -> None:
    accepted(wei, logged(lobby_manager))
    done = result_import.read(head, write(f",{PHONE},王小明,基金,2,2026-11-23", ",,王小明,?,2,2026-11-23"))
    assert (done.recorded, [one.number for one in done.bad]) == (1, [3])
    with pytest.raises(RefusedError) as caught:
        result_import.read(head, write(",,王小明,?,2,2026-11-23", name="bad.csv"))
    assert caught.value.code == "no_good_line"


def test_a_file_that_is_not_there(head: Shift, tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as caught:
        result_import.read(head, tmp_path / "nothing.csv")
    assert caught.value.field == "file"


def test_equal_tails_of_numbers_are_no_proof(
    lobby_manager: Shift, wei: Shift, head: Shift, write: Callable[..., Path]
) -> None:
    accepted(wei, logged(lobby_manager, identifier="5678"))
    done = result_import.read(head, write("5678,,王小明,基金,2,2026-11-23", "5678,,,基金,2,2026-11-23"))
    assert (done.recorded, done.waiting, done.unmatched) == (0, 1, (3,))


@pytest.mark.parametrize("day", ["0001-01-01", "1989-12-31", "9999-12-31", "2026-02-30"])
def test_a_date_that_cannot_be_is_a_bad_line(head: Shift, write: Callable[..., Path], day: str) -> None:
    path = write(f",{PHONE},王小明,基金,2,{day}", f",{PHONE},王小明,基金,2,2026-11-23")
    assert [one.number for one in result_import.read(head, path).bad] == [2]


def test_a_bad_cell_is_quoted_short_and_harmless(head: Shift, write: Callable[..., Path]) -> None:
    path = write(f",{PHONE},王小明,\x1b[2J{'基' * 5000},2,2026-11-23", f",{PHONE},王小明,基金,2,2026-11-23")
    (bad,) = result_import.read(head, path).bad
    said = str(bad.why.params["product"])
    assert len(said) <= 40
    assert "\x1b" not in said
