"""Cleaning text: what must go, what must stay, and that neither depends on luck."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.errors import RefusedError
from lobby_tui.models.characters import graphemes
from lobby_tui.models.text import clean, display, fold, required

LIMIT = 20_000

# Letters that the rules look at, more likely than chance to stand side by side.
NASTY = st.text(
    st.one_of(
        st.sampled_from(
            list("a1#e漢👩👦🏽❤←〈\u2329\u0301\u0338\ufe0f\ufe0e\U000e0100\u200d\u20e3\x1b[]\\;m\x07\x9b\x9c\x9d")
        ),
        st.sampled_from(
            list(" \t\n\r\x85\u2028\u3000\x00\u202e\u2066\u200b\ufeff\U000e0041\ufffe\ud800\uf9d1\u1100\u1161")
        ),
        st.characters(exclude_categories=()),
    ),
    max_size=30,
)


def forbidden(character: str) -> bool:
    code = ord(character)
    return (
        unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
        or (unicodedata.category(character) == "Cf" and character != "\u200d")
        or code & 0xFFFE == 0xFFFE
        or 0xFDD0 <= code <= 0xFDEF
        or 0xE0000 <= code < 0xE0100
    )


@given(NASTY, st.booleans())
def test_nothing_forbidden_is_left_and_cleaning_again_changes_nothing(text: str, multiline: bool) -> None:
    once = clean(text, limit=LIMIT, field="remarks", multiline=multiline)
    assert not [c for c in once if forbidden(c) and not (multiline and c == "\n")]
    assert clean(once, limit=LIMIT, field="remarks", multiline=multiline) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()
    assert display(once, multiline=multiline) == once


@pytest.mark.parametrize("plane", range(17))
def test_every_character_of_unicode_goes_or_stays_as_it_should(plane: int) -> None:
    fillers = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2065\u3164\uffa0"
    # Escape introducers take what follows; selectors and spaces have tests of their own.
    aside = "\x1b\x90\x98\x9b\x9d\x9e\x9f"
    for code in range(plane << 16, (plane + 1) << 16):
        character = chr(code)
        selector = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
        if character in aside or selector:
            continue
        lost = character == "\u200d" or forbidden(character) or character in fillers
        # Ranges that Python of one version knows as unassigned and of another as format characters.
        lost = lost or 0xFFF0 <= code <= 0xFFF8 or 0xE0000 <= code <= 0xE0FFF or 0x13430 <= code <= 0x1343F
        shown = display(character)
        assert shown in ("", " ") if lost else shown == unicodedata.normalize("NFC", character), hex(code)


@given(NASTY)
def test_a_joiner_or_selector_never_stands_without_its_base(text: str) -> None:
    once = display(text)
    for before, character, after in zip(" " + once, once, once[1:] + " ", strict=False):
        if character == "\u200d":
            assert before in "👩👦🏽❤←\ufe0f" or unicodedata.category(before) in ("So", "Sk", "Sm", "Cn")
            assert unicodedata.category(after) in ("So", "Sk", "Sm", "Cn", "Po", "Ll")
        if character == "\U000e0100":
            assert before not in " a\u200d\ufe0f\U000e0100"


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_folding_takes_codes_not_names() -> None:
    assert fold("Ａ０１：（１２）％～　ｘ\u00a0") == "A01:(12)%~ x "
    assert fold("①㍿漢字。、") == "①㍿漢字。、"


@pytest.mark.parametrize(
    "kept",
    [
        "王㛃",
        "𬀩𫞩䶮",
        "\ue863",
        "\U000f0001",
        "\U00031350\U000323b0\U0002ebf0",  # planes newer than Python's own tables
        "葛\U000e0100飾",
        "辻\ufe00",
        "👩\u200d👩\u200d👧\u200d👦",
        "❤\ufe0f\u200d🔥",
        "👩🏽\u200d💻",
        "1\ufe0f\u20e3",
        "阿卜杜拉·买买提",
        "[/b]",
        "=cmd|' /C calc'!A0",
        "Zoë 'O'; DROP TABLE",
        "ᠮᠣᠩᠭᠣᠯ",
        "a  b",
    ],
)
def test_kept_as_it_is(kept: str) -> None:
    assert clean(kept, limit=100, field="name") == kept


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("\x1b[31m王\x1b[0m", "王"),
        ("\x9b31m王\x1bc", "王"),
        ("\x1b]52;c;aGVsbG8=\x07王", "王"),
        ("\x1b]0;title\x1b\\王", "王"),
        ("\x9d0;title\x9c王", "王"),
        ("\x1bP+q544e\x1b\\王\x1b(B", "王"),
        ("\x1b]52;c;unended 王小明", "]52;c;unended 王小明"),
        ("王\x00小\x7f明\x08", "王小明"),
        ("\u202e王\u2066小\u200e明\u061c", "王小明"),
        ("王\u200b小\u200c明\ufeff\u00ad\u2060", "王小明"),
        ("王\u200d明", "王明"),
        ("👩\u200d王", "👩王"),
        ("王\u200d👩", "王👩"),
        ("a\ufe0fb\U000e0100", "ab"),
        ("王\ufe00\ufe01", "王\ufe00"),
        ("1\ufe0f2", "12"),
        ("🏴\U000e0067\U000e0062\U000e007f", "🏴"),
        ("王\ud800明\udfff", "王明"),
        ("王\ufdd0\ufffe\U0010ffff明", "王明"),
        ("\u3164\u115f王\uffa0", "王"),
        ("e\u0301", "é"),
        ("e\u200b\u0301", "é"),
        ("e\ufe0f\u0301", "é"),
        ("\u2329\ufe0f", "〈"),
        ("  \u3000王 明\t \n", "王 明"),
        ("王\r\n明\t后\u2028x\x85y", "王 明 后 x y"),
    ],
)
def test_what_is_removed(raw: str, cleaned: str) -> None:
    assert clean(raw, limit=100, field="name") == cleaned
    assert display(raw).strip() == cleaned


def test_line_breaks_stay_only_where_they_may() -> None:
    raw = "一\r\n二\r三\u2028四\t五\x1b[2J\n"
    assert clean(raw, limit=50, field="remarks", multiline=True) == "一\n二\n三\n四 五"
    assert clean(raw, limit=50, field="remarks") == "一 二 三 四 五"
    assert display("一\n二", multiline=True) == "一\n二"
    assert display("一\n二") == "一 二"


def test_too_long_is_refused_never_cut() -> None:
    assert clean("王" * 10_000, limit=10_000, field="name") == "王" * 10_000
    with pytest.raises(RefusedError) as caught:
        clean(" " + "𬀩" * 65 + " ", limit=64, field="remarks")
    assert caught.value.field == "remarks"
    assert caught.value.message.params == {"count": 65, "limit": 64}
    assert caught.value.remedy


def test_what_is_removed_does_not_count() -> None:
    assert clean("  \x1b[1m王\u200b明  ", limit=2, field="name") == "王明"


@pytest.mark.parametrize("empty", ["", "  \u3000", "\u200b\x00", "\x1b[31m"])
def test_required_text_has_to_be_there(empty: str) -> None:
    with pytest.raises(RefusedError) as caught:
        required(empty, limit=5, field="name")
    assert caught.value.field == "name"
    assert required(" 王 ", limit=5, field="name") == "王"


def test_people_see_one_character() -> None:
    assert graphemes("葛\U000e0100e\u0301𬀩👩🏽\u200d💻x") == [
        "葛\U000e0100",
        "e\u0301",
        "𬀩",
        "👩🏽\u200d💻",
        "x",
    ]
    assert graphemes("") == []


@given(NASTY)
def test_graphemes_lose_nothing(text: str) -> None:
    assert "".join(graphemes(text)) == text
