"""Text that people type: cleaned on the way in and on the way to the screen, refused when secret."""

import re
from functools import cache

from lobby_tui.errors import RefusedError
from lobby_tui.locale import msg
from lobby_tui.models.characters import fold, scrub

__all__ = ["clean", "display", "fold", "refuse_secrets", "required", "said", "secretlike"]


def clean(text: str, *, limit: int, field: str, multiline: bool = False) -> str:
    """`text` as it may be stored: NFC, nothing invisible or steering, no outer space.

    Tabs, and line breaks unless `multiline`, become spaces. `limit` counts code points, as the store does.
    Raises `RefusedError` for `field` when the result is longer; nothing is ever cut off silently.
    """
    result = scrub(text, multiline=multiline).strip()
    if len(result) > limit:
        raise RefusedError(
            msg("This text has {count} characters; at most {limit} fit here.", count=len(result), limit=limit),
            remedy=msg("Shorten it; nothing was cut off."),
            field=field,
        )
    return result


def required(text: str, *, limit: int, field: str) -> str:
    """Like `clean`, and raises `RefusedError` when nothing is left."""
    result = clean(text, limit=limit, field=field)
    if not result:
        raise RefusedError(msg("Something has to be entered here."), field=field)
    return result


def display(text: str, *, multiline: bool = False) -> str:
    """`text` for the screen: the same removal again, so that no stored control character reaches a terminal.

    Line breaks pass only when `multiline`.
    """
    return scrub(text, multiline=multiline)


# What names a secret, the most particular first: a dynamic password is a one-time code.
_NAMES = {
    "one_time_code": (
        r"验证码|校验码|动态码|短信码|一次性(?:密码|口令|码)|(?:动态|短信)(?:密码|口令)|令牌(?:码|号)?"
        r"|(?<![a-z])(?:otp|one[- ]?time (?:code|password|passcode|pin))(?![a-z])"
        r"|(?<![a-z])(?:verification|authentication|auth|sms) code"
    ),
    "cvn": (
        r"(?<![a-z])(?:cvn|cvv|cvc)(?:2(?![0-9]{2}(?![0-9])))?(?![a-z])|(?<![a-z])security code"
        r"|安全码|背面(?:后|的)?三位(?:数字|码|数)?"
    ),
    "password": (
        r"密码|口令"
        r"|(?<![a-z])(?:pass ?(?:word|code|phrase)|passwd|pwd|pin)(?![a-z])(?: ?码)?"
    ),
}
_MARKS = r"""[\s"'“”‘’()<>《》【】「」\[\],;、。-]"""
# After `:` or "is" a value is meant; without it only something with a digit, not a count, date, amount or
# phone.
_STATED = rf"(?:{_MARKS}|(?P<stated>[:=]|就?是|改?为|[改设]成|设(?:置)?[为成]|\bis\b|\bwas\b|->))*"
_VALUE = r"(?P<value>[0-9](?:[ -]?[0-9])*(?![0-9a-z])|[!-~]+|[零〇一二三四五六七八九]{4,})"
_COUNTED = re.compile(r"\s*(?:[元万亿千次天日月年分秒个位号点%份张岁]|[-/.,:][0-9])")


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A name followed by a value, and a value said to be the name; compiled when the first remark is read."""
    before = (
        rf"(?<![0-9a-z])(?:[0-9]{{4,8}}|(?=[!-~]{{0,63}}[0-9])[!-~]{{6,64}})\s*"
        rf"(?:[是为]|is )(?:[他她我您]|客户|本人|the|his|her|my)?的?\s*(?:{_NAMES[kind]})"
    )
    return re.compile(rf"(?:{_NAMES[kind]}){_STATED}{_VALUE}"), re.compile(before)


_DATE_OR_PHONE = re.compile(r"(?:19|20)[0-9]{2}[-/.][0-9]{1,2}(?:[-/.][0-9]{1,2})?|1[3-9][0-9]{9}|0[0-9]{9,11}")
_WORDS = {
    "reset",
    "forgot",
    "forgotten",
    "lost",
    "locked",
    "expired",
    "changed",
    "wrong",
    "unknown",
    "problem",
}
_WORDS |= {
    "issue",
    "help",
    "no",
    "not",
    "none",
    "new",
    "n/a",
    "ok",
    "error",
    "online",
    "card",
    "again",
    "yes",
}
_LENGTHS = {"password": range(4, 65), "cvn": range(3, 5), "one_time_code": range(4, 9)}


def _is_value(kind: str, match: re.Match[str], rest: str) -> bool:
    """Whether what follows the name of a secret is one, and not a date, a count or a word."""
    value = match["value"].strip(".,;!?)\"'")
    bare = re.sub("[ -]", "", value) if value[:1].isdigit() else value
    if _COUNTED.match(rest) and not (match["stated"] and kind == "cvn"):
        return False
    if not match["stated"] and _DATE_OR_PHONE.fullmatch(value if value.count("-") else bare):
        return False
    if kind == "cvn":
        return bare.isdigit() and len(bare) in _LENGTHS[kind]
    telling = any(character.isnumeric() for character in bare)
    named = kind == "password" and match["stated"] in (":", "=") and bare not in _WORDS
    return (telling or named) and len(bare) in _LENGTHS[kind]


def secretlike(text: str) -> str | None:
    """The kind of secret that `text` seems to hold: `password`, `cvn`, `one_time_code`, or None.

    Class C3 of JR/T 0171-2020. The word alone is an ordinary remark; a value after it is not.
    """
    if not text:
        return None
    plain = fold(scrub(text)).casefold()
    for kind in _NAMES:
        pattern, reverse = _patterns(kind)
        if reverse.search(plain):
            return kind
        for match in pattern.finditer(plain):
            if _is_value(kind, match, plain[match.end() :]):
                return kind
    return None


_KINDS = {
    "password": msg("a password"),
    "cvn": msg("a card security code"),
    "one_time_code": msg("a one-time code"),
}


def refuse_secrets(text: str, field: str) -> None:
    """Raise `RefusedError` for `field` when `text` seems to hold a secret that must not be stored."""
    kind = secretlike(text)
    if kind:
        raise RefusedError(
            msg("This seems to hold {kind}. Such data is never asked for nor stored.", kind=_KINDS[kind]),
            remedy=msg("Take it out, and ask the customer to keep it to themselves."),
            field=field,
        )


def said(text: str, *, limit: int, field: str, needed: bool = False, multiline: bool = False) -> str:
    """What somebody says in their own words, as it may be stored: like `clean`, and nothing secret in it.

    Raises `RefusedError` for `field`, with `needed` also where nothing is left.
    """
    result = (
        required(text, limit=limit, field=field)
        if needed
        else clean(text, limit=limit, field=field, multiline=multiline)
    )
    refuse_secrets(result, field)
    return result
