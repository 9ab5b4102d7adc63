"""Recognising one customer in what people have typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import bindparam, create_engine, select

from lobby_tui.desk.customer.needle import needle
from lobby_tui.models.names import ERASED
from tests.desk.customers import CARD, NAME, PHONE

SEPARATORS = st.sampled_from(["", " ", "-", "–", ".", "  ", "\u3000", " - "])
WIDE = {str(digit): chr(ord(str(digit)) + 0xFEE0) for digit in range(10)}
AROUND = st.text(alphabet="客户说，电话a1 ", max_size=12)


@given(st.data(), st.sampled_from([PHONE, CARD, "010-66106114", "11010519491231002X"]), AROUND, AROUND)
def test_a_number_however_it_is_written(data: st.DataObject, number: str, before: str, after: str) -> None:
    typed = "".join(
        (WIDE.get(one, one) if data.draw(st.booleans()) else one) + data.draw(SEPARATORS)
        for one in number
        if one != "-"
    ).rstrip()
    known = needle([], [number])
    text = f"{before}{typed}{after}"
    assert known.means(text)
    starred = known.starred(text)
    assert len(starred) == len(text)
    assert not known.means(starred)
    assert typed not in starred


@given(AROUND, AROUND, st.sampled_from([NAME, "王芳", "Anna Schmidt", "阿凡提·买买提"]))
def test_a_name(before: str, after: str, name: str) -> None:
    known = needle([name], [])
    text = f"{before} {name} {after}"
    assert known.means(text)
    assert name not in known.starred(text)
    assert known.starred(f"{before}{after}") == f"{before}{after}"


@given(st.data(), AROUND, st.sampled_from([NAME, "anna Schmidt", "Ａnna", PHONE, CARD, "wx:ouyang_88", "010-66106114"]))
def test_what_sqlite_picks_leaves_nobody_out(data: st.DataObject, before: str, one: str) -> None:
    known = needle([one], []) if one[0].isalpha() and not one.startswith("wx:") else needle([], [one])
    typed = "".join(
        (chr(ord(char) + 0xFEE0) if "!" <= char <= "~" and data.draw(st.booleans()) else char)
        for char in one.removeprefix("wx:")
    )
    text = before + data.draw(st.sampled_from([typed, typed.upper(), typed.lower()]))
    if known.means(text):
        with create_engine("sqlite://").connect() as connection:
            hints = list(known.hints(bindparam("text", text)))
            assert any(connection.execute(select(one)).scalar_one() for one in hints)


@pytest.mark.parametrize("text", ["欧阳 慕容", "欧阳·慕容说", "anna  schmidt"])
def test_a_name_with_something_between(text: str) -> None:
    assert needle([NAME, "Anna Schmidt"], []).means(text)


@pytest.mark.parametrize("text", ["Annabelle Schmidts", "1398765432", "王女士来过", "金额 50000 元", ""])
def test_what_means_others(text: str) -> None:
    assert not needle(["Anna Schmidt", "王女士", "李"], [PHONE, "0128"]).means(text)


def test_what_is_erased_means_nobody() -> None:
    assert needle([ERASED, ""], [None, ""]).pattern is None


def test_answers_are_searched_as_well() -> None:
    known = needle([NAME], [PHONE])
    assert known.starred_in({"a": [f"{NAME}!", 3], "b": None}) == {"a": ["****!", 3], "b": None}


def test_a_wechat_name() -> None:
    assert needle([], ["wx:ouyang_88"]).means("微信 ouyang_88")
