"""Who may take a step: whoever has no interest in the matter, one at a time, never the person who is meant."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from lobby_tui.desk import complaints, staff
from lobby_tui.desk.complaint import lists as complaint_lists
from lobby_tui.desk.complaint import steps as complaint_steps
from lobby_tui.desk.complaint.steps import StepEntry, take
from lobby_tui.desk.complaint.views import ComplaintView
from lobby_tui.desk.shift import Shift
from lobby_tui.errors import NotAllowedError
from lobby_tui.models.complaint import Complaint
from tests.desk.test_complaint_steps import (
    COMPLEX,
    ENTRY,
    EXTENDED,
    INVESTIGATED,
    SignIn,
    one,
    possible,
    refused,
    supervisor,
)

__all__ = ["one", "supervisor"]


def test_an_extension_of_an_ordinary_or_of_ones_own_complaint(
    lobby_manager: Shift, supervisor: Shift, one: ComplaintView
) -> None:
    assert refused(supervisor, one, EXTENDED) == "not_complex"
    take(lobby_manager, one.id, COMPLEX)
    take(lobby_manager, one.id, StepEntry("assigned", choice="001"))
    assert refused(supervisor, one, EXTENDED) == "own_extension"
    assert "extended" not in possible(supervisor, one)


def test_a_stranger_to_the_matter_handles_it(lobby_manager: Shift, supervisor: Shift) -> None:
    one = complaints.register(lobby_manager, replace(ENTRY, about="001"))
    assert [person.no for person in complaint_steps.handlers(lobby_manager, one.id)] == ["101"]
    assert refused(lobby_manager, one, StepEntry("assigned", choice="001")) == "recused"
    take(lobby_manager, one.id, COMPLEX)
    with pytest.raises(NotAllowedError) as caught:
        take(supervisor, one.id, EXTENDED)
    assert caught.value.code == "recused"
    assert possible(supervisor, one) == set()


def test_whoever_works_here_no_more_handles_nothing(supervisor: Shift, sign_in: SignIn) -> None:
    one = complaints.register(sign_in("201"), ENTRY)
    staff.disable(supervisor, "101")
    assert refused(supervisor, one, StepEntry("assigned", choice="101")) == "not_a_handler"
    assert [person.no for person in complaint_steps.handlers(supervisor, one.id)] == ["001"]


def test_the_store_itself_refuses_a_handler_who_is_meant(lobby_manager: Shift) -> None:
    one = complaints.register(lobby_manager, replace(ENTRY, about="001"))
    with pytest.raises(IntegrityError), lobby_manager.writing() as writing:  # noqa: PT012
        row = writing.session.exec(select(Complaint).where(Complaint.id == one.id)).one()
        row.handler_id = row.about_staff
        writing.session.add(row)
        writing.record("test", "complaint")
        writing.session.flush()


def test_nobody_investigates_what_nobody_handles(lobby_manager: Shift, sign_in: SignIn) -> None:
    one = complaints.register(sign_in("201"), ENTRY)
    assert refused(lobby_manager, one, INVESTIGATED) == "no_handler"
    handled = take(lobby_manager, one.id, StepEntry("assigned", choice="101"))
    assert handled.handler is not None
    assert take(lobby_manager, one.id, INVESTIGATED).investigated


def test_two_people_at_once(lobby_manager: Shift, supervisor: Shift, one: ComplaintView) -> None:
    take(supervisor, one.id, replace(INVESTIGATED, version=one.version))
    assert refused(lobby_manager, one, replace(INVESTIGATED, version=one.version)) == "changed_meanwhile"


def test_whoever_does_not_handle_complaints_takes_no_step(sign_in: SignIn, one: ComplaintView) -> None:
    for no in ("102", "201", "202", "301"):
        with pytest.raises(NotAllowedError):
            take(sign_in(no), one.id, StepEntry("noted", "x"))


@pytest.mark.parametrize("no", ["201", "301"])
def test_whoever_registered_it_sees_it_and_takes_no_step(sign_in: SignIn, no: str) -> None:
    mine = sign_in(no)
    one = complaints.register(mine, ENTRY)
    assert complaint_lists.page(mine, one.id).possible == ()
    with pytest.raises(NotAllowedError):
        take(mine, one.id, StepEntry("noted", "x"))
