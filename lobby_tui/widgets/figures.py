"""The day's figures, with a little picture of its traffic."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.content import Content

from lobby_tui.locale import Catalogue, Message, msg

if TYPE_CHECKING:
    from lobby_tui.desk.summary import Summary
    from lobby_tui.desk.waiting import Waiting
    from lobby_tui.playbook.schema import Playbook

BLOCKS = " ▁▂▃▄▅▆▇█"


def sparkline(by_hour: dict[str, int]) -> str:
    """Visits by hour as a row of blocks, from the first hour with a visit to the last."""
    if not by_hour:
        return ""
    hours = range(int(min(by_hour)), int(max(by_hour)) + 1)
    counts = [by_hour.get(f"{hour:02}", 0) for hour in hours]
    highest = max(counts)
    return "".join(BLOCKS[-(-count * 8 // highest)] for count in counts)


def today(summary: "Summary | None", t: Catalogue) -> Content:
    """Today in three lines, for the desk."""
    if summary is None:
        return Content(t("No entry yet today. Press Space to greet the first customer."))
    line = sparkline(dict(summary.by_hour))
    waits = summary.longest_wait // 60
    return Content.assemble(
        (t("Visits") + " ", "$muted"), (str(summary.visits), "bold"), "  ", (line, "$primary"), "\n",
        (t("Routed") + " ", "$muted"), (str(sum(summary.routed.values())), "bold"), "   ",
        (t("Referrals") + " ", "$muted"), (str(summary.referrals), "bold"), "   ",
        (t("Introduced") + " ", "$muted"), str(summary.introduced), "   ",
        (t("To follow up") + " ", "$muted"), str(summary.to_follow_up), "\n",
        (t("Longest wait") + " ", "$muted"), t("{minutes} min", minutes=waits), "   ",
        (t("Left unserved") + " ", "$muted"), str(summary.left),
    )  # fmt: skip


# Keyed by the words themselves: the desk is imported after the first screen is painted.
PARTS: Mapping[str, Message] = {
    "answers": msg("Referrals"),
    "follow_ups": msg("Follow-ups"),
    "outcomes": msg("Outcomes"),
    "complaints": msg("Complaints"),
    "faults": msg("Machines"),
    "incidents": msg("Incidents"),
    "checklists": msg("Checklist"),
    "closing": msg("Business day"),
    "crm": msg("Results"),
    "review": msg("Review"),
    "asked": msg("Review"),
}


def waiting_text(one: "Waiting", t: Catalogue, *, named: bool = False) -> Content:
    """What waits in one part of the work; what is urgent by a sign first, and by a colour beside it."""
    text = t.render(one.text)
    if named:
        text = f"{t.render(PARTS[one.part])} {text}"
    return Content.styled(f"‼ {text}", "bold $error") if one.urgent else Content(f"· {text}")


def quick_routes(playbook: "Playbook", t: Catalogue, width: int) -> Content:
    """The needs that one key counts and routes, in as many columns as there is room for."""
    from lobby_tui.playbook.routes import route

    needs = sorted(
        (need for need in playbook.needs if need.digit is not None), key=lambda need: (need.digit == 0, need.digit)
    )
    cells = []
    for need in needs:
        zone = playbook.zone(route(playbook, need.code).zone)
        text = f" {t.render(need.short)} » {t.render(zone.short)}"
        cells.append(Content.assemble((f" {need.digit} ", "$key-cap"), Content(text)))
    cell_width = max(cell.cell_length for cell in cells) + 2
    columns = max(1, width // cell_width)
    lines = [cells[start : start + columns] for start in range(0, len(cells), columns)]
    return Content("\n").join(
        Content("").join(cell.pad_right(cell_width - cell.cell_length) for cell in line) for line in lines
    )
