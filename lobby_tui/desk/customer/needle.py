"""Recognising one customer in what people have typed: their names and numbers, however these are written."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from sqlalchemy import func

from lobby_tui.models.characters import IDEOGRAPH, fold
from lobby_tui.models.names import ERASED

_BETWEEN: Final = r"[\s\-–—_.·()]*"
_LEAST_DIGITS: Final = 5
"""A number of fewer characters, such as the last four digits of a card, is in many texts that mean nobody."""
_DIGIT: Final = "[0-9０-９]"
_ADDRESS: Final = re.compile("(?:先生|女士|小姐|阿姨|叔叔|大爷|大妈|老师|经理|总|客户|顾客)$")
_SYLLABIC: Final = re.compile(f"[{IDEOGRAPH}]")


@dataclass(frozen=True)
class Needle:
    """The names and full numbers by which a customer is known."""

    names: frozenset[str]
    numbers: frozenset[str]

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """Everything that means this customer; None where nothing does for certain."""
        parts = [_number(one) for one in sorted(self.numbers) if len(one) >= _LEAST_DIGITS]
        parts += [_name(one) for one in sorted(self.names, key=len, reverse=True) if telling(one)]
        return re.compile("|".join(parts), re.IGNORECASE) if parts else None

    def hints(self, column: Any) -> Iterator[Any]:
        """Conditions in SQL, one of which every text fulfils that means this customer; and few others do."""
        if any(sum(map(str.isdigit, one)) >= _LEAST_DIGITS for one in self.numbers):
            yield column.op("GLOB")("*" + f"{_DIGIT}*" * _LEAST_DIGITS)
        plain = [one for one in self.numbers if sum(map(str.isdigit, one)) < _LEAST_DIGITS <= len(one)]
        for one in {*filter(telling, self.names), *plain}:
            # The first character, in any width and case: so wide that it never leaves one out.
            first = fold(one)[0]
            for form in {first.lower(), first.upper(), *wide(first.lower()), *wide(first.upper())}:
                yield func.instr(column, form) > 0

    def means(self, text: str) -> bool:
        """Whether a text names this customer."""
        return self.pattern is not None and self.pattern.search(text) is not None

    def starred(self, text: str) -> str:
        """The text with a star for each character that names them: as long as before, so that it fits its column."""
        return self.pattern.sub(lambda found: "*" * len(found[0]), text) if self.pattern else text

    def starred_in(self, value: Any) -> Any:
        """The same through lists and mappings, as answers to questions are kept."""
        if isinstance(value, str):
            return self.starred(value)
        if isinstance(value, dict):
            return {key: self.starred_in(one) for key, one in value.items()}
        return [self.starred_in(one) for one in value] if isinstance(value, list) else value


def needle(names: Iterable[str], numbers: Iterable[str | None]) -> Needle:
    """What a customer is known by; blanks, and what is erased already, leave nothing to look for."""
    found = (one.removeprefix("wx:") for one in numbers if one)
    return Needle(
        frozenset(one for one in names if one and one != ERASED), frozenset(one for one in found if one != ERASED)
    )


def telling(name: str) -> bool:
    """Whether a name says who somebody is: `王女士` and a single character mean too many people."""
    return name != ERASED and len(name) > 1 and not (len(name) <= 4 and _ADDRESS.search(name))


def _number(value: str) -> str:
    """The characters one after the other, whatever separates them, in either width."""
    return _BETWEEN.join(_either(character) for character in value if not re.match(r"[\s\-–—.]", character))


def _either(character: str) -> str:
    return "|".join(map(re.escape, (character, *wide(character)))).join(("(?:", ")"))


def wide(character: str) -> str:
    """The full-width twin of a character, if it has one."""
    return chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else ""


def _name(name: str) -> str:
    """A Chinese name anywhere, also with spaces or dots between; another one as whole words."""
    characters = [one for one in fold(name) if not one.isspace() and one not in "·•."]
    body = _BETWEEN.join(map(_either, characters))
    return body if _SYLLABIC.search(name) else rf"(?<!\w){body}(?!\w)"
