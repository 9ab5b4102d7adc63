"""The review pack: what the branch head looked at, behind one cover, to be printed or handed on."""

from collections.abc import Sequence
from typing import Final

from lobby_tui.locale import Renderable
from lobby_tui.papers.content import Pack, Paper
from lobby_tui.papers.day_pack import Cover, covered
from lobby_tui.papers.sheet import Sheet

CODE: Final = "review_pack"


def review_pack(sheet: Sheet, code: str, title: Renderable, cover: Cover, papers: Sequence[Paper]) -> Pack:
    """`papers` behind their cover, which the branch head signs. Customers are masked on all of them."""
    t = sheet.t
    notes = [
        t("Shares stand with their interval and their number; below the playbook's least number they are left out."),
        t("What still waits counts as not sold: a young span looks worse than it will be."),
        t("What is unlike the rest is a reason to ask. Nothing here judges a customer, and nothing ranks staff."),
        t("To check it: lobby store verify, followed by the printed groups or the text of the code."),
    ]
    if not cover.final:
        notes.append(t("Provisional: entries may still be made, and every entry changes the head."))
    return covered(sheet, code, title, cover, papers, notes, (t("Head of the branch"),))
