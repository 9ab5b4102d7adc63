"""Two staff claim one customer on one day: who is first, who is beside, and what happens when the first goes."""

import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck
from hypothesis import given as given_any
from hypothesis import settings as with_settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from lobby_tui.desk import checkup, claiming, claims, referrals, visits
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError, RefusedError
from lobby_tui.models.day import BusinessDay
from lobby_tui.models.referral import Referral
from tests.plans import steps

SignIn = Callable[[str], Shift]
ENTRY = ReferralEntry("王小明", ["A01"], manager_no="301")


def claim(shift: Shift, identifier: str | None, contact: str | None, customer: str = "王小明") -> uuid.UUID:
    """A referral as logging will write it: allocated, and a second claim where one stands already."""
    with shift.writing() as writing:
        session = writing.session
        day = session.exec(select(BusinessDay)).one()
        number = len(session.exec(select(Referral.id).where(Referral.day_id == day.id)).all()) + 1
        row = Referral(
            branch_id=shift.branch.id, id=shift.ids.new(), day_id=day.id, number=number, status="introduced",
            customer=customer, reasons="A01", identified_by=shift.person.id, logged_by=shift.person.id,
            manager_id=shift.person.id, identifier_index=shift.blind(identifier), contact_index=shift.blind(contact),
            created_at=shift.now(), changed_at=shift.now(), allocation="chosen",
        )  # fmt: skip
        claiming.settle(writing, shift, row)
        writing.record("referral_logged", f"referral:{row.id}")
        return row.id


def claim_past_the_rule(shift: Shift, identifier: str | None, contact: str | None) -> None:
    """A second row that says that it is the first."""
    with shift.writing() as writing:
        row = writing.session.exec(select(Referral)).one()
        other = row.model_dump() | {"id": shift.ids.new(), "number": 2}
        other |= {"identifier_index": shift.blind(identifier), "contact_index": shift.blind(contact)}
        writing.session.add(Referral(**other))
        writing.record("test", "test")


def undo(shift: Shift, referral_id: uuid.UUID) -> None:
    with shift.writing() as writing:
        row = writing.session.get_one(Referral, (shift.branch.id, referral_id))
        row.undone_at = shift.now()
        claiming.promote_after_undo(writing, shift, row)
        writing.record("referral_undone", f"referral:{row.id}")


def change(shift: Shift, referral_id: uuid.UUID, identifier: str | None, contact: str | None) -> None:
    with shift.writing() as writing:
        row = writing.session.get_one(Referral, (shift.branch.id, referral_id))
        row.identifier_index, row.contact_index = shift.blind(identifier), shift.blind(contact)
        claiming.settle(writing, shift, row)
        writing.record("referral_changed", f"referral:{row.id}")


def seconds(shift: Shift) -> dict[int, int | None]:
    """The number of each standing claim, and of the one whose second it is."""
    with shift.reading() as session:
        rows = session.exec(select(Referral).where(Referral.undone_at == None).order_by("number")).all()  # noqa: E711
        numbers = {row.id: row.number for row in rows}
        return {row.number: numbers[row.second_to] if row.second_to else None for row in rows}


@pytest.fixture(autouse=True)
def an_open_day(lobby_manager: Shift) -> None:
    visits.count(lobby_manager, "cash_small")


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (("62220001", None, "王小明"), ("62220001", None, "王晓明"), True),  # the account proves it
        ((None, "13812345678", "王小明"), (None, "13812345678", "王小明"), True),
        ((None, "13812345678", "王小明"), (None, "13812345678", "王大明"), False),  # one phone, a couple
        (("62220001", None, "王小明"), ("62220002", None, "王小明"), False),
        ((None, None, "王小明"), (None, None, "王小明"), False),  # a name alone proves nothing
        (("62220001", "13812345678", "王小明"), (None, "13812345678", "王小明"), True),
    ],
)
def test_who_is_the_same_customer(
    lobby_manager: Shift,
    first: tuple[str | None, str | None, str],
    second: tuple[str | None, str | None, str],
    same: bool,
) -> None:
    claim(lobby_manager, *first)
    claim(lobby_manager, *second)
    assert seconds(lobby_manager) == {1: None, 2: 1 if same else None}


