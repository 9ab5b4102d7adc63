"""The words of a paper key: typed back in either language, in any dress, and every slip is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.errors import RefusedError
from lobby_tui.locale import Language
from lobby_tui.store import paper_key
from lobby_tui.store.keys import Keys
from lobby_tui.store.paper_key import LENGTH, WORDS, secret_of, words_of

SECRETS = st.binary(min_size=LENGTH, max_size=LENGTH)
LANGUAGES: tuple[Language, ...] = ("zh", "en")
DRESSES = (" ", "\n", "  ", ", ", "，", "　", "\t", ". 3) ", "-")


@given(SECRETS, st.sampled_from(LANGUAGES), st.sampled_from(DRESSES), st.booleans())
def test_what_is_printed_can_be_typed_back(secret: bytes, language: Language, between: str, upper: bool) -> None:
    typed = between.join(words_of(secret, language))
    assert secret_of(f" 1. {typed.upper() if upper else typed} ") == secret


@given(SECRETS)
def test_chinese_needs_no_spaces_and_full_width_letters_count(secret: bytes) -> None:
    assert secret_of("".join(words_of(secret, "zh"))) == secret
    wide = " ".join(words_of(secret, "en")).translate({code: code + 0xFEE0 for code in range(0x61, 0x7B)})
    assert secret_of(wide) == secret


@given(SECRETS, st.integers(0, WORDS - 1), st.sampled_from(LANGUAGES))
def test_one_wrong_word_never_passes_for_the_key(secret: bytes, place: int, language: Language) -> None:
    words = list(words_of(secret, language))
    words[place] = "abandon" if language == "en" else "的"
    if tuple(words) == words_of(secret, language):
        return
    try:
        found, said = secret_of(" ".join(words)), "words_checksum"
    except RefusedError as error:
        found, said = b"", error.code
    assert (found != secret, said) == (True, "words_checksum")


@pytest.mark.parametrize(
    ("typed", "code", "values"),
    [
        ("", "words_count", {"wanted": 12, "found": 0}),
        ("abandon " * 11, "words_count", {"wanted": 12, "found": 11}),
        ("的" * 13, "words_count", {"wanted": 12, "found": 13}),
        ("abandon " * 12, "words_checksum", {}),
        ("的" * 12, "words_checksum", {}),
        ("abandon abandn " + "abandon " * 10, "word_unknown", {"place": 2, "word": "abandn", "meant": "abandon"}),
        ("qqqq " + "abandon " * 11, "word_unknown", {"place": 1, "word": "qqqq"}),
        ("的的龘" + "的" * 9, "word_unknown", {"place": 3, "word": "龘"}),
    ],
)
def test_every_slip_is_said(typed: str, code: str, values: dict[str, object]) -> None:
    with pytest.raises(RefusedError) as caught:
        secret_of(typed)
    assert (caught.value.code, caught.value.field) == (code, "words")
    assert caught.value.message.params == values


def test_a_slot_opens_with_its_words_only() -> None:
    keys, secret = Keys(b"d" * 32, b"a" * 32, b"r" * 32, (b"e" * 32,)), paper_key.new_secret()
    slot = paper_key.make_slot(secret, keys, "2026-11-23", apart=False)
    assert paper_key.open_slot(secret, slot, apart=False) == keys
    assert paper_key.open_slot(paper_key.new_secret(), slot, apart=False) is None


def test_no_two_keys_are_alike() -> None:
    assert len({paper_key.new_secret() for _ in range(100)}) == 100
