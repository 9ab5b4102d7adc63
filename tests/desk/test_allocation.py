"""Who gets a customer: the card, the rules, the absences; and that nobody is ever forgotten."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from lobby_tui.desk import absences, allocation, managers, staff
from lobby_tui.desk.allocation import Allocated, decide
from lobby_tui.desk.shift import Shift
from lobby_tui.models.absence import Absence
from lobby_tui.models.enums import Allocation
from lobby_tui.models.referral import Referral
from lobby_tui.models.staff import Staff
from lobby_tui.playbook.after import AllocationPolicy
from tests.conftest import PASSWORD
from tests.desk.follow import accepted, logged
from tests.store.test_plans import plans

SignIn = Callable[[str], Shift]
MONDAY, TUESDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 27)


def with_policy(shift: Shift, **policy: object) -> Shift:
    """The shift of a branch whose playbook allocates in another way."""
    chosen = AllocationPolicy(**policy)  # type: ignore[arg-type]
    return replace(shift, playbook=shift.playbook.model_copy(update={"allocation": chosen}))


def decided(shift: Shift, card: str | None = None, **about: str) -> tuple[str | None, Allocation]:
    with shift.reading() as session:
        ids = {one.no: one.id for one in staff.everyone(shift)}
        found = decide(session, shift, card=ids[card] if card else None, **about)
    numbers = {staff_id: no for no, staff_id in ids.items()}
    return (numbers[found.manager_id] if found.manager_id else None), found.how


def away(shift: Shift, no: str, last: date, stand_in: str = "", first: date = MONDAY) -> None:
    absences.plan(shift, no, first, last, stand_in)


def test_the_card_comes_first(lobby_manager: Shift) -> None:
    for _ in range(3):
        assert decided(lobby_manager, "302") == ("302", Allocation.CARD)


def test_a_card_holder_who_is_back_in_time_keeps_the_customer(lobby_manager: Shift) -> None:
    away(lobby_manager, "302", MONDAY, "301")
    assert decided(lobby_manager, "302") == ("302", Allocation.CARD)


def test_a_card_holder_who_stays_away_is_stood_in_for(lobby_manager: Shift) -> None:
    away(lobby_manager, "302", TUESDAY, "301")
    assert decided(lobby_manager, "302") == ("301", Allocation.CARD)


def test_a_card_holder_whom_nobody_stands_in_for_leaves_it_to_the_rule(lobby_manager: Shift) -> None:
    away(lobby_manager, "302", FRIDAY)
    assert decided(lobby_manager, "302") == ("301", Allocation.LEAST_OPEN)


def test_the_card_of_somebody_who_left_counts_no_more(lobby_manager: Shift, sign_in: SignIn) -> None:
    staff.disable(sign_in("001"), "302")
    assert decided(lobby_manager, "302") == ("301", Allocation.LEAST_OPEN)


def test_nobody_at_all_is_said(lobby_manager: Shift, sign_in: SignIn) -> None:
    away(lobby_manager, "301", FRIDAY)
    staff.disable(sign_in("001"), "302")
    assert decided(lobby_manager) == (None, Allocation.NONE)
    assert decided(lobby_manager, "301") == (None, Allocation.NONE)


def test_least_open(lobby_manager: Shift, sign_in: SignIn) -> None:
    first = logged(lobby_manager, "甲", "301", contact="13812340001")
    assert decided(lobby_manager) == ("302", Allocation.LEAST_OPEN)
    logged(lobby_manager, "乙", "302", contact="13812340002")
    logged(lobby_manager, "丙", "302", contact="13812340003")
    assert decided(lobby_manager)[0] == "301"
    accepted(sign_in("301"), first)  # still without an outcome
    logged(lobby_manager, "丁", "301", contact="13812340004")
    logged(lobby_manager, "戊", "301", contact="13812340005")
    assert decided(lobby_manager)[0] == "302"


def test_round_robin_goes_round(lobby_manager: Shift) -> None:
    shift = with_policy(lobby_manager, rule="round_robin")
    turns = []
    for n in range(5):
        no, how = decided(shift)
        assert how is Allocation.ROUND_ROBIN
        assert no
        turns.append(no)
        logged(lobby_manager, f"客户{n}", no, contact=f"1381234000{n}")
    assert turns == ["301", "302", "301", "302", "301"]


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ({"segment": "high_end"}, ("302", Allocation.BY_SEGMENT)),
        ({"segment": "mid"}, ("301", Allocation.LEAST_OPEN)),
        ({}, ("301", Allocation.LEAST_OPEN)),
    ],
)
def test_by_segment(lobby_manager: Shift, about: dict[str, str], expected: tuple[str, Allocation]) -> None:
    logged(lobby_manager, "甲", "302", contact="13812340001")
    shift = with_policy(lobby_manager, rule="by_segment", segments={"high_end": ("302", "999")})
    assert decided(shift, **about) == expected


def test_by_product(lobby_manager: Shift) -> None:
    shift = with_policy(lobby_manager, rule="by_product", fallback="round_robin", needs={"wealth": ("302",)})
    assert decided(shift, need="wealth") == ("302", Allocation.BY_PRODUCT)
    assert decided(shift, need="enquiry")[1] is Allocation.ROUND_ROBIN
    away(lobby_manager, "302", MONDAY)
    assert decided(shift, need="wealth") == ("301", Allocation.ROUND_ROBIN)


def test_the_tray(lobby_manager: Shift, sign_in: SignIn) -> None:
    left = logged(lobby_manager, "乙", "302", contact="13812340002")
    logged(lobby_manager, "丙", "301", contact="13812340003")
    assert allocation.tray(lobby_manager) == ()
    staff.disable(sign_in("001"), "302")
    assert [one.id for one in allocation.tray(lobby_manager)] == [left.id]


def test_whoever_is_away_is_offered_last_and_marked(lobby_manager: Shift) -> None:
    logged(lobby_manager, "乙", "302", contact="13812340002")
    away(lobby_manager, "301", MONDAY)
    assert [(one.no, one.away) for one in managers.at_work(lobby_manager)] == [("302", False), ("301", True)]


@dataclass(frozen=True)
class Manager:
    active: bool
    away: bool
    role: str
    unanswered: int
    accepted: int
    settled: int


class UndoneError(Exception):
    """Nothing of an example stays."""


@contextmanager
def scratch(shift: Shift) -> Iterator[Session]:
    try:
        with shift.store.scribbling() as session:
            yield session
            raise UndoneError
    except UndoneError:
        return


def fill(session: Session, shift: Shift, pattern: Referral, team: list[Manager]) -> list[uuid.UUID]:
    """A team with what each has left; the branch's own managers go home."""
    for no in ("301", "302"):
        session.exec(  # type: ignore[call-overload]
            Staff.__table__.update().where(Staff.__table__.c.no == no).values(active=False)  # type: ignore[attr-defined]
        )
    ids = []
    for n, one in enumerate(team):
        member = Staff(
            branch_id=shift.branch.id,
            id=shift.ids.new(),
            no=f"9{n}",
            name="N",
            role=one.role,
            active=one.active,
            created_at=shift.now(),
        )
        session.add(member)
        ids.append(member.id)
    session.flush()
    number = 1000
    for staff_id, one in zip(ids, team, strict=True):
        if one.away:
            session.add(
                Absence(
                    branch_id=shift.branch.id, id=shift.ids.new(), staff_id=staff_id, first_on=MONDAY, last_on=FRIDAY,
                    created_by=shift.person.id, created_at=shift.now(),
                )
            )  # fmt: skip
        states = [(None, None)] * one.unanswered + [("accepted", None)] * one.accepted
        for answer, outcome in [*states, *[("accepted", "success"), ("returned", None)] * one.settled]:
            number += 1
            values = pattern.model_dump() | {
                "id": shift.ids.new(), "number": number, "key": None, "manager_id": staff_id, "answer": answer,
                "outcome": outcome, "contact_index": None, "customer": f"C{number}",
            }  # fmt: skip
            session.add(Referral(**values))
    session.flush()
    return ids


