"""What came of the referrals of one day, to be counted. Apart from the other rows: the desk itself never asks."""

import uuid
from collections.abc import Mapping

from sqlmodel import col, select

from lobby_tui.desk.day_rows import DayLook
from lobby_tui.models.referral import Referral
from lobby_tui.models.result import Result, ResultProduct

_RESULT_OF = (col(Result.branch_id) == col(Referral.branch_id)) & (col(Result.referral_id) == col(Referral.id))
_PRODUCT_OF = (col(ResultProduct.branch_id) == col(Result.branch_id)) & (col(ResultProduct.result_id) == col(Result.id))


def opened(look: DayLook) -> Mapping[uuid.UUID, int]:
    """Wealth accounts opened, by the referral that led to them."""
    query = select(Result.referral_id, Result.opened).select_from(Referral).join(Result, _RESULT_OF)
    return dict(look.session.exec(query.where(*look.standing(), col(Result.opened) > 0)).all())


def sold(look: DayLook) -> Mapping[str, Mapping[uuid.UUID, int]]:
    """Quantities of products, by the product's code and the referral that led to them; 0 was taken back."""
    query = (
        select(ResultProduct.product, Result.referral_id, ResultProduct.quantity)
        .select_from(Referral)
        .join(Result, _RESULT_OF)
        .join(ResultProduct, _PRODUCT_OF)
        .where(*look.standing(), col(ResultProduct.quantity) > 0)
    )
    found: dict[str, dict[uuid.UUID, int]] = {}
    for product, referral_id, quantity in look.session.exec(query).all():
        found.setdefault(product, {})[referral_id] = quantity
    return found