def test_the_index_keeps_a_second_first_out(lobby_manager: Shift) -> None:
    claim(lobby_manager, "62220001", "13812345678")
    for identifier, contact in (("62220001", None), (None, "13812345678")):
        with pytest.raises(IntegrityError):
            claim_past_the_rule(lobby_manager, identifier, contact)


def test_what_leads_to_two_is_second_to_the_earlier(lobby_manager: Shift) -> None:
    claim(lobby_manager, None, "13812345678")
    claim(lobby_manager, "62220001", None)
    claim(lobby_manager, "62220001", "13812345678")
    assert seconds(lobby_manager) == {1: None, 2: None, 3: 1}


def test_the_earliest_second_becomes_the_first(lobby_manager: Shift, sign_in: SignIn) -> None:
    first = claim(lobby_manager, "62220001", "13812345678")
    by_contact = claim(lobby_manager, None, "13812345678")
    claim(lobby_manager, "62220001", None)
    claim(lobby_manager, "62220001", None)
    assert seconds(lobby_manager) == {1: None, 2: 1, 3: 1, 4: 1}
    claims.share(sign_in("001"), by_contact, True)
    undo(lobby_manager, first)
    assert seconds(lobby_manager) == {2: None, 3: None, 4: 3}
    with lobby_manager.reading() as session:
        assert session.get_one(Referral, (lobby_manager.branch.id, by_contact)).credit_shared is None
    assert checkup.check(sign_in("001")).problems == ()


def test_undoing_a_second_changes_nothing_else(lobby_manager: Shift) -> None:
    claim(lobby_manager, "62220001", None)
    second = claim(lobby_manager, "62220001", None)
    claim(lobby_manager, "62220001", None)
    undo(lobby_manager, second)
    assert seconds(lobby_manager) == {1: None, 3: 1}


def test_a_change_settles_who_is_first(lobby_manager: Shift) -> None:
    one = claim(lobby_manager, "62220001", None)
    two = claim(lobby_manager, "62220001", None)
    change(lobby_manager, one, "62220009", None)  # it was mistyped: the other one claimed this customer
    assert seconds(lobby_manager) == {1: None, 2: None}
    change(lobby_manager, one, "62220001", None)  # what stands is not pushed aside
    assert seconds(lobby_manager) == {1: 2, 2: None}
    change(lobby_manager, one, "62220001", "13812345678")
    assert seconds(lobby_manager) == {1: 2, 2: None}
    change(lobby_manager, two, None, None)
    assert seconds(lobby_manager) == {1: None, 2: None}


def test_a_shared_credit_is_that_of_one_pair(lobby_manager: Shift, sign_in: SignIn) -> None:
    claim(lobby_manager, "62220001", None)
    claim(lobby_manager, "62220002", None)
    third = claim(lobby_manager, "62220001", None)
    assert claims.share(sign_in("001"), third, True).shared is True
    change(lobby_manager, third, "62220001", "13812345678")
    with lobby_manager.reading() as session:
        assert session.get_one(Referral, (lobby_manager.branch.id, third)).credit_shared is True
    change(lobby_manager, third, "62220002", None)
    assert seconds(lobby_manager) == {1: None, 2: None, 3: 2}
    with lobby_manager.reading() as session:
        assert session.get_one(Referral, (lobby_manager.branch.id, third)).credit_shared is None


