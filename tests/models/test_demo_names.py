"""The sample's names and texts survive what real ones go through."""

import tomllib
from collections.abc import Iterator
from typing import Any

from lobby_tui.models.characters import graphemes
from lobby_tui.models.names import initials, mask_name
from lobby_tui.models.pinyin import table
from lobby_tui.models.text import clean, secretlike
from lobby_tui.resources import data_dir

NAMES = tomllib.loads((data_dir() / "demo" / "names.toml").read_text(encoding="utf-8"))
EVENTS = tomllib.loads((data_dir() / "demo" / "events.toml").read_text(encoding="utf-8"))


def test_every_sample_name_can_be_entered_masked_and_found() -> None:
    given = NAMES["given"]
    made = [surname + first for surname in NAMES["surnames"] for first in given["rare"] + given["common"]]
    made += [*NAMES["whole"]["male"], *NAMES["whole"]["female"]]
    for name in made:
        assert clean(name, limit=64, field="name") == name
        assert secretlike(name) is None
        assert "*" in mask_name(name)
    without = [name for name in made if not initials(name)]
    assert without == ["김도현", "이서연"]


def test_the_sample_has_what_trips_programs_up() -> None:
    given = NAMES["given"]
    assert {"喆", "昶", "𬀩", "㛃"} <= set(given["rare"])
    assert [surname for surname in NAMES["surnames"] if len(graphemes(surname)) == 2]
    assert all(surname in table().surnames for surname in NAMES["surnames"] if len(surname) == 2)
    assert [name for name in NAMES["whole"]["male"] if "·" in name]
    assert all(weight > 0 for weight in NAMES["surnames"].values())
    assert 0 < given["two_characters"] < 1


def _texts(found: Any) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict | list):
        for one in found.values() if isinstance(found, dict) else found:
            yield from _texts(one)


def test_every_sample_text_can_be_entered() -> None:
    texts = list(_texts(EVENTS))
    assert len(texts) > 200
    for text in texts:
        assert clean(text, limit=200, field="note") == text
        assert secretlike(text) is None
