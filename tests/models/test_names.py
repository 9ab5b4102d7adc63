"""Names: masks that hide the given name, and terms that find it again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.models.names import initials, mask_name, normalise_query, search_terms

HAN = st.sampled_from([chr(c) for c in (*range(0x4E00, 0x9FFF, 37), *range(0x20000, 0x2A6D0, 997), 0xE863, 0x36C3)])
HAN_NAMES = st.text(HAN, min_size=2, max_size=6)
ANY_NAMES = st.text(
    st.one_of(HAN, st.sampled_from("abÉ ·.-' １\u3000\U000e0100\u0301李欧阳"), st.characters()), max_size=30
)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("", ""),
        ("王", "*"),
        ("𬀩", "*"),
        ("J", "*"),
        ("王明", "王*"),
        ("王小明", "王*明"),
        ("王 小 明", "王*明"),
        (" 王小明 ", "王*明"),
        ("王爱新明", "王**明"),
        ("欧阳", "欧*"),
        ("欧阳娜", "欧阳*"),
        ("欧阳娜娜", "欧阳*娜"),
        ("欧阳小小娜", "欧阳**娜"),
        ("单雄信", "单*信"),
        ("𬀩㛃", "𬀩*"),
        ("王\ue863明", "王*明"),
        ("葛\U000e0100小明\U000e0101", "葛\U000e0100*明\U000e0101"),
        ("欧\U000e0100阳娜娜", "欧\U000e0100阳*娜"),
        ("田中角栄", "田**栄"),
        ("김도현", "김*현"),
        ("阿卜杜拉·买买提", "阿***·***"),
        ("阿卜杜拉・买买提•艾力", "阿***·***·***"),
        ("John Smith", "J*** S***"),
        ("Jean-Luc Moreau", "J*** M***"),
        ("J. Smith", "J*** S***"),
        ("Éva", "É***"),
        ("e\u0301va", "é***"),
        ("x\u0301va", "x\u0301***"),
        ("Николай Иванов", "Н*** И***"),
        ("王Anna", "王***"),
        ("·", "*"),
        ("王\x1b[31m小\u202e明", "王*明"),
    ],
)
def test_masks(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(HAN_NAMES)
def test_the_given_name_is_hidden(name: str) -> None:
    masked = mask_name(name)
    assert "*" in masked
    assert not set(name[2:-1]) - set(name[:2] + name[-1]) & set(masked)
    assert sum(c != "*" for c in masked) <= (1 if len(name) == 2 else 3)


@given(ANY_NAMES)
def test_any_name_is_masked_and_never_whole(name: str) -> None:
    masked = mask_name(name)
    assert "*" in masked or not masked
    assert "*" in name or masked != name or not name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("王小明", {"wxm"}),
        ("单小明", {"sxm"}),
        ("解小明", {"xxm"}),
        ("曾小明", {"zxm"}),
        ("仇小明", {"qxm"}),
        ("查小明", {"zxm"}),
        ("区小明", {"oxm"}),
        ("朴小明", {"pxm"}),
        ("翟小明", {"zxm", "dxm"}),
        ("乐明", {"ym", "lm"}),
        ("尉迟恭", {"ycg"}),
        ("万俟明", {"mqm"}),
        ("长孙明", {"zsm"}),
        ("欧阳娜娜", {"oynn"}),
        ("王乐", {"wl", "wy"}),
        ("王㛃", {"wj"}),
        ("王𬀩", {"ww"}),
        ("王\ue863明", {"wm"}),
        ("王\U000323ae\U0010fffd", {"w"}),
        ("葛\U000e0100明", {"gm"}),
        ("〇〇", {"ll"}),
        ("Anna", {"anna"}),
        ("Ａnna 张", {"annaz"}),
        ("Éva", {"eva"}),
        ("\ue863", set()),
        ("", set()),
        ("···", set()),
    ],
)
def test_initials(name: str, expected: set[str]) -> None:
    assert set(initials(name)) == expected


def test_many_readings_give_the_four_likeliest() -> None:
    found = initials("王" + "乐" * 8)
    assert len(found) == len(set(found)) == 4
    assert found[0] == "w" + "l" * 8


@given(ANY_NAMES)
def test_initials_of_anything_are_letters_and_digits(name: str) -> None:
    found = initials(name)
    assert len(found) <= 4
    assert all(text.isascii() and text.isalnum() and text == text.lower() for text in found)


@given(ANY_NAMES)
def test_what_is_typed_finds_the_name(name: str) -> None:
    terms = search_terms(name, None, None)
    assert len(terms) == len(set(terms))
    query = normalise_query(name)
    assert normalise_query(query) == query
    assert not query or query in terms
    assert all(normalise_query(term) == term for term in terms)


def test_terms() -> None:
    assert search_terms("王乐明", "13812345678", "11010519491231002X") == (
        *("王", "王乐", "王乐明", "w", "wl", "wlm", "wy", "wym"),
        *("5678", "002x"),
    )
    assert search_terms("", None, None) == ()
    assert search_terms("王", "wx:abcd", "") == ("王", "w")


@pytest.mark.parametrize(
    "query",
    [
        "zoë l",
        "ＺＯË",
        "Lind",
        "zl"[:1],
        "买买提",
        "阿卜杜拉.买",
        "阿卜杜拉 买买提",
        "abd",
        "ABDLMMT",
        "８１２３",
        "123x",
    ],
)
def test_found_as_people_type(query: str) -> None:
    terms = search_terms("Zoë Lindqvist", "0755-8888123", "123X") + search_terms("阿卜杜拉·买买提", None, None)
    assert normalise_query(query) in terms


@given(st.text("123456789", min_size=12, max_size=19))
def test_no_term_holds_more_than_four_digits(number: str) -> None:
    terms = search_terms("王小明", "1381" + number[:7], number)
    assert not [term for term in terms if sum(c.isdigit() for c in term) > 4]
    assert number[-4:] in terms


def test_a_name_of_ten_thousand_characters_makes_few_terms() -> None:
    terms = search_terms("乐" * 10_000, None, None)
    assert len(terms) < 64 * 6
    assert "乐" * 10_000 in terms
    assert set(mask_name("乐" * 10_000)) == {"乐", "*"}
