"""`lobby follow-up`: list, add, done. A follow-up is named by its referral: the number, and the day."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.parsing import number as number_argument
from lobby_tui.cli.parsing import parse_day
from lobby_tui.errors import RefusedError, UsageError
from lobby_tui.locale import msg, n_

if TYPE_CHECKING:
    from lobby_tui.desk.follow_ups import FollowUpView
    from lobby_tui.desk.shift import Shift

NUMBER = number_argument(n_("The referral's number."))
DAY = typer.Option(None, "--day", help=n_("The referral's business day, as 2026-11-22; else the open one."))
AT = typer.Option(None, "--at", help=n_("When the appointment is, as 2026-11-26T15:30 on the branch's clock."))


def build() -> typer.Typer:
    """The sub-commands."""
    app = typer.Typer(no_args_is_help=True)
    app.command("list", help=n_("What is planned for customers: mine, and that of those I stand in for."))(_list)
    app.command("add", help=n_("Plan a contact or an appointment with the customer of an accepted referral."))(_add)
    app.command("done", help=n_("Say how the contact that is due next went, and plan what comes of it."))(_done)
    return app


def as_json(view: "FollowUpView") -> dict[str, Any]:
    """A follow-up, masked, as scripts see it."""
    return {
        "id": str(view.id),
        "number": view.referral.number,
        "day": view.referral.day.isoformat(),
        "customer": view.referral.customer,
        "masked_contact": view.referral.masked_contact,
        "kind": view.kind.value,
        "due_on": view.due_on.isoformat(),
        "appointment_at": view.appointment_at.isoformat() if view.appointment_at else None,
        "owner": view.owner.no,
        "urgency": view.urgency.value,
        "attempts": view.attempts,
        "outcome": view.outcome,
    }


def _line(context: CommandContext, shift: "Shift", view: "FollowUpView") -> str:
    from lobby_tui.desk.follow_up.words import KINDS, URGENCIES

    t = context.catalogue
    number = t("No. {number} of {day}", number=view.referral.number, day=view.referral.day.isoformat())
    at = f" {shift.local(view.appointment_at):%H:%M}" if view.appointment_at else ""
    what = [t.render(URGENCIES[view.urgency]), t.render(KINDS[view.kind])]
    parts = [view.due_on.isoformat() + at, *what, number, view.referral.customer, view.referral.masked_contact,
             view.owner.name]  # fmt: skip
    return "  ".join(part for part in parts if part)


def _list(
    ctx: typer.Context,
    due: bool = typer.Option(False, "--due", help=n_("Only what is due today or overdue.")),
) -> None:
    from lobby_tui.desk import follow_ups

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        found = follow_ups.due(shift, shift.today() if due else None, limit=10_000)
    context.emit([as_json(one) for one in found], [_line(context, shift, one) for one in found])


def _add(
    ctx: typer.Context,
    number: int = NUMBER,
    day: str = DAY,
    on: str = typer.Option(None, "--on", help=n_("The day of the contact, as 2026-11-26; else as the playbook says.")),
    at: str = AT,
) -> None:
    from lobby_tui.desk import follow_ups
    from lobby_tui.desk.answer import lookup as answer_lookup

    context: CommandContext = ctx.obj
    due_on = parse_day(on)
    with context.shift() as shift:
        moment = _moment(shift, at)
        referral_id = answer_lookup.by_number(shift, number, parse_day(day))
        kind = "appointment" if moment else "contact"
        planned = follow_ups.plan(shift, referral_id, kind, due_on, moment)
    warnings = [context.catalogue.render(one) for one in planned.warnings]
    context.emit(
        {"follow_up": as_json(planned.follow_up), "warnings": warnings},
        [*warnings, _line(context, shift, planned.follow_up)],
    )


def _done(
    ctx: typer.Context,
    number: int = NUMBER,
    outcome: str = typer.Option(..., "--outcome", help=n_("How it went, a code of the playbook.")),
    day: str = DAY,
    note: str = typer.Option("", "--note", help=n_("A note.")),
    next_on: str = typer.Option(
        None, "--next", help=n_("The day of the next contact, as 2026-11-26; else as the playbook says.")
    ),
    at: str = AT,
) -> None:
    from lobby_tui.desk import follow_ups
    from lobby_tui.desk.answer import lookup as answer_lookup

    context: CommandContext = ctx.obj
    next_day = parse_day(next_on)
    with context.shift() as shift:
        moment = _moment(shift, at)
        referral_id = answer_lookup.by_number(shift, number, parse_day(day))
        left = [one for one in follow_ups.of_referral(shift, referral_id) if one.urgency not in ("done", "dropped")]
        if not left:
            raise RefusedError(
                msg("Nothing is planned for this customer."),
                remedy=msg("Plan a contact first."),
                code="nothing_planned",
                field="number",
            )
        first = min(left, key=lambda one: (one.due_on, one.id))
        done = follow_ups.done(shift, first.id, outcome, note, next_day, moment)
    t = context.catalogue
    warnings = [t.render(one) for one in done.warnings]
    following = [_line(context, shift, done.following)] if done.following else []
    awaits = [t("Nothing more is planned: enter the result of the referral.")] if done.awaits_result else []
    context.emit(
        {
            "follow_up": as_json(done.follow_up),
            "following": as_json(done.following) if done.following else None,
            "awaits_result": done.awaits_result,
            "warnings": warnings,
        },
        [*warnings, *following, *awaits],
    )


def _moment(shift: "Shift", text: str | None) -> datetime | None:
    """A moment on the branch's clock. Raises UsageError."""
    from zoneinfo import ZoneInfo

    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            msg("“{text}” is not a time.", text=text), remedy=msg("Write it as 2026-11-26T15:30."), field="at"
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(shift.branch.time_zone))
