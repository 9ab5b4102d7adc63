"""The referral record form, 《已识别优质客户信息记录表》: one day, all staff, eleven columns [ICBC 3]."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Literal, Protocol

from lobby_tui.errors import RefusedError
from lobby_tui.locale import Bilingual, Catalogue, Language, catalogue, msg
from lobby_tui.papers.content import Cell, Column, Kind, Paper

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

    `identified_by` is a name, `reasons` are signal codes, `confirmation` is empty until the customer manager
    has confirmed: then its cell is printed empty, to be signed by hand.
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
    "identifier": _Layout(35, "text", lambda line, t: line.identifier),
    "reason": _Layout(20, "text", lambda line, t: " ".join(line.reasons)),
    "contact": _Layout(25, "text", lambda line, t: line.contact),
    "best_time": _Layout(24, "text", lambda line, t: line.best_time),
    "confirmation": _Layout(28, "signature", lambda line, t: line.confirmation or None),
    "result": _Layout(32, "text", lambda line, t: line.result),
    "remarks": _Layout(30, "text", lambda line, t: line.remarks),
}


def referral_record(
    *,
    form: Form,
    bank: str,
    branch: str,
    day: date,
    lines: Sequence[ReferralLine],
    language: Language,
    masked: bool,
    facts: Iterable[tuple[str, str]] = (),
) -> Paper:
    """The paper of `day` with one row a referral, in the order of their numbers [ICBC 3].

    The values are printed as they come; `masked` only makes the paper say which they are. `facts` are printed
    after the counts. Raises `RefusedError` where the form has a column that no referral can fill.
    """
    t = catalogue(language)
    columns = tuple(_column(column, t) for column in form.columns)
    in_order = sorted(lines, key=lambda line: line.number)
    return Paper(
        code=CODE,
        title=t.render(form.title),
        bank=bank,
        branch=branch,
        day=day,
        language=language,
        columns=columns,
        rows=tuple(tuple(LAYOUT[c.code].value(line, t) for c in columns) for line in in_order),
        facts=(*_counts(in_order, t), _contents(masked, t), *facts),
        signatures=(t("Lobby manager"), t("Customer manager"), t("Head of the branch")),
        notes=_notes(masked, t),
        masked=masked,
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


def _contents(masked: bool, t: Catalogue) -> tuple[str, str]:
    return t("Personal details"), t("masked") if masked else t("in full")


def _notes(masked: bool, t: Catalogue) -> tuple[str, ...]:
    notes = [t("Reasons are codes of the service playbook. For use inside the bank; not to be shown to customers.")]
    if not masked:
        notes.append(t("This copy has personal details in full: keep it locked away, and shred it when done."))
    return tuple(notes)
