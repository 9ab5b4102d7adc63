"""The review of a day in words: a line for each referral, and the whole decision beneath it."""

from collections.abc import Iterator, Mapping
from functools import reduce
from types import MappingProxyType
from typing import Final

from lobby_tui.desk.answer.words import answer_text, listed
from lobby_tui.desk.record_lines import name_in
from lobby_tui.desk.review.lobby_rows import Decided, Noticed
from lobby_tui.desk.review.marked import Decision, MarkView
from lobby_tui.desk.review.rows import DayReview, Missed, ReviewRow
from lobby_tui.desk.shift import Shift
from lobby_tui.desk.words import ROLES, STATUSES
from lobby_tui.locale import Message, Renderable, msg
from lobby_tui.models.enums import Answer, Outcome, ReferralStatus
from lobby_tui.playbook.schema import Playbook

_STATUS: Final[Mapping[str, Message]] = MappingProxyType(
    {ReferralStatus.INTRODUCED: msg("intro"), ReferralStatus.TO_FOLLOW_UP: msg("f-up")}
)
_ANSWER: Final[Mapping[str | None, Message]] = MappingProxyType(
    {None: msg("open"), Answer.ACCEPTED: msg("accepted"), Answer.RETURNED: msg("returned")}
)
_OUTCOME: Final[Mapping[str, Message]] = MappingProxyType(
    {Outcome.SUCCESS: msg("result"), Outcome.NOTHING: msg("unsold")}
)


def fate_text(row: ReviewRow) -> Message:
    """How far a referral came, in the fewest words: intro»accepted»result."""
    status, answer = _STATUS[row.view.referral.status], _ANSWER[row.view.answer]
    if row.view.outcome is None:
        return msg("{one}»{two}", one=status, two=answer)
    return msg("{one}»{two}»{three}", one=status, two=answer, three=_OUTCOME[row.view.outcome])


def mark_text(row: ReviewRow) -> Renderable:
    """What was said of it, in a sign and a word."""
    mark = row.mark
    if mark is None or mark.decision is Decision.TAKEN_BACK:
        return msg("own") if row.mine else ""
    if row.changed:
        return msg("≠ changed")
    if mark.decision is Decision.ASKED:
        return msg("? asked") if mark.unanswered else msg("! answered")
    if mark.own:
        return msg("✓ own")
    return msg("✓ approved") if mark.decision is Decision.APPROVED else msg("+ coached")


def row_lines(row: ReviewRow, shift: Shift) -> Iterator[Renderable]:
    """The whole decision about a referral: who, by what, in which place, what came of it, what was said."""
    view, playbook = row.view.referral, shift.playbook
    who = msg("noticed by {name} ({role})", name=view.identified_by.name, role=ROLES[view.identified_by.role])
    to = msg("to {name}", name=view.manager.name) if view.manager else msg("to nobody")
    what = msg("No. {number} {customer}", number=view.number, customer=view.customer)
    yield listed([what, who, to, STATUSES[view.status]])
    why = msg("Signals: {signals}", signals=_signals(row.signals, playbook))
    if row.override:
        reason = name_in(playbook.override_reasons, row.override)
        why = listed([why, msg("referred although they suggest asking more: {reason}", reason=reason)])
    yield why
    if row.visit:
        yield visit_text(row.visit, playbook)
    came = answer_text(row.view, playbook)
    yield listed([came, msg("remarks: {text}", text=view.remarks)]) if view.remarks else came
    if row.mark and row.mark.decision is not Decision.TAKEN_BACK:
        yield said_text(row.mark, shift)
    if row.changed:
        yield msg("It was corrected after that: look at it again.")


