"""Amounts of money: integer fen inside, yuan as people write them outside. Never a float."""

import re

from lobby_tui.errors import RefusedError
from lobby_tui.locale import Language, Message, msg
from lobby_tui.models.characters import fold, scrub

MAX_FEN = 10**13
# Longer input is refused, so this many decimals keep every sum exact, in units of 10^-40 yuan.
_LONGEST = _PLACES = 40
_YUAN: int = 10**_PLACES
_PER_FEN = _YUAN // 100

_DIGITS: dict[str, int] = dict(
    zip(
        "零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖",
        (0, 0, 1, 2, 2, *range(3, 10), *range(1, 10)),
        strict=True,
    )
)
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "k": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "w": 10**4, "亿": 10**8, "億": 10**8}
_NUMBER = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,4}(?:,[0-9]{4})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+")
_TOKEN = re.compile(rf"{_NUMBER.pattern}|[{''.join(_DIGITS)}{''.join(_SMALL)}{''.join(_LARGE)}]")
_DRESS = re.compile(r"^(?:人民币|rmb|cny|¥)+|(?:元整|圆整|元|圆|块钱?|rmb|cny|yuan)$")
_EXAMPLE = msg("Write it like 300000, 300,000 or 30万.")


def parse_yuan(raw: str, field: str = "amount") -> int:
    """The amount in `raw`, yuan as people type them (`30万`, `30w`, `300,000`, `1.5亿`, `三十万`), in fen.

    Raises `RefusedError` for `field` when it is empty, negative, no number, finer than a fen, or over 10^13
    fen.
    """
    text = re.sub(r"\s", "", fold(scrub(raw)).casefold()).replace("。", ".")
    text, dressed = _DRESS.subn("", text)
    if not text:
        raise _refused(msg("An amount has to be entered here."), field)
    if text[0] in "-−–负":
        raise _refused(msg("An amount cannot be negative."), field)
    units = _sum(_tokens(text, field), field)
    fen, finer = divmod(units, _PER_FEN)
    if finer:
        raise _refused(msg("An amount cannot be finer than a fen, a hundredth of a yuan."), field)
    if fen > MAX_FEN:
        raise _refused(msg("This amount is too large: at most 100 billion yuan."), field)
    # `3万5` is said for 35,000 and would be read as 30,005.
    if not dressed and re.search(r"[万萬w亿億千仟k百佰][0-9一二两三四五六七八九]$", text):
        raise _refused(msg("The end of this amount has no unit: it can be read in two ways."), field)
    return fen


def _refused(message: Message, field: str) -> RefusedError:
    return RefusedError(message, remedy=_EXAMPLE, field=field)


def _tokens(text: str, field: str) -> list[str]:
    """`text` cut into numbers and units; refused where there is anything else, or too much."""
    tokens = _TOKEN.findall(text) if len(text) <= _LONGEST else []
    if "".join(tokens) != text:
        raise _refused(msg("This is not an amount."), field)
    return tokens


def _sum(tokens: list[str], field: str) -> int:
    """The sum of numbers and units, in 10^-40 yuan.

    A small unit counts what stands before it (`3千`, `十` alone is ten); a large one counts all since the
    last large one. Units have to go down, and two numbers never follow each other but as `零`.
    """
    total = section = 0
    number: int | None = None
    large, small = 10**9, 10**4
    for previous, token in zip(["", *tokens], tokens, strict=False):
        if token in _LARGE and _LARGE[token] < large and (section or number is not None):
            large, small = _LARGE[token], 10**4
            total, section, number = total + (section + (number or 0)) * large, 0, None
        elif token in _SMALL and _SMALL[token] < small:
            small = _SMALL[token]
            section, number = section + (_YUAN if number is None else number) * small, None
        elif token not in _LARGE and token not in _SMALL and (number is None or previous in "零〇"):
            number = _number(token)
        else:
            raise _refused(msg("This is not an amount."), field)
    return total + section + (number or 0)


def _number(token: str) -> int:
    """A number without units, in 10^-40 yuan."""
    if token in _DIGITS:
        return _DIGITS[token] * _YUAN
    whole, _, decimals = token.replace(",", "").partition(".")
    return int((whole or "0") + decimals.ljust(_PLACES, "0"))


def format_yuan(fen: int, language: Language) -> str:
    """`fen` as people read it, exactly: `30万元`, `1.5亿元`, `1,234.56元`; in English `¥300,000`."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    if language == "en":
        return f"{sign}¥{_grouped(fen, 100)}"
    for unit, name, step in ((10**10, "亿元", 10**6), (10**6, "万元", 10**4)):
        if fen >= unit and fen % step == 0:
            return f"{sign}{_grouped(fen, unit)}{name}"
    return f"{sign}{_grouped(fen, 100)}元"


def _grouped(fen: int, unit: int) -> str:
    """`fen` in units of `unit` fen with thousands separators; of a yuan always two decimals or none."""
    whole, rest = divmod(fen, unit)
    decimals = str(rest).zfill(len(str(unit)) - 1)
    if unit > 100:
        decimals = decimals.rstrip("0")
    return f"{whole:,}.{decimals}" if rest else f"{whole:,}"


def yuan_string(fen: int) -> str:
    """`fen` as a decimal string of yuan for JSON: `300000.00`."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100}.{fen % 100:02d}"