@pytest.fixture
def one_logged(lobby_manager: Shift) -> Shift:
    """A branch with a business day, and a referral to copy."""
    logged(lobby_manager)
    return lobby_manager


teams = st.lists(
    st.builds(
        Manager,
        active=st.booleans(),
        away=st.booleans(),
        role=st.sampled_from(["customer_manager", "customer_manager", "customer_manager", "cash_teller"]),
        unanswered=st.integers(0, 3),
        accepted=st.integers(0, 2),
        settled=st.integers(0, 2),
    ),
    max_size=5,
)
rules = st.sampled_from(["round_robin", "least_open", "by_segment", "by_product"])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(teams, rules, st.sampled_from(["round_robin", "least_open"]), st.sets(st.integers(0, 4)), st.data())
def test_for_any_team(
    one_logged: Shift, team: list[Manager], rule: str, fallback: str, listed: set[int], data: st.DataObject
) -> None:
    numbers = tuple(f"9{n}" for n in sorted(listed))
    shift = with_policy(one_logged, rule=rule, fallback=fallback, segments={"mid": numbers}, needs={"wealth": numbers})
    with scratch(shift) as session:
        pattern = session.exec(select(Referral).limit(1)).one()
        ids = fill(session, shift, pattern, team)
        card = data.draw(st.sampled_from([None, *ids]))
        found = decide(session, shift, card=card, need="wealth", segment="mid")
    there = [n for n, one in enumerate(team) if one.active and not one.away and one.role == "customer_manager"]
    _check(found, card, ids, there, team, listed, rule, fallback)


