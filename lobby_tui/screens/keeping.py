"""What is done behind the desk after signing in, in small steps between which everybody works on."""

from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

from lobby_tui.errors import LobbyError

if TYPE_CHECKING:
    from lobby_tui.app import LobbyApp

SECONDS = 12
"""How long a note about it stands."""


async def after_signing_in(app: "LobbyApp") -> None:
    """Everything of it, one after the other."""
    await keep_no_longer_than_needed(app)
    await count_closed_days(app)


async def keep_no_longer_than_needed(app: "LobbyApp") -> None:
    """Take out what is over, and say what that was. Stops where somebody signs out; the next sign-in goes on."""
    from lobby_tui.desk import retention
    from lobby_tui.desk.keeping.kinds import Kind
    from lobby_tui.desk.retention import Purged, Removed

    shift, found = app.shift, Counter[Kind]()
    try:
        while app.signed_in and app.shift is shift:
            one = await app.at_desk(retention.step, shift)
            if one is None:
                break
            found[one.kind] += one.rows
        why = None if any(found.values()) else await app.at_desk(retention.held_back, shift)
    except LobbyError as error:
        app.notify(app.t.render(error.message), severity="warning", timeout=SECONDS, markup=False)
        return
    done = Purged(tuple(Removed(kind, found[kind]) for kind in Kind if found[kind]), why)
    if done.lines and app.signed_in:
        text = "\n".join(map(app.t.render, done.lines))
        app.notify(text, severity="warning" if why else "information", timeout=SECONDS, markup=False)


async def count_closed_days(app: "LobbyApp") -> None:
    """Count the days that were closed before counts were kept, for whoever may open the review: it opens at once then.

    What the disk refuses is counted when it is looked at.
    """
    from lobby_tui.desk.permissions import Action

    if not app.signed_in or not app.shift.may(Action.REVIEW):
        return
    from lobby_tui.desk.review import tallies

    shift = app.shift
    with suppress(LobbyError):
        while app.signed_in and app.shift is shift and (await app.at_desk(tallies.catch_up_some, shift)) > 0:
            pass
