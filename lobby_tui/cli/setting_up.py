"""`lobby init` and `lobby demo`."""

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.locale import msg, n_


def init(
    ctx: typer.Context,
    branch: str = typer.Option(..., help=n_("The branch's name, as its papers print it.")),
    playbook: str = typer.Option("icbc", help=n_("The playbook's name, or the path of its file.")),
    staff_no: str = typer.Option(..., help=n_("The supervisor's staff number.")),
    name: str = typer.Option(..., help=n_("The supervisor's name.")),
    time_zone: str = typer.Option("Asia/Shanghai", help=n_("The branch's time zone.")),
) -> None:
    """Create the store and its first supervisor."""
    from lobby_tui.desk.setup import NewBranch, refuse_second, set_up_branch

    context: CommandContext = ctx.obj
    # Before the prompt: nobody should choose a password for a store that cannot be made.
    refuse_second(context.settings)
    password = context.secret("LOBBY_PASSWORD", msg("New password of the supervisor"))
    language = context.settings.language if context.language_chosen else "zh"
    new = NewBranch(branch, playbook, staff_no, name, password, language, time_zone)
    set_up_branch(context.settings, new)
    home, t = str(context.settings.home), context.catalogue
    context.emit(
        {"branch": branch, "playbook": playbook, "home": home},
        [t("The branch {branch} is set up in {home}.", branch=branch, home=home)],
    )


def demo(
    ctx: typer.Context,
    days: int = typer.Option(5, min=1, max=800, help=n_("How many working days of records.")),
    seed: int = typer.Option(1, help=n_("The same seed gives the same records.")),
    no_open: bool = typer.Option(False, "--no-open", help=n_("Make it, and do not open it.")),
) -> None:
    """Make a sample branch and open it."""
    from lobby_tui.cli.demo import make_demo

    context: CommandContext = ctx.obj
    make_demo(context, days=days, seed=seed)
    if not no_open and not context.json:
        from lobby_tui.cli.start import start

        raise typer.Exit(start(context, mouse=True))
