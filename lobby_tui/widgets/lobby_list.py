"""Who is in the lobby, and how long they wait."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from lobby_tui.locale import Catalogue, Message, msg

if TYPE_CHECKING:
    from lobby_tui.desk.lobby import VisitView
    from lobby_tui.playbook.schema import Playbook

STEP_WORDS: dict[str, Message] = {
    "greet": msg("just arrived"),
    "ask": msg("asking"),
    "spot": msg("being advised"),
    "refer": msg("being referred"),
}


class LobbyList(OptionList):
    """The open visits, the longest waiting first. Tallies and codes only: no name stands here."""

    def show(
        self,
        visits: Sequence["VisitView"],
        playbook: "Playbook",
        now: datetime,
        t: Catalogue,
        drafts: frozenset[uuid.UUID],
    ) -> None:
        """Show `visits`; the highlight stays on the customer it was on."""
        kept = self.chosen
        self.clear_options()
        for visit in visits:
            self.add_option(Option(_line(visit, playbook, now, t, visit.id in drafts), id=str(visit.id)))
        ids = [visit.id for visit in visits]
        if ids:
            self.highlighted = ids.index(kept) if kept in ids else 0

    @property
    def chosen(self) -> uuid.UUID | None:
        """The visit under the highlight."""
        if self.highlighted is None or not self.option_count:
            return None
        option = self.get_option_at_index(self.highlighted)
        return uuid.UUID(option.id) if option.id else None


def _line(visit: "VisitView", playbook: "Playbook", now: datetime, t: Catalogue, draft: bool) -> Content:
    minutes = visit.waited(now) // 60
    parts = [t.render(playbook.addressee(visit.addressee).name) if visit.addressee else t("Customer")]
    if visit.assistance:
        parts.append(t("+ needs help"))
    if visit.need:
        parts.append(t.render(playbook.need(visit.need).short))
    parts.append(t.render(STEP_WORDS[visit.step]))
    if draft:
        parts.append(t("* draft"))
    mark, style = wait_mark(playbook, minutes)
    return Content.assemble(
        (f"{visit.number:>3} ", "$muted"),
        # In a column that is never cut: who has waited longest is what one looks for.
        (f"{mark} " + t("{minutes} min", minutes=f"{minutes:>2}"), style),
        "  ",
        Content("  ".join(parts)),
    )


def wait_mark(playbook: "Playbook", minutes: int) -> tuple[str, str]:
    """How a wait is marked: by a sign first, and by a colour beside it."""
    if minutes >= playbook.wait.alarm_minutes:
        return "‼", "bold $error"
    if minutes >= playbook.wait.warn_minutes:
        return "!", "$warning"
    return " ", "$muted"
