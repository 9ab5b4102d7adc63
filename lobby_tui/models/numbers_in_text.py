"""Customers' numbers inside a text: mobile, landline, ID card, bank card, whatever stands between their digits.

In doubt it is a number: hiding one count too many is a nuisance, showing one phone number is a breach [PIPL 51].
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from typing import Final, NamedTuple

from lobby_tui.models.contacts import mask_contact
from lobby_tui.models.identifiers import Identifier, mask_identifier

GAP: Final = r"[ \-–—‐‑‒−_.·•()+*]{0,3}"
"""What people put between the digits of one number, after `fold`."""
LONGEST: Final = 19  # digits of a bank card (ISO/IEC 7812)
SHORTEST: Final = 7  # digits of a local phone number
WHOLE: Final = 11  # digits that stand together and are a number of their own


class Hidden(NamedTuple):
    """A part of a text, from `start` to before `end`, and what is shown in its place."""

    start: int
    end: int
    mask: str


class _Token(NamedTuple):
    """Digits that stand together."""

    start: int
    end: int
    digits: str


@cache
def _cluster() -> re.Pattern[str]:
    """Digits with no more than a gap between them; compiled when the first text needs it."""
    return re.compile(rf"[0-9](?:{GAP}[0-9])*")


@cache
def _date() -> re.Pattern[str]:
    """A date that nothing makes part of a longer number."""
    return re.compile(
        r"(?<![0-9])(?<![0-9][-.])(?:19|20)[0-9]{2}([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12][0-9]|3[01])"
        r"(?![0-9]|[-.][0-9])"
    )


_MOBILE = re.compile("1[3-9][0-9]{9}")
_LANDLINE = re.compile("(0(?:10|2[0-9]|[3-9][0-9]{2}))([0-9]{7,8})")
_ID_CARD = re.compile("[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]")
_ID_END = re.compile(rf"{GAP}X(?![A-Z0-9])", re.I)
_DAY = re.compile("(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_ROUND = re.compile("[1-9][0-9]*0{5}")
_SERVICE = re.compile("[48]00[0-9]{7}")
_CURRENCY = re.compile(r"(?:[¥$€£]|rmb|cny|usd|hkd|人民币)\s*$", re.I)
_UNIT = re.compile(r"\s?(?:元(?!旦)|圆|块钱|(?:yuan|rmb|cny)\b)|[.][0-9]{2}(?![0-9])", re.I)
_PHONE_WORD = re.compile(r"(?:电话|座机|号码|传真|来电|回电|tel|phone|call|fax)[^0-9]{0,8}$", re.I)


def numbers(plain: str) -> Iterator[Hidden]:
    """The numbers in `plain`, from left to right, none over another. `plain` is folded and has ASCII digits only."""
    start = 0
    for date in [*_date().finditer(plain), None]:
        end = date.start() if date else len(plain)
        for cluster in _cluster().finditer(plain, start, end):
            yield from _in_cluster(plain, [_token(found) for found in re.finditer("[0-9]+", cluster[0])], cluster)
        start = date.end() if date else end


def _token(found: re.Match[str]) -> _Token:
    return _Token(found.start(), found.end(), found[0])


def _in_cluster(plain: str, tokens: list[_Token], cluster: re.Match[str]) -> Iterator[Hidden]:
    """First what is certainly a number, then what may be one in what is left between."""
    at = cluster.start()
    tokens = [_Token(one.start + at, one.end + at, one.digits) for one in tokens]
    if _SERVICE.fullmatch("".join(one.digits for one in tokens)):
        return
    if len(tokens) >= SHORTEST and all(len(one.digits) == 1 for one in tokens):
        # Spelled digit by digit: where one number ends and the next begins, nobody can tell.
        last = _ID_END.match(plain, cluster.end())
        digits = "".join(one.digits for one in tokens) + ("X" if last else "")
        yield Hidden(cluster.start(), last.end() if last else cluster.end(), _tail(digits))
        return
    if whole := _number(plain, tokens, certain=False):
        yield whole
        return
    left: list[_Token] = []
    for part in _parts(plain, tokens, certain=True):
        if isinstance(part, _Token):
            left.append(part)
            continue
        yield from _rest(plain, left)
        left = []
        yield part
    yield from _rest(plain, left)


def _rest(plain: str, tokens: list[_Token]) -> Iterator[Hidden]:
    return (part for part in _parts(plain, tokens, certain=False) if isinstance(part, Hidden))


def _parts(plain: str, tokens: list[_Token], *, certain: bool) -> Iterator[Hidden | _Token]:
    """The tokens, those that make a number together as one; of two that overlap the first and longest."""
    before = list(accumulate((len(one.digits) for one in tokens), initial=0))
    place = 0
    while place < len(tokens):
        for end in range(min(len(tokens), place + LONGEST), place, -1):
            # The length is known before the digits are put together: texts of thousands of counts take no time.
            if before[end] - before[place] < SHORTEST or (before[end] - before[place] > LONGEST and end > place + 1):
                continue
            if found := _number(plain, tokens[place:end], certain=certain):
                yield found
                place = end
                break
        else:
            yield tokens[place]
            place += 1


def _number(plain: str, tokens: list[_Token], *, certain: bool) -> Hidden | None:
    """What these tokens are together, if they are one number."""
    digits = "".join(one.digits for one in tokens)
    if len(tokens) > 1 and (len(digits) > LONGEST or (not _card(digits, tokens) and any(map(_alone, tokens)))):
        return None
    start, end = tokens[0].start, tokens[-1].end
    if len(digits) == 17 and (last := _ID_END.match(plain, end)) and _ID_CARD.fullmatch(digits + "X"):
        return Hidden(start, last.end(), mask_identifier(Identifier("id_card", digits + "X")))
    before = plain[start - 1 : start]
    mask = _certain(digits, tokens, before == "+")
    if mask is None and not certain:
        mask = _likely(plain, digits, tokens)
    # An area code stands in brackets, of which the second lies within.
    start -= before == "(" and ")" in plain[start:end]
    return Hidden(start, end, mask) if mask else None


def _certain(digits: str, tokens: list[_Token], abroad: bool) -> str | None:
    """The mask of what can be nothing but a customer's number."""
    if _ID_CARD.fullmatch(digits):
        return mask_identifier(Identifier("id_card", digits))
    if _MOBILE.fullmatch(digits):
        return mask_contact(digits)
    if landline := _LANDLINE.fullmatch(digits):
        return mask_contact(f"{landline[1]}-{landline[2]}")
    if abroad and SHORTEST <= len(digits) <= 15:
        return mask_contact(f"+{digits}").removeprefix("+")
    return _tail(digits) if _card(digits, tokens) else None


