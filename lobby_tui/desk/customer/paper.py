"""A customer's copy of what the branch knows of them [PIPL 45]: as a paper, and as JSON for a machine."""

import json
from typing import Any, Final

from lobby_tui.desk.customer.known import TABLES, Record
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Language, catalogue
from lobby_tui.papers.content import Column, Paper, Table

CODE: Final = "customer_data"


def customer_paper(shift: Shift, found: tuple[Record, ...], language: Language) -> Paper:
    """Every fact on a line of its own, under what record and day it stands in. In full: it is the customer's."""
    t = catalogue(language)
    rows = tuple(
        (t.render(TABLES[one.table]), one.number, one.day, t.render(fact.label), t.render(fact.value))
        for one in found
        for fact in one.facts
    )
    columns = (
        Column("record", t("Record"), 30.0),
        Column("number", t("No."), 12.0, "number"),
        Column("day", t("Business day"), 22.0, "date"),
        Column("what", t("What"), 34.0),
        Column("value", t("Value"), 90.0),
    )
    return Paper(
        code=CODE,
        title=t("Personal data of a customer"),
        bank=t.render(shift.playbook.bank),
        branch=shift.branch.name,
        day=shift.today(),
        language=language,
        tables=(Table(columns, rows, empty=t("Nothing is known.")),),
        facts=(
            (t("Rows"), str(len(rows))),
            (t("Printed at"), shift.local(shift.now()).strftime("%Y-%m-%d %H:%M")),
            (t("Printed by"), f"{shift.person.name} {shift.person.no}"),
        ),
        signatures=(),
        notes=(t("For the customer only: hand it over, and keep no copy."),),
        masked=False,
    )


def as_json(one: Record, language: Language) -> dict[str, Any]:
    """A record, as a machine reads it."""
    t = catalogue(language)
    return {
        "record": one.table,
        "id": str(one.id),
        "number": one.number,
        "day": one.day.isoformat() if one.day else None,
        "named_only": one.named,
        "facts": [{"what": t.render(fact.label), "value": t.render(fact.value)} for fact in one.facts],
    }


def json_bytes(shift: Shift, found: tuple[Record, ...], language: Language) -> bytes:
    """The whole copy as one JSON document, in UTF-8."""
    document = {
        "branch": shift.branch.name,
        "made_at": shift.now().isoformat(),
        "records": [as_json(one, language) for one in found],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
