"""The page on which a paper key is printed: twelve words, and what to do with it."""

from collections.abc import Sequence
from datetime import datetime

from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Language, catalogue
from lobby_tui.papers.content import Column, Paper, Table


def key_page(shift: Shift, chinese: Sequence[str], english: Sequence[str], made: datetime, language: Language) -> Paper:
    """The page. Whoever has it and a copy of the records reads them all: it belongs into a safe."""
    t = catalogue(language)
    columns = (
        Column("place", t("No."), 12.0, "number"),
        Column("chinese", t("In Chinese"), 40.0),
        Column("english", t("In English"), 60.0),
    )
    words = zip(range(1, len(chinese) + 1), chinese, english, strict=True)
    return Paper(
        code="paper_key",
        title=t("Paper key of the branch's records"),
        bank=t.render(shift.playbook.bank),
        branch=shift.branch.name,
        day=shift.today(),
        language=language,
        tables=(Table(columns, tuple(words)),),
        facts=(
            (t("Made at"), shift.local(made).strftime("%Y-%m-%d %H:%M")),
            (t("Made by"), f"{shift.person.name} {shift.person.no}"),
        ),
        signatures=(),
        notes=(
            t("The twelve words open the records when all passwords or this computer are lost. Either column will do."),
            t("Keep this page in the branch's safe, like a key: with it, a copy of the records can be read."),
            t("A newer paper key ends this one. Delete the file of this page once it is printed."),
        ),
        masked=False,
        upright=True,
    )
