"""The tree of commands. Declarations only; what a command needs is imported when it runs."""

import typer

from lobby_tui import __version__
from lobby_tui.cli import (
    absence,
    answers,
    audit,
    checklist,
    complaint,
    crm,
    customer,
    day,
    fault,
    follow_up,
    front,
    incident,
    meeting,
    playbook,
    review,
    setting_up,
    staff,
    store,
    traffic,
)
from lobby_tui.locale import n_

GLOBAL_OPTIONS = n_(
    "The front desk of a bank branch. Without a command it opens the app. "
    "Anywhere in the line: --home DIR (where the store is), --lang zh|en, --as STAFF_NO (who acts; "
    "the password comes from LOBBY_PASSWORD or a prompt), --json (one JSON document on stdout). "
    "Exit status: 0 done, 1 refused, 2 wrong usage, 3 not allowed, 4 store trouble, 5 anything else."
)


def build() -> typer.Typer:
    """The commands of `lobby`, not made when it is imported."""
    app = typer.Typer(help=GLOBAL_OPTIONS, no_args_is_help=False, add_completion=False, pretty_exceptions_enable=False)
    app.callback(invoke_without_command=True)(_root)
    app.command("init", help=n_("Set up this branch: its store and its first supervisor."))(setting_up.init)
    app.command("demo", help=n_("Make a sample branch with some days of records, and open it."))(setting_up.demo)
    app.command("visit", help=n_("Count ordinary customers and route them."))(front.visit)
    app.command("refer", help=n_("Log a referral."))(front.refer)
    app.command("confirm", help=n_("Answer a referral, and enter what came of it."))(answers.confirm)
    app.command("referrals", help=n_("List a day's referrals, masked."))(front.referrals)
    app.add_typer(staff.build(), name="staff", help=n_("The branch's staff."))
    app.add_typer(day.build(), name="day", help=n_("The business day and its papers."))
    app.add_typer(complaint.build(), name="complaint", help=n_("Complaints: the register, the steps, the deadlines."))
    app.add_typer(incident.build(), name="incident", help=n_("Incidents: what disturbs or endangers the branch."))
    app.add_typer(
        checklist.build(), name="checklist", help=n_("What is gone through before opening, on patrol, at closing.")
    )
    app.add_typer(fault.build(), name="fault", help=n_("Machines that are out of order."))
    app.add_typer(meeting.build(), name="meeting", help=n_("The morning and the evening meeting."))
    app.command("traffic", help=n_("Every visit of a day by hour, need and zone, with the waiting times."))(
        traffic.traffic
    )
    app.command("crowded", help=n_("Record that the lobby is full, and what is done about it."))(traffic.crowded)
    app.add_typer(follow_up.build(), name="follow-up", help=n_("Following customers up: what is due, how it went."))
    app.add_typer(absence.build(), name="absence", help=n_("Absences, stand-ins, and the branch's own calendar."))
    app.add_typer(crm.build(), name="crm", help=n_("Copying customers into the CRM, results of the core system."))
    app.add_typer(review.build(), name="review", help=n_("The branch head's review: what happened, and what works."))
    app.add_typer(audit.build(), name="audit", help=n_("The audit trail: who did what when."))
    app.add_typer(
        customer.build(), name="customer", help=n_("What a customer may ask: what is known, correcting, erasing.")
    )
    app.add_typer(playbook.app, name="playbook", help=n_("Playbooks: a bank's rules. No store is needed."))
    app.add_typer(store.build(), name="store", help=n_("The encrypted store."))
    return app


def _root(
    ctx: typer.Context,
    version: bool = typer.Option(False, "--version", help=n_("Show the version.")),
    no_mouse: bool = typer.Option(False, "--no-mouse", help=n_("Leave the mouse to the terminal.")),
) -> None:
    if version:
        ctx.obj.emit({"version": __version__}, [f"lobby {__version__}"])
    elif ctx.invoked_subcommand is None:
        from lobby_tui.cli.start import start

        raise typer.Exit(start(ctx.obj, mouse=not no_mouse))
