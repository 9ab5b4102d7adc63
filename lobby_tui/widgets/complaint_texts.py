"""A complaint in words: its facts, its history, its deadline with a mark and a colour."""

from typing import TYPE_CHECKING

from textual.content import Content

from lobby_tui.desk.complaint.words import COMPLAINT_STATES, COMPLAINT_STEPS, DECISIONS, PAUSES, deadline_text
from lobby_tui.locale import Catalogue
from lobby_tui.models.enums import ComplaintStepKind as Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lobby_tui.desk.complaint.views import ComplaintPage, ComplaintView, StepView
    from lobby_tui.desk.shift import Shift
    from lobby_tui.models.complaint_clock import ComplaintClock
    from lobby_tui.playbook.schema import Playbook
    from lobby_tui.playbook.texts import Coded


def deadline_style(clock: "ComplaintClock") -> str:
    """The colour beside the mark of a deadline: a variable of the theme."""
    if clock.overdue:
        return "error"
    if clock.near:
        return "warning"
    return "muted" if clock.paused or not clock.running else "foreground"


def name_of(items: "Sequence[Coded]", code: str | None, t: Catalogue) -> str:
    """The name of a code; the code itself where the playbook has it no more."""
    return next((t.render(one.name) for one in items if one.code == code), code or "")


def facts(one: "ComplaintView", playbook: "Playbook", t: Catalogue) -> Content:
    """What the complaint is, and where it stands; masked."""
    due = one.due_on.isoformat() if one.due_on else "-"
    state = t.render(COMPLAINT_STATES[one.state])
    lines = [
        Content.assemble(
            (state, "bold"), "   ", (t("Due") + " ", "$muted"), due, "   ",
            (t.render(deadline_text(one.clock)), f"bold ${deadline_style(one.clock)}"),
            (("   " + t("‼ Major"), "bold $error") if one.major else ""),
            (("   " + t("Complex"), "$muted") if one.complex else ""),
        ),
        _labelled(
            (t("Kind"), name_of(playbook.complaint_kinds, one.kind, t)),
            (t("Came in"), name_of(playbook.complaint_channels, one.channel, t)),
            (t("Received on"), one.received_on.isoformat()),
        ),
        _labelled(
            (t("Name"), one.customer or t("anonymous")),
            (t("Contact"), one.masked_contact),
            (t("About"), one.about.name if one.about else ""),
            (t("Handler"), one.handler.name if one.handler else t("‼ nobody")),
        ),
    ]  # fmt: skip
    if one.people > 1:
        lines.append(_labelled((t("Complainants"), str(one.people)), (t("Representatives"), str(one.representatives))))
    lines += [
        _labelled((label, text)) for label, text in ((t("What it is about"), one.what), (t("Wants"), one.wish)) if text
    ]
    return Content("\n").join(lines)


def _labelled(*pairs: tuple[str, str]) -> Content:
    parts = [Content.assemble((f"{label} ", "$muted"), Content(text)) for label, text in pairs if text]
    return Content("   ").join(parts)


def history(page: "ComplaintPage", shift: "Shift", t: Catalogue) -> Content:
    """Every step on a line: the day, what it was, what was chosen, by whom; the words under it."""
    lines = []
    for step in page.steps:
        major = step.kind is Kind.ESCALATED
        name, at = t.render(COMPLAINT_STEPS[step.kind]), shift.local(step.at)
        # What was entered later than it happened has a day, and no time of it.
        time = f"{at:%H:%M}" if at.date() == step.on else "     "
        lines.append(
            Content.assemble(
                (f"{step.on:%m-%d} {time}  ", "$muted"),
                (f"‼ {name}" if major else name, "bold $error" if major else "bold"),
                Content(f"  {choice_text(step, shift.playbook, t)}".rstrip()),
                (f"  {step.by.name}", "$muted"),
            )
        )
        if step.note:
            lines.append(Content(f"             {step.note}"))
    return Content("\n").join(lines)


def choice_text(step: "StepView", playbook: "Playbook", t: Catalogue) -> str:
    """What was chosen with a step, by its name."""
    if step.kind is Kind.RECEIVED:
        return name_of(playbook.complaint_channels, step.choice, t)
    if step.kind is Kind.NOTIFIED:
        return name_of(playbook.notification_means, step.choice, t)
    if step.kind is Kind.ASSIGNED:
        return step.to.name if step.to else t("nobody")
    known = {Kind.DECIDED: DECISIONS, Kind.PAUSED: PAUSES}.get(step.kind, {})
    code = step.choice or ""
    return t.render(known[code]) if code in known else code
