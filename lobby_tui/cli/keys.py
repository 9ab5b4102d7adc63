"""`lobby store paper-key, recover, rotate-key, device-secret`: the keys of the store."""

import sys
from pathlib import Path

import typer

from lobby_tui.cli.context import CommandContext, given
from lobby_tui.errors import NotAllowedError
from lobby_tui.locale import msg, n_

WORDS = "LOBBY_PAPER_KEY"


def add_to(app: typer.Typer) -> None:
    """Add the sub-commands to those of `lobby store`."""
    app.command("paper-key", help=n_("Make a new paper key and show its words this once; the one before ends."))(
        _paper_key
    )
    app.command(
        "recover",
        help=n_("Give the supervisor --as a new password by the paper key, from LOBBY_PAPER_KEY or a prompt."),
    )(_recover)
    app.command("rotate-key", help=n_("Encrypt the store under a new key; a backup is made first."))(_rotate)
    device = typer.Typer(no_args_is_help=True)
    device.command("keep-in", help=n_("Keep it in a file, in the desktop's keyring, or in Windows' own safe."))(
        _keep_in
    )
    app.add_typer(
        device, name="device-secret", help=n_("The secret without which a copy of the records does not open.")
    )


def _paper_key(
    ctx: typer.Context,
    out: Path = typer.Option(None, "--out", help=n_("A folder for a page to print; delete the file afterwards.")),
    formats: str = typer.Option("pdf", "--format", help=n_("pdf, txt; both with a comma.")),
) -> None:
    from lobby_tui.desk import key_care

    context: CommandContext = ctx.obj
    t = context.catalogue
    wanted = [one.strip() for one in formats.split(",") if one.strip()] if out else []
    with context.shift() as shift:
        made = key_care.make_paper_key(shift, wanted, out, context.settings.language)
    pairs = zip(range(1, len(made.chinese) + 1), made.chinese, made.english, strict=True)
    context.emit(
        {
            "chinese": list(made.chinese),
            "english": list(made.english),
            "made": made.made.isoformat(),
            "files": [str(path) for path in made.files],
        },
        [
            t("The paper key. It is shown this once; write it down, in either column, and put it into the safe."),
            *(f"{place:>4}  {chinese}  {english}" for place, chinese, english in pairs),
            *(t("Delete this file once it is printed: {path}", path=str(path)) for path in made.files),
        ],
    )


def _recover(ctx: typer.Context) -> None:
    from lobby_tui.desk.opening import open_desk
    from lobby_tui.desk.recovering import recover

    context: CommandContext = ctx.obj
    t = context.catalogue
    if not context.staff_no:
        raise NotAllowedError(
            msg("Nobody is named."),
            remedy=msg("Say with --as which supervisor is to have a new password."),
            code="not_signed_in",
            field="as",
        )
    words = _words(context)
    password = context.secret("LOBBY_NEW_PASSWORD", msg("New password"))
    desk = open_desk(context.settings)
    try:
        done = recover(desk, words, context.staff_no, password)
    finally:
        desk.close()
    others = ", ".join(done.dropped)
    context.emit(
        {"no": done.staff_no, "dropped": list(done.dropped), "new_terminal": done.new_terminal},
        [
            t("{no} can sign in with the new password.", no=done.staff_no),
            *([t("These need a new password, by lobby staff reset: {numbers}", numbers=others)] if others else []),
            *([t("This device begins an audit chain of its own.")] if done.new_terminal else []),
            t("The words still hold. If somebody may have seen them, make a new paper key."),
        ],
    )


def _words(context: CommandContext) -> str:
    """The words from the environment or a prompt, which shows them: twelve words cannot be typed blindly."""
    value = given(WORDS, msg("The words of the paper key are missing."), field="words")
    if value is not None:
        return value
    context.say(msg("The twelve words of the paper key, in Chinese or in English:"))
    return sys.stdin.readline()


def _rotate(ctx: typer.Context) -> None:
    from lobby_tui.desk.opening import open_desk
    from lobby_tui.desk.rotating import rotate

    context: CommandContext = ctx.obj
    t = context.catalogue
    desk = open_desk(context.settings)
    try:
        done = rotate(desk, desk.sign_in(*context.credentials()))
    finally:
        desk.close()
    others = ", ".join(done.dropped)
    context.emit(
        {"backup": str(done.backup), "dropped": list(done.dropped), "paper_key_dropped": done.paper_dropped},
        [
            t("The store is encrypted under a new key; all passwords hold."),
            t("The store from before the change is kept in {path}.", path=str(done.backup)),
            *([t("These need a new password, by lobby staff reset: {numbers}", numbers=others)] if others else []),
            *([t("The paper key could not be given the new key. Make a new one now.")] if done.paper_dropped else []),
        ],
    )


def _keep_in(ctx: typer.Context, place: str = typer.Argument(..., help="file, keyring, windows")) -> None:
    from lobby_tui.desk import key_care

    context: CommandContext = ctx.obj
    t = context.catalogue
    with context.shift() as shift:
        kept = key_care.keep_device_secret_in(shift, place)
    context.emit({"place": kept}, [t("The secret of this device is kept in: {place}", place=kept)])
