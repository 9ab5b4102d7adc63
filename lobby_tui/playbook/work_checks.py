"""What must hold among the parts for the way back of a referral and for the lobby's day."""

from collections import Counter
from collections.abc import Iterator

from lobby_tui.locale import msg
from lobby_tui.playbook.errors import nearest
from lobby_tui.playbook.flaws import Flaw
from lobby_tui.playbook.schema import Playbook


def check_work(playbook: Playbook) -> Iterator[Flaw]:
    """Every flaw of the parts in `after` and `work` that types, codes and digits do not show."""
    yield from _allocation(playbook)
    yield from _follow_ups(playbook)
    yield from _meetings(playbook)
    complaints = playbook.complaints
    if complaints.complex_days < complaints.normal_days:
        yield Flaw("complaints.complex_days", msg("A complex complaint has no less time than an ordinary one."))
    if complaints.most_days < complaints.complex_days:
        yield Flaw("complaints.most_days", msg("All together cannot be less than a complex complaint has."))
    if complaints.near_days >= complaints.normal_days:
        yield Flaw("complaints.near_days", msg("A deadline would be near from the first day on."))
    if playbook.hours.closes_at <= playbook.hours.opens_at:
        yield Flaw("hours.closes", msg("The branch must close after it opens."))
    if not playbook.paper("referral_record").columns:
        yield Flaw("papers.referral_record.columns", msg("It must not be empty."))


def _allocation(playbook: Playbook) -> Iterator[Flaw]:
    rule = playbook.allocation
    known = {
        "segments": [segment.code for segment in playbook.segments],
        "needs": [need.code for need in playbook.needs],
    }
    for table, codes in known.items():
        managers: dict[str, tuple[str, ...]] = getattr(rule, table)
        for code, numbers in managers.items():
            key = f"allocation.{table}.{code}"
            if code not in codes:
                message = msg("“{value}” is none of: {choices}.", value=code, choices=", ".join(codes))
                yield Flaw(key, message, nearest(code, codes))
            if not numbers:
                yield Flaw(key, msg("It must not be empty."))
            for number, count in Counter(numbers).items():
                if count > 1:
                    yield Flaw(key, msg("“{code}” stands here more than once.", code=number))
    if rule.rule == "by_segment" and not rule.segments:
        yield Flaw("allocation.segments", msg("It must not be empty."))
    if rule.rule == "by_product" and not rule.needs:
        yield Flaw("allocation.needs", msg("It must not be empty."))


def _follow_ups(playbook: Playbook) -> Iterator[Flaw]:
    """Whatever the outcome, there must be a way to try again, and a way to end."""
    ways = {outcome.then for outcome in playbook.contact_outcomes}
    for way in ("again", "done"):
        if way not in ways:
            yield Flaw("contact_outcomes", msg("No outcome has then = “{way}”.", way=way))


def _meetings(playbook: Playbook) -> Iterator[Flaw]:
    planned = {meeting.code for meeting in playbook.meetings}
    for code in ("morning", "evening"):
        if code not in planned:
            yield Flaw(f"meetings.{code}", msg("It is missing."))
    for meeting in playbook.meetings:
        for name, entries in (("agenda", meeting.agenda), ("questions", meeting.questions)):
            key = f"meetings.{meeting.code}.{name}"
            if not entries:
                yield Flaw(key, msg("It must not be empty."))
            for code, count in Counter(entry.code for entry in entries).items():
                if count > 1:
                    yield Flaw(f"{key}.{code}", msg("“{code}” stands here more than once.", code=code))
