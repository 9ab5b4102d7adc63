"""Proofs over all cases: one route for each, a segment for everybody, nothing that is never used."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

from lobby_tui.locale import msg
from lobby_tui.playbook.flaws import Flaw
from lobby_tui.playbook.schema import Playbook


def prove_routes(playbook: Playbook) -> Iterator[Flaw]:
    """Every need, segment and offer of help has exactly one route; whoever needs help reaches a person."""
    used: set[int] = set()
    cases: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for need, segment, helped in product(playbook.needs, playbook.segments, (False, True)):
        fitting = [place for place, rule in enumerate(playbook.routes) if rule.fits(need.code, segment.code, helped)]
        case = f"{need.code} × {segment.code} × {'assistance' if helped else 'no assistance'}"
        used.update(fitting)
        if len(fitting) != 1:
            cases[tuple(fitting)].append(case)
        elif helped and not playbook.zone(playbook.routes[fitting[0]].zone or need.zone).staffed:
            message = msg("Whoever needs help must reach a person: {case}.", case=case)
            yield Flaw(f"routes.{fitting[0] + 1}.zone", message)
    for places, same in cases.items():
        if places:
            numbers = ", ".join(str(place + 1) for place in places)
            message = msg("Routes {numbers} all fit {case}.", numbers=numbers, case=same[0])
            yield Flaw(f"routes.{places[-1] + 1}", message)
        else:
            message = msg("No route for {case}; cases without one: {count}.", case=same[0], count=len(same))
            yield Flaw("routes", message)
    for place in set(range(len(playbook.routes))) - used:
        yield Flaw(f"routes.{place + 1}", msg("No case ever takes this route."))


def prove_segments(playbook: Playbook) -> Iterator[Flaw]:
    """Some rule always decides, and every segment can be reached."""
    last = len(playbook.segment_rules)
    for place, rule in enumerate(playbook.segment_rules, start=1):
        if rule.unconditional and place < last:
            yield Flaw(f"segment_rules.{place}", msg("Only the last rule may have no conditions."))
        if not rule.unconditional and place == last:
            yield Flaw(f"segment_rules.{place}", msg("The last rule must have no conditions."))
    given = {rule.segment for rule in playbook.segment_rules}
    for segment in playbook.segments:
        if segment.code not in given and not segment.judged:
            yield Flaw(f"segments.{segment.code}", msg("No rule gives this segment."))


def prove_use(playbook: Playbook) -> Iterator[Flaw]:
    """Every zone is reached, every threshold is asked for and means something, every class has signals."""
    reached = {
        rule.zone or need.zone
        for rule, need, segment, helped in product(playbook.routes, playbook.needs, playbook.segments, (False, True))
        if rule.fits(need.code, segment.code, helped)
    }
    for zone in playbook.zones:
        if zone.code not in reached:
            yield Flaw(f"zones.{zone.code}", msg("No route leads to this zone."))
    asked = {need.amount_kind for need in playbook.needs}
    meant = {signal.threshold for signal in playbook.signals}
    for threshold in playbook.thresholds:
        if threshold.kind not in asked:
            yield Flaw(f"thresholds.{threshold.kind}", msg("No need asks for this amount."))
        if threshold.kind not in meant:
            yield Flaw(f"thresholds.{threshold.kind}", msg("No signal uses this threshold."))
    filled = {signal.class_code for signal in playbook.signals}
    for group in playbook.signal_classes:
        if group.code not in filled:
            yield Flaw(f"signal_classes.{group.code}", msg("No signal belongs to this class."))
