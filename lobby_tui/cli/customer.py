"""`lobby customer`: find, show, export, correct, erase, withdraw."""

import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from lobby_tui.cli.context import CommandContext
from lobby_tui.cli.parsing import number as number_argument
from lobby_tui.cli.parsing import parse_day
from lobby_tui.errors import UsageError
from lobby_tui.locale import Catalogue, msg, n_

if TYPE_CHECKING:
    from lobby_tui.desk.customer.known import Record
    from lobby_tui.desk.customer_changes import Erased
    from lobby_tui.desk.customer_data import Candidate, Elsewhere

ID = typer.Argument(..., help=n_("The id of a record of the customer, as `lobby customer find` shows it."))
REASON = typer.Option(..., "--reason", help=n_("Why: the customer's request, and when it came."))
ALSO = typer.Option(None, "--also", help=n_("Another name or number to look for in texts; may be repeated."))


def build() -> typer.Typer:
    """The sub-commands."""
    app = typer.Typer(no_args_is_help=True)
    app.command("find", help=n_("Find a customer by name, contact or number."))(_find)
    app.command("show", help=n_("Everything that is known of a customer."))(_show)
    app.command("export", help=n_("Write the customer's own copy of it, in full."))(_export)
    app.command("correct", help=n_("Put name, contact or number right in every record."))(_correct)
    app.command("erase", help=n_("Erase a customer everywhere."))(_erase)
    app.command("withdraw", help=n_("Withdraw the consent to be contacted that a referral has."))(_withdraw)
    return app


def candidate_json(one: "Candidate") -> dict[str, Any]:
    """A customer, masked, as scripts see them."""
    return {
        "id": str(one.id),
        "names": list(one.names),
        "contacts": list(one.contacts),
        "referrals": one.referrals,
        "complaints": one.complaints,
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
    }


def _line(one: "Candidate", t: Catalogue) -> str:
    counts = [t("Referrals {count}", count=one.referrals), t("Complaints {count}", count=one.complaints)]
    return "  ".join([str(one.id), *one.names, *one.contacts, *counts, f"{one.first} – {one.last}"])


def _find(ctx: typer.Context, text: str = typer.Argument(..., help=n_("A name, a contact or a number."))) -> None:
    from lobby_tui.desk import customer_data

    context: CommandContext = ctx.obj
    t = context.catalogue
    with context.shift() as shift:
        found = customer_data.find(shift, text)
    lines = [_line(one, t) for one in found] or [t("Nobody of that name or number is in the records.")]
    context.emit([candidate_json(one) for one in found], lines)


def _show(
    ctx: typer.Context,
    record: str = ID,
    full: bool = typer.Option(False, "--full", help=n_("Nothing masked; with --reason, and recorded.")),
    reason: str = typer.Option("", "--reason", help=n_("Why: the customer's request, and when it came.")),
    also: list[str] = ALSO,
) -> None:
    from lobby_tui.desk import customer_data
    from lobby_tui.desk.customer.paper import as_json

    context: CommandContext = ctx.obj
    t, where = context.catalogue, record_id(record)
    with context.shift() as shift:
        if full:
            data = customer_data.known_in_full(shift, where, reason, also or ())
        else:
            data = customer_data.known(shift, where, also or ())
    context.emit(
        {
            "customer": candidate_json(data.customer),
            "records": [as_json(one, t.language) for one in data.records],
            "elsewhere": _elsewhere_json(data.elsewhere),
        },
        [
            _line(data.customer, t),
            *(line for one in data.records for line in _record_lines(one, t)),
            *elsewhere_lines(data.elsewhere, t),
        ],
    )


def _record_lines(one: "Record", t: Catalogue) -> list[str]:
    from lobby_tui.desk.customer.known import TABLES

    head = [t.render(TABLES[one.table]), str(one.number or ""), one.day.isoformat() if one.day else ""]
    return [
        "  ".join(part for part in head if part),
        *(t("  {label}: {value}", label=fact.label, value=fact.value) for fact in one.facts),
    ]


