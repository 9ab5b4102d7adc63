"""The documentation says what the program does: nothing missing, nothing that leads nowhere."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest
import typer
from pydantic import BaseModel

from lobby_tui.cli.commands import build
from lobby_tui.cli.run import VALUED
from lobby_tui.locale import LANGUAGES, catalogue
from lobby_tui.playbook.schema import Playbook
from lobby_tui.widgets.commands import EVERYWHERE, key_name
from tools import docs

ROOT = docs.DOCS.parent
PAGES = sorted([*ROOT.glob("*.md"), *docs.DOCS.rglob("*.md")])
COMMANDS = dict(docs.walk(typer.main.get_command(build()), "lobby"))


def text_of(language: str, page: str) -> str:
    return (docs.DOCS / language / page).read_text(encoding="utf-8")


def test_the_generated_parts_are_up_to_date() -> None:
    assert docs.outdated() == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_and_option_is_documented(language: str, path: str) -> None:
    page = text_of(language, "command-line.md")
    section = page.partition(f"### `{path}`\n")[2].partition("\n### ")[0]
    assert section.strip(), f"{path} is not in the reference"
    for parameter in COMMANDS[path].params:
        assert parameter.help, f"{path}: {parameter.name} has no help"
        name = parameter.name.upper() if parameter.param_type_name == "argument" else max(parameter.opts, key=len)
        assert re.search(rf"`{re.escape(name)}\b", section), f"{path}: {name} is not in the reference"


@pytest.mark.parametrize("language", LANGUAGES)
def test_so_are_the_options_that_stand_anywhere(language: str) -> None:
    page = text_of(language, "command-line.md")
    for option in (*VALUED, "--json", "--help"):
        assert f"`{option}" in page.partition("## JSON")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_is_documented(language: str) -> None:
    page, t = text_of(language, "keys.md"), catalogue(language)
    for command in [*EVERYWHERE, *(one for found in docs.screen_commands().values() for one in found)]:
        row = f"| {f'**{t(key_name(command.key))}**' if command.key else '—'} | {t(command.label)} | "
        assert row in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_a_playbook_is_documented(language: str) -> None:
    page = text_of(language, "playbook.md")
    quoted = re.findall(r"`[^`]+`", re.sub(r"```.*?```", "", page, flags=re.DOTALL))
    named = set(re.findall(r"[a-z_]+", " ".join(quoted)))
    assert keys_of(Playbook) - named == set()


def keys_of(model: type[BaseModel]) -> set[str]:
    """Every key that a playbook's file may hold, as it is written there: yuan, where the model holds fen."""
    found: set[str] = set()
    for name, field in model.model_fields.items():
        found.add(re.sub(r"fen$", "yuan", name))
        for inner in models_in(field.annotation):
            found |= keys_of(inner)
    return found


def models_in(annotation: Any) -> list[type[BaseModel]]:
    """The models in an annotation; texts in two languages have the same two keys everywhere."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in models_in(part)]


def test_the_commands_that_the_pages_give_are_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    for page in PAGES:
        asked = re.findall(r"(?:^|`)make ([a-z ]+?)(?: *#|`|$)", page.read_text(encoding="utf-8"), re.MULTILINE)
        for words in asked:
            assert set(words.split()) <= targets, page.name


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_a_readme_begins_with_what_to_type(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert "make run" in lines
    assert "make test" in lines


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_link_leads_nowhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http:", "https:")):
            assert (page.parent / target).exists(), target


def test_every_picture_is_shown_somewhere_and_light() -> None:
    shown = {
        Path(name).name for page in PAGES for name in re.findall(r"!\[[^]]+\]\(([^)]+)\)", page.read_text("utf-8"))
    }
    for picture in (docs.DOCS / "pictures").iterdir():
        assert picture.name in shown
        assert picture.stat().st_size < 120_000, picture.name


def test_both_languages_have_the_same_pages_and_sections() -> None:
    assert {page.name for page in (docs.DOCS / "zh").iterdir()} == {page.name for page in (docs.DOCS / "en").iterdir()}
    for page in sorted((docs.DOCS / "en").iterdir()):
        assert headings("en", page.name) == headings("zh", page.name), page.name


def headings(language: str, page: str) -> list[int]:
    """The depth of each heading, outside code."""
    text = re.sub(r"```.*?```", "", text_of(language, page), flags=re.DOTALL)
    return [len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_nothing_is_promised_that_nobody_can_keep(page: Path) -> None:
    text = page.read_text(encoding="utf-8").lower()
    assert not re.search(r"tamper-?proof|unbreakable|防篡改|不可篡改|无法篡改|绝对安全", text)
