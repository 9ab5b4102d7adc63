"""Free text as it may be shown: what could be a customer's number, address or name in it is hidden, words stay.

Remarks, notes and reasons are masked where a view is made of a row. Who edits a text with masks in it does not
overwrite what they hide: `unmasked` puts it back.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from lobby_tui.models.characters import fold
from lobby_tui.models.contacts import mask_contact
from lobby_tui.models.names import mask_name
from lobby_tui.models.numbers_in_text import GAP, SHORTEST, Hidden, numbers

_HANS = dict(zip(map(ord, "〇零一二三四五六七八九幺"), "001234567891", strict=True))


@cache
def _suspect() -> re.Pattern[str]:
    """Whether there is anything to look at: most remarks are passed at once."""
    return re.compile(rf"(?:[\d{''.join(map(chr, _HANS))}]{GAP}){{{SHORTEST}}}|@|微信|wechat|weixin|[wv]x|qq", re.I)


@cache
def _handles() -> re.Pattern[str]:
    """E-mail addresses; WeChat and QQ names that are said to be such."""
    name = "[A-Za-z0-9_-]"
    wechat = r"(?<![a-z0-9])(?:wx|vx)|wechat|weixin|微信"
    return re.compile(
        rf"(?P<email>[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}} ?@ ?(?:[A-Za-z0-9-]{{1,63}}\.){{1,8}}[A-Za-z]{{2,63}})"
        rf"|(?:{wechat}) ?(?:id|号码?|name|账号)? ?(?:[:=]|[是为]) ?(?P<said>{name}{{3,40}})"
        rf"|微信(?:号码?|账号) ?(?P<told>{name}{{3,40}})"
        rf"|(?:(?<![a-z0-9])(?:wx|vx)|微信) ?(?P<meant>{name}{{6,40}})"
        rf"|(?:wechat|weixin) ?(?:id|is)? ?(?P<mixed>(?={name}{{0,19}}[0-9_]){name}{{6,40}})"
        r"|(?<![a-z])qq ?(?:号码?)? ?[:=]? ?(?P<qq>[0-9]{5,12})(?![0-9])",
        re.I,
    )


def mask_text(text: str, *names: str) -> str:
    """`text` with numbers, e-mail addresses and WeChat names in it masked, and the full `names` of customers too.

    Dates, amounts, short counts and words stay. Digits may be of any width, Chinese ones too, with spaces, hyphens,
    dots or brackets between them.
    """
    found = _hidden(text, names)
    if not found:
        return text
    pieces, at = [], 0
    for start, end, mask in found:
        pieces += [text[at:start], mask]
        at = end
    return "".join([*pieces, text[at:]])


def unmasked(typed: str, stored: str, *names: str) -> str:
    """`typed` with what was masked in `stored`, and is still in it as a mask, put back from `stored`."""
    found = _hidden(stored, names)
    if not found:
        return typed
    if typed == mask_text(stored, *names):
        return stored
    originals: dict[str, list[str]] = {}
    for start, end, mask in found:
        originals.setdefault(mask, []).append(stored[start:end])
    masks = "|".join(re.escape(mask) for mask in sorted(originals, key=len, reverse=True))

    def back(match: re.Match[str]) -> str:
        """The first that this mask stood for, or the next one where it stood for several."""
        kept = originals[match[0]]
        return kept.pop(0) if len(kept) > 1 else kept[0]

    return re.sub(masks, back, typed)


def _hidden(text: str, names: tuple[str, ...]) -> list[Hidden]:
    """What has to be hidden, from left to right."""
    if not text:
        return []
    known = [hidden for name in names for hidden in _named(text, name)]
    plain = fold(text)
    if not _suspect().search(plain):
        return known
    plain = _with_digits(plain)
    found = known
    for handle in _handles().finditer(plain):
        _add(found, _handle(handle))
    for number in numbers(plain):
        _add(found, number)
    return sorted(found)


def _add(found: list[Hidden], new: Hidden) -> None:
    """Add `new`; where it runs into others, one piece that covers them all, so that no rest of any is seen."""
    over = [one for one in found if one.start < new.end and new.start < one.end]
    if not over:
        found.append(new)
    elif not any(one.start <= new.start and new.end <= one.end for one in over):
        for one in over:
            found.remove(one)
        ends = [new, *over]
        found.append(Hidden(min(one.start for one in ends), max(one.end for one in ends), "****"))


def _named(text: str, name: str) -> Iterator[Hidden]:
    """Where the whole name of a customer stands; a single character is too little to go by."""
    if len(name) < 2 or name.casefold() not in text.casefold() or (shown := mask_name(name)) == name:
        return
    edge = r"\b" if name.isascii() else ""
    for match in re.finditer(f"{edge}{re.escape(name)}{edge}", text, re.I):
        yield Hidden(match.start(), match.end(), shown)


def _handle(match: re.Match[str]) -> Hidden:
    """The mask of an address or a name on the net."""
    if email := match["email"]:
        shown = mask_contact(re.sub(" ", "", email))
        # A domain of digits would give the number away that was hidden before it.
        return Hidden(*match.span("email"), f"{shown[0]}***@***" if re.search("[0-9]{5}", shown) else shown)
    group = match.lastgroup or "said"
    return Hidden(*match.span(group), match[group][0] + "***")


def _with_digits(plain: str) -> str:
    """`plain` with every kind of digit as ASCII, place by place; Chinese ones only where seven stand together."""
    plain = re.sub(rf"[{''.join(map(chr, _HANS))}]{{{SHORTEST},}}", lambda match: match[0].translate(_HANS), plain)
    if plain.isascii():
        return plain
    return re.sub(r"[^\x00-\x7f]", lambda match: str(unicodedata.decimal(match[0], match[0])), plain)
