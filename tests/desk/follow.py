"""Steps that the tests of what follows a referral share."""

from sqlmodel import Session

from lobby_tui.desk import answers, follow_ups, referrals
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.referral.views import ReferralView
from lobby_tui.desk.shift import Shift
from lobby_tui.models.referral import Referral

PHONE = "13812345678"


def entry(customer: str = "王小明", manager: str = "301", contact: str = PHONE, **more: object) -> ReferralEntry:
    return ReferralEntry(
        customer=customer,
        signals=["A01"],
        status="to_follow_up",
        manager_no=manager,
        contact=contact,
        best_time="morning",
        consent=True,
        **more,  # type: ignore[arg-type]
    )


def logged(shift: Shift, customer: str = "王小明", manager: str = "301", **more: object) -> ReferralView:
    """A referral to follow up."""
    return referrals.log(shift, entry(customer, manager, **more)).referral


def accepted(by: Shift, view: ReferralView) -> ReferralView:
    """The referral accepted, so that its first contact is planned."""
    answers.accept(by, view.id)
    with by.writing() as writing:
        follow_ups.begin(writing, by, row_of(writing.session, by, view))
        writing.record("tested", f"referral:{view.id}")
    return view


def row_of(session: Session, shift: Shift, view: ReferralView) -> Referral:
    return session.get_one(Referral, (shift.branch.id, view.id))
