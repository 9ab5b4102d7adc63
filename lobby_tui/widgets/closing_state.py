"""Where a day stands on its way to being closed and signed, in a few lines."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from lobby_tui.desk.day_heads import printed
from lobby_tui.locale import Catalogue, Message, msg
from lobby_tui.models.enums import DayMoveKind

if TYPE_CHECKING:
    from lobby_tui.desk.day_heads import DayHead
    from lobby_tui.desk.gaps import DayGaps
    from lobby_tui.desk.shift import Shift
    from lobby_tui.desk.signing import Move

MOVES: Mapping[DayMoveKind, Message] = {
    DayMoveKind.CLOSED: msg("{at} closed by {by}"),
    DayMoveKind.SIGNED: msg("{at} signed by {by}"),
    DayMoveKind.REOPENED: msg("{at} reopened by {by} with {second}: {reason}"),
}
SHOWN = 3


def counts(found: "DayGaps", left: int, reasons: int, t: Catalogue) -> Content:
    """How much is missing, how much of it has a reason by now, what was carried over before."""
    texts = [t("Missing {count}", count=left)] if left else []
    if not left and not found.still_carried:
        texts.append(t("Nothing is missing"))
    if reasons:
        texts.append(t("With a reason {count}", count=reasons))
    if found.carried:
        texts.append(t("Carried over {count}", count=len(found.carried)))
        texts.append(t("of these settled {count}", count=len(found.carried) - found.still_carried))
    return Content.styled("   ".join(texts), "bold $warning" if left else "bold")


def story(shift: "Shift", moves: Sequence["Move"], head: "DayHead | None", t: Catalogue) -> Iterator[Content]:
    """The last things that became of a day, and the head that its papers carry."""
    for move in moves[-SHOWN:]:
        said = {
            "at": shift.local(move.at).strftime("%m-%d %H:%M"),
            "by": move.by.name,
            "second": move.second.name if move.second else "",
            "reason": move.reason,
        }
        yield Content(t.render(Message(MOVES[move.kind].text, said)))
    if head and head.final:
        yield Content.styled(printed(head), "$muted")
