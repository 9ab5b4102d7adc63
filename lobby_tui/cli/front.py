"""`lobby visit`, `lobby refer`, `lobby referrals`: the front desk without the app."""

from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.parsing import parse_day, parse_key
from lobby_tui.locale import n_

if TYPE_CHECKING:
    from lobby_tui.desk.answer.views import AnswerView
    from lobby_tui.desk.referral.views import ReferralView


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
        counted = visits.count(shift, need, zone, count, parse_key(key))
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
    home_branch: str = typer.Option(
        "", help=n_("Where the customer's accounts are kept, when that is another branch.")
    ),
    remarks: str = typer.Option("", help=n_("Remarks; never a description of the customer.")),
    override: str = typer.Option(
        None, "--override", help=n_("Why you refer although the signals alone do not suggest it.")
    ),
    key: str = typer.Option(None, help=n_("A UUID; the same one twice is one referral.")),
) -> None:
    """Log a referral."""
    from lobby_tui.desk import referrals as desk_referrals
    from lobby_tui.desk.referral.entry import ReferralEntry

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
        home_branch=home_branch,
        remarks=remarks,
        identified_by=identified_by,
        override_reason=override,
        key=parse_key(key),
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
    unconfirmed: bool = typer.Option(
        False,
        "--unconfirmed",
        help=n_("Those that no customer manager has answered yet; of all days unless one is named."),
    ),
    overdue: bool = typer.Option(
        False, "--overdue", help=n_("Of those not answered, the ones past the working hours that the playbook gives.")
    ),
    search: str = typer.Option(
        None, help=n_("Instead of a day: a name, pinyin initials, or four last digits of a number.")
    ),
) -> None:
    """List a day's referrals, masked."""
    from lobby_tui.desk import days, worklist
    from lobby_tui.desk.answer import lookup as answer_lookup
    from lobby_tui.desk.referral import search as referral_search
    from lobby_tui.desk.referral.entry import checked_status

    context: CommandContext = ctx.obj
    if (unconfirmed or overdue) and search is None:
        _list_waiting(context, parse_day(day), status, overdue)
        return
    with context.shift() as shift:
        if search is not None:
            found = referral_search.search(shift, search)
        else:
            known = checked_status(status).value if status else None
            chosen = parse_day(day) or _open_date(days.current(shift))
            found = _whole_day(shift, chosen, known) if chosen else ()
        if unconfirmed or overdue:
            waits = {row.id for row in worklist.waiting(shift, overdue=overdue)}
            found = tuple(one for one in found if one.id in waits)
        answered = answer_lookup.of(shift, [one.id for one in found])
    context.emit([as_json(one, answered[one.id]) for one in found], [line(context, one) for one in found])


def _list_waiting(context: CommandContext, day: date | None, status: str | None, overdue: bool) -> None:
    """What waits for its answer, with how long it has."""
    from lobby_tui.desk import worklist
    from lobby_tui.desk.answer.words import hours_text
    from lobby_tui.desk.referral.entry import checked_status

    with context.shift() as shift:
        known = checked_status(status).value if status else None
        rows = worklist.waiting(shift, day, known, overdue)
    ages = [row.age.hours if row.age else 0.0 for row in rows]
    late = [bool(row.age and row.age.overdue) for row in rows]
    context.emit(
        [
            as_json(row.view.referral, row.view) | {"waiting_hours": round(hours, 2), "overdue": is_late}
            for row, hours, is_late in zip(rows, ages, late, strict=True)
        ],
        [
            f"{line(context, row.view.referral)}  {context.catalogue.render(hours_text(hours))}"
            + (" ‼" if is_late else "")
            for row, hours, is_late in zip(rows, ages, late, strict=True)
        ],
    )


def _whole_day(shift: Any, day: date, status: str | None) -> "tuple[ReferralView, ...]":
    from lobby_tui.desk.referral import search as referral_search

    return referral_search.of_day(shift, day, status, limit=1_000_000).rows


def _open_date(day: Any) -> date | None:
    return day.date if day else None


def as_json(view: "ReferralView", answered: "AnswerView | None" = None) -> dict[str, Any]:
    """A referral, masked, as scripts see it. One that was just logged has no answer yet."""
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
        "home_branch": view.home_branch,
        "created_at": view.created_at.isoformat(),
        **_answer_json(answered),
    }


def _answer_json(answered: "AnswerView | None") -> dict[str, Any]:
    answer, by = (answered.answer, answered.answered_by) if answered else (None, None)
    at, result = (answered.answered_at, answered.result) if answered else (None, None)
    return {
        "answer": answer.value if answer else None,
        "answered_by": by.no if by else None,
        "answered_at": at.isoformat() if at else None,
        "return_reason": answered.reason if answered else None,
        "answer_note": answered.note if answered else "",
        "outcome": answered.outcome.value if answered and answered.outcome else None,
        "result": {
            "opened": result.opened,
            "sold": dict(result.sold),
            "no_result_reason": result.no_result_reason,
            "note": result.note,
            "by": result.by.no,
            "at": result.at.isoformat(),
        }
        if result
        else None,
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