def _card(digits: str, tokens: list[_Token]) -> bool:
    """Whether this is the number of a bank card, by its length, its first digit, its groups and its check digit."""
    return 16 <= len(digits) <= LONGEST and digits[0] in "3456" and _spelled(tokens) and _luhn(digits)


def _alone(token: _Token) -> bool:
    """Whether it is a number of its own, so that it is not joined with what stands beside it."""
    digits = token.digits
    return len(digits) >= WHOLE and bool(
        len(digits) >= 16 or _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits) or _luhn(digits)
    )


def _likely(plain: str, digits: str, tokens: list[_Token]) -> str | None:
    """The mask of what may be a customer's number: a card without its check digit, an account, a local phone."""
    if len(tokens) == 1:
        return _tail(digits) if len(digits) >= SHORTEST and not _figure(plain, tokens[0]) else None
    if 16 <= len(digits) <= LONGEST and (_spelled(tokens) or _luhn(digits)):
        return _tail(digits)
    if 12 <= len(digits) < 16 and all(3 <= len(one.digits) <= 6 for one in tokens) and _luhn(digits):
        return _tail(digits)
    return _tail(digits) if _local_phone(plain, tokens) else None


def _spelled(tokens: list[_Token]) -> bool:
    """Whether the groups are those in which a long number is written: of three digits or more, or one by one."""
    lengths = [len(one.digits) for one in tokens]
    return all(length >= 3 for length in lengths[:-1]) or set(lengths) == {1}


def _figure(plain: str, token: _Token) -> bool:
    """Whether seven to ten digits are a date, an amount, or a company's service number."""
    digits = token.digits
    if len(digits) >= WHOLE or digits.startswith("0"):
        return False
    if _DAY.fullmatch(digits) or _ROUND.fullmatch(digits) or _SERVICE.fullmatch(digits):
        return True
    return bool(_UNIT.match(plain, token.end) or _CURRENCY.search(plain[max(0, token.start - 8) : token.start]))


def _local_phone(plain: str, tokens: list[_Token]) -> bool:
    """Whether two groups are a phone number without its area code: 6610 6114. Ranges of years or amounts are none."""
    lengths = [len(one.digits) for one in tokens]
    if lengths not in ([4, 4], [3, 4]):
        return False
    if _PHONE_WORD.search(plain[max(0, tokens[0].start - 12) : tokens[0].start]):
        return True
    years = all(1900 <= int(one.digits) < 2100 for one in tokens)
    rounded = all(one.digits.endswith("00") for one in tokens)
    return tokens[0].digits[0] in "2345678" and not years and not rounded


def _tail(digits: str) -> str:
    return "****" + digits[-4:]


def _luhn(digits: str) -> bool:
    """The check of bank cards; written out, as stdnum takes 13 ms to import."""
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2]]
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0
