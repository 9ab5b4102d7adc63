"""`lobby staff`: add, list, disable, reset, role; and one's own password and PIN."""

from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.locale import msg, n_

if TYPE_CHECKING:
    from lobby_tui.desk.shift import Person, Shift

NO = typer.Argument(..., help=n_("The staff number."))

ROLE = typer.Argument(..., help="lobby_manager, guide, cash_teller, counter_teller, customer_manager, supervisor")


def build() -> typer.Typer:
    """The sub-commands."""
    app = typer.Typer(no_args_is_help=True)
    app.command("add", help=n_("Add a member of staff; their password comes from LOBBY_NEW_PASSWORD."))(_add)
    app.command("list", help=n_("Everybody who works here."))(_list)
    app.command("disable", help=n_("Let a person in no more."))(_disable)
    app.command("reset", help=n_("Give a person a new password, from LOBBY_NEW_PASSWORD."))(_reset)
    app.command("role", help=n_("Give a person another role, from their next signing in on."))(_role)
    app.command("password", help=n_("Change your own password; the new one comes from LOBBY_NEW_PASSWORD."))(_password)
    app.command("pin", help=n_("Choose a PIN that unlocks your locked screen; it comes from LOBBY_NEW_PIN."))(_pin)
    return app


def as_json(person: "Person") -> dict[str, Any]:
    """A member of staff, as scripts see them."""
    return {"no": person.no, "name": person.name, "role": person.role.value, "active": person.active}


def _add(
    ctx: typer.Context,
    no: str = NO,
    name: str = typer.Argument(..., help=n_("The person's name.")),
    role: str = ROLE,
) -> None:
    from lobby_tui.desk import staff

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        _may_manage(shift)
        password = context.secret("LOBBY_NEW_PASSWORD", msg("First password of the new person"))
        _answer(context, staff.add(shift, no, name, role, password))


def _list(ctx: typer.Context) -> None:
    from lobby_tui.desk import staff
    from lobby_tui.desk.words import ROLES

    context: CommandContext = ctx.obj
    t = context.catalogue
    with context.shift() as shift:
        people = staff.everyone(shift)
    context.emit(
        [as_json(person) for person in people],
        [
            "  ".join(
                [person.no, person.name, t.render(ROLES[person.role])] + ([] if person.active else [t("disabled")])
            )
            for person in people
        ],
    )


def _disable(ctx: typer.Context, no: str = NO) -> None:
    from lobby_tui.desk import staff

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        _answer(context, staff.disable(shift, no))


def _reset(ctx: typer.Context, no: str = NO) -> None:
    from lobby_tui.desk import staff

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        _may_manage(shift)
        password = context.secret("LOBBY_NEW_PASSWORD", msg("New password"))
        _answer(context, staff.reset(shift, no, password))


def _role(ctx: typer.Context, no: str = NO, role: str = ROLE) -> None:
    from lobby_tui.desk import staff

    context: CommandContext = ctx.obj
    with context.shift() as shift:
        _answer(context, staff.change_role(shift, no, role))


def _password(ctx: typer.Context) -> None:
    from lobby_tui.desk import own_password

    context: CommandContext = ctx.obj
    no, old = context.credentials()
    with context.shift() as shift:
        own_password.change(shift, old, context.secret("LOBBY_NEW_PASSWORD", msg("New password")))
    context.emit({"no": no}, [context.catalogue("✓ The password is changed.")])


def _pin(ctx: typer.Context, remove: bool = typer.Option(False, "--remove", help=n_("Do without a PIN."))) -> None:
    from lobby_tui.desk import own_password

    context: CommandContext = ctx.obj
    t = context.catalogue
    no, password = context.credentials()
    with context.shift() as shift:
        if remove:
            own_password.remove_pin(shift)
        else:
            own_password.set_pin(shift, password, context.secret("LOBBY_NEW_PIN", msg("New PIN")))
    done = t("✓ There is no PIN any more.") if remove else t("✓ The PIN unlocks your screen from now on.")
    context.emit({"no": no, "pin": not remove}, [done])


def _may_manage(shift: "Shift") -> None:
    """Before a password is asked for: nobody should think one up in vain. Raises NotAllowedError."""
    from lobby_tui.desk.permissions import Action

    shift.require(Action.MANAGE_STAFF)


def _answer(context: CommandContext, person: "Person") -> None:
    from lobby_tui.desk.words import ROLES

    context.emit(as_json(person), [f"{person.no}  {person.name}  {context.catalogue.render(ROLES[person.role])}"])
