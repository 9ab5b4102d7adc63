"""The way back in the sample branch: what its customer managers answer to referrals, and what comes of them."""

import uuid
from collections.abc import Mapping
from typing import Final

from lobby_tui.desk import answers, results, worklist
from lobby_tui.desk.referral.views import ReferralView
from lobby_tui.desk.results import ResultEntry
from lobby_tui.desk.sample_life.branch import MANAGERS, Branch
from lobby_tui.desk.sample_life.time import Script
from lobby_tui.desk.worklist import Section
from lobby_tui.models.enums import ReferralStatus

# What becomes of a referral on its day, in a hundred. What is left is answered the next morning, or later.
ANSWERS: Final = {"accepted": 83, "returned": 5, "passed_on": 5, "left": 7}
RETURNED: Final = {"wrong_details": 3, "already_served": 3, "unsuitable": 2, "other": 1}
SOLD: Final = {
    "deposit": 20, "wealth_product": 18, "bond": 10, "credit_card": 10, "e_banking": 12, "fund": 8, "insurance": 5,
    "loan": 4, "gold": 3, "foreign_exchange": 3, "safe_deposit_box": 1,
}  # fmt: skip
NOTHING: Final = {"thinking_it_over": 8, "declined": 6, "risk_mismatch": 3, "elsewhere": 3, "unreachable": 1}
_COMES_TO_SOMETHING: Final = 0.62
_SAME_DAY_RESULT: Final = 0.92


def way_back(branch: Branch, referral: ReferralView, answer: str = "") -> Script:
    """What becomes of a new referral until the day ends; whoever stands here is answered sooner than who was noted.

    `answer` is one of `ANSWERS`, or left to chance.
    """
    if referral.manager is None:
        return
    here = referral.status == ReferralStatus.INTRODUCED
    yield branch.minutes(2, 20) if here else branch.minutes(15, 160)
    answer = answer or branch.chosen(ANSWERS)
    if branch.over or answer == "left":
        return
    no = referral.manager.no
    if answer == "returned":
        _return(branch, referral.id, no)
        yield branch.minutes(15, 90)
        if branch.over or branch.happens(0.4):
            return
        no = _other(branch, no)
        answers.assign(branch.staff["101"], referral.id, no, _said(branch, "given_again"))
        yield branch.minutes(5, 60)
    elif answer == "passed_on":
        no, before = _other(branch, no), no
        answers.reassign(branch.manager(before), referral.id, no, _said(branch, "passed_on"))
        yield branch.minutes(10, 60)
    if branch.over:
        return
    answers.accept(branch.manager(no), referral.id, _said(branch, "accepted", 0.3))
    if here and branch.happens(_SAME_DAY_RESULT):
        yield branch.minutes(12, 75)
        if not branch.over:
            results.record(branch.manager(no), referral.id, result(branch))


def morning_round(branch: Branch, no: str) -> Script:
    """What earlier days left on a customer manager's worklist: answered and finished, but for some of it."""
    shift = branch.staff[no]
    diligent = 0.45 if branch.last else 0.75
    for row in worklist.of_me(shift).rows:
        introduced = row.view.referral.status == ReferralStatus.INTRODUCED
        if row.view.referral.day == branch.day or not branch.happens(diligent):
            continue
        if row.section is Section.CONFIRM:
            yield branch.random.randint(30, 120)
            answers.accept(shift, row.id, _said(branch, "accepted", 0.3))
        elif row.section is Section.RESULT and introduced:
            yield branch.random.randint(30, 120)
            results.record(shift, row.id, result(branch))


def result(branch: Branch, likely: float = _COMES_TO_SOMETHING) -> ResultEntry:
    """Accounts opened and products sold, or why nothing came of it."""
    if not branch.happens(likely):
        return ResultEntry(no_result_reason=branch.chosen(NOTHING), note=_said(branch, "nothing", 0.4))
    opened = int(branch.happens(0.4))
    kinds = max(1 - opened, branch.random.choices((0, 1, 2), (25, 60, 15))[0])
    sold: Mapping[str, int] = {branch.chosen(SOLD): branch.random.choices((1, 2, 3), (85, 12, 3))[0]
                               for _ in range(kinds)}  # fmt: skip
    return ResultEntry(opened=opened, sold=sold, note=_said(branch, "results", 0.3))


def _return(branch: Branch, referral_id: uuid.UUID, no: str) -> None:
    reason = branch.chosen(RETURNED)
    note = _said(branch, "returned", 1.0 if reason == "other" else 0.5)
    answers.return_(branch.manager(no), referral_id, reason, note)


def _other(branch: Branch, no: str) -> str:
    """Another customer manager, who is here."""
    return branch.random.choice([one for one in MANAGERS if one != no and one not in branch.stand_ins])


def _said(branch: Branch, kind: str, chance: float = 1.0) -> str:
    return branch.says(branch.texts["answers"][kind], chance)
