"""Both languages are complete, say the same, and are written as their readers write."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from babel.messages.catalog import Catalog

from lobby_tui.playbook.loading import list_playbooks, load_playbook
from lobby_tui.playbook.wording import texts_in
from tools import messages

HALF_WIDTH = re.compile(r"[\u3400-\u9fff”’》）][,.?!;:]|[,?!;:][\u3400-\u9fff]")


@pytest.fixture(scope="module")
def catalogues() -> dict[str, Catalog]:
    """What the code has now, with the translations that there are."""
    return {folder: messages.updated(folder, {}) for folder in messages.LANGUAGES}


@pytest.mark.parametrize("folder", messages.LANGUAGES)
def test_every_message_has_both_languages_and_the_same_places(folder: str, catalogues: dict[str, Catalog]) -> None:
    assert len(catalogues[folder]) > 100
    assert messages.problems(catalogues[folder], folder) == []


@pytest.mark.parametrize("folder", messages.LANGUAGES)
def test_the_files_are_up_to_date(folder: str, catalogues: dict[str, Catalog]) -> None:
    assert messages.path(folder, "po").read_bytes() == messages.source(catalogues[folder])
    assert messages.path(folder, "mo").read_bytes() == messages.compiled(catalogues[folder])


def test_chinese_messages_are_written_with_chinese_punctuation(catalogues: dict[str, Catalog]) -> None:
    texts = [(str(one.id), str(one.string)) for one in catalogues["zh_CN"] if one.id]
    assert [text for _, text in texts if half_width(text)] == []


@pytest.mark.parametrize("name", list_playbooks())
def test_so_are_the_chinese_texts_of_a_playbook(name: str) -> None:
    assert [f"{key}: {text.zh}" for key, text in texts_in(load_playbook(name)) if half_width(text.zh)] == []


def half_width(text: str) -> bool:
    """Whether a half-width mark stands next to a Chinese character; code in backticks is left out."""
    return HALF_WIDTH.search(re.sub(r"`[^`]*`|\{[^}]*\}", "", text)) is not None


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("请登录,谢谢", True),
        ("真的?", True),
        ("请登录，谢谢。", False),
        ("时间 09:30", False),
        ("用 `lobby,demo` 打开", False),
        ("{a}，{b}", False),
    ],
)
def test_half_width_marks_are_found(text: str, wrong: bool) -> None:
    assert half_width(text) is wrong


def broken() -> Iterator[tuple[Any, str]]:
    yield "", "no translation"
    yield "到 {where}", "places"


@pytest.mark.parametrize(("translation", "said"), broken())
def test_the_check_sees_what_is_missing(translation: str, said: str) -> None:
    catalogue = Catalog()
    catalogue.add("to {place}", translation)
    assert said in messages.problems(catalogue, "zh_CN")[0]


def test_a_catalogue_changes_with_its_texts_only(catalogues: dict[str, Catalog]) -> None:
    for catalogue in catalogues.values():
        for written in (messages.source(catalogue), messages.compiled(catalogue)):
            assert b"-Date:" not in written
            assert b"Generated-By" not in written
