"""`lobby review glance`: one day in figures, for the branch head."""

from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.parsing import parse_day
from lobby_tui.locale import n_

if TYPE_CHECKING:
    from lobby_tui.desk.review.glance import Glance
    from lobby_tui.desk.shift import Shift
HELP = n_("The day at a glance: visits against the usual, waits, referrals, what is open, who is at work.")
DAY = typer.Option(None, "--day", help=n_("The business day, as 2026-11-22; the open one, else the last, without it."))


def glance(ctx: typer.Context, day: str = DAY) -> None:
    """Show it once; the screen keeps itself fresh."""
    from lobby_tui.desk.review import glance as looking

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        found = looking.of_day(shift, parse_day(day))
        data = as_json(shift, found) if found else None
        said = lines(context, shift, found) if found else [context.catalogue("No business day has been worked on yet.")]
    context.emit(data, said)


def as_json(shift: "Shift", found: "Glance") -> dict[str, Any]:
    """A glance as scripts see it; waits are in seconds, what is not known is null."""
    seen, usual, referred, complaints = found.visits, found.usual, found.referrals, found.complaints
    return {
        "day": found.day.date.isoformat(),
        "state": found.day.state.value,
        "at": shift.local(found.at).isoformat(),
        "visits": seen.total,
        "by_hour": dict(seen.by_hour),
        "usual": {
            "days": usual.days,
            "visits": usual.total,
            "by_hour": usual.by_hour,
            "before": seen.until,
            "visits_before": seen.so_far,
            "usual_before": None if seen.until is None else usual.until(seen.until),
        },
        "waiting": seen.waiting,
        "longest_wait_now": seen.longest_now,
        "median_wait": seen.median_wait,
        "left": seen.left,
        "missed": seen.missed,
        "by_zone": dict(sorted(seen.by_zone.items())),
        "referrals": referred.total,
        "introduced": referred.introduced,
        "to_follow_up": referred.to_follow_up,
        "unanswered": referred.unanswered,
        "confirmed": referred.confirmed,
        "returned": referred.returned,
        "with_result": referred.with_result,
        "complaints": {
            "received": complaints.received,
            "not_settled": complaints.running,
            "late": complaints.late,
            "near": complaints.near,
            "unhandled": complaints.unhandled,
            "next_due": complaints.next_due.isoformat() if complaints.next_due else None,
        },
        "faults": found.faults,
        "checklists": [
            {"checklist": one.code, "round": one.round, "done": one.done, "items": one.items, "trouble": one.trouble}
            for one in found.rounds
        ],
        "staff": [
            {
                "no": one.person.no,
                "role": one.person.role,
                "away": one.away,
                "stand_in": one.stand_in.no if one.stand_in else None,
                "entries": one.entries,
                "last": shift.local(one.last).isoformat() if one.last else None,
                "referrals": one.referrals,
            }
            for one in found.staff
        ],
    }


def lines(context: CommandContext, shift: "Shift", found: "Glance") -> list[str]:
    """A glance for people: a block for each panel of the screen."""
    from lobby_tui.desk.review.glance_panels import Mark, facts, hours, panels, staff_marks
    from lobby_tui.locale import msg

    t, usual = context.catalogue, found.usual.by_hour

    def line(mark: Mark) -> str:
        name = ("    " if mark.depth else "  ") + t.render(mark.name)
        often = usual.get(mark.code.removeprefix("hour:"))
        beside = "  " + t("usually {count}", count=f"{often:g}") if often is not None else ""
        return f"{name}  {'! ' if mark.urgent else ''}{t.render(mark.shown)}{beside}"

    said = ["  ".join(f"{t.render(name)} {t.render(value)}" for name, value in facts(found))]
    blocks = [(one.title, one.marks) for one in panels(found, shift.playbook)]
    blocks += [(msg("Each person"), staff_marks(found)), (msg("Visits by hour"), hours(found))]
    for title, marks in blocks:
        said += ["", t.render(title), *map(line, marks)]
    return said
