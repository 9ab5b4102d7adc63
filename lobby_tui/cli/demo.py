"""`lobby demo`: the sample branch, with a progress bar for people."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lobby_tui.cli.context import CommandContext
from lobby_tui.locale import msg

if TYPE_CHECKING:
    from lobby_tui.desk.sample import Sample


def make_demo(context: CommandContext, *, days: int, seed: int) -> None:
    """Make the sample branch, and from here on use it. Raises RefusedError where a store exists, StoreError.

    Where nobody has named a folder, it lies in `demo` beside the real store, and never in its place.
    """
    from lobby_tui.desk.sample import make_sample
    from lobby_tui.models.clock import SystemClock

    if not context.home_chosen:
        context.settings = replace(context.settings, home=context.settings.home / "demo")
    language = context.settings.language if context.language_chosen else "zh"
    with _progress(context) as told:
        now = SystemClock().now()
        sample = make_sample(context.settings, now, days=days, seed=seed, language=language, told=told)
    context.emit(as_json(sample), _lines(context, sample))


def as_json(sample: "Sample") -> dict[str, Any]:
    """What was made, as scripts see it."""
    return {
        "home": str(sample.home),
        "staff": [
            {"no": one.no, "name": one.name, "role": one.role.value, "password": one.password} for one in sample.staff
        ],
        "days": sample.days,
        "visits": sample.visits,
        "referrals": sample.referrals,
    }


def _lines(context: CommandContext, sample: "Sample") -> Iterator[str]:
    from lobby_tui.desk.words import ROLES

    t = context.catalogue
    yield t("A sample branch: its people and records are invented. Never use it for real customers.")
    yield t(
        "{days} days, {visits} visits, {referrals} referrals in {home}",
        days=sample.days,
        visits=sample.visits,
        referrals=sample.referrals,
        home=str(sample.home),
    )
    yield t("Staff number, name, role, password:")
    for one in sample.staff:
        yield f"  {one.no}  {one.name}  {t.render(ROLES[one.role])}  {one.password}"
    yield t("Open it with: lobby --home {home}", home=str(sample.home))


@contextmanager
def _progress(context: CommandContext) -> Iterator[Callable[[float], None]]:
    """A bar on stderr, where somebody looks at it."""
    if context.json or not sys.stderr.isatty():
        yield lambda _share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(context.catalogue.render(msg("Making the sample branch")), total=1.0)
        yield lambda share: bar.update(task, completed=share)
