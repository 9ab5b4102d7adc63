"""The one identifier a customer may leave: account, ID card or information number `[ICBC 3]`."""

import re
from dataclasses import dataclass
from typing import Literal

from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.characters import fold, scrub

IdentifierKind = Literal["account", "id_card", "information"]

_SEPARATORS = re.compile(r"[\s\-–—_.·]")
_AGAIN = msg("Compare it with the card or passbook and enter it again.")


@dataclass(frozen=True, slots=True)
class Identifier:
    """A checked identifier; `value` has no spaces, letters are upper-case. Class C2: show it masked."""

    kind: IdentifierKind
    value: str

    def __repr__(self) -> str:
        # Tracebacks and logs print this.
        return f"Identifier({self.kind!r}, {mask_identifier(self)!r})"


def parse_identifier(raw: str, field: str = "identifier") -> Identifier | None:
    """The identifier in `raw`, its kind told by its shape; None when `raw` is blank.

    18 characters of digits, or 17 and an X, are an ID card (GB 11643); 12 to 19 other digits an account;
    four digits an account's tail, three digits and X an ID card's; other letters and digits, 5 to 20, an
    information number. The 15-digit ID card, void since 2013, is not told from an account. Raises
    `RefusedError` for `field`.
    """
    value = _SEPARATORS.sub("", fold(scrub(raw))).upper()
    if not value:
        return None
    if not re.fullmatch("[0-9A-Z]+", value):
        raise RefusedError(
            msg("An account, ID or information number has only letters and digits."),
            remedy=_AGAIN,
            field=field,
        )
    if re.fullmatch("[0-9]{17}[0-9X]", value):
        _check_id_card(value, field)
        return Identifier("id_card", value)
    if re.fullmatch("[0-9]{12,19}", value):
        _check_account(value, field)
        return Identifier("account", value)
    if re.fullmatch("[0-9]{3}[0-9X]", value):
        return Identifier("id_card" if value.endswith("X") else "account", value)
    if not 5 <= len(value) <= 20:
        raise RefusedError(
            msg(
                "No number has this length: an ID card has 18 characters, an account 12 to 19, "
                "an information number 5 to 20; this one has {count}.",
                count=len(value),
            ),
            remedy=msg("Enter the whole number or only its last four digits."),
            field=field,
        )
    return Identifier("information", value)


def _check_id_card(value: str, field: str) -> None:
    """Raise where the check digit or the birth date is wrong.

    The place is left alone: stdnum refuses residence permits (81, 82, 83), permanent residents' cards (9)
    and people older than their county.
    """
    from stdnum.cn import ric  # costs 13 ms
    from stdnum.exceptions import ValidationError

    if ric.calc_check_digit(value) != value[-1]:
        raise RefusedError(
            msg("The check digit of this ID number does not fit: it was mistyped."),
            remedy=_AGAIN,
            field=field,
        )
    try:
        ric.get_birth_date(value)
    except ValidationError as error:
        raise RefusedError(
            msg("This ID number holds no possible birth date: it was mistyped."), remedy=_AGAIN, field=field
        ) from error


def _check_account(value: str, field: str) -> None:
    """Raise where a UnionPay card number (62, 16 digits or more) fails its Luhn check."""
    from stdnum import luhn  # costs 13 ms

    # Numbers of passbooks and other accounts have no such digit.

    if value.startswith("62") and len(value) >= 16 and not luhn.is_valid(value):
        raise RefusedError(
            msg("The check digit of this card number does not fit: it was mistyped."),
            remedy=_AGAIN,
            field=field,
        )


def tail(identifier: Identifier) -> str:
    """The last four characters."""
    return identifier.value[-4:]


def mask_identifier(identifier: Identifier) -> str:
    """An ID card's first 3 and last 4, an account's last 4, half or less of an information number."""
    value = identifier.value
    if identifier.kind == "id_card" and len(value) > 7:
        return value[:3] + "*" * (len(value) - 7) + value[-4:]
    shown = min(4, len(value) // 2) if identifier.kind == "information" else 4
    return "****" + value[-shown:]
