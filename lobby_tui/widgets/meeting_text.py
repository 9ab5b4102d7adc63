"""A meeting's sheet to be read: the agenda, then what the records say."""

from typing import TYPE_CHECKING

from textual.content import Content

from lobby_tui.desk.words import ROLES
from lobby_tui.locale import Catalogue

if TYPE_CHECKING:
    from lobby_tui.desk.meetings import MeetingSheet


def sheet_text(sheet: "MeetingSheet", t: Catalogue) -> Content:
    """Agenda and records under one another."""
    minutes = sum(item.minutes for item in sheet.agenda)
    blocks = [_block(t("Agenda, {minutes} min", minutes=minutes), _agenda(sheet, t))]
    blocks += [
        _block(t.render(part.title), [Content("· " + t.render(line)) for line in part.lines]) for part in sheet.parts
    ]
    if not sheet.parts:
        blocks.append(Content.styled(t("The records have nothing to report yet."), "$muted"))
    return Content("\n\n").join(blocks)


def _block(title: str, lines: list[Content]) -> Content:
    return Content("\n").join([Content.styled(title, "bold $primary"), *lines])


def _agenda(sheet: "MeetingSheet", t: Catalogue) -> list[Content]:
    names = [Content(f"{number}. {t.render(item.name)}") for number, item in enumerate(sheet.agenda, start=1)]
    wide = max((name.cell_length for name in names), default=0)
    return [
        Content.assemble(
            name.pad_right(wide - name.cell_length),
            (f"  {item.minutes:>2} ", ""),
            t("min"),
            "  ",
            (t.render(ROLES[item.owner]), "$muted"),
        )
        for name, item in zip(names, sheet.agenda, strict=True)
    ]