def missed_lines(missed: Missed, shift: Shift) -> Iterator[Renderable]:
    """A visit whose signals led to no referral."""
    visit = missed.visit
    yield msg("Visit no. {number}, looked after by {name}", number=visit.number, name=visit.by.name)
    yield msg("Signals: {signals}", signals=_signals(missed.signals, shift.playbook))
    yield visit_text(visit, shift.playbook)
    reason = missed_reason(missed, shift.playbook)
    yield msg("left unserved: {reason}", reason=reason) if missed.left else msg("not referred: {reason}", reason=reason)


def missed_reason(missed: Missed, playbook: Playbook) -> Renderable:
    """Why there was no referral; where the playbook did not suggest one, nobody had to say."""
    if missed.reason is None:
        return msg("the playbook suggested none")
    return name_in(playbook.leave_reasons if missed.left else playbook.not_referred_reasons, missed.reason)


def visit_text(visit: Decided, playbook: Playbook) -> Message:
    """The need, the segment and the zone of a visit: what was suggested, what was done, and why otherwise."""
    parts = []
    if visit.need:
        parts.append(msg("need: {need}", need=name_in(playbook.needs, visit.need)))
    if visit.segment:
        parts.append(msg("segment: {segment}", segment=name_in(playbook.segments, visit.segment)))
    taken, suggested = (name_in(playbook.zones, zone) for zone in (visit.zone, visit.suggested_zone))
    if visit.zone and visit.suggested_zone in (None, visit.zone):
        parts.append(msg("zone: {zone}", zone=taken))
    elif visit.zone:
        parts.append(msg("zone: {zone} instead of {suggested}", zone=taken, suggested=suggested))
    if visit.zone_reason:
        parts.append(msg("because: {reason}", reason=name_in(playbook.override_reasons, visit.zone_reason)))
    return listed(parts) if parts else msg("The need was not entered.")


def said_text(mark: MarkView, shift: Shift) -> Message:
    """What a reviewer said, and the answer."""
    at = shift.local(mark.at).strftime("%m-%d %H:%M")
    who = mark.asked_of.name if mark.asked_of else "-"
    said: Message
    if mark.note and mark.decision is Decision.COACHED:
        said = msg("{by} to {who}: {note}", by=mark.by.name, who=who, note=mark.note)
    elif mark.note:
        said = msg("{by} asked {who}: {note}", by=mark.by.name, who=who, note=mark.note)
    else:
        said = msg("approved by {by}", by=mark.by.name)
    parts = [said]
    if mark.answer:
        parts.append(msg("answer: {text}", text=mark.answer))
    elif mark.unanswered:
        parts.append(msg("not answered yet"))
    if mark.note and mark.decision is Decision.APPROVED:
        parts.append(msg("approved"))
    if mark.own:
        parts.append(msg("the reviewer's own entry, as there is no other supervisor"))
    return msg("{at} {text}", at=at, text=reduce(_apart, parts))


def _apart(left: Message, right: Message) -> Message:
    """Two texts side by side, and not with a comma: a question ends in a mark of its own."""
    return msg("{left}  {right}", left=left, right=right)


def signature_text(review: DayReview, shift: Shift) -> Message:
    """Whether the review of a day is signed, by whom, over what; and what has changed since."""
    signed = review.signed
    if signed is None:
        return msg("not signed")
    at = shift.local(signed.at).strftime("%m-%d %H:%M")
    over = msg("sample of {count}", count=signed.to_review) if signed.seed is not None else msg("all")
    text = msg("signed by {name} {at} ({over})", name=signed.by.name, at=at, over=over)
    return msg("{text} ‼ corrected since", text=text) if review.changed_since else text


def _signals(signals: tuple[Noticed, ...], playbook: Playbook) -> Renderable:
    if not signals:
        return "-"
    return listed([_signal(one, playbook) for one in signals])


def _signal(one: Noticed, playbook: Playbook) -> Message:
    name = name_in(playbook.signals, one.code)
    if one.suggested:
        return msg("{code} {name} (by the playbook)", code=one.code, name=name)
    return msg("{code} {name}", code=one.code, name=name)
