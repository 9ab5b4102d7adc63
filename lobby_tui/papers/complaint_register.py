"""The register of complaints: those received on a day, and those from before that are still in hand [ICBC 6, BOC]."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from lobby_tui.locale import Renderable, msg
from lobby_tui.papers.columns import columns
from lobby_tui.papers.content import Paper, Table
from lobby_tui.papers.sheet import Sheet

CODE: Final = "complaint_register"


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    """A complaint as it is to be printed; whoever makes it has already masked what must be masked."""

    number: int
    received: str
    kind: str
    channel: str
    customer: str
    handler: str
    state: str
    due: date | None
    notified: str


def complaint_register(
    sheet: Sheet, title: Renderable, received: Sequence[ComplaintLine], in_hand: Sequence[ComplaintLine]
) -> Paper:
    """The paper with the complaints received on the day, and those from earlier days that are not filed yet."""
    t = sheet.t
    return sheet.paper(
        CODE,
        title,
        [
            _table(sheet, t("Received on this day"), received, t("No complaint was received on this day.")),
            _table(
                sheet, t("From earlier days, still in hand"), in_hand, t("None from earlier days is still in hand.")
            ),
        ],
        signatures=(t("Lobby manager"), t("Head of the branch")),
        facts=((t("Received on this day"), str(len(received))), (t("From earlier days"), str(len(in_hand)))),
        notes=(t("Due dates are calendar days from the day of receipt; pauses and extensions are counted in."),),
        personal=True,
    )


def _table(sheet: Sheet, title: str, lines: Sequence[ComplaintLine], empty: str) -> Table:
    made = columns(
        sheet,
        ("number", msg("No."), 12, "number"),
        ("received", msg("Received on"), 30, "number"),
        ("kind", msg("Kind"), 34),
        ("channel", msg("Channel"), 26),
        ("customer", msg("Customer"), 26),
        ("handler", msg("Handled by"), 26),
        ("state", msg("State"), 44),
        ("due", msg("Due on"), 24, "date"),
        ("notified", msg("Customer notified"), 40),
    )
    rows = tuple(
        (one.number, one.received, one.kind, one.channel, one.customer, one.handler, one.state, one.due, one.notified)
        for one in lines
    )
    return Table(made, rows, title, empty=empty)