@with_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given_any(
    acts=st.lists(
        st.tuples(
            st.sampled_from(["claim", "claim", "change", "undo"]),
            st.integers(0, 20),
            st.sampled_from([None, "A1", "A2"]),
            st.sampled_from([None, "C1", "C2"]),
        ),
        max_size=8,
    )
)
def test_whatever_happens_every_customer_has_one_first(
    lobby_manager: Shift, acts: list[tuple[str, int, str | None, str | None]]
) -> None:
    """In any order of claims, changes and undoings a second is behind a first that matches, and nobody is left over."""
    shift = lobby_manager
    with shift.writing() as writing:
        for row in writing.session.exec(select(Referral)).all():
            row.undone_at = shift.now()
            writing.session.add(row)
        writing.record("test", "test")
    ids: list[uuid.UUID] = []
    for act, which, identifier, contact in acts:
        if act == "claim":
            ids.append(claim(shift, identifier, contact))
        elif ids and act == "change":
            change(shift, ids[which % len(ids)], identifier, contact)
        elif ids:
            undo(shift, ids.pop(which % len(ids)))
    with shift.reading() as session:
        rows = {row.id: row for row in session.exec(select(Referral)).all() if row.undone_at is None}
        for row in rows.values():
            first = claiming.first_of(
                session.connection(), shift, row.day_id, row.identifier_index, row.contact_index, row.customer, row.id
            )
            assert (row.second_to is None) is (first is None)
            if row.second_to:
                assert row.second_to in rows
                assert rows[row.second_to].second_to is None
                assert (row.identifier_index and row.identifier_index == rows[row.second_to].identifier_index) or (
                    row.contact_index and row.contact_index == rows[row.second_to].contact_index
                )


def test_the_supervisor_shares_the_credit(lobby_manager: Shift, sign_in: SignIn) -> None:
    first = claim(lobby_manager, "62220001", None)
    second = claim(lobby_manager, "62220001", None)
    head = sign_in("001")
    with pytest.raises(NotAllowedError):
        claims.share(lobby_manager, second, True)
    with pytest.raises(RefusedError) as caught:
        claims.share(head, first, True)
    assert caught.value.code == "not_second"
    view = claims.share(head, second, True)
    assert (view.shared, view.second_to) == (True, first)
    assert claims.share(head, second, False, view.referral.version).shared is False
    with pytest.raises(RefusedError) as caught:
        claims.share(head, second, True, view.referral.version)
    assert caught.value.code == "changed_meanwhile"


def test_claims_are_shown_beside_each_other(lobby_manager: Shift, sign_in: SignIn) -> None:
    alone = claim(lobby_manager, "62220009", None)
    first = claim(lobby_manager, "62220001", "13812345678")
    second = claim(sign_in("201"), "62220001", None)
    third = claim(sign_in("202"), None, "13812345678")
    claims.share(sign_in("001"), third, True)
    with lobby_manager.reading() as session:
        found = claims.beside(session, lobby_manager, [alone, first, second])
        assert claims.beside(session, lobby_manager, [alone]) == {}
        assert claims.beside(session, lobby_manager, []) == {}
    assert set(found) == {first, second}
    said = {
        of: [(one.number, one.identified_by.no, one.first, one.shared) for one in others]
        for of, others in found.items()
    }
    assert said[first] == [(3, "201", False, None), (4, "202", False, True)]
    assert said[second] == [(2, "101", True, None), (4, "202", False, True)]


def test_an_old_referral_claims_nothing(lobby_manager: Shift) -> None:
    """Those from before the rule have no allocation; a new claim is not second to one of them."""
    referrals.log(lobby_manager, replace(ENTRY, identifier="ABC12345"))
    with lobby_manager.writing() as writing:
        row = writing.session.exec(select(Referral)).one()
        row.allocation = row.second_to = None
        writing.session.add(row)
        writing.record("test", "test")
    claim(lobby_manager, "ABC12345", None)
    assert seconds(lobby_manager) == {1: None, 2: None}


@pytest.mark.parametrize("by", ["identifier", "contact"])
def test_the_first_is_found_by_the_unique_index(lobby_manager: Shift, by: str) -> None:
    claim(lobby_manager, "62220001", "13812345678")
    with lobby_manager.reading() as session:
        day = session.exec(select(BusinessDay)).one()
    keys = {"identifier": (b"0" * 16, None), "contact": (None, b"0" * 16)}[by]

    def ask() -> None:
        with lobby_manager.reading() as session:
            claiming.first_of(session.connection(), lobby_manager, day.id, *keys, "王小明")

    (plan,) = steps(lobby_manager, ask)
    assert f"INDEX referral_first_by_{by} " in plan
