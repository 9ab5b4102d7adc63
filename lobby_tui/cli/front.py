"""`lobby visit`, `lobby refer`, `lobby referrals`: the front desk without the app."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.errors import UsageError
from lobby_tui.locale import msg, n_

if TYPE_CHECKING:
    from lobby_tui.desk.referral_views import ReferralView


def visit(
    ctx: typer.Context,
    need: str = typer.Option(None, help=n_("What they came for, a code of the playbook.")),
    zone: str = typer.Option(None, help=n_("Where they were sent, a code of the playbook.")),
    count: int = typer.Option(1, help=n_("How many customers.")),
    key: str = typer.Option(None, help=n_("A UUID; with the same one twice they are counted once.")),
) -> None:
    """Count ordinary customers and route them."""
    from lobby_tui.desk import visits

    context: CommandContext = ctx.obj
    t = context.catalogue
    with context.shift() as shift:
        counted = visits.count(shift, need, zone, count, _uuid(key))
        name = t.render(shift.playbook.zone(counted.zone).name)
    context.emit(
        {"visits": [str(one) for one in counted.visits], "zone": counted.zone},
        [t("{count} → {zone}", count=len(counted.visits), zone=name)],
    )


def refer(
    ctx: typer.Context,
    customer: str = typer.Option(..., help=n_("The customer's name.")),
    signal: list[str] = typer.Option(..., help=n_("Why: the code of a signal. May be given several times.")),
    status: str = typer.Option(..., help="introduced, to_follow_up"),
    identified_by: str = typer.Option("", help=n_("Who noticed the customer; else whoever acts.")),
    manager: str = typer.Option("", help=n_("The customer manager's staff number.")),
    identifier: str = typer.Option("", help=n_("Account, ID or information number.")),
    contact: str = typer.Option("", help=n_("How to reach the customer.")),
    best_time: str = typer.Option("", help=n_("When to reach the customer.")),
    consent: bool = typer.Option(False, "--consent", help=n_("The customer agreed to be contacted.")),
    need: str = typer.Option(None, help=n_("What they came for, a code of the playbook.")),
    remarks: str = typer.Option("", help=n_("Remarks; never a description of the customer.")),
    override: str = typer.Option(
        None, "--override", help=n_("Why you refer although the signals alone do not suggest it.")
    ),
    key: str = typer.Option(None, help=n_("A UUID; the same one twice is one referral.")),
) -> None:
    """Log a referral."""
    from lobby_tui.desk import referrals as desk_referrals
    from lobby_tui.desk.referral_entry import ReferralEntry

    context: CommandContext = ctx.obj
    entry = ReferralEntry(
        customer=customer,
        signals=[code.strip().upper() for code in signal],
        status=status,
        manager_no=manager,
        identifier=identifier,
        contact=contact,
        best_time=best_time,
        consent=consent,
        need=need,
        remarks=remarks,
        identified_by=identified_by,
        override_reason=override,
        key=_uuid(key),
    )
    with context.shift() as shift:
        logged = desk_referrals.log(shift, entry)
    t = context.catalogue
    warnings = [t.render(warning) for warning in logged.warnings]
    context.emit(
        {"referral": as_json(logged.referral), "warnings": warnings},
        [*warnings, line(context, logged.referral)],
    )


def referrals(
    ctx: typer.Context,
    day: str = typer.Option(None, help=n_("The business day, as 2026-11-22; else the open one.")),
    status: str = typer.Option(None, help="introduced, to_follow_up"),
    search: str = typer.Option(
        None, help=n_("Instead of a day: a name, pinyin initials, or four last digits of a number.")
    ),
) -> None:
    """List a day's referrals, masked."""
    from lobby_tui.desk import days, referral_search
    from lobby_tui.desk.referral_entry import checked_status

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        if search is not None:
            found = referral_search.search(shift, search)
        else:
            known = checked_status(status).value if status else None
            chosen = parse_day(day) or _open_date(days.current(shift))
            found = _whole_day(shift, chosen, known) if chosen else ()
    context.emit([as_json(one) for one in found], [line(context, one) for one in found])


def _whole_day(shift: Any, day: date, status: str | None) -> "tuple[ReferralView, ...]":
    from lobby_tui.desk import referral_search

    return referral_search.of_day(shift, day, status, limit=1_000_000).rows


def _open_date(day: Any) -> date | None:
    return day.date if day else None


def as_json(view: "ReferralView") -> dict[str, Any]:
    """A referral, masked, as scripts see it."""
    return {
        "id": str(view.id),
        "number": view.number,
        "day": view.day.isoformat(),
        "status": view.status.value,
        "customer": view.customer,
        "identified_by": view.identified_by.no,
        "manager": view.manager.no if view.manager else None,
        "signals": list(view.signals),
        "masked_identifier": view.masked_identifier,
        "masked_contact": view.masked_contact,
        "best_time": view.best_time,
        "consent": view.consent,
        "need": view.need,
        "created_at": view.created_at.isoformat(),
    }


def line(context: CommandContext, view: "ReferralView") -> str:
    """A referral on one line for people."""
    from lobby_tui.desk.words import STATUSES

    t = context.catalogue
    parts = [
        f"{view.number:>3}",
        t.render(STATUSES[view.status]),
        view.customer,
        " ".join(view.signals),
        view.identified_by.name,
        f"→ {view.manager.name}" if view.manager else "",
        view.masked_contact,
        view.masked_identifier,
    ]
    return "  ".join(part for part in parts if part)


def parse_day(text: str | None) -> date | None:
    """A date as 2026-11-22. Raises UsageError."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            msg("“{text}” is not a date.", text=text), remedy=msg("Write it as 2026-11-22."), field="day"
        ) from error


def _uuid(text: str | None) -> uuid.UUID | None:
    if text is None:
        return None
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise UsageError(
            msg("“{text}” is not a UUID.", text=text),
            remedy=msg("Leave --key out, or give one UUID per referral."),
            field="key",
        ) from error
