"""`lobby playbook`: the bank's rules on the command line. Pure: needs no store and no sign-in."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

from lobby_tui.errors import UsageError
from lobby_tui.locale import Bilingual, Catalogue, Message, msg, n_

if TYPE_CHECKING:  # pydantic is slow to import, and `lobby --help` needs none of it
    from lobby_tui.playbook.rules import Education
    from lobby_tui.playbook.schema import Playbook

app = typer.Typer(help=n_("The bank's rules: segments, routes, and the check of a playbook."), no_args_is_help=True)

PlaybookOption = Annotated[str, typer.Option("--playbook", help=n_("A playbook's name or file."))]


class _Context(Protocol):
    """What the commands need of the command line's context."""

    @property
    def catalogue(self) -> Catalogue: ...

    def emit(self, data: object, lines: Iterable[str]) -> None: ...


@app.command("list", help=n_("The playbooks that come with the program."))
def list_command(ctx: typer.Context) -> None:
    """The playbooks that come with the program."""
    from lobby_tui.playbook.loading import list_playbooks, load_playbook

    context: _Context = ctx.obj
    books = [(name, load_playbook(name)) for name in list_playbooks()]
    data = [
        {"name": name, "bank": context.catalogue.render(book.bank), "version": book.version} for name, book in books
    ]
    context.emit(data, (f"{row['name']}  {row['bank']}  {row['version']}" for row in data))


@app.command("show", help=n_("What a playbook holds."))
def show_command(
    ctx: typer.Context, name: Annotated[str, typer.Argument(help=n_("A playbook's name or file."))]
) -> None:
    """What a playbook holds."""
    from lobby_tui.playbook.loading import load_playbook

    context: _Context = ctx.obj
    book = load_playbook(name)
    context.emit(book.model_dump(mode="json"), _shown(context, book))


def _shown(context: _Context, book: "Playbook") -> Iterable[str]:
    say = context.catalogue.render
    yield f"{say(book.bank)} ({book.code}, {book.version})"
    yield say(book.note)
    sections = (
        (msg("Zones"), book.zones),
        (msg("Needs"), book.needs),
        (msg("Signals"), book.signals),
        (msg("Segments"), book.segments),
    )
    for title, items in sections:
        yield ""
        yield say(title)
        for item in items:
            yield f"  {item.code}  {say(item.name)}"
    yield ""
    yield say(msg("Limits"))
    for limit in book.thresholds:
        yield f"  {limit.kind}  {say(limit.name)}  {_yuan(limit.fen)}"


@app.command("check", help=n_("Prove that a playbook can be used; exit status 1 when it cannot."))
def check_command(ctx: typer.Context, file: Annotated[str, typer.Argument(help=n_("The playbook's file."))]) -> None:
    """Prove that a playbook can be used; exit status 1 when it cannot."""
    from lobby_tui.playbook.checking import check_playbook

    context: _Context = ctx.obj
    say = context.catalogue.render
    problems = [
        {"file": p.file, "key": p.key, "message": say(p.message), "nearest": p.nearest} for p in check_playbook(file)
    ]
    lines = [_problem_line(context, problem) for problem in problems]
    context.emit({"ok": not problems, "problems": problems}, lines or [say(msg("The playbook can be used."))])
    if problems:
        raise typer.Exit(1)


def _problem_line(context: _Context, problem: dict[str, Any]) -> str:
    line = " · ".join(part for part in (problem["file"], problem["key"], problem["message"]) if part)
    if problem["nearest"] is None:
        return line
    return f"{line} {context.catalogue.render(msg('Did you mean “{nearest}”?', nearest=problem['nearest']))}"


@app.command("segment", help=n_("The segment of a customer, and why."))
def segment_command(
    ctx: typer.Context,
    assets: Annotated[str, typer.Option(help=n_("Average financial assets, in yuan."))],
    loans: Annotated[str | None, typer.Option(help=n_("Personal loans, in yuan."))] = None,
    age: Annotated[int | None, typer.Option(help=n_("Age in years."))] = None,
    education: Annotated[str | None, typer.Option(help=n_("below_university or university."))] = None,
    corporate: Annotated[str | None, typer.Option(help=n_("Kind of corporate customer."))] = None,
    playbook: PlaybookOption = "icbc",
) -> None:
    """The segment of a customer, and why."""
    from lobby_tui.playbook.loading import load_playbook
    from lobby_tui.playbook.segments import Profile, segment

    context: _Context = ctx.obj
    book = load_playbook(playbook)
    profile = Profile(_fen(assets, "assets"), _fen(loans, "loans"), age, _education(education), corporate)
    found = segment(book, profile)
    reasons = _reasons(context, found.reasons)
    name = context.catalogue.render(book.segment(found.segment).name)
    context.emit({"segment": found.segment, "reasons": reasons}, [f"{name} ({found.segment})", *_indented(reasons)])


@app.command("route", help=n_("Where a customer is sent, and why."))
def route_command(
    ctx: typer.Context,
    need: Annotated[str, typer.Option(help=n_("The code of the need."))],
    segment: Annotated[str | None, typer.Option(help=n_("The code of the segment."))] = None,
    assistance: Annotated[bool, typer.Option("--assistance", help=n_("The customer may want help."))] = False,
    playbook: PlaybookOption = "icbc",
) -> None:
    """Where a customer is sent, and why."""
    from lobby_tui.playbook.loading import load_playbook
    from lobby_tui.playbook.routes import route

    context: _Context = ctx.obj
    book = load_playbook(playbook)
    found = route(book, need, segment, assistance)
    reasons = _reasons(context, found.reasons)
    data = {"zone": found.zone, "staff_role": found.staff_role, "reasons": reasons}
    name = context.catalogue.render(book.zone(found.zone).name)
    context.emit(data, [f"{name} ({found.zone}, {found.staff_role})", *_indented(reasons)])


def _reasons(context: _Context, reasons: Iterable[Message | Bilingual]) -> list[str]:
    return [context.catalogue.render(reason) for reason in reasons]


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _fen(yuan: str | None, option: str) -> int | None:
    """An amount of the command line, in fen. Raises `UsageError` for what is no plain amount."""
    from lobby_tui.playbook.money import fen_from_yuan

    try:
        return None if yuan is None else fen_from_yuan(yuan)
    except ValueError as error:
        message = msg("“{value}” is no amount of yuan, such as 50000 or 50000.50.", value=yuan)
        raise UsageError(message, field=option) from error


def _education(value: str | None) -> "Education | None":
    if value is None:
        return None
    if value == "university":
        return "university"
    if value == "below_university":
        return "below_university"
    raise UsageError(msg("The education is below_university or university."), field="education")


def _yuan(fen: int) -> str:
    from lobby_tui.playbook.money import yuan_text

    return yuan_text(fen)
