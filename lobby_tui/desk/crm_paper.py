"""The list of customers that goes into the bank's CRM: in full, because a CRM without names is of no use."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from lobby_tui.desk.referral.views import People, identifier_of
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Catalogue, Language, catalogue, n_
from lobby_tui.models.referral import Referral
from lobby_tui.papers.content import Cell, Column, Paper, Table

CODE: Final = "crm_customers"
_KINDS: Final = {"account": n_("Account"), "id_card": n_("ID card"), "information": n_("Information number")}
# Title and width; a program that reads the file goes by the order.
_COLUMNS: Final = (
    ("day", n_("Business day"), 20.0),
    ("number", n_("No."), 10.0),
    ("customer", n_("Customer"), 26.0),
    ("identifier_kind", n_("Kind of number"), 20.0),
    ("identifier", n_("Account / ID / information number"), 36.0),
    ("contact", n_("Contact"), 30.0),
    ("best_time", n_("Best time"), 20.0),
    ("consent", n_("Consent given at"), 28.0),
    ("need", n_("Need"), 22.0),
    ("reasons", n_("Reasons"), 20.0),
    ("manager_no", n_("Manager's number"), 18.0),
    ("manager", n_("Customer manager"), 20.0),
    ("accepted", n_("Accepted at"), 28.0),
    ("home_branch", n_("Home branch"), 24.0),
    ("remarks", n_("Remarks"), 40.0),
)


def customers_paper(
    shift: Shift, rows: Sequence[Referral], people: People, dates: Mapping[UUID, date], number: int, language: Language
) -> Paper:
    """The list as a paper; `number` counts the copies, so that two of one day have two names."""
    t = catalogue(language)
    return Paper(
        code=f"{CODE}_{number}",
        title=t("Customers to be copied into the CRM"),
        bank=t.render(shift.playbook.bank),
        branch=shift.branch.name,
        day=shift.today(),
        language=language,
        tables=(
            Table(
                tuple(Column(code, t(title), width) for code, title, width in _COLUMNS),
                tuple(_line(shift, row, people, dates[row.day_id], t) for row in rows),
            ),
        ),
        facts=(
            (t("Rows"), str(len(rows))),
            (t("Printed at"), _moment(shift, shift.now())),
            (t("Printed by"), f"{shift.person.name} {shift.person.no}"),
        ),
        signatures=(),
        notes=(),
        masked=False,
    )


def _line(shift: Shift, row: Referral, people: People, day: date, t: Catalogue) -> tuple[Cell, ...]:
    identifier = identifier_of(row)
    manager = people[row.manager_id] if row.manager_id else None
    return (
        day,
        row.number,
        row.customer,
        t(_KINDS[identifier.kind]) if identifier else "",
        identifier.value if identifier else "",
        row.contact or "",
        _named({one.code: one.name for one in shift.playbook.best_times}, row.best_time, t),
        _moment(shift, row.consent_at) if row.consent_at else "",
        _named({one.code: one.name for one in shift.playbook.needs}, row.need, t),
        _reasons(shift, row),
        manager.no if manager else "",
        manager.name if manager else "",
        _moment(shift, row.answered_at) if row.answered_at else "",
        row.home_branch or "",
        row.remarks,
    )


def _named(names: Mapping[str, object], code: str | None, t: Catalogue) -> str:
    """What the playbook calls a code; a code that it no longer has stays as it is."""
    return t.render(names.get(code or "", code or ""))  # type: ignore[arg-type]


def _reasons(shift: Shift, row: Referral) -> str:
    """The codes without those of looks, which say nothing that a CRM needs to know about a person."""
    hidden = {one.code for one in shift.playbook.signals if one.off_paper}
    return " ".join(code for code in row.reasons.split(" ") if code not in hidden)


def _moment(shift: Shift, instant: object) -> str:
    return shift.local(instant).strftime("%Y-%m-%d %H:%M")  # type: ignore[arg-type]
