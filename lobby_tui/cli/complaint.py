"""`lobby complaint`: list, show, add, step, close."""

from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.parsing import number as number_argument
from lobby_tui.cli.parsing import parse_key
from lobby_tui.locale import n_

if TYPE_CHECKING:
    from lobby_tui.desk.complaint.views import ComplaintPage, ComplaintView

NUMBER = number_argument(n_("The complaint's number."))
NOTE = typer.Option("", help=n_("What was found, decided, said, or why."))


def build() -> typer.Typer:
    """The sub-commands."""
    app = typer.Typer(no_args_is_help=True)
    app.command("list", help=n_("The complaints in hand, the most urgent first, masked."))(_list)
    app.command("show", help=n_("One complaint with its history, and the steps that can be taken now."))(_show)
    app.command("add", help=n_("Register a complaint."))(_add)
    app.command("step", help=n_("Take a step: calm, investigate, decide, tell, and what moves the deadline."))(_step)
    app.command("close", help=n_("File a complaint once the complainant was told, or has withdrawn it."))(_close)
    return app


def as_json(one: "ComplaintView") -> dict[str, Any]:
    """A complaint, masked, as scripts see it."""
    return {
        "id": str(one.id),
        "number": one.number,
        "state": one.state.value,
        "kind": one.kind,
        "channel": one.channel,
        "received_on": one.received_on.isoformat(),
        "due_on": one.due_on.isoformat() if one.due_on else None,
        "days_left": one.clock.days_left,
        "near": one.clock.near,
        "overdue": one.clock.overdue,
        "paused": one.clock.paused,
        "complex": one.complex,
        "extended": one.clock.extended,
        "major": one.major,
        "customer": one.customer,
        "masked_contact": one.masked_contact,
        "what": one.what,
        "wish": one.wish,
        "about": one.about.no if one.about else None,
        "handler": one.handler.no if one.handler else None,
        "recorded_by": one.recorded_by.no,
        "people": one.people,
        "representatives": one.representatives,
        "face_to_face": one.face_to_face,
        "decision": one.decision,
        "notified_on": one.notified_on.isoformat() if one.notified_on else None,
        "notified_by": one.notified_by,
    }


def page_json(page: "ComplaintPage") -> dict[str, Any]:
    """A complaint with its history and the steps that can be taken now, as scripts see it."""
    steps = [
        {
            "step": step.kind.value,
            "on": step.on.isoformat(),
            "at": step.at.isoformat(),
            "choice": step.choice,
            "note": step.note,
            "by": step.by.no,
            "approved_by": step.approved_by.no if step.approved_by else None,
        }
        for step in page.steps
    ]
    return as_json(page.complaint) | {"steps": steps, "possible": [kind.value for kind in page.possible]}


def line(context: CommandContext, one: "ComplaintView") -> str:
    """A complaint on one line for people."""
    from lobby_tui.desk.complaint.words import COMPLAINT_STATES, deadline_text

    t = context.catalogue
    parts = [
        f"{one.number:>3}",
        one.received_on.isoformat(),
        one.customer,
        t.render(COMPLAINT_STATES[one.state]),
        t.render(deadline_text(one.clock)),
        t("‼ Major") if one.major else "",
        one.handler.name if one.handler else t("‼ nobody"),
        one.what,
    ]
    return "  ".join(part for part in parts if part)


def _list(
    ctx: typer.Context,
    filed: bool = typer.Option(False, "--filed", help=n_("Those that are filed instead.")),
) -> None:
    from lobby_tui.desk.complaint import lists as complaint_lists

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        found = (complaint_lists.filed if filed else complaint_lists.unfiled)(shift).rows
    context.emit([as_json(one) for one in found], [line(context, one) for one in found])


