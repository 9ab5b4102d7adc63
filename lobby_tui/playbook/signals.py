"""Which signals a need and an amount suggest, and what the signals seen suggest to do."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from lobby_tui.locale import Message, msg
from lobby_tui.playbook.money import yuan_text
from lobby_tui.playbook.schema import Playbook, Signal
from lobby_tui.playbook.texts import Text

Action = Literal["refer", "ask_more", "none"]


@dataclass(frozen=True, slots=True)
class SignalSuggestion:
    """A signal that may be noted, and why; a person decides whether it is."""

    code: str
    reason: Message


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the signals seen suggest to do, why, and what could be asked next."""

    action: Action
    reasons: tuple[Message | Text, ...]
    probes: tuple[Text, ...]
    fraud_warning: bool


def suggested_signals(playbook: Playbook, need: str | None, amount_fen: int | None) -> tuple[SignalSuggestion, ...]:
    """The signals that the need itself proves, and those whose threshold the amount, in fen, reaches.

    Without a need nothing is suggested: an amount means nothing before one knows what it is for. Raises
    `UnknownCodeError` for a need that the playbook does not have.
    """
    if need is None:
        return ()
    wanted = playbook.need(need)
    found: list[SignalSuggestion] = []
    for signal in playbook.signals:
        if not signal.enabled:
            continue
        if signal.code in wanted.signals:
            reason = msg("The need itself shows it: {need}.", need=wanted.name)
            found.append(SignalSuggestion(signal.code, reason))
        elif amount_fen is not None and signal.threshold is not None and signal.threshold == wanted.amount_kind:
            limit = playbook.threshold(signal.threshold)
            if amount_fen >= limit.fen:
                reason = msg(
                    "{amount} yuan reaches the branch's limit of {limit} yuan ({kind}).",
                    amount=yuan_text(amount_fen), limit=yuan_text(limit.fen), kind=limit.name,
                )  # fmt: skip
                found.append(SignalSuggestion(signal.code, reason))
    return tuple(found)


def suggest(playbook: Playbook, seen: Collection[str]) -> Suggestion:
    """What the signals seen suggest `[ICBC 6]`; signals that the branch switched off count for nothing.

    - One strong signal suggests a referral.
    - So do enough different weak signals that are not looks (`weak_to_refer`, two for ICBC): two pieces of
      information that agree are evidence, one is a hint.
    - Anything less suggests asking more. Looks alone never suggest more than that, whatever their number,
      and they add nothing to a single hint.

    Raises `UnknownCodeError` for a signal that the playbook does not have.
    """
    for code in seen:
        playbook.signal(code)
    signals = [signal for signal in playbook.signals if signal.code in seen and signal.enabled]
    strong = [signal for signal in signals if signal.strength == "strong"]
    weak = [signal for signal in signals if signal.strength == "weak"]
    hints = [signal for signal in weak if not playbook.signal_class(signal.class_code).weak]
    warning = any(signal.fraud_warning for signal in signals)
    probes = _probes(playbook, signals)
    if strong:
        return Suggestion("refer", tuple(_strong(signal) for signal in strong), probes, warning)
    if len(hints) >= playbook.suggestion.weak_to_refer:
        together = msg("Several pieces of information agree ({count}).", count=len(hints))
        return Suggestion("refer", (together, *map(_weak, hints)), probes, warning)
    if not weak:
        return Suggestion("none", (), (), warning)
    reasons: list[Message | Text] = [_weak(signal) for signal in weak]
    if not hints:
        reasons.append(msg("Looks alone are no reason to refer; asking tells more."))
    return Suggestion("ask_more", tuple(reasons), probes, warning)


def _strong(signal: Signal) -> Message:
    return msg("{signal} (strong)", signal=signal.name)


def _weak(signal: Signal) -> Message:
    return msg("{signal} (weak)", signal=signal.name)


def _probes(playbook: Playbook, signals: list[Signal]) -> tuple[Text, ...]:
    """The questions of the classes that were seen, in the playbook's order."""
    seen = {signal.class_code for signal in signals}
    return tuple(probe for group in playbook.signal_classes if group.code in seen for probe in group.probes)
