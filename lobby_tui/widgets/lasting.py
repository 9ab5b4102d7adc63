"""How long something lasted, for people."""

from lobby_tui.locale import Catalogue

HOUR, DAY = 60, 24 * 60


def lasting(minutes: int, t: Catalogue) -> str:
    """Minutes, as `45 min`, `3 h 20 min`, or from four days on as `5 d 2 h`."""
    if minutes < HOUR:
        return t("{minutes} min", minutes=minutes)
    if minutes < 4 * DAY:
        return t("{hours} h {minutes} min", hours=minutes // HOUR, minutes=minutes % HOUR)
    return t("{days} d {hours} h", days=minutes // DAY, hours=minutes % DAY // HOUR)
