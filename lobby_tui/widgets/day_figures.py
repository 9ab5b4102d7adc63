"""A business day in three lines: who came, who was identified, who received them. The rest is on the figures page."""

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from lobby_tui.desk.words import ROLES
from lobby_tui.locale import Catalogue
from lobby_tui.widgets.figures import sparkline

if TYPE_CHECKING:
    from lobby_tui.desk.summary import Summary
    from lobby_tui.playbook.schema import Playbook

GAP = "   "


class DayFigures(Static):
    """Three lines, each cut where the window ends."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__("", id=id, markup=False)

    def show(self, figures: "Summary | None", t: Catalogue, playbook: "Playbook") -> None:
        """Show a day, or say that there is none."""
        if figures is None:
            self.update(t("No business day yet: the first entry opens one."))
            return
        lines = (_traffic(figures, t, playbook), _identified(figures, t), _received(figures, t))
        self.update(Content("\n").join(lines))


def _traffic(figures: "Summary", t: Catalogue, playbook: "Playbook") -> Content:
    names = {zone.code: t.render(zone.short) for zone in playbook.zones}
    zones = "  ".join(f"{names.get(zone, zone)} {count}" for zone, count in figures.routed.items())
    return Content.assemble(
        (t("Visits") + " ", "$muted"), (str(figures.visits), "bold"), "  ",
        (sparkline(dict(figures.by_hour)), "$primary"), "  ",
        (t("Left unserved") + " ", "$muted"), str(figures.left), GAP,
        zones,
    )  # fmt: skip


def _identified(figures: "Summary", t: Catalogue) -> Content:
    roles = "  ".join(f"{t.render(ROLES[role])} {count}" for role, count in figures.identified_by_role.items())
    return Content.assemble(
        (t("Referrals") + " ", "$muted"), (str(figures.referrals), "bold"), GAP,
        (t("Introduced") + " ", "$muted"), str(figures.introduced), GAP,
        (t("To follow up") + " ", "$muted"), str(figures.to_follow_up), GAP,
        roles,
    )  # fmt: skip


def _received(figures: "Summary", t: Catalogue) -> Content:
    names = figures.manager_names
    received = "  ".join(f"{names.get(no, no)} {count}" for no, count in figures.received_by_manager.items())
    return Content.assemble(
        (t("Seen but not referred") + " ", "$muted"), str(figures.not_referred), GAP,
        (t("Received by") + " ", "$muted"), received,
    )  # fmt: skip
