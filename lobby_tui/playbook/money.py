"""Yuan as people write them, fen as the program keeps them; never a float."""

import re
from decimal import Decimal
from typing import Any

from pydantic import model_validator

from lobby_tui.playbook.texts import Frozen

_YUAN = re.compile(r"[0-9]{1,15}(\.[0-9]{1,2})?")


def fen_from_yuan(text: str | int) -> int:
    """The fen in an amount of yuan such as `200000` or `"200000.50"`.

    Raises `ValueError` for signs, exponents, more than two decimals: for all that is no plain amount.
    """
    plain = str(text).strip()
    if isinstance(text, bool) or not _YUAN.fullmatch(plain):
        raise ValueError(f"not an amount of yuan: {plain}")
    return int(Decimal(plain) * 100)


def yuan_text(fen: int) -> str:
    """An amount of fen as yuan for people: `50,000`, or `50,000.50` where there are fen."""
    yuan, rest = divmod(fen, 100)
    return f"{yuan:,}.{rest:02}" if rest else f"{yuan:,}"


class Amounts(Frozen):
    """A part with amounts: the file writes `yuan` or `…_yuan`, the model keeps `fen` or `…_fen`."""

    @model_validator(mode="before")
    @classmethod
    def _yuan_to_fen(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {_renamed(key): _converted(value) if _is_yuan(key) else value for key, value in data.items()}


def _is_yuan(key: object) -> bool:
    return isinstance(key, str) and (key == "yuan" or key.endswith("_yuan"))


def _renamed(key: object) -> object:
    return f"{key.removesuffix('yuan')}fen" if isinstance(key, str) and _is_yuan(key) else key


def _converted(value: object) -> object:
    """The fen, or what stands there made a string: the field then refuses it, and the error names its key."""
    try:
        return fen_from_yuan(value) if isinstance(value, str | int) else str(value)
    except ValueError:
        return str(value)
