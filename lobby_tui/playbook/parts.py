"""The parts of a playbook that name things: zones, needs, signals, segments, people, choices."""

from datetime import time
from typing import Annotated, Literal

from pydantic import Field

from lobby_tui.playbook.money import Amounts
from lobby_tui.playbook.texts import Choice, Code, Coded, Frozen, StaffRole, Text

AmountFen = Annotated[int, Field(strict=True, gt=0)]


class Zone(Coded):
    """A place in the branch where customers are sent, and who serves them there."""

    short: Text
    staff_role: StaffRole
    staffed: bool = True
    """Whether a person serves there: customers who need help are sent nowhere else."""
    private: bool = False
    """Whether its name says something about the customer, and so is kept from other customers' eyes."""


class Need(Choice):
    """What a customer came for."""

    short: Text
    zone: Code
    """Where it is done unless a route says otherwise."""
    amount_kind: Code | None = None
    """The threshold that an amount typed for it is compared with; `None` where no amount is asked."""
    signals: tuple[Code, ...] = ()
    """The signals that the need itself proves."""
    probes: tuple[Text, ...] = ()
    """Questions that help to understand the need better."""
    prompt: Text | None = None
    """A one-sentence offer that fits the business in hand."""
    risk: Text | None = None
    """What has to be said with the offer; required with an offer on investment [NORM]."""
    investment: bool = False
    corporate: bool = False
    fraud_warning: bool = False


class SignalClass(Coded):
    """A class of signals, `A` to `E`. Weak ones never lead to a referral, however many are seen."""

    weak: bool = False
    probes: tuple[Text, ...] = ()


class Signal(Choice):
    """Something that suggests a quality customer. Its first letter is its class [ICBC 6]."""

    strength: Literal["strong", "weak"]
    sensitive: bool = False
    enabled: bool = True
    threshold: Code | None = None
    """The kind of amount that suggests it."""
    fraud_warning: bool = False
    off_paper: bool = False
    """Left off any paper that a customer could see."""

    @property
    def class_code(self) -> str:
        """The code of its class."""
        return self.code[:1]


class Threshold(Amounts):
    """From which amount, in fen, a kind of business counts as large; a branch sets its own."""

    kind: Code
    name: Text
    fen: AmountFen


class Segment(Coded):
    """A tier of customers; `rank` counts up from 0 in the playbook's order."""

    short: Text
    rank: int
    judged: bool = False
    """Given by a person's judgement only, so that no rule leads to it."""


class CorporateKind(Coded):
    """A kind of corporate customer."""


class Addressee(Choice):
    """How a customer is addressed; where that says that help may be wanted, `assistance` is its kind."""

    greeting_name: Text
    assistance: Code | None = None


class AssistanceKind(Choice):
    """Why a customer may want help."""


class DayPart(Frozen):
    """A greeting, and the time of day from which it is used."""

    start: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    name: Text

    @property
    def begins(self) -> time:
        """The start as a time."""
        return time.fromisoformat(self.start)


class Trigger(Coded):
    """A moment that calls for asking a customer what they need [NORM]."""


class BestTime(Choice):
    """When a customer likes to be contacted."""


class ReasonChoice(Choice):
    """A reason that staff give with one key."""


class LeaveReason(Choice):
    """Why a customer left without being served."""


class Product(Coded):
    """What a referral may have led to, and the unit it is counted in."""

    unit: Text


class StatusName(Frozen):
    """What a bank calls a status of a referral."""

    code: Literal["introduced", "to_follow_up"]
    name: Text
    hint: Text


class Checklist(Coded):
    """What is gone through before opening, on patrol, or at closing."""

    machines: tuple[Code, ...] = ()
    """The items that ask about machines: where one is not in order, a fault may have to be reported `[ICBC 3]`."""
    items: tuple[Coded, ...]
