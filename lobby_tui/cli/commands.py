"""The tree of commands. Declarations only; what a command needs is imported when it runs."""

import typer

from lobby_tui import __version__
from lobby_tui.cli import day, front, playbook, setting_up, staff, store
from lobby_tui.locale import n_

GLOBAL_OPTIONS = n_(
    "The front desk of a bank branch. Without a command it opens the app. "
    "Anywhere in the line: --home DIR (where the store is), --lang zh|en, --as STAFF_NO (who acts; "
    "the password comes from LOBBY_PASSWORD or a prompt), --json (one JSON document on stdout). "
    "Exit status: 0 done, 1 refused, 2 wrong usage, 3 not allowed, 4 store trouble, 5 anything else."
)


def build() -> typer.Typer:
    """The commands of `lobby`, made anew for each run, so that nothing is shared between runs."""
    app = typer.Typer(help=GLOBAL_OPTIONS, no_args_is_help=False, add_completion=False, pretty_exceptions_enable=False)
    app.callback(invoke_without_command=True)(_root)
    app.command("init", help=n_("Set up this branch: its store and its first supervisor."))(setting_up.init)
    app.command("demo", help=n_("Make a sample branch with some days of records, and open it."))(setting_up.demo)
    app.command("visit", help=n_("Count ordinary customers and route them."))(front.visit)
    app.command("refer", help=n_("Log a referral."))(front.refer)
    app.command("referrals", help=n_("List a day's referrals, masked."))(front.referrals)
    app.add_typer(staff.build(), name="staff", help=n_("The branch's staff."))
    app.add_typer(day.build(), name="day", help=n_("The business day and its papers."))
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
