"""The sheet of an export that belongs to no business day, and the number in its name."""

from lobby_tui.desk import day_heads
from lobby_tui.desk.shift import Shift
from lobby_tui.locale import Language, catalogue
from lobby_tui.papers.sheet import Sheet


def export_sheet(shift: Shift, language: Language) -> tuple[Sheet, int]:
    """The sheet under today's date, masked, with who prints it and when; and a number that names the file.

    Every export adds an event, so no two of a terminal have one number. Raises StoreError.
    """
    t = catalogue(language)
    sheet = Sheet(
        bank=t.render(shift.playbook.bank),
        branch=shift.branch.name,
        day=shift.today(),
        language=language,
        masked=True,
        facts=(
            (t("Printed at"), shift.local(shift.now()).strftime("%Y-%m-%d %H:%M")),
            (t("Printed by"), f"{shift.person.name} {shift.person.no}"),
        ),
    )
    with shift.reading() as session:
        return sheet, day_heads.current(session, shift).events
