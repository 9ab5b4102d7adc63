"""The parts of a playbook for the lobby's day: devices, crowding, complaints, incidents, meetings."""

from typing import Annotated, Literal

from pydantic import Field

from lobby_tui.playbook.finding import find
from lobby_tui.playbook.texts import Choice, Coded, Frozen, StaffRole, Text

NOT_LISTED = Choice(code="other", name=Text(zh="其他", en="Other"), digit=0)


class CrowdingPolicy(Frozen):
    """From when on the lobby counts as too full, so that the branch head is asked for more hands `[ICBC 6]`."""

    waiting: Annotated[int, Field(ge=1)] = 12
    """Customers in the lobby."""
    wait_minutes: Annotated[int, Field(ge=1)] = 20
    """The longest wait, in minutes."""


class ComplaintPolicy(Frozen):
    """The deadlines and limits of complaints, in calendar days and people.

    They are those of the administrative measures for consumer complaints in banking and insurance (CBIRC Order
    2020-3). A bank may be stricter; a laxer value is refused.
    """

    normal_days: Annotated[int, Field(ge=1, le=15)] = 15
    complex_days: Annotated[int, Field(ge=1, le=30)] = 30
    extension_days: Annotated[int, Field(ge=1, le=30)] = 30
    """What an approved extension adds."""
    most_days: Annotated[int, Field(ge=1, le=60)] = 60
    """The most that all together may come to; pauses are not counted."""
    most_representatives: Annotated[int, Field(ge=1, le=5)] = 5
    """How many may speak for the others of a joint complaint."""
    major_people: Annotated[int, Field(ge=2, le=20)] = 20
    """From how many people face to face a complaint is a major one, and escalates."""
    near_days: Annotated[int, Field(ge=0)] = 3
    """How many days before its deadline a complaint is shown as near."""
    appeal: Text = Text(
        zh="对处理结果有异议的，可以向本行的上级机构申请核查，也可以申请调解，或者依法申请仲裁、提起诉讼。",
        en="Whoever disagrees with the decision may ask the bank's next higher office for a review, "
        "ask for mediation, or go to arbitration or to court.",
    )
    """What a complainant is told about the ways to appeal."""


class AgendaItem(Coded):
    """An item of a meeting's agenda: how long it takes, and who leads it `[BOCOM]`."""

    minutes: Annotated[int, Field(ge=1, le=60)]
    owner: StaffRole


class MeetingPlan(Frozen):
    """What is gone through in one of the day's two meetings, and the coaching questions that end it `[BOCOM]`."""

    code: Literal["morning", "evening"]
    agenda: tuple[AgendaItem, ...]
    questions: tuple[Coded, ...]

    @property
    def minutes(self) -> int:
        """How long the agenda takes."""
        return sum(item.minutes for item in self.agenda)


def _short_meeting(code: Literal["morning", "evening"]) -> MeetingPlan:
    """The plan of a playbook that has none: the figures, and what comes next."""
    figures = Coded(code="figures", name=Text(zh="数据回顾", en="The figures"))
    item = AgendaItem(code="figures", name=figures.name, minutes=10, owner="supervisor")
    question = Coded(code="next", name=Text(zh="接下来最要紧的一件事是什么？", en="What matters most next?"))
    return MeetingPlan(code=code, agenda=(item,), questions=(question,))


class LobbyWork(Frozen):
    """What a playbook says about a day in the lobby besides its customers.

    Everything has a default, so that a playbook written before these parts existed still works.
    """

    devices: tuple[Choice, ...] = (NOT_LISTED,)
    crowding: CrowdingPolicy = CrowdingPolicy()
    crowding_measures: tuple[Choice, ...] = (NOT_LISTED,)
    complaint_kinds: tuple[Choice, ...] = (NOT_LISTED,)
    complaint_channels: tuple[Choice, ...] = (NOT_LISTED,)
    notification_means: tuple[Choice, ...] = (NOT_LISTED,)
    complaints: ComplaintPolicy = ComplaintPolicy()
    incident_kinds: tuple[Choice, ...] = (NOT_LISTED,)
    meetings: tuple[MeetingPlan, ...] = (_short_meeting("morning"), _short_meeting("evening"))

    def device(self, code: str) -> Choice:
        """The kind of device with this code."""
        return find(self.devices, code, "device")

    def crowding_measure(self, code: str) -> Choice:
        """What can be done about a full lobby, with this code."""
        return find(self.crowding_measures, code, "crowding_measure")

    def complaint_kind(self, code: str) -> Choice:
        """The kind of complaint with this code."""
        return find(self.complaint_kinds, code, "complaint_kind")

    def complaint_channel(self, code: str) -> Choice:
        """The way a complaint came in, with this code."""
        return find(self.complaint_channels, code, "complaint_channel")

    def notification_way(self, code: str) -> Choice:
        """The means of notifying a complainant with this code."""
        return find(self.notification_means, code, "notification_means")

    def incident_kind(self, code: str) -> Choice:
        """The kind of incident with this code."""
        return find(self.incident_kinds, code, "incident_kind")

    def meeting(self, code: str) -> MeetingPlan:
        """The plan of the meeting with this code, `morning` or `evening`."""
        return find(self.meetings, code, "meeting")