def _check(
    found: Allocated,
    card: uuid.UUID | None,
    ids: list[uuid.UUID],
    there: list[int],
    team: list[Manager],
    listed: set[int],
    rule: str,
    fallback: str,
) -> None:
    if not there:
        assert found == Allocated(None, Allocation.NONE)
        return
    assert found.manager_id
    chosen = ids.index(found.manager_id)
    assert chosen in there, "nobody who is away, disabled or of another role"
    if card in [ids[n] for n in there]:
        assert found == Allocated(card, Allocation.CARD)
        return
    named = sorted(listed & set(there)) if rule.startswith("by_") else []
    assert found.how == (rule if named or not rule.startswith("by_") else fallback)
    among = named or there
    assert chosen in among
    if "least_open" in (rule, fallback if rule.startswith("by_") else ""):
        open_ones = {n: team[n].unanswered + team[n].accepted for n in among}
        assert open_ones[chosen] == min(open_ones.values())


def test_the_queries_use_their_indexes(lobby_manager: Shift) -> None:
    shift = with_policy(lobby_manager, rule="least_open")
    steps = plans(shift, decided)
    assert [step for step in steps if "referral_waiting" in step]
    assert [step for step in steps if "referral_no_outcome" in step]
    for step in steps:
        if step.startswith("SEARCH referral") or "absence" in step:
            assert " AND " in step or "USING INDEX referral_" in step or "absence_until" in step, step
        assert not step.startswith(("SCAN referral", "SCAN absence")), step


def test_adding_a_manager_is_noticed_at_once(lobby_manager: Shift, sign_in: SignIn) -> None:
    logged(lobby_manager, "甲", "301", contact="13812340001")
    logged(lobby_manager, "乙", "302", contact="13812340002")
    staff.add(sign_in("001"), "303", "吴刚", "customer_manager", PASSWORD)
    assert decided(lobby_manager) == ("303", Allocation.LEAST_OPEN)
