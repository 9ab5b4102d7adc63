"""The compiled catalogues, read text by text, say what Python's own `gettext` reads in them at once."""

import gettext
from pathlib import Path

import pytest

from lobby_tui import locale
from lobby_tui.locale import FOLDERS, LANGUAGES, Language, Texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_found(language: Language) -> None:
    path = Path(locale.__file__).parent / FOLDERS[language] / "LC_MESSAGES" / "lobby.mo"
    with path.open("rb") as file:
        whole = gettext.GNUTranslations(file)
    ids = [text for text in whole._catalog if text]  # type: ignore[attr-defined]
    texts = Texts(path)
    assert len(ids) > 2000
    assert [texts.of(text) for text in ids] == [whole.gettext(text) for text in ids]


@pytest.mark.parametrize("text", ["!", "Hm?", "~~~", "测试", "\udc80", "A" * 5000])
def test_a_text_that_is_in_none_stays_as_it_is(text: str) -> None:
    path = Path(locale.__file__).parent / FOLDERS["zh"] / "LC_MESSAGES" / "lobby.mo"
    assert Texts(path).of(text) == text
