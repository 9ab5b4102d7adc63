"""What customers of the sample branch come for, and what the staff do about it at the desk."""

from dataclasses import replace
from typing import Final

from lobby_tui.desk import claims, managers, referrals, visit_endings, visits
from lobby_tui.desk.lobby import VisitView
from lobby_tui.desk.referral.entry import ReferralEntry
from lobby_tui.desk.sample_life.answers import way_back
from lobby_tui.desk.sample_life.branch import Branch
from lobby_tui.desk.sample_life.people import Sex
from lobby_tui.desk.sample_life.time import Script
from lobby_tui.desk.shift import Shift
from lobby_tui.models.enums import ReferralStatus

# How often people come for what, in a thousand; what needs a talk, and what is counted with one key.
ERRANDS: Final = {
    "cash_small": 300, "cash_large": 50, "non_cash": 120, "bill_payment": 110, "account_opening": 50,
    "passbook": 90, "remittance": 50, "wealth": 20, "enquiry": 80, "e_banking": 40, "card": 40,
    "social_security_card": 40, "other": 10,
}  # fmt: skip
TALKS: Final = {
    "cash_large": 24, "remittance": 16, "wealth": 18, "account_opening": 10, "deposit_certificate": 5,
    "foreign_exchange": 6, "loan": 6, "fund": 4, "bond": 5, "insurance": 3, "safe_deposit_box": 2,
    "loss_report": 3, "card": 6, "enquiry": 10, "complaint": 2, "corporate": 4, "social_security_card": 6,
}  # fmt: skip
ADDRESSEES: Final = {
    "sir": 26, "madam": 24, "miss": 10, "auntie": 12, "uncle": 11, "elder_man": 6, "elder_woman": 6,
    "with_child": 4, "group": 1,
}  # fmt: skip
_MEN: Final = frozenset({"sir", "uncle", "elder_man"})
# What is seen beside the business: information first, then a VIP card, then looks, which prove nothing.
SIGHTS: Final = {
    "E03": 8, "E02": 6, "E01": 4, "E04": 3, "D02": 7, "D03": 3, "D05": 3, "D07": 3, "D01": 2,
    "B04": 4, "B05": 3, "B06": 1, "B02": 1, "C02": 6,
}  # fmt: skip
AT_THE_COUNTER: Final = ("A01", "A02", "A10", "B04", "B05", "C02", "D02", "A07", "A04")
NOT_REFERRED: Final = {
    "declined": 8, "in_a_hurry": 7, "already_served": 6, "not_suitable": 3, "no_manager_free": 3,
    "fraud_suspected": 1, "other": 1,
}  # fmt: skip
LEFT: Final = {"wait_too_long": 6, "papers_missing": 6, "not_offered": 2, "machine_fault": 2, "comes_back": 3}
OVERRIDES: Final = {
    "zone_full": 6,
    "customer_wish": 4,
    "needs_help": 3,
    "zone_closed": 2,
    "other_business": 2,
}
BEST_TIMES: Final = ("morning", "noon", "afternoon", "after_work", "weekend", "any_time")


def counted(branch: Branch) -> Script:
    """An ordinary customer, or a few, counted with one key; now and then the wrong key is taken back."""
    shift = branch.at_the_door()
    need = branch.chosen(ERRANDS)
    number = branch.random.choices((1, 2, 3), (90, 8, 2))[0]
    if branch.random.random() < 0.015:
        visits.count(shift, branch.chosen(ERRANDS))
        branch.clock.advance(branch.random.randint(2, 6))
        visit_endings.undo_last(shift)
    zone = "lobby_desk" if branch.random.random() < 0.02 else None
    visits.count(shift, need, zone, number, shift.ids.new())
    yield from ()


