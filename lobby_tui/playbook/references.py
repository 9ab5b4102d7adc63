"""Codes that must exist, be different, and be reached by different digits."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import get_args

from lobby_tui.locale import msg
from lobby_tui.playbook.errors import nearest
from lobby_tui.playbook.flaws import Flaw
from lobby_tui.playbook.reading import TABLES
from lobby_tui.playbook.rules import IdentifierKind
from lobby_tui.playbook.schema import Choice, Playbook

CHOICES = (
    "needs", "addressees", "assistance", "best_times", "override_reasons", "not_referred_reasons",
    "leave_reasons", "return_reasons", "no_result_reasons", "contact_outcomes", "devices", "crowding_measures",
    "complaint_kinds", "complaint_channels", "notification_means", "incident_kinds",
)  # fmt: skip
MAY_BE_EMPTY = {"corporate_kinds", "checklists"}


def check_codes(playbook: Playbook) -> Iterator[Flaw]:
    """Every list has entries, and every code stands in its list once."""
    for name in TABLES:
        items = getattr(playbook, name)
        if not items and name not in MAY_BE_EMPTY:
            yield Flaw(name, msg("It must not be empty."))
        codes = (item.kind if name == "thresholds" else item.code for item in items)
        yield from _twice(name, codes)
    for name in ("segment_rules", "routes", "day_parts"):
        if not getattr(playbook, name):
            yield Flaw(name, msg("It must not be empty."))
    yield from _lacking("statuses", ("introduced", "to_follow_up"), (item.code for item in playbook.statuses))
    yield from _lacking("papers", ("referral_record",), (item.code for item in playbook.papers))
    yield from _lacking("identifiers.keep", get_args(IdentifierKind), playbook.identifiers.keep)
    for paper in playbook.papers:
        yield from _twice(f"papers.{paper.code}.columns", (column.code for column in paper.columns))
    for checklist in playbook.checklists:
        yield from _twice(f"checklists.{checklist.code}.items", (item.code for item in checklist.items))


def _lacking(key: str, wanted: Iterable[str], there: Iterable[str]) -> Iterator[Flaw]:
    present = set(there)
    for code in wanted:
        if code not in present:
            yield Flaw(f"{key}.{code}", msg("It is missing."))


def _twice(key: str, codes: Iterable[str]) -> Iterator[Flaw]:
    for code, count in Counter(codes).items():
        if count > 1:
            yield Flaw(f"{key}.{code}", msg("“{code}” stands here more than once.", code=code))


def check_references(playbook: Playbook) -> Iterator[Flaw]:
    """Every code that is named exists."""
    known = {
        "zone": [zone.code for zone in playbook.zones],
        "need": [need.code for need in playbook.needs],
        "signal": [signal.code for signal in playbook.signals],
        "class": [group.code for group in playbook.signal_classes],
        "threshold": [threshold.kind for threshold in playbook.thresholds],
        "segment": [segment.code for segment in playbook.segments],
        "corporate": [kind.code for kind in playbook.corporate_kinds],
        "assistance": [kind.code for kind in playbook.assistance],
    }
    for key, kind, value in _named(playbook):
        if value not in known[kind]:
            message = msg("“{value}” is none of: {choices}.", value=value, choices=", ".join(known[kind]))
            yield Flaw(key, message, nearest(value, known[kind]))
    yield from _unknown_machines(playbook)


def _named(playbook: Playbook) -> Iterator[tuple[str, str, str]]:
    """Every place that names a code: its key, what kind of code it names, the code."""
    for need in playbook.needs:
        yield f"needs.{need.code}.zone", "zone", need.zone
        if need.amount_kind is not None:
            yield f"needs.{need.code}.amount_kind", "threshold", need.amount_kind
        yield from ((f"needs.{need.code}.signals", "signal", code) for code in need.signals)
    for signal in playbook.signals:
        yield f"signals.{signal.code}", "class", signal.class_code
        if signal.threshold is not None:
            yield f"signals.{signal.code}.threshold", "threshold", signal.threshold
    for one in playbook.addressees:
        if one.assistance is not None:
            yield f"addressees.{one.code}.assistance", "assistance", one.assistance
    for place, rule in enumerate(playbook.segment_rules, start=1):
        yield f"segment_rules.{place}.segment", "segment", rule.segment
        yield from ((f"segment_rules.{place}.corporate", "corporate", code) for code in _each(rule.corporate))
    yield from _named_in_routes(playbook)


def _unknown_machines(playbook: Playbook) -> Iterator[Flaw]:
    """Every item that a checklist says is about machines is one of its items."""
    for checklist in playbook.checklists:
        items = [item.code for item in checklist.items]
        for code in checklist.machines:
            if code not in items:
                message = msg("“{value}” is none of: {choices}.", value=code, choices=", ".join(items))
                yield Flaw(f"checklists.{checklist.code}.machines", message, nearest(code, items))


def _named_in_routes(playbook: Playbook) -> Iterator[tuple[str, str, str]]:
    for place, rule in enumerate(playbook.routes, start=1):
        yield from ((f"routes.{place}.needs", "need", code) for code in _each(rule.needs))
        yield from ((f"routes.{place}.except_needs", "need", code) for code in rule.except_needs)
        yield from ((f"routes.{place}.segments", "segment", code) for code in _each(rule.segments))
        if rule.zone is not None:
            yield f"routes.{place}.zone", "zone", rule.zone


def _each(codes: tuple[str, ...] | str) -> tuple[str, ...]:
    return () if isinstance(codes, str) else codes


def check_digits(playbook: Playbook) -> Iterator[Flaw]:
    """No two choices that stand on one screen share a digit."""
    for name in CHOICES:
        yield from _same_digit(name, getattr(playbook, name))
    for group in playbook.signal_classes:
        yield from _same_digit("signals", [s for s in playbook.signals if s.class_code == group.code])


def _same_digit(key: str, choices: Iterable[Choice]) -> Iterator[Flaw]:
    taken: dict[int, str] = {}
    for choice in choices:
        if choice.digit is None:
            continue
        if choice.digit in taken:
            message = msg(
                "The digit {digit} is already that of {other}.", digit=choice.digit, other=taken[choice.digit]
            )
            free = next((str(digit) for digit in (*range(1, 10), 0) if digit not in {c.digit for c in choices}), None)
            yield Flaw(f"{key}.{choice.code}.digit", message, free)
        taken.setdefault(choice.digit, choice.code)


def check_order(playbook: Playbook) -> Iterator[Flaw]:
    """What must rise does: ranks, the parts of the day, the limits of waiting, the ages of a rule."""
    if [segment.rank for segment in playbook.segments] != list(range(len(playbook.segments))):
        yield Flaw("segments", msg("The ranks must count up from 0."))
    starts = [part.begins for part in playbook.day_parts]
    if any(later <= earlier for earlier, later in pairwise(starts)):
        yield Flaw("day_parts", msg("Each part of the day must start after the one before it."))
    if playbook.wait.alarm_minutes <= playbook.wait.warn_minutes:
        yield Flaw("wait.alarm_minutes", msg("The alarm must come after the warning."))
    for place, rule in enumerate(playbook.segment_rules, start=1):
        if rule.min_age is not None and rule.max_age is not None and rule.min_age > rule.max_age:
            yield Flaw(f"segment_rules.{place}.max_age", msg("The highest age is below the lowest."))
