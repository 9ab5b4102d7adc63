"""A day's traffic in pictures and tables."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from lobby_tui.locale import Catalogue, Renderable
from lobby_tui.widgets.charts import columns, table

if TYPE_CHECKING:
    from lobby_tui.desk.crowding import CrowdingView
    from lobby_tui.desk.traffic import Line, Traffic
    from lobby_tui.playbook.texts import Choice


def wait(seconds: int | None) -> str:
    """A wait as minutes and seconds; a dash where nobody's is known."""
    return "-" if seconds is None else f"{seconds // 60}:{seconds % 60:02}"


def chart(traffic: "Traffic", width: int, height: int) -> Content:
    """Visits by hour, from the first hour with a visit to the last."""
    counts = {line.code: line.count.visits for line in traffic.by_hour}
    if not counts:
        return Content("")
    hours = range(int(min(counts)), int(max(counts)) + 1)
    return columns({f"{hour:02}": counts.get(f"{hour:02}", 0) for hour in hours}, height, width)


def totals(traffic: "Traffic", t: Catalogue) -> Content:
    """The day in four figures, and why customers left unserved."""
    total = traffic.total
    lines: list[Content] = [
        Content.assemble((t("Visits") + " ", "$muted"), (str(total.visits), "bold")),
        Content.assemble((t("Median wait") + " ", "$muted"), wait(total.median_wait)),
        Content.assemble((t("Longest wait") + " ", "$muted"), wait(total.longest_wait)),
        Content.assemble((t("Left unserved") + " ", "$muted"), str(total.left)),
    ]
    lines += [Content(f"  {t.render(line.name)} {line.count.visits}") for line in traffic.left]
    return Content("\n").join(lines)


def waits(
    lines: "Iterable[Line]", what: Renderable, t: Catalogue, width: int, short: Mapping[str, Renderable]
) -> Content:
    """A table of visits with how long they waited; `short` has the names to be used instead, by code."""
    heads = (t.render(what), t("Visits"), t("Median"), t("Longest"))
    rows = [
        (
            t.render(short.get(one.code, one.name)),
            str(one.count.visits),
            wait(one.count.median_wait),
            wait(one.count.longest_wait),
        )
        for one in lines
    ]
    return table(heads, rows, width)


def crowded(records: "Iterable[CrowdingView]", t: Catalogue, local: Callable[[datetime], datetime]) -> Content:
    """When the lobby was full, and what was done."""
    lines = [
        Content.assemble(
            (f"{local(one.at):%H:%M}  ", "$muted"),
            t("{count} waiting, {wait}", count=one.waiting, wait=wait(one.longest_wait)),
            "  ",
            Content(t.render(one.name)),
            Content(f"  {one.note}" if one.note else ""),
            (f"  {one.by.name}", "$muted"),
        )
        for one in records
    ]
    return Content("\n").join(lines)


def measures(choices: "Iterable[Choice]", t: Catalogue, width: int) -> Content:
    """What can be done about a full lobby, each with its digit, in as many columns as there is room for."""
    cells = [
        Content.assemble((f" {one.digit} ", "$key-cap"), Content(f" {t.render(one.name)}  "))
        for one in choices
        if one.digit is not None
    ]
    lines: list[Content] = [Content("")]
    for cell in cells:
        if lines[-1].cell_length and lines[-1].cell_length + cell.cell_length > width:
            lines.append(Content(""))
        lines[-1] += cell
    return Content("\n").join(lines)
