"""From something that is missing to the screen on which it is mended."""

import uuid
from collections.abc import Callable, Mapping
from types import MappingProxyType

from lobby_tui.desk.gap.kinds import Mend
from lobby_tui.desk.permissions import Action
from lobby_tui.screens.base import LobbyScreen

# The screens are imported when they are opened: closing a day seldom needs more than two of them.


def _worklist(subject: uuid.UUID) -> LobbyScreen:
    from lobby_tui.screens.worklist import WorklistScreen

    return WorklistScreen(subject)


def _follow_ups(subject: uuid.UUID) -> LobbyScreen:
    from lobby_tui.screens.follow_ups import FollowUpsScreen

    return FollowUpsScreen()


def _referral(subject: uuid.UUID) -> LobbyScreen:
    from lobby_tui.screens.referral_page import ChangeReferralScreen

    return ChangeReferralScreen(subject)


def _complaints(subject: uuid.UUID) -> LobbyScreen:
    from lobby_tui.screens.complaint_page import ComplaintScreen

    return ComplaintScreen(subject)


def _incidents(subject: uuid.UUID) -> LobbyScreen:
    from lobby_tui.screens.incidents import IncidentsScreen

    return IncidentsScreen()


def _faults(subject: uuid.UUID) -> LobbyScreen:
    from lobby_tui.screens.faults import FaultsScreen

    return FaultsScreen()


def _checklists(subject: uuid.UUID) -> LobbyScreen:
    from lobby_tui.screens.checklists import ChecklistsScreen

    return ChecklistsScreen()


SCREENS: Mapping[Mend, Callable[[uuid.UUID], LobbyScreen]] = MappingProxyType(
    {
        Mend.WORKLIST: _worklist,
        Mend.FOLLOW_UPS: _follow_ups,
        Mend.REFERRAL: _referral,
        Mend.COMPLAINTS: _complaints,
        Mend.INCIDENTS: _incidents,
        Mend.FAULTS: _faults,
        Mend.CHECKLISTS: _checklists,
    }
)
"""How the screen for a gap is made. Customers in the lobby are not here: their visit has to be read first."""

NEEDS: Mapping[Mend, Action] = MappingProxyType({Mend.FOLLOW_UPS: Action.FOLLOW_UP})
"""What not everybody who closes a day may open."""
