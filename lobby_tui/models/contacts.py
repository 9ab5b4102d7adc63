"""How a customer can be reached: checked when it is entered, masked where it is shown."""

import re
from dataclasses import dataclass
from typing import Literal

from lobby_tui.errors import RefusedError
from lobby_tui.locale import Message, msg
from lobby_tui.models.characters import fold, scrub

ContactKind = Literal["mobile", "landline", "international", "email", "wechat"]

_MOBILE = re.compile("1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(0(?:10|2[0-9]|[3-9][0-9]{2}))([0-9]{7,8})(?:(?:转|分机|EXT\.?|X|#|P)([0-9]{1,6}))?", re.I)
_STORED_LANDLINE = re.compile("(0[0-9]{2,3})-([0-9]{7,8})(-[0-9]{1,6})?")
_ABROAD = re.compile(r"\+([1-9][0-9]{6,14})")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,63}")
_WECHAT = re.compile(r"(?:wx|wechat|weixin|微信号?)(?:\s*[:：]\s*|\s+|(?<=[信号]))([A-Za-z0-9_-]{3,40})", re.I)
# The country codes of two digits; 1 and 7 have one, all others three (ITU-T E.164).
_TWO_DIGITS = re.compile("2[07]|3[0-46-9]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]")
_EIGHT_DIGITS = {"852": msg("A Hong Kong number has 8 digits."), "853": msg("A Macau number has 8 digits.")}


@dataclass(frozen=True, slots=True)
class Contact:
    """A checked contact, written one way: `13812345678`, `010-66106114-801`, `+85221234567`, `wx:name`."""

    kind: ContactKind
    value: str

    def __repr__(self) -> str:
        # Tracebacks and logs print this.
        return f"Contact({self.kind!r}, {mask_contact(self.value)!r})"


def parse_contact(raw: str, field: str = "contact") -> Contact | None:
    """The contact in `raw`; None when blank. Raises `RefusedError` for `field`, saying what is wrong."""
    text = fold(scrub(raw)).strip()
    if not text:
        return None
    if wechat := _WECHAT.fullmatch(text):
        return Contact("wechat", f"wx:{wechat[1]}")
    if "@" in text:
        if _EMAIL.fullmatch(text):
            return Contact("email", text)
        raise RefusedError(msg("This e-mail address is incomplete."), field=field)
    number = re.sub(r"[\s\-–—().]", "", text)
    number = re.sub("^00", "+", number)
    # The area code loses its 0 after +86; a mobile number never had one.
    number = re.sub(r"^\+?86(?=1[3-9][0-9]{9}$)", "", number)
    number = re.sub(r"^\+860?(?=[1-9])", "0", number)
    for read in (_mobile, _landline, _international):
        if contact := read(number):
            return contact
    raise RefusedError(
        _what_is_wrong(number),
        remedy=msg("Enter a mobile number, a landline with its area code, +country code, or wx: and a WeChat name."),
        field=field,
    )


def _mobile(number: str) -> Contact | None:
    return Contact("mobile", number) if _MOBILE.fullmatch(number) else None


def _landline(number: str) -> Contact | None:
    match = _LANDLINE.fullmatch(number)
    return Contact("landline", "-".join(part for part in match.groups() if part)) if match else None


def _international(number: str) -> Contact | None:
    code = number[1:4]
    if not _ABROAD.fullmatch(number) or (code in _EIGHT_DIGITS and len(number) != 12):
        return None
    return Contact("international", number)


def _what_is_wrong(number: str) -> Message:
    """Why `number`, which is none of the known kinds, is refused."""
    if number[1:4] in _EIGHT_DIGITS and number.startswith("+"):
        return _EIGHT_DIGITS[number[1:4]]
    if number.startswith("+"):
        return msg("A number from abroad has + and 7 to 15 digits, beginning with the country code.")
    if not re.fullmatch("[0-9]+", number):
        return msg("This is neither a phone number nor an e-mail address nor a WeChat name.")
    if number.startswith("0"):
        return msg("A landline number has an area code of 3 or 4 digits and then 7 or 8 digits.")
    if len(number) in (7, 8):
        return msg("The area code of this landline number is missing.")
    if len(number) == 11:
        return msg("No mobile number begins with {start}.", start=number[:2])
    return msg("A mobile number has 11 digits; this one has {count}.", count=len(number))


def _country_code(digits: str) -> str:
    if digits[0] in "17":
        return digits[0]
    return digits[:2] if _TWO_DIGITS.match(digits) else digits[:3]


def mask_contact(value: str) -> str:
    """What may be shown: `138****5678`, `010-****5678`, `+852****4567`, `wx:n***`, `n***@…`.

    Of anything else only the first character, and of one character nothing.
    """
    if _MOBILE.fullmatch(value):
        return f"{value[:3]}****{value[-4:]}"
    if landline := _STORED_LANDLINE.fullmatch(value):
        return f"{landline[1]}-****{landline[2][-4:]}" + ("-***" if landline[3] else "")
    if abroad := _ABROAD.fullmatch(value):
        # The shortest numbers leave nothing to hide between country code and tail.
        code = _country_code(abroad[1])
        return f"+{code}****{value[-4:]}" if len(abroad[1]) > len(code) + 4 else f"+****{value[-4:]}"
    if value.startswith("wx:"):
        return f"wx:{value[3:4]}***"
    if _EMAIL.fullmatch(value):
        return f"{value[0]}***{value[value.index('@') :]}"
    return (value[0] if len(value) > 1 else "") + "***" if value else ""


def phone_tail(value: str) -> str | None:
    """The last four digits of a phone number, without an extension; None for other contacts."""
    if landline := _STORED_LANDLINE.fullmatch(value):
        return landline[2][-4:]
    return value[-4:] if _MOBILE.fullmatch(value) or _ABROAD.fullmatch(value) else None
