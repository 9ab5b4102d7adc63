"""Customers' names: masked where they are shown, and the terms by which they are found again."""

import re
import unicodedata
from functools import cache, reduce
from typing import Final

from lobby_tui.models.characters import IDEOGRAPH, SELECTORS, fold, graphemes, scrub
from lobby_tui.models.contacts import phone_tail
from lobby_tui.models.pinyin import letters, surname_length, table

_DOTS = "·•‧∙⋅・･."
_DOT = re.compile(f"[{_DOTS}]")
_MARKS = re.compile(f"[{SELECTORS}\u200d]")
_IGNORED = re.compile(rf"[\s{_DOTS}'’\-{SELECTORS}\u200d]")
READINGS = 4
PREFIX = 64
ERASED: Final = "已删除/erased"
"""What stands in a row instead of a name once the row says nothing about a person any more; in both languages, as
papers and lists of either language show what the row holds."""


@cache
def _syllabic() -> re.Pattern[str]:
    """Scripts whose characters are a syllable or more: ideographs, kana, hangul; slow to compile."""
    return re.compile(f"[{IDEOGRAPH}\u3040-\u30ff\uac00-\ud7a3]")


def mask_name(name: str) -> str:
    """`name` with its given name hidden: `王*`, `王*明`, `欧阳*娜`, `阿***·***`, `J*** S***`.

    Names that are not Chinese keep the first character of each word, or of the first part before a middle
    dot, and three stars whatever was there. A name of a single character is hidden whole. `ERASED` is nobody's.
    """
    if name == ERASED:
        return name
    text = scrub(name).strip()
    pieces = graphemes("".join(text.split()))
    if len(pieces) < 2:
        return "*" * len(pieces)
    if dotted := [part for part in _DOT.split(text) if part.strip()]:
        syllabic = all(_syllabic().match(piece) for piece in pieces)
        if len(dotted) > 1 and _syllabic().search(text):
            return "·".join([graphemes(dotted[0].strip())[0] + "***", *("***" for _ in dotted[1:])])
        if syllabic:
            return _mask_chinese(pieces)
    return " ".join(graphemes(word)[0] + "***" for word in text.split())


def _mask_chinese(pieces: list[str]) -> str:
    """Surname, stars, and the last character when the given name has more than one."""
    surname = surname_length([_MARKS.sub("", piece) for piece in pieces[:3]])
    given = len(pieces) - surname
    shown = pieces[-1] if given > 1 else ""
    return "".join(pieces[:surname]) + "*" * (given - bool(shown)) + shown


def _readings(pieces: list[str]) -> list[str]:
    """The letters each character may be typed as; for a surname those of the table or the commonest."""
    surname = surname_length(pieces)
    first = table().surnames.get("".join(pieces[:surname])) or [_typed(piece)[:1] for piece in pieces[:1]]
    return [*first, *(_typed(piece) for piece in pieces[len(first) :])]


def _typed(piece: str) -> str:
    """The letters for one character: an ASCII letter or digit is itself, accents fall off."""
    base = unicodedata.normalize("NFD", fold(piece))[0].lower()
    return base if base.isascii() and base.isalnum() else letters(base)


def initials(name: str) -> tuple[str, ...]:
    """The pinyin initials of `name` in lower case: `王小明` is `('wxm',)`.

    Where characters read in several ways, up to four combinations, the likeliest first. Characters without
    a known reading are passed over; a name of nothing else has no initials.
    """
    readings = [options for options in _readings(graphemes(_key(name))) if options]

    def extended(sofar: list[tuple[int, str]], options: str) -> list[tuple[int, str]]:
        ranked = [(rank + place, text + option) for rank, text in sofar for place, option in enumerate(options)]
        return sorted(ranked, key=lambda pair: pair[0])[:READINGS]

    combinations = reduce(extended, readings, [(0, "")])
    return tuple(text for _, text in combinations if text)


def _key(text: str) -> str:
    """`text` without what people leave out or type differently: case, width, spaces, dots, selectors."""
    folded = unicodedata.normalize("NFC", fold(scrub(text)).casefold())
    return unicodedata.normalize("NFC", _IGNORED.sub("", folded))


def normalise_query(text: str) -> str:
    """What a person typed into a search box, in the form that `search_terms` makes: equal text finds."""
    return _key(text)


def search_terms(name: str, contact: str | None, identifier: str | None) -> tuple[str, ...]:
    """The terms under which a customer is found by an exact match of `normalise_query`.

    Unique and in lower case, they are the prefixes (of 64 characters at most) of the name, of each later
    word of it, and of its initials; the whole name; and the last four digits of phone and identifier.
    Never a full number: an index of terms must not reveal more than the masks do.
    """
    words = re.split(rf"(?<=[\s{_DOTS}])", scrub(name))
    texts = [_key("".join(words[start:])) for start in range(min(len(words), PREFIX))]
    texts += initials(name)
    terms = [text[:end] for text in texts for end in range(1, min(len(text), PREFIX) + 1)]
    terms.append(_key(name))
    terms.append(phone_tail(contact) or "" if contact else "")
    terms.append(_key(identifier)[-4:] if identifier else "")
    return tuple(dict.fromkeys(term for term in terms if term))