def talked_to(branch: Branch) -> Script:
    """A customer whom somebody greets, asks and looks at, then routes, refers, or loses."""
    shift = branch.at_the_door()
    visit = greeted(branch, shift)
    yield branch.random.randint(15, 70)
    if branch.random.random() < 0.05:
        yield branch.random.randint(240, 1200)
        visit_endings.leave(shift, visit.id, branch.chosen(LEFT))
        return
    visit = asked(branch, shift, visit)
    if branch.random.random() < 0.3:
        yield branch.random.randint(10, 60)
        visit = visits.see(shift, visit.id, branch.chosen(SIGHTS))
    yield branch.random.randint(40, 420)
    suggested = visits.advise(shift, visit).suggestion.action
    refers = {"refer": 0.62, "ask_more": 0.15, "none": 0.0}[suggested]
    if branch.random.random() < refers:
        override = "known_customer" if suggested == "ask_more" else None
        yield from refer(branch, shift, entry(branch, visit, override))
    else:
        _sent(branch, shift, visit)


def greeted(branch: Branch, shift: Shift) -> VisitView:
    """A visit that has just begun."""
    addressee = branch.chosen(ADDRESSEES)
    assistance = None
    if addressee in ("elder_man", "elder_woman") and branch.random.random() < 0.6:
        assistance = "elderly"
    elif addressee == "with_child":
        assistance = "with_child"
    elif branch.random.random() < 0.05:
        assistance = branch.chosen({"disabled": 2, "pregnant": 2, "first_time": 5})
    return visits.greet(shift, addressee, assistance, shift.ids.new())


def asked(branch: Branch, shift: Shift, visit: VisitView) -> VisitView:
    """What they came for, and for some the amount, around what the branch calls large."""
    need = shift.playbook.need(branch.chosen(TALKS))
    amount = None
    if need.amount_kind and branch.random.random() < 0.75:
        limit = shift.playbook.threshold(need.amount_kind).fen
        amount = round(limit * branch.random.uniform(0.3, 3.5) / 1_000_000) * 1_000_000
    return visits.ask(shift, visit.id, need.code, amount)


def colleague(branch: Branch) -> Script:
    """A teller or a customer manager noticed a customer; for a third the lobby manager writes it down."""
    who = branch.chosen({"201": 4, "202": 3, "211": 4, "212": 3, "301": 1, "302": 1, "303": 1, "111": 2})
    signals = [branch.random.choice(AT_THE_COUNTER)]
    if branch.random.random() < 0.3:
        signals = ["E02", "E03"]
    new = replace(_customer(branch, "male" if branch.random.random() < 0.5 else "female"), signals=signals)
    if branch.random.random() < 0.33:
        yield from refer(branch, branch.staff["101"], replace(new, identified_by=who))
    else:
        yield from refer(branch, branch.staff[who], new)


def refer(branch: Branch, shift: Shift, new: ReferralEntry) -> Script:
    """Log a referral; a few are put right later, a few taken back as the customer thought better of it.

    What stands goes its way to the customer manager and back.
    """
    new = replace(new, key=shift.ids.new())
    # The manager who takes the customer over, or whose card a customer to follow up got.
    if new.status == ReferralStatus.INTRODUCED or branch.happens(0.3):
        new = replace(new, manager_no=_manager(branch, shift))
    logged = referrals.log(shift, new).referral
    fate = branch.random.random()
    if fate < 0.04:
        yield branch.random.randint(20, 90)
        referrals.undo(shift, logged.id)
        if new.visit_id:
            yield branch.random.randint(20, 60)
            visit_endings.send(shift, new.visit_id, not_referred_reason="declined")
        return
    if fate < 0.14:
        yield branch.random.randint(180, 1500)
        remarks = branch.says(branch.texts["referrals"]["later_remarks"])
        later = replace(new, remarks=remarks, contact=new.contact or branch.customers.contact())
        logged = referrals.change(shift, logged.id, later, logged.version).referral
    elif fate < 0.24 and logged.manager:
        yield branch.random.randint(300, 1500)
        referrals.reveal(branch.staff[logged.manager.no], logged.id, "call_back")
    yield from way_back(branch, logged)


