"""A part of the audit trail on paper: what was asked for, one row an event."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lobby_tui.locale import Renderable, msg
from lobby_tui.papers.columns import columns
from lobby_tui.papers.content import Pairs, Paper, Table
from lobby_tui.papers.sheet import Sheet

CODE: Final = "audit_trail"


@dataclass(frozen=True, slots=True)
class TrailLine:
    """An event as it is to be printed. `head` is its link in the chain, in hexadecimal digits."""

    terminal: str
    seq: int
    at: str
    person: str
    action: str
    what: Renderable
    about: Renderable
    subject: str
    details: str
    head: str


def audit_trail(sheet: Sheet, number: int, lines: Sequence[TrailLine], asked: Pairs) -> Paper:
    """The paper; `number` tells the exports of a day apart, `asked` are the filter's names and values."""
    t = sheet.t
    made = columns(
        sheet,
        ("terminal", msg("Terminal"), 18),
        ("seq", msg("Event"), 16, "number"),
        ("at", msg("Time"), 38),
        ("person", msg("Person"), 26),
        ("action", msg("Code"), 34),
        ("what", msg("Action"), 36),
        ("about", msg("Concerning"), 30),
        ("subject", msg("Record"), 46),
        ("details", msg("Details"), 60),
        ("head", msg("Link in the chain"), 40),
    )
    rows = tuple(
        (one.terminal, one.seq, one.at, one.person, one.action, t.render(one.what), t.render(one.about), one.subject,
         one.details, one.head)
        for one in lines
    )  # fmt: skip
    return sheet.paper(
        f"{CODE}_{number}",
        msg("Audit trail"),
        [Table(made, rows, empty=t("No event fits this filter."))],
        signatures=(),
        facts=(*asked, (t("Rows"), str(len(rows)))),
        notes=(t("Names of customers and numbers are not part of the audit trail."),),
    )
