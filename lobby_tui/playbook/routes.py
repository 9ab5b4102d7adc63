"""Where a customer is sent, by the playbook's routes, and why."""

from dataclasses import dataclass

from lobby_tui.errors import RefusedError
from lobby_tui.locale import Message, msg
from lobby_tui.playbook.schema import Playbook
from lobby_tui.playbook.texts import StaffRole, Text


@dataclass(frozen=True, slots=True)
class Route:
    """A zone, the role that serves there, and the reasons that a person can be told."""

    zone: str
    staff_role: StaffRole
    reasons: tuple[Message | Text, ...]


def route(playbook: Playbook, need: str, segment: str | None = None, assistance: bool | str = False) -> Route:
    """Where a customer with this need is sent `[ICBC 3]`.

    No `segment` means that of a customer about whom nothing is known. `assistance` is whether they may
    want a person's help, or the code of a kind of help; it comes before need and segment, and always leads to
    a place with staff. Raises `UnknownCodeError` for a code that the playbook does not have.
    """
    wanted = playbook.need(need)
    tier = playbook.default_segment if segment is None else playbook.segment(segment).code
    helped = _helped(playbook, assistance)
    for rule in playbook.routes:
        if rule.fits(need, tier, helped):
            zone = playbook.zone(rule.zone or wanted.zone)
            reasons: tuple[Message | Text, ...] = (rule.reason,)
            if rule.zone is None:
                reasons += (msg("{need} is done here: {zone}.", need=wanted.name, zone=zone.name),)
            return Route(zone.code, rule.staff_role or zone.staff_role, reasons)
    # Only a playbook that was never checked gets here.
    raise RefusedError(msg("The playbook has no route for {need}.", need=wanted.name), field="need")


def _helped(playbook: Playbook, assistance: bool | str) -> bool:
    if isinstance(assistance, str):
        playbook.assistance_kind(assistance)
        return True
    return assistance
