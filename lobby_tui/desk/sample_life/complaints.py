"""Complaints of the sample branch: each as `data/demo/events.toml` tells it, back from the day that stays open."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from lobby_tui.desk import complaints
from lobby_tui.desk.complaint import steps as complaint_steps
from lobby_tui.desk.complaint.entry import ComplaintEntry
from lobby_tui.desk.complaint.steps import StepEntry
from lobby_tui.desk.sample_life.branch import Branch
from lobby_tui.desk.sample_life.time import Script


@dataclass(slots=True)
class Story:
    """One complaint as it is told: when it came in, what is done on which day, and its id once it is registered."""

    told: Mapping[str, Any]
    received_on: date
    registered_on: date
    steps: Sequence[tuple[date, Mapping[str, Any]]]
    id: uuid.UUID | None = field(default=None)

    def of_day(self, day: date) -> bool:
        """Whether something is done about it on a day."""
        return day == self.registered_on or any(on == day for on, _ in self.steps)


def stories(told: Sequence[Mapping[str, Any]], days: Sequence[date]) -> tuple[Story, ...]:
    """The complaints that fit into these days, the last of which stays open.

    What would have been done on a day on which the branch does not work is done on the next one that it does.
    """
    return tuple(_story(one, days) for one in told if one["late"] or _received(one, days) >= days[0])


def progress(branch: Branch, story: Story) -> Script:
    """What is done about a complaint on the branch's day."""
    yield branch.random.randint(1, 60)
    if branch.day == story.registered_on:
        _register(branch, story)
    for step in _due(branch, story):
        yield branch.minutes(6, 25)
        if story.id:
            complaint_steps.take(branch.staff[step.get("by", story.told["by"])], story.id, _entry(step))


def _due(branch: Branch, story: Story) -> Iterator[Mapping[str, Any]]:
    return (step for on, step in story.steps if on == branch.day)


def _register(branch: Branch, story: Story) -> None:
    told = story.told
    shift = branch.staff[told["by"]]
    entry = ComplaintEntry(
        kind=told["kind"],
        what=told["what"],
        channel=told["channel"],
        customer=branch.customers.name(told["sex"]),
        contact=branch.customers.contact(),
        wish=told["wish"],
        about=told.get("about", ""),
        received_on=story.received_on,
        key=shift.ids.new(),
    )
    story.id = complaints.register(shift, entry).id


def _entry(step: Mapping[str, Any]) -> StepEntry:
    return StepEntry(step["step"], step.get("note", ""), step.get("choice", ""), told=True)


def _story(told: Mapping[str, Any], days: Sequence[date]) -> Story:
    received = _received(told, days)
    steps = [(_worked(received + timedelta(days=step["after"]), days), step) for step in told["steps"]]
    return Story(told, received, _worked(received, days), steps)


def _received(told: Mapping[str, Any], days: Sequence[date]) -> date:
    return days[-1] - timedelta(days=told["ago"])


def _worked(day: date, days: Sequence[date]) -> date:
    """That day, or the next one that is lived through. A story never tells of a day after the last."""
    return min((one for one in days if one >= day), default=days[-1])
