"""The referral record form, 《已识别优质客户信息记录表》: one day, all staff, eleven columns [ICBC 3]."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Literal, Protocol

from lobby_tui.errors import RefusedError
from lobby_tui.locale import Bilingual, Catalogue, msg
from lobby_tui.papers.content import Cell, Column, Kind, Paper, Table
from lobby_tui.papers.sheet import Sheet

CODE = "referral_record"


class FormColumn(Protocol):
    """A column as the playbook names it."""

    @property
    def code(self) -> str:
        """Which value stands in it."""

    @property
    def title(self) -> Bilingual:
        """The bank's heading."""


class Form(Protocol):
    """The playbook's form: its title, and its columns in the bank's order."""

    @property
    def title(self) -> Bilingual:
        """The bank's title of the paper."""

    @property
    def columns(self) -> Sequence[FormColumn]:
        """The columns, from left to right."""


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """One referral as it is to be printed; whoever makes it has already masked what must be masked.

    `identified_by` is a name, `reasons` are signal codes. `confirmation` and `result` are columns 9 and 10 in
    words; an empty `confirmation` is printed as an empty cell, to be signed by hand.
    """

    number: int
    day: date
    status: Literal["introduced", "to_follow_up"]
    customer: str
    identified_by: str
    identifier: str
    reasons: tuple[str, ...]
    contact: str
    best_time: str
    confirmation: str
    result: str
    remarks: str


@dataclass(frozen=True, slots=True)
class _Layout:
    """How wide a column is (millimetres on A4 landscape), what it holds, and where its value comes from."""

    width: float
    kind: Kind
    value: Callable[[ReferralLine, Catalogue], Cell]


def _status(line: ReferralLine, t: Catalogue) -> str:
    return t("Introduced") if line.status == "introduced" else t("To follow up")


LAYOUT: dict[str, _Layout] = {
    "number": _Layout(11, "number", lambda line, t: line.number),
    "day": _Layout(20, "date", lambda line, t: line.day),
    "status": _Layout(20, "text", _status),
    "customer": _Layout(24, "text", lambda line, t: line.customer),
    "identified_by": _Layout(20, "text", lambda line, t: line.identified_by),
    "identifier": _Layout(36, "text", lambda line, t: line.identifier),
    "reason": _Layout(20, "text", lambda line, t: " ".join(line.reasons)),
    "contact": _Layout(25, "text", lambda line, t: line.contact),
    "best_time": _Layout(24, "text", lambda line, t: line.best_time),
    "confirmation": _Layout(34, "signature", lambda line, t: line.confirmation or None),
    "result": _Layout(32, "text", lambda line, t: line.result),
    "remarks": _Layout(30, "text", lambda line, t: line.remarks),
}


def referral_record(sheet: Sheet, form: Form, lines: Sequence[ReferralLine]) -> Paper:
    """The paper of a day with one row a referral, in the order of their numbers [ICBC 3].

    The values are printed as they come. Raises `RefusedError` where the form has a column that no referral can fill.
    """
    t = sheet.t
    columns = tuple(_column(column, t) for column in form.columns)
    in_order = sorted(lines, key=lambda line: line.number)
    rows = tuple(tuple(LAYOUT[c.code].value(line, t) for c in columns) for line in in_order)
    note = t("Reasons are codes of the service playbook. For use inside the bank; not to be shown to customers.")
    return sheet.paper(
        CODE,
        form.title,
        [Table(columns, rows)],
        signatures=(t("Lobby manager"), t("Customer manager"), t("Head of the branch")),
        facts=_counts(in_order, t),
        notes=(note,),
        personal=True,
    )


def _column(column: FormColumn, t: Catalogue) -> Column:
    if column.code not in LAYOUT:
        nearest = get_close_matches(column.code, LAYOUT, n=1, cutoff=0.0)[0]
        raise RefusedError(
            msg("The referral form of the playbook has an unknown column, “{column}”.", column=column.code),
            remedy=msg("Correct the playbook; the nearest known column is “{nearest}”.", nearest=nearest),
            field=column.code,
        )
    layout = LAYOUT[column.code]
    return Column(column.code, t.render(column.title), layout.width, layout.kind)


def _counts(lines: Sequence[ReferralLine], t: Catalogue) -> tuple[tuple[str, str], ...]:
    introduced = sum(line.status == "introduced" for line in lines)
    return (
        (t("Rows"), str(len(lines))),
        (t("Introduced"), str(introduced)),
        (t("To follow up"), str(len(lines) - introduced)),
    )
