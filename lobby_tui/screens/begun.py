"""What was begun and not saved, by the kind of its draft: how it is called, and the screen that takes it up."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from lobby_tui.desk import drafts
from lobby_tui.desk.drafts import DraftView
from lobby_tui.locale import Message, msg
from lobby_tui.models.enums import MeetingKind
from lobby_tui.screens.base import LobbyScreen
from lobby_tui.screens.dialogs import Choice, ChoiceDialog

# The screens are imported when they are opened: most days take up none of them.


def _referral() -> LobbyScreen:
    from lobby_tui.screens.referral_page import QuickReferralScreen

    return QuickReferralScreen()


def _fault() -> LobbyScreen:
    from lobby_tui.screens.fault_page import NewFaultScreen

    return NewFaultScreen()


def _meeting(kind: MeetingKind) -> LobbyScreen:
    from lobby_tui.screens.meetings import MeetingsScreen

    return MeetingsScreen(kind=kind)


def _complaint() -> LobbyScreen:
    from lobby_tui.screens.complaint_form import NewComplaintScreen

    return NewComplaintScreen()


def _complaints() -> LobbyScreen:
    from lobby_tui.screens.complaints import ComplaintsScreen

    return ComplaintsScreen()


def _incident() -> LobbyScreen:
    from lobby_tui.screens.incident_form import NewIncidentScreen

    return NewIncidentScreen()


BEGUN: Mapping[str, tuple[Message, Callable[[], LobbyScreen]]] = MappingProxyType(
    {
        "fault": (msg("Device fault"), _fault),
        "meeting_morning": (msg("Morning meeting"), lambda: _meeting(MeetingKind.MORNING)),
        "meeting_evening": (msg("Evening meeting"), lambda: _meeting(MeetingKind.EVENING)),
        "complaint": (msg("Complaint"), _complaint),
        "complaint_step": (msg("Step of a complaint"), _complaints),
        "incident": (msg("Incident"), _incident),
    }
)


def name_of(kind: str) -> Message:
    """What a draft is of."""
    return BEGUN[kind][0] if kind in BEGUN else msg("Amount") if kind == "amount" else msg("Referral")


def screen_for(kind: str) -> LobbyScreen:
    """The screen that takes a draft without a visit up: a referral on one page, unless it is of something else."""
    return BEGUN[kind][1]() if kind in BEGUN else _referral()


async def choose(screen: LobbyScreen, begun: Sequence[DraftView]) -> DraftView | None:
    """Ask which of the drafts to take up; Esc keeps them all for later. To be called in a worker."""
    shown = [Choice(str(number), _line(screen, draft), number) for number, draft in enumerate(begun[:9], start=1)]
    question = msg("Begun and not yet saved: {count}", count=len(begun))
    answer = await screen.app.push_screen_wait(ChoiceDialog(question, shown, msg("Esc keeps them for later.")))
    return begun[int(answer) - 1] if answer is not None else None


def _line(screen: LobbyScreen, draft: DraftView) -> str:
    at = screen.shift.local(draft.changed_at).strftime("%m-%d %H:%M")
    return f"{screen.t.render(name_of(draft.kind))}  {at}"


async def take_up(screen: LobbyScreen) -> None:
    """At sign-in, for those who look after no visits. A single referral opens at once: it says itself what it is."""
    with screen.refusals():
        begun = [one for one in await screen.at_desk(drafts.mine, screen.shift) if one.visit_id is None]
        alone = len(begun) == 1 and begun[0].kind not in BEGUN
        one = begun[0] if alone else await choose(screen, begun) if begun else None
        if one:
            await screen.app.push_screen(screen_for(one.kind))
