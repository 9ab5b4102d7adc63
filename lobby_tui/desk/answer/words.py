"""Answers and results in words: on the screens, on the command line, on the sheets of the meetings."""

from collections.abc import Iterable, Mapping
from functools import reduce
from types import MappingProxyType

from lobby_tui.desk.answer.views import AnswerView, ResultView
from lobby_tui.errors import RefusedError
from lobby_tui.locale import Message, Renderable, msg
from lobby_tui.models.enums import Allocation, Answer
from lobby_tui.playbook.schema import Playbook

ANSWERS: Mapping[str, Message] = MappingProxyType({Answer.ACCEPTED: msg("Accepted"), Answer.RETURNED: msg("Returned")})
ALLOCATIONS: Mapping[str, Message] = MappingProxyType(
    {
        Allocation.CHOSEN: msg("chosen when it was logged"),
        Allocation.CARD: msg("the customer got their card"),
        Allocation.ROUND_ROBIN: msg("next in turn"),
        Allocation.LEAST_OPEN: msg("had the fewest open referrals"),
        Allocation.BY_SEGMENT: msg("looks after this segment"),
        Allocation.BY_PRODUCT: msg("looks after this need"),
        Allocation.REASSIGNED: msg("passed on by a colleague"),
        Allocation.NONE: msg("nobody could be found"),
    }
)


def answer_text(one: AnswerView, playbook: Playbook) -> Message:
    """Where a referral stands, in one short line: waiting, accepted, returned because …, or what came of it."""
    if one.referral.erased and not one.result:
        return msg("erased")
    if one.result:
        return result_text(one.result, playbook)
    if one.answer is Answer.ACCEPTED:
        return msg("accepted, no result yet")
    if one.answer is Answer.RETURNED:
        return msg("returned: {reason}", reason=_why(return_reason(one.reason, playbook), one.note))
    if one.referral.manager is None:
        return msg("with no customer manager")
    return msg("not yet answered")


def result_text(result: ResultView, playbook: Playbook) -> Message:
    """What came of a referral, in one short line."""
    if result.no_result_reason:
        reason = no_result_reason(result.no_result_reason, playbook)
        return msg("no sale: {reason}", reason=_why(reason, result.note))
    parts = [msg("accounts opened: {count}", count=result.opened)] if result.opened else []
    parts += [product_text(code, quantity, playbook) for code, quantity in result.sold]
    text = listed(parts)
    return msg("{text} ({note})", text=text, note=result.note) if result.note else text


def product_text(code: str, quantity: int, playbook: Playbook) -> Message:
    """A product and how many of it; an old record may name a product that the playbook no longer has."""
    try:
        product = playbook.product(code)
    except RefusedError:
        return msg("{product}: {quantity}", product=code, quantity=quantity)
    return msg("{product} ({unit}): {quantity}", product=product.name, quantity=quantity, unit=product.unit)


def return_reason(code: str | None, playbook: Playbook) -> Renderable:
    """Why a referral was returned; an old record may name a reason that is gone."""
    return next((one.name for one in playbook.return_reasons if one.code == code), code or "")


def no_result_reason(code: str | None, playbook: Playbook) -> Renderable:
    """Why nothing came of a referral; an old record may name a reason that is gone."""
    return next((one.name for one in playbook.no_result_reasons if one.code == code), code or "")


def listed(parts: Iterable[Message]) -> Message:
    """Several texts as one, with the comma of the reader's language between them."""
    return reduce(lambda left, right: msg("{left}, {right}", left=left, right=right), parts)


def _why(reason: Renderable, note: str) -> Renderable:
    return msg("{text} ({note})", text=reason, note=note) if note else reason


def hours_text(hours: float) -> Message:
    """Working time, in words: minutes up to an hour and a half, then hours."""
    if hours < 1.5:
        return msg("{count} min", count=int(hours * 60))
    return msg("{count} h", count=f"{hours:.1f}")
