"""A backup behind the screens: the desk goes on, and a line says how it went."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from lobby_tui.errors import LobbyError

if TYPE_CHECKING:
    from lobby_tui.app import LobbyApp
    from lobby_tui.desk.shift import Shift
    from lobby_tui.store.keeping import Kept


def back_up_behind(
    lobby: "LobbyApp",
    make: "Callable[[Shift], Kept]",
    say: Callable[[str], None],
    then: Callable[[], object] = lambda: None,
) -> None:
    """Make a backup in a thread of its own, beside the desk's, and whatever screen is shown meanwhile.

    `say` shows a line, while it is there to show one; what went wrong is told wherever the person is by then. The
    program does not end before the backup has: leaving it waits the moment that this takes.
    """
    lobby.run_worker(_made(lobby, make, say, then), group="backup")


async def _made(
    lobby: "LobbyApp", make: "Callable[[Shift], Kept]", say: Callable[[str], None], then: Callable[[], object]
) -> None:
    t = lobby.t
    say(t("A backup is being made; you can go on working."))
    try:
        kept = await asyncio.to_thread(make, lobby.shift)
    except LobbyError as error:
        said = " ".join(t.render(one) for one in (error.message, error.remedy) if one)
        text = t("There is no backup: {reason}", reason=said)
        say(text)
        lobby.notify(text, severity="error", timeout=20, markup=False)
        return
    if kept.problem:
        text = t.render(kept.problem.message)
        say(f"{t('✓ The backup is written and checked.')} {text}")
        lobby.notify(text, severity="warning", timeout=20, markup=False)
    else:
        say(t("✓ The backup is written and checked."))
    then()
