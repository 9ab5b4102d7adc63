"""What a branch sets over its playbook: what counts as large, and which cues it does not use."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lobby_tui.desk.entry_problems import EntryError
from lobby_tui.desk.permissions import Action
from lobby_tui.desk.shift import Limits, Shift
from lobby_tui.errors import LobbyError, RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.branch import Branch
from lobby_tui.models.money import parse_yuan
from lobby_tui.nearest import nearest
from lobby_tui.playbook.loading import Overrides, parse_playbook
from lobby_tui.playbook.schema import Playbook

IDLE_SECONDS: Final = range(60, 901)
SHIFT_HOURS: Final = range(1, 25)


@dataclass(frozen=True, slots=True)
class BranchChoices:
    """A branch's own choices: thresholds in yuan as typed, by kind; signals switched off; sensitive cues hidden.

    Then when a screen locks and a password is due again; None leaves that as it is.
    """

    thresholds: Mapping[str, str]
    disabled_signals: frozenset[str]
    hide_sensitive: bool
    limits: Limits | None = None


def overrides(settings: Mapping[str, Any]) -> Overrides:
    """A branch row's settings in the playbook's own terms."""
    return Overrides(
        thresholds=dict(settings.get("thresholds", {})),
        disabled_signals=frozenset(settings.get("disabled_signals", ())),
        hide_sensitive=bool(settings.get("hide_sensitive", False)),
    )


def limits(settings: Mapping[str, Any]) -> Limits:
    """When a screen locks and a password is due again, by a branch row's settings; what is out of bounds is not."""
    known = Limits()
    idle, hours = settings.get("idle_seconds"), settings.get("shift_hours")
    return Limits(
        idle if isinstance(idle, int) and idle in IDLE_SECONDS else known.idle_seconds,
        hours if isinstance(hours, int) and hours in SHIFT_HOURS else known.shift_hours,
    )


@dataclass(frozen=True, slots=True)
class BranchSettings:
    """What is set now, amounts in fen by kind, and the playbook as it is without that."""

    playbook: Playbook
    thresholds: Mapping[str, int]
    disabled_signals: frozenset[str]
    hide_sensitive: bool
    limits: Limits


def current(shift: Shift) -> BranchSettings:
    """The branch's choices as they stand. Everybody may see them: they explain what is suggested."""
    with shift.reading() as session:
        row = session.get_one(Branch, shift.branch.id)
        chosen = overrides(row.settings)
        playbook = parse_playbook(row.playbook_text, row.playbook)
        locks = limits(row.settings)
    return BranchSettings(playbook, chosen.thresholds, chosen.disabled_signals, chosen.hide_sensitive, locks)


def change(shift: Shift, choices: BranchChoices) -> Playbook:
    """Set the branch's choices; the playbook as it now stands. A kind that is left out has the playbook's threshold.

    Raises EntryError with every amount that is wrong, RefusedError, NotAllowedError.
    """
    shift.require(Action.SET_BRANCH, fresh=True)
    kinds = [threshold.kind for threshold in shift.playbook.thresholds]
    codes = [signal.code for signal in shift.playbook.signals]
    for kind in choices.thresholds:
        _known(kind, kinds, "thresholds")
    for code in choices.disabled_signals:
        _known(code, codes, "disabled_signals")
    settings: dict[str, Any] = {
        "thresholds": _amounts(choices.thresholds),
        "disabled_signals": sorted(choices.disabled_signals),
        "hide_sensitive": choices.hide_sensitive,
        **_checked(choices.limits),
    }
    with shift.writing() as writing:
        row = writing.session.get_one(Branch, shift.branch.id)
        row.settings = {**row.settings, **settings}  # other choices of the branch stay
        writing.session.add(row)
        writing.record("branch_settings_changed", f"branch:{shift.branch.id}", **settings)
        return parse_playbook(row.playbook_text, row.playbook, overrides(settings))


def _checked(chosen: Limits | None) -> dict[str, int]:
    """The limits as they are kept. Raises RefusedError where one is out of bounds."""
    if chosen is None:
        return {}
    for field, value, bounds in (
        ("idle_seconds", chosen.idle_seconds, IDLE_SECONDS),
        ("shift_hours", chosen.shift_hours, SHIFT_HOURS),
    ):
        if value not in bounds:
            raise RefusedError(
                msg("Choose a number from {least} to {most}.", least=bounds[0], most=bounds[-1]), field=field
            )
    return {"idle_seconds": chosen.idle_seconds, "shift_hours": chosen.shift_hours}


def _amounts(typed: Mapping[str, str]) -> dict[str, int]:
    """The amounts in fen. Raises EntryError with all that cannot be read."""
    amounts: dict[str, int] = {}
    problems: list[LobbyError] = []
    for kind, raw in typed.items():
        try:
            amounts[kind] = _positive(parse_yuan(raw, field=kind), kind)
        except RefusedError as error:
            problems.append(error)
    if problems:
        raise EntryError(problems)
    return amounts


def _positive(fen: int, kind: str) -> int:
    if fen == 0:
        raise RefusedError(
            msg("A threshold is more than zero: otherwise every amount would be large."),
            remedy=msg("Leave it empty for the playbook's own."),
            field=kind,
        )
    return fen


def _known(value: str, known: list[str], field: str) -> None:
    if value not in known:
        raise RefusedError(
            msg("The playbook has no “{value}”.", value=value), remedy=nearest(value, known), field=field
        )