def _show(
    ctx: typer.Context,
    number: int = NUMBER,
    reveal: str = typer.Option(
        None, help=n_("Why name and contact have to be seen in full; the look is recorded with this reason.")
    ),
) -> None:
    from lobby_tui.desk import complaints
    from lobby_tui.desk.complaint import lists as complaint_lists
    from lobby_tui.desk.complaint.words import COMPLAINT_STEPS

    context: CommandContext = ctx.obj
    t = context.catalogue
    with context.shift() as shift:
        one = complaint_lists.by_number(shift, number)
        full = complaints.reveal(shift, one.id, reveal) if reveal is not None else None
        page = complaint_lists.page(shift, one.id)
    document = page_json(page)
    lines = [line(context, page.complaint)]
    if full:
        document["full"] = {
            "customer": full.customer, "contact": full.contact, "what": full.what, "wish": full.wish,
            "notes": list(full.notes),
        }  # fmt: skip
        lines.append("  ".join(part for part in (full.customer, full.contact) if part))
        lines += [text for text in (full.what, full.wish, *full.notes) if text]
    for step in page.steps:
        name = t.render(COMPLAINT_STEPS[step.kind])
        lines.append(
            "  ".join(part for part in (step.on.isoformat(), name, step.choice, step.note, step.by.name) if part)
        )
    context.emit({"complaint": document}, lines)


def _add(
    ctx: typer.Context,
    kind: str = typer.Option(..., help=n_("What it is about, a code of the playbook.")),
    what: str = typer.Option(..., help=n_("What happened, in one line.")),
    channel: str = typer.Option("", help=n_("How it came in, a code of the playbook; else in person.")),
    customer: str = typer.Option("", help=n_("The complainant's name.")),
    contact: str = typer.Option("", help=n_("How to reach the complainant.")),
    wish: str = typer.Option("", help=n_("What the complainant wants.")),
    about: str = typer.Option("", help=n_("The staff number of the person complained about.")),
    people: int = typer.Option(1, help=n_("How many complain together.")),
    representatives: int = typer.Option(0, help=n_("How many speak for the others.")),
    face_to_face: bool = typer.Option(False, "--face-to-face", help=n_("They came in person, together.")),
    major: bool = typer.Option(False, "--major", help=n_("A major complaint: the supervisor is told at once.")),
    received_on: str = typer.Option("", help=n_("The day it came in, as 2026-11-22; else today.")),
    key: str = typer.Option(None, help=n_("A UUID; the same one twice is one complaint.")),
) -> None:
    from lobby_tui.desk import complaints
    from lobby_tui.desk.complaint.entry import ComplaintEntry

    context: CommandContext = ctx.obj
    entry = ComplaintEntry(
        kind=kind,
        what=what,
        channel=channel,
        customer=customer,
        contact=contact,
        wish=wish,
        about=about,
        people=people,
        representatives=representatives,
        face_to_face=face_to_face,
        major=major,
        received_on=received_on,
        key=parse_key(key),
    )
    with context.shift() as shift:
        one = complaints.register(shift, entry)
    _answer(context, one)


def _step(
    ctx: typer.Context,
    number: int = NUMBER,
    step: str = typer.Argument(
        ...,
        help="calmed, investigated, decided, notified, archived, noted, assigned, made_complex, extended, paused, "
        "resumed, restarted, escalated, withdrawn",
    ),
    note: str = NOTE,
    choice: str = typer.Option(
        "",
        help=n_(
            "The decision (justified, partly_justified, not_justified), the means of telling, what the clock is paused "
            "for (appraisal, mediation), or the handler's staff number."
        ),
    ),
    told: bool = typer.Option(
        False, "--told", help=n_("The complainant was told: of the ways to appeal, or of the extension.")
    ),
    on: str = typer.Option("", help=n_("The day it happened, as 2026-11-22; else today.")),
) -> None:
    from lobby_tui.desk.complaint.steps import StepEntry

    _take(ctx.obj, number, StepEntry(step, note=note, choice=choice, told=told, on=on))


def _close(ctx: typer.Context, number: int = NUMBER, note: str = NOTE) -> None:
    from lobby_tui.desk.complaint.steps import StepEntry

    _take(ctx.obj, number, StepEntry("archived", note=note))


def _take(context: CommandContext, number: int, entry: Any) -> None:
    from lobby_tui.desk.complaint import lists as complaint_lists
    from lobby_tui.desk.complaint import steps as complaint_steps

    with context.shift() as shift:
        one = complaint_steps.take(shift, complaint_lists.by_number(shift, number).id, entry)
    _answer(context, one)


def _answer(context: CommandContext, one: "ComplaintView") -> None:
    context.emit({"complaint": as_json(one)}, [line(context, one)])
