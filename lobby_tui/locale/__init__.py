"""Chinese and English: lazy messages, and the catalogues that render them.

Code below the screens never knows the reader's language. It returns `Message`s, made by `msg`; a `Catalogue` renders
them where somebody reads them, so the language can be switched while the program runs. The message ids are the
English texts; `zh_CN.po` holds the Chinese, and `make messages` compiles it.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from struct import unpack_from
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


class Texts:
    """The texts of a compiled catalogue, as `make messages` writes it: found by halving, and decoded when asked for.

    Python's own `gettext` decodes all of them at once, for 0.4 MB more, of which a day at the desk sees one in ten.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.read_bytes()
        # Of the head: how many texts there are, and where the tables of the ids, in order, and of the texts begin.
        self._count, self._ids, self._texts = unpack_from("<3I", self._file, 8)
        self._known: dict[str, str] = {}

    def of(self, text: str) -> str:
        """The translation of the English `text`; itself where there is none."""
        if text not in self._known:
            wanted = text.encode(errors="surrogatepass")
            place = bisect_left(range(self._count), wanted, key=lambda number: self._entry(self._ids, number))
            there = place < self._count and self._entry(self._ids, place) == wanted
            self._known[text] = self._entry(self._texts, place).decode() if there else text
        return self._known[text]

    def _entry(self, table: int, number: int) -> bytes:
        length, at = unpack_from("<2I", self._file, table + 8 * number)
        return self._file[at : at + length]


class Catalogue:
    """Renders messages in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._texts = Texts(Path(__file__).parent / FOLDERS[language] / "LC_MESSAGES" / "lobby.mo")

    def __call__(self, text: str, /, **params: Any) -> str:
        """The translation of a literal `text`, with its places filled."""
        return self.render(Message(text, params))

    def render(self, what: Renderable) -> str:
        """`what` as text: a message is translated, a bilingual text picks its side, a string stays as it is."""
        if isinstance(what, str):
            return what
        if isinstance(what, Message):
            # An empty id would return the catalogue's own header.
            template = self._texts.of(what.text) if what.text else ""
            return template.format_map({name: self._value(value) for name, value in what.params.items()})
        return what.zh if self.language == "zh" else what.en

    def _value(self, value: Any) -> Any:
        return self.render(value) if isinstance(value, Message | Bilingual) else value


@cache
def catalogue(language: Language) -> Catalogue:
    """The catalogue of `language`, read once and kept."""
    return Catalogue(language)
