"""The parts of a playbook for what comes after a referral: answers, results, follow-ups, allocation, hours."""

from datetime import time
from typing import Annotated, Literal

from pydantic import Field

from lobby_tui.playbook.finding import find
from lobby_tui.playbook.parts import ReasonChoice
from lobby_tui.playbook.texts import Choice, Code, Frozen, Text

ClockTime = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
StaffNo = Annotated[str, Field(min_length=1, max_length=20)]
Shared = Literal["round_robin", "least_open"]

OTHER_REASON = ReasonChoice(code="other", name=Text(zh="其他原因", en="Another reason"), digit=0)


class ContactOutcome(Choice):
    """How an attempt to reach a customer ended, and what follows from it."""

    then: Literal["again", "appointment", "done"]
    """Try again, meet at a time agreed, or nothing more."""


class FollowUpPolicy(Frozen):
    """When a referral to follow up is due, and when it climbs to the supervisor."""

    first_contact_days: Annotated[int, Field(ge=0, le=30)] = 1
    """Working days from the referral to the first attempt."""
    again_days: Annotated[int, Field(ge=1, le=30)] = 2
    """Working days from an attempt to the next one."""
    climb_days: Annotated[int, Field(ge=0, le=30)] = 1
    """Working days overdue after which the supervisor sees it."""
    answer_hours: Annotated[int, Field(ge=1, le=80)] = 4
    """Working hours that a customer manager has to answer a referral."""


class AllocationPolicy(Frozen):
    """Which customer manager gets a customer whom nobody could take over on the spot `[ICBC 3]`.

    The manager whose card the customer got comes before any rule.
    """

    rule: Literal["round_robin", "least_open", "by_segment", "by_product"] = "least_open"
    fallback: Shared = "least_open"
    """How to choose where `rule` names several managers, nobody, or nobody who is there."""
    segments: dict[Code, tuple[StaffNo, ...]] = Field(default_factory=dict)
    """For `by_segment`: staff numbers of managers by the code of a segment."""
    needs: dict[Code, tuple[StaffNo, ...]] = Field(default_factory=dict)
    """For `by_product`: staff numbers of managers by the code of a need."""


class OpeningHours(Frozen):
    """The hours of a working day; working hours are counted within them."""

    opens: ClockTime = "09:00"
    closes: ClockTime = "17:00"

    @property
    def opens_at(self) -> time:
        """When the branch opens."""
        return time.fromisoformat(self.opens)

    @property
    def closes_at(self) -> time:
        """When the branch closes."""
        return time.fromisoformat(self.closes)


NOTICE = Text(
    zh="联系方式仅用于就您今天咨询的业务与您联系，期满即删除。您可以不同意，同意后也可随时撤回，均不影响办理业务。",
    en="Your contact is used only to reach you about what you asked for today, and erased when its time is over. "
    "You may decline, or take your consent back at any time; neither changes what we do for you.",
)
_OUTCOMES = (
    ContactOutcome(code="no_answer", name=Text(zh="未联系上", en="Not reached"), digit=1, then="again"),
    ContactOutcome(code="appointment", name=Text(zh="约定面谈", en="Appointment made"), digit=2, then="appointment"),
    ContactOutcome(code="reached_done", name=Text(zh="已联系，办结", en="Reached, nothing more"), digit=3, then="done"),
)


class AfterReferral(Frozen):
    """What a playbook says about the way back of a referral.

    Everything has a default, so that a playbook written before these parts existed still works.
    """

    return_reasons: tuple[ReasonChoice, ...] = (OTHER_REASON,)
    no_result_reasons: tuple[ReasonChoice, ...] = (OTHER_REASON,)
    contact_outcomes: tuple[ContactOutcome, ...] = _OUTCOMES
    follow_up: FollowUpPolicy = FollowUpPolicy()
    allocation: AllocationPolicy = AllocationPolicy()
    hours: OpeningHours = OpeningHours()
    notice: Text = NOTICE
    """What a customer is told before they agree to be contacted: what for, how long, how to take it back."""

    def return_reason(self, code: str) -> ReasonChoice:
        """The reason for returning a referral with this code."""
        return find(self.return_reasons, code, "return_reason")

    def no_result_reason(self, code: str) -> ReasonChoice:
        """The reason why nothing came of a referral with this code."""
        return find(self.no_result_reasons, code, "no_result_reason")

    def contact_outcome(self, code: str) -> ContactOutcome:
        """The outcome of a contact attempt with this code."""
        return find(self.contact_outcomes, code, "contact_outcome")
