"""`lobby review anomalies`: what is worth a second look, for the branch head."""

from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.parsing import parse_day
from lobby_tui.errors import UsageError
from lobby_tui.locale import msg, n_

if TYPE_CHECKING:
    from lobby_tui.desk.review.odd import Oddity, OddLook
    from lobby_tui.desk.review.span import Span
HELP = n_("Entries that are worth a second look, each with its reason.")
FROM = typer.Option(None, "--from", help=n_("The first business day, as 2026-11-22; the last one without it."))
TO = typer.Option(None, "--to", help=n_("The last business day; today without it."))


def anomalies(ctx: typer.Context, since: str = FROM, until: str = TO) -> None:
    """List them; what the review has settled comes last."""
    from lobby_tui.desk.review import odd

    context: CommandContext = ctx.obj
    first, last = parse_day(since), parse_day(until)
    with context.shift() as shift:
        look = odd.look(shift, _span(first, last or shift.today()))
    context.emit(as_json(context, look), lines(context, look))


def _span(first: date | None, last: date) -> "Span":
    """The days asked for. Raises UsageError."""
    from lobby_tui.desk.review.span import Span

    if first is not None and first > last:
        raise UsageError(msg("The last day is before the first."), remedy=msg("Exchange the two days."), field="to")
    return Span(first or last, last)


def as_json(context: CommandContext, look: "OddLook") -> dict[str, Any]:
    """What was found as scripts see it; `reason` is in the language of the command."""
    return {
        "from": look.span.first.isoformat(),
        "to": look.span.last.isoformat(),
        "referrals": look.entries,
        "pointed_at": look.referrals,
        "findings": [
            {
                "rule": one.rule.value,
                "reason": context.catalogue.render(one.reason),
                "referrals": [
                    {"day": referral.day.isoformat(), "number": referral.number, "id": str(referral.id)}
                    for referral in one.referrals
                ],
                "people": [person.no for person in one.people],
                "settled": one.looked_at,
            }
            for one in look.found
        ],
    }


def lines(context: CommandContext, look: "OddLook") -> list[str]:
    """What was found for people: a line each, below how many referrals were looked through."""
    t = context.catalogue
    first, last = look.span.first.isoformat(), look.span.last.isoformat()
    head = "  ".join(
        [
            first if first == last else f"{first} … {last}",
            f"{t('Referrals')} {look.entries}",
            f"{t('Worth a second look')} {look.referrals}",
        ]
    )
    return [head, *([_line(context, one) for one in look.found] or [t("Nothing here is unlike the rest.")])]


def _line(context: CommandContext, one: "Oddity") -> str:

    t = context.catalogue
    days = sorted({referral.day for referral in one.referrals})
    numbers = [
        f"{day.isoformat()}: " + ", ".join(str(each.number) for each in sorted(one.referrals) if each.day == day)
        for day in days
    ]
    people = ", ".join(f"{person.name} {person.no}" for person in one.people)
    parts = [
        t.render(one.name),
        t.render(one.reason),
        "; ".join(numbers),
        people,
        t("settled") if one.looked_at else "",
    ]
    return "  " + "  ".join(part for part in parts if part)