def claimed_twice(branch: Branch) -> Script:
    """A teller and the lobby manager both write the same customer down; the first claim stands."""
    first, second = branch.staff[branch.chosen({"201": 1, "211": 1, "212": 1})], branch.staff["102"]
    new = replace(_customer(branch, "female"), signals=["A02"], identifier=branch.customers.identifier("female"))
    new = replace(new, status=ReferralStatus.INTRODUCED, key=first.ids.new(), manager_no=_manager(branch, first))
    standing = referrals.log(first, new).referral
    yield branch.minutes(4, 20)
    claim = referrals.log(second, replace(new, signals=["A01"], remarks="", key=second.ids.new())).referral
    yield from way_back(branch, standing)
    yield from way_back(branch, claim, "returned")
    if not branch.last:
        claims.share(branch.staff["001"], claim.id, branch.happens(0.6))


def left_waiting(branch: Branch, no: str) -> Script:
    """A teller refers a customer to a manager, who has not looked at it yet."""
    shift = branch.staff[branch.chosen({"201": 4, "202": 3, "211": 4})]
    new = replace(_customer(branch, "male"), signals=[branch.random.choice(AT_THE_COUNTER)], manager_no=no)
    referrals.log(shift, replace(new, status=ReferralStatus.INTRODUCED, key=shift.ids.new()))
    yield from ()


def entry(branch: Branch, visit: VisitView, override: str | None = None) -> ReferralEntry:
    """A referral of the customer of a visit."""
    sex: Sex = "male" if visit.addressee in _MEN else "female"
    return replace(
        _customer(branch, sex),
        signals=visit.signals,
        visit_id=visit.id,
        need=visit.need,
        override_reason=override,
    )


def _customer(branch: Branch, sex: Sex) -> ReferralEntry:
    """Who the customer is, what they left, and whether somebody could take them over."""
    random, invented = branch.random, branch.customers
    later = random.random() < 0.3
    return ReferralEntry(
        customer=invented.name(sex),
        signals=(),
        status=ReferralStatus.TO_FOLLOW_UP if later else ReferralStatus.INTRODUCED,
        identifier=invented.identifier(sex) if random.random() < 0.55 else "",
        contact=invented.contact() if later or random.random() < 0.55 else "",
        best_time=random.choice(BEST_TIMES) if later or random.random() < 0.3 else "",
        consent=later or random.random() < 0.4,
        remarks=branch.says(branch.texts["referrals"]["remarks"], 0.35),
        home_branch=branch.says(branch.texts["referrals"]["home_branches"], 0.05),
    )


def _manager(branch: Branch, shift: Shift) -> str:
    at_work = [one for one in managers.at_work(shift) if not one.away]
    return at_work[0].no if branch.random.random() < 0.7 else branch.random.choice(at_work).no


def _sent(branch: Branch, shift: Shift, visit: VisitView) -> None:
    """Sent where the playbook says, or elsewhere with a reason; a signal that was seen needs one too."""
    advice = visits.advise(shift, visit)
    zone = reason = None
    if branch.random.random() < 0.09:
        zone = branch.random.choice([one.code for one in shift.playbook.zones if one.staffed])
        reason = branch.chosen(OVERRIDES)
    not_referred = branch.chosen(NOT_REFERRED) if advice.suggestion.action == "refer" else None
    visit_endings.send(shift, visit.id, zone, reason, not_referred)


def waiting(branch: Branch, steps: int) -> Script:
    """A customer who is still in the lobby: greeted, asked, or seen, by the number of `steps`."""
    shift = branch.at_the_door()
    visit = greeted(branch, shift)
    if steps > 1:
        yield 12
        visit = asked(branch, shift, visit)
    if steps > 2:
        yield 12
        visits.see(shift, visit.id, branch.chosen(SIGHTS))