def _export(
    ctx: typer.Context,
    record: str = ID,
    out: Path = typer.Option(..., "--out", help=n_("The folder for the files.")),
    formats: str = typer.Option("json,xlsx", "--format", help=n_("json, xlsx, txt; several with commas.")),
    reason: str = REASON,
    also: list[str] = ALSO,
) -> None:
    from lobby_tui.desk import customer_export

    context: CommandContext = ctx.obj
    wanted, where = [one.strip() for one in formats.split(",")], record_id(record)
    language = context.settings.language if context.language_chosen else None
    with context.shift() as shift:
        files = customer_export.export(shift, where, out, reason, wanted, also or (), language)
    found = [{"path": str(one.path), "format": one.format, "rows": one.rows, "sha256": one.sha256} for one in files]
    context.emit({"files": found}, [str(one.path) for one in files])


def _correct(
    ctx: typer.Context,
    record: str = ID,
    name: str = typer.Option("", "--name", help=n_("The right name.")),
    contact: str = typer.Option("", "--contact", help=n_("The right contact.")),
    identifier: str = typer.Option("", "--identifier", help=n_("The right account or ID number.")),
    reason: str = REASON,
) -> None:
    from lobby_tui.desk import customer_changes
    from lobby_tui.desk.customer_changes import Correction

    context: CommandContext = ctx.obj
    t, where = context.catalogue, record_id(record)
    with context.shift() as shift:
        count = customer_changes.correct(shift, where, Correction(name, contact, identifier), reason)
    context.emit({"records": count}, [t("Records put right: {count}", count=count)])


def _erase(ctx: typer.Context, record: str = ID, reason: str = REASON, also: list[str] = ALSO) -> None:
    from lobby_tui.desk import customer_changes

    context: CommandContext = ctx.obj
    t, where = context.catalogue, record_id(record)
    with context.shift() as shift:
        done = customer_changes.erase(shift, where, reason, also or ())
    context.emit(
        {
            "records": done.records,
            "mentions": done.mentions,
            "kept": [t.render(one) for one in done.kept],
            "elsewhere": _elsewhere_json(done.elsewhere),
        },
        erased_lines(done, t),
    )


def erased_lines(done: "Erased", t: Catalogue) -> list[str]:
    """What was erased, what had to stay, and where else the data may be."""
    return [
        t("Records erased: {count}", count=done.records),
        t("Texts of other records in which they were named: {count}", count=done.mentions),
        *map(t.render, done.kept),
        *elsewhere_lines(done.elsewhere, t),
    ]


def elsewhere_lines(found: "Elsewhere", t: Catalogue) -> list[str]:
    """Where else the data may be, in words; nothing where it is nowhere else."""
    from lobby_tui.desk.customer.words import elsewhere_texts

    return [t.render(one) for one in elsewhere_texts(found)]


def _elsewhere_json(found: "Elsewhere") -> dict[str, Any]:
    return {"backups": list(found.backups), "copied_to_crm": found.copied_to_crm, "events": found.events}


def _withdraw(
    ctx: typer.Context,
    number: int = number_argument(n_("The number of the referral.")),
    day: str = typer.Option(None, "--day", help=n_("Its business day; else the open one.")),
) -> None:
    from lobby_tui.cli.front import as_json
    from lobby_tui.desk import consent
    from lobby_tui.desk.answer import lookup

    context: CommandContext = ctx.obj
    t = context.catalogue
    with context.shift() as shift:
        view = consent.withdraw(shift, lookup.by_number(shift, number, parse_day(day)))
    context.emit(
        {"referral": as_json(view)}, [t("The customer of no. {number} is contacted no more.", number=view.number)]
    )


def record_id(text: str) -> uuid.UUID:
    """The id of a record. Raises UsageError."""
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise UsageError(
            msg("“{text}” is not the id of a record.", text=text),
            remedy=msg("`lobby customer find` shows the ids."),
            field="record",
        ) from error
