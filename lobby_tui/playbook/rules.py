"""The parts of a playbook that decide: segments, routes, suggestions, and what is kept and shown."""

from typing import Annotated, Literal

from pydantic import Field

from lobby_tui.playbook.money import Amounts
from lobby_tui.playbook.texts import Code, Frozen, Pattern, StaffRole, Text

Education = Literal["below_university", "university"]
IdentifierKind = Literal["account", "id_card", "information"]
AmountFen = Annotated[int, Field(strict=True, ge=0)]
Age = Annotated[int, Field(ge=0, le=150)]
Codes = tuple[Code, ...] | Literal["*"]


class SegmentRule(Amounts):
    """A rule that gives a segment; the first rule whose conditions all hold decides.

    Amounts are reached at the limit itself (`>=`), ages include both ends. A rule with conditions but without
    `corporate` is for personal customers only; the last rule has no conditions and takes everybody.
    """

    segment: Code
    min_assets_fen: AmountFen | None = None
    min_loans_fen: AmountFen | None = None
    min_age: Age | None = None
    max_age: Age | None = None
    education: Education | None = None
    corporate: Codes = ()
    """The kinds of corporate customers that it is for, or `*` for all."""
    reason: Text | None = None

    @property
    def unconditional(self) -> bool:
        """Whether it takes everybody."""
        limits = (self.min_assets_fen, self.min_loans_fen, self.min_age, self.max_age, self.education)
        return not self.corporate and all(limit is None for limit in limits)


class RouteRule(Frozen):
    """Where some needs of some segments are sent. Of all rules exactly one must fit each case."""

    needs: Codes = "*"
    except_needs: tuple[Code, ...] = ()
    segments: Codes = "*"
    assistance: bool | Literal["*"]
    zone: Code | None = None
    """The zone; the need's own one when it is left out."""
    staff_role: StaffRole | None = None
    """Who serves; the zone's own role when it is left out."""
    reason: Text

    def fits(self, need: str, segment: str, assistance: bool) -> bool:
        """Whether it is for this case."""
        return (
            (self.needs == "*" or need in self.needs)
            and need not in self.except_needs
            and (self.segments == "*" or segment in self.segments)
            and self.assistance in ("*", assistance)
        )


class SuggestionPolicy(Frozen):
    """How many weak signals, looks not counted, together suggest a referral."""

    weak_to_refer: Annotated[int, Field(ge=2)]


class IdentifierPolicy(Frozen):
    """How much of each kind of identifier is kept: the full number, or its last four characters."""

    keep: dict[IdentifierKind, Literal["full", "tail"]]


class WaitLimits(Frozen):
    """After how many minutes a waiting customer is shown with a warning, and with an alarm."""

    warn_minutes: Annotated[int, Field(ge=1)]
    alarm_minutes: Annotated[int, Field(ge=1)]


class SeniorCare(Frozen):
    """From which age customers are given special care when a product is recommended, and how."""

    age: Age
    reminder: Text


class Greetings(Frozen):
    """How a greeting is put together, and the question that follows it."""

    addressed: Pattern
    plain: Pattern
    question: Text
