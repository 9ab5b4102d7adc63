"""How a customer is greeted, by who they are and by the time of day `[ICBC 6]`."""

from datetime import time

from lobby_tui.playbook.parts import DayPart
from lobby_tui.playbook.schema import Playbook
from lobby_tui.playbook.texts import Text


def day_part(playbook: Playbook, at: time) -> DayPart:
    """The part of the day at this time; before the first one of a day, the night's last one goes on."""
    begun = [part for part in playbook.day_parts if part.begins <= at.replace(tzinfo=None)]
    return (begun or list(playbook.day_parts))[-1]


def greeting(playbook: Playbook, addressee: str | None, at: time) -> Text:
    """The greeting for this time of day at the branch, addressed when it is known to whom.

    Raises `UnknownCodeError` for an addressee that the playbook does not have.
    """
    words = day_part(playbook, at).name
    if addressee is None:
        pattern = playbook.greetings.plain
        return Text(zh=pattern.zh.format(greeting=words.zh), en=pattern.en.format(greeting=words.en))
    name = playbook.addressee(addressee).greeting_name
    pattern = playbook.greetings.addressed
    return Text(
        zh=pattern.zh.format(greeting=words.zh, addressee=name.zh),
        en=pattern.en.format(greeting=words.en, addressee=name.en),
    )
