"""The table of initials is what its tool makes, and small enough to read on the way to a search."""

import runpy
from itertools import pairwise
from pathlib import Path

import pytest
from pypinyin.pinyin_dict import pinyin_dict

from lobby_tui.models.pinyin import letters, surname_length, table
from lobby_tui.resources import data_dir

ROOT = Path(__file__).resolve().parents[2]
TABLE = data_dir() / "names" / "initials.txt"


def test_the_table_is_up_to_date() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "pinyin_table.py"))
    assert TABLE.read_text(encoding="utf-8") == tool["table"]()


def test_the_table_is_small() -> None:
    assert TABLE.stat().st_size <= 100_000
    assert sum(map(len, table().first.values())) < 60_000


def test_every_common_character_has_its_first_letter() -> None:
    plain = str.maketrans("āáǎàēéěèōóǒòńňǹḿ", "aaaaeeeeoooonnnm")
    codes = [*range(0x4E00, 0x9FA6), 0x36C3, 0x2C029, 0x2B7A9, 0x3007]
    wrong = [
        chr(code)
        for code in codes
        if code in pinyin_dict and letters(chr(code))[:1] != pinyin_dict[code][0].translate(plain)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("character", "expected"),
    [("王", "wy"), ("乐", "ly"), ("明", "m"), ("㛃", "j"), ("\ue863", ""), ("a", ""), ("\U0010ffff", "")],
)
def test_letters(character: str, expected: str) -> None:
    assert letters(character) == expected


def test_surnames() -> None:
    assert all(len(name) == len(groups) for name, groups in table().surnames.items())
    assert all(group.isascii() and group.isalpha() for groups in table().surnames.values() for group in groups)
    assert surname_length(list("欧阳娜")) == 2
    assert surname_length(list("欧阳")) == 1
    assert surname_length(list("王小明")) == 1
    assert surname_length([]) == 1


def test_blocks_stand_in_order() -> None:
    assert all(before < after for before, after in pairwise(table().first))
