"""Which segment a customer belongs to, by the playbook's rules, and why."""

from dataclasses import dataclass

from lobby_tui.errors import RefusedError
from lobby_tui.locale import Message, msg
from lobby_tui.playbook.money import yuan_text
from lobby_tui.playbook.rules import Education, SegmentRule
from lobby_tui.playbook.schema import Playbook
from lobby_tui.playbook.texts import Text

OLDEST = 150


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known about a customer; amounts in fen, `None` where it is not known.

    `corporate` is a kind of corporate customer from the playbook, or `None` for a person.
    Raises `RefusedError` for a negative amount or an age that nobody has.
    """

    assets_fen: int | None
    loans_fen: int | None = None
    age: int | None = None
    education: Education | None = None
    corporate: str | None = None

    def __post_init__(self) -> None:
        for field, amount in (("assets", self.assets_fen), ("loans", self.loans_fen)):
            if amount is not None and amount < 0:
                raise RefusedError(msg("An amount cannot be negative."), field=field)
        if self.age is not None and not 0 <= self.age <= OLDEST:
            raise RefusedError(msg("An age is between 0 and {oldest}.", oldest=OLDEST), field="age")
        if self.education not in (None, "below_university", "university"):
            raise RefusedError(msg("The education is below_university or university."), field="education")


@dataclass(frozen=True, slots=True)
class Segmentation:
    """A segment, and the reasons that a person can be told."""

    segment: str
    reasons: tuple[Message | Text, ...]


def segment(playbook: Playbook, profile: Profile) -> Segmentation:
    """The segment of the first rule whose conditions all hold.

    A limit belongs to the better segment: `[ICBC 4]` closes both ends at 50,000 yuan and at 28 years, and we
    read 50,000 as mid and 28 as potential. What is not known meets no condition.
    Raises `UnknownCodeError` for a kind of corporate customer that the playbook does not have.
    """
    if profile.corporate is not None:
        playbook.corporate_kind(profile.corporate)
    # The playbook's check proves that the last rule has no conditions, so one always holds.
    rule = next(rule for rule in playbook.segment_rules if _holds(rule, profile))
    return Segmentation(rule.segment, _reasons(playbook, rule, profile))


def _holds(rule: SegmentRule, profile: Profile) -> bool:
    if rule.unconditional:
        return True
    if profile.corporate is None:
        right_kind = not rule.corporate
    else:
        right_kind = rule.corporate == "*" or profile.corporate in rule.corporate
    return (
        right_kind
        and _reaches(profile.assets_fen, rule.min_assets_fen)
        and _reaches(profile.loans_fen, rule.min_loans_fen)
        and _reaches(profile.age, rule.min_age)
        and (rule.max_age is None or (profile.age is not None and profile.age <= rule.max_age))
        and (rule.education is None or profile.education == rule.education)
    )


def _reaches(value: int | None, limit: int | None) -> bool:
    return limit is None or (value is not None and value >= limit)


def _reasons(playbook: Playbook, rule: SegmentRule, profile: Profile) -> tuple[Message | Text, ...]:
    reasons: list[Message | Text] = []
    if rule.min_assets_fen is not None:
        limit = yuan_text(rule.min_assets_fen)
        reasons.append(msg("The average financial assets reach {limit} yuan.", limit=limit))
    if rule.min_loans_fen is not None:
        reasons.append(msg("The personal loans reach {limit} yuan.", limit=yuan_text(rule.min_loans_fen)))
    if rule.min_age is not None or rule.max_age is not None:
        reasons.append(msg("The age, {age}, is within the limits.", age=profile.age))
    if rule.education == "university":
        reasons.append(msg("The education is university or above."))
    if rule.reason is not None:
        reasons.append(rule.reason)
    if not reasons:
        name = playbook.segment(rule.segment).name
        reasons.append(msg("No other rule applies: {segment}.", segment=name))
    return tuple(reasons)
