"""The traffic of a day, gathered for paper from the same figures as the screen has."""

from collections import Counter

from lobby_tui.desk import traffic as figures_of
from lobby_tui.desk.crowding import CrowdingView
from lobby_tui.desk.form.look import Look
from lobby_tui.desk.traffic import Line, place_name
from lobby_tui.papers.content import Paper
from lobby_tui.papers.traffic import CODE, Crowded, Traffic, Waiting, traffic


def paper(look: Look) -> Paper:
    """The paper of the day's visits."""
    return traffic(look.sheet, look.shift.playbook.paper(CODE).title, figures(look))


def figures(look: Look) -> Traffic:
    """The visits of the day by hour and zone, by need, and who left; every opening hour stands, also an idle one."""
    seen = figures_of.on_day(look.session, look.shift, look.day)
    hours: dict[str, Counter[str]] = {hour: Counter() for hour in _opening_hours(look)}
    for cell in seen.cells:
        hours.setdefault(cell.hour, Counter())[cell.place] += cell.count.visits
    return Traffic(
        places=_places(look, seen),
        hours=tuple((f"{hour}-{int(hour) + 1:02d}", hours[hour]) for hour in sorted(hours)),
        zones=tuple(_waiting(look, line) for line in seen.by_place),
        needs=tuple(_waiting(look, line) for line in seen.by_need),
        left=tuple(_waiting(look, line) for line in seen.left),
        crowded=tuple(_crowded(look, one) for one in seen.crowding),
    )


def _opening_hours(look: Look) -> list[str]:
    hours = look.shift.playbook.hours
    last = hours.closes_at.hour + (hours.closes_at.minute > 0)
    return [f"{hour:02d}" for hour in range(hours.opens_at.hour, last)]


def _places(look: Look, seen: figures_of.Traffic) -> tuple[tuple[str, str], ...]:
    """Every zone of the branch by its short name; and where else a visit ended on this day."""
    t = look.t
    zones = {zone.code: t.render(zone.short) for zone in look.shift.playbook.zones}
    others = {
        line.code: t.render(place_name(look.shift, line.code)) for line in seen.by_place if line.code not in zones
    }
    return tuple((zones | others).items())


def _waiting(look: Look, line: Line) -> Waiting:
    count = line.count
    return Waiting(look.t.render(line.name), count.visits, count.median_wait, count.longest_wait)


def _crowded(look: Look, one: CrowdingView) -> Crowded:
    measure = look.t.render(one.name)
    return Crowded(look.clock(one.at), one.waiting, one.longest_wait, measure, one.note, one.by.name)
