"""The smallest pieces of a playbook: texts in both languages, and the bases that its parts are built on."""

import re
import unicodedata
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

StaffRole = Literal["lobby_manager", "guide", "cash_teller", "counter_teller", "customer_manager", "supervisor"]

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=40)]

SHORT_CELLS = 8
"""The width of a short name on a terminal: four Chinese characters or eight Latin ones."""

_CHINESE = re.compile(r"[\u3400-\u9fff]")


def has_chinese(text: str) -> bool:
    """Whether `text` holds at least one Chinese character."""
    return _CHINESE.search(text) is not None


def cells(text: str) -> int:
    """The width of `text` on a terminal; a Chinese character takes two cells."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


class Frozen(BaseModel):
    """A part of a playbook: cannot be changed, and refuses keys that it does not know."""

    # Only the whole is ever read from a file, so that the parts need no checkers of their own.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Text(Frozen):
    """A text in both languages; it is a `lobby_tui.locale.Bilingual`."""

    zh: Line
    en: Line

    def short(self) -> bool:
        """Whether both sides fit a narrow column."""
        return max(cells(self.zh), cells(self.en)) <= SHORT_CELLS


class Pattern(Text):
    """A text with places, `{greeting}` and `{addressee}`; it need not hold a Chinese character itself."""

    @field_validator("zh", "en")
    @classmethod
    def _known_places(cls, value: str) -> str:
        try:
            value.format(greeting="", addressee="")
        except (KeyError, IndexError, ValueError) as error:
            raise PydanticCustomError("place", "unknown place in {text}", {"text": value}) from error
        return value


class Coded(Frozen):
    """Something with a code, which records keep, and a name, which people read."""

    code: Code
    name: Text


class Choice(Coded):
    """Something chosen with one digit; `None` where a list has more entries than there are digits."""

    digit: int | None = None

    @field_validator("digit")
    @classmethod
    def _one_digit(cls, value: int | None) -> int | None:
        if value is not None and not 0 <= value <= 9:
            raise PydanticCustomError("digit", "not a digit")
        return value
