"""Chinese and English: lazy messages, and the catalogues that render them.

Code below the screens never knows the reader's language. It returns `Message`s, made by `msg`; a `Catalogue` renders
them where somebody reads them, so the language can be switched while the program runs. The message ids are the
English texts; `zh_CN.po` holds the Chinese, and `make messages` compiles it.
"""

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, Protocol, runtime_checkable

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
FOLDERS: Mapping[Language, str] = MappingProxyType({"zh": "zh_CN", "en": "en"})


@dataclass(frozen=True, slots=True)
class Message:
    """A text to be rendered later: its English id and the values that go into its `{places}`."""

    text: str
    params: Mapping[str, Any] = field(default_factory=dict)


@runtime_checkable
class Bilingual(Protocol):
    """A text that carries both languages itself, as those of a playbook do."""

    @property
    def zh(self) -> str:
        """The Chinese text."""

    @property
    def en(self) -> str:
        """The English text."""


Renderable = Message | Bilingual | str


def msg(text: str, /, **params: Any) -> Message:
    """Mark `text` for translation and keep the values for its places."""
    return Message(text, params)


def n_(text: str, /) -> str:
    """Mark `text` for translation where a plain string has to stand, as in a declaration."""
    return text


class Catalogue:
    """Renders messages in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._translations = gettext.translation(
            "lobby", localedir=Path(__file__).parent, languages=[FOLDERS[language]]
        )

    def __call__(self, text: str, /, **params: Any) -> str:
        """The translation of a literal `text`, with its places filled."""
        return self.render(Message(text, params))

    def render(self, what: Renderable) -> str:
        """`what` as text: a message is translated, a bilingual text picks its side, a string stays as it is."""
        if isinstance(what, str):
            return what
        if isinstance(what, Message):
            # An empty id would return the catalogue's own header.
            template = self._translations.gettext(what.text) if what.text else ""
            return template.format_map({name: self._value(value) for name, value in what.params.items()})
        return what.zh if self.language == "zh" else what.en

    def _value(self, value: Any) -> Any:
        return self.render(value) if isinstance(value, Message | Bilingual) else value


@cache
def catalogue(language: Language) -> Catalogue:
    """The catalogue of `language`; reading it takes about a millisecond, so it is kept."""
    return Catalogue(language)
