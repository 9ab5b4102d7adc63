"""Which passwords and PINs are accepted: long enough, and not what everybody tries first. No other rule."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from lobby_tui.errors import RefusedError
from lobby_tui.locale import Message, msg
from lobby_tui.models.names import initials
from lobby_tui.models.text import fold

PASSWORD_LENGTHS: Final = range(8, 129)
PIN_LENGTHS: Final = range(4, 9)

# What people in China choose first and lists from elsewhere lack: love by its sound (1314 is forever, 520 is I love
# you), luck, keyboards, and bank words.
_HABITS: Final = frozenset(
    """
    woaini123 woaini520 woaini521 woaini1314 woaini5201314 woaini123456 woaini1234 woaini88 woaini99 iloveyou520
    iloveyou1314 5201314520 5201314a a5201314 aa5201314 q5201314 w5201314 z5201314 qq5201314 wo5201314 13145200
    52013141 52013145 5201314520a 1314520520 1314521521 520520520 521521521 13141314 52105210 52115211 12315201
    5845201314 584521520 58452158 7758521a 77585210 7758258a 77582588 qq123456 qq123456789 qq1234567 qq12345678
    qq111111 qq666666 qq888888 qq520520 wx123456 weixin123 a1234567 a12345678 a123456789 a1234567890 aa123456
    aa12345678 aa123456789 abc123456 abc12345 asd123456 zxc123456 qwe123456 qaz123456 wang123456 zhang123 zhang123456
    liu123456 chen1234 chen123456 yang1234 yang123456 zhao1234 li123456 li1234567 wang1234 wangwang zhangwei lijun123
    wangjun1 woshishui woshiwo1 woshini8 nishishui nishizhu tiancai1 mima1234 mima123456 mimamima mima8888 wodemima
    123mima123 woaimama woaibaba woaiwojia wobuaini aini1314 aini5201 aini520520 zhongguo zhongguo1 woaizhongguo
    beijing2008 beijing1 shanghai1 zhongguoren dearbook facai888 facai168 gongxifacai daji8888 16816888 88886666
    66668888 18181818 16881688 168168168 518518518 1qaz2wsx3edc 1q2w3e4r5t 1q2w3e4r qazwsxedc zaq12wsx 147258369
    147258369a 159357456 123654789 741852963 789456123 456789123 112233445566 123123123 123321123 1234554321 12344321
    11223344 12341234 123qweasd qweasdzxc asdasdasd 123456aa 123456ab 123456qq 123456abc 12345678a 123456789a
    1234567890a 1234qwer admin123 admin888 admin1234 guest1234 yinhang1 yinhang123 yinhang123456 gonghang1 gonghang123
    icbc1234 icbc12345 icbc123456 icbc95588 icbc9558 95588955 9558895588 bank1234 bank123456 dating123 datang123
    dating95588 kaimen123 kaihu123 lobby123 lobby1234 lobby12345 lobby123456
    """.split()  # noqa: SIM905 - a list of two hundred quoted words is read by nobody
)
_BIRTHDAY: Final = re.compile(r"(19[3-9]\d|20[0-3]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")


def checked_password(password: str, own: Iterable[str] = ()) -> str:
    """A password of 8 to 128 characters that is none of those which are tried first. [NIST 800-63B 3.1.1.2]

    `own` is what is known of the person: number, name, branch. Such a word alone, or repeated, is refused, as is a
    date of birth; any other mixture of characters is accepted. Raises RefusedError.
    """
    if len(password) not in PASSWORD_LENGTHS:
        raise RefusedError(
            msg("A password has at least 8 characters, and at most 128."),
            remedy=msg("A short sentence is easy to remember and hard to guess."),
            field="password",
            code="password_length",
        )
    plain = fold(password).casefold()
    if _BIRTHDAY.fullmatch(plain) or _repeats(plain, own) or plain in _HABITS or _is_common(plain):
        raise RefusedError(
            msg("This password is one of those that are tried first."),
            remedy=msg("A short sentence is easy to remember and hard to guess."),
            field="password",
            code="password_common",
        )
    return password


def checked_pin(pin: str, staff_no: str) -> str:
    """A PIN of 4 to 8 digits, in the narrow form; neither all equal, nor a run, nor the end of the staff number.

    Raises RefusedError.
    """
    digits = may_be_pin(pin)
    if not digits:
        raise _bad_pin(msg("A PIN has 4 to 8 digits."), "pin_length")
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(digits)}
    if steps in ({0}, {1}, {9}) or _ends_alike(digits, staff_no):
        raise _bad_pin(msg("This PIN would be tried first."), "pin_common")
    return digits


def may_be_pin(typed: str) -> str:
    """The digits of what may be a PIN by its form, in the narrow form; nothing for anything else."""
    digits = fold(typed).strip()
    return digits if digits.isascii() and digits.isdigit() and len(digits) in PIN_LENGTHS else ""


def _ends_alike(digits: str, staff_no: str) -> bool:
    """Whether a PIN is the tail of the staff number, or the number with noughts before it."""
    number = "".join(filter(str.isdigit, staff_no))
    return bool(number) and (number.endswith(digits) or digits.lstrip("0") == number.lstrip("0"))


def _bad_pin(message: Message, code: str) -> RefusedError:
    remedy = msg("Take digits that nobody connects with you; not 1234, 8888, or the end of your staff number.")
    return RefusedError(message, remedy=remedy, field="pin", code=code)


def _repeats(plain: str, own: Iterable[str]) -> bool:
    """Whether a password is a known word, once or several times over."""
    words = {fold(one).casefold().strip() for one in own}
    for name in list(words):
        words.update(initials(name))
    return any(plain == word * max(1, len(plain) // len(word)) for word in {"lobby", "大堂", *words} - {""})


def _is_common(plain: str) -> bool:
    """Whether it is one of the 30,000 passwords that are found most often where some have leaked."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # 14 MB, for the moment in which a password is chosen

    return plain in FREQUENCY_LISTS["passwords"]
