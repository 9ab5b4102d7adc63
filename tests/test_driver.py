"""A paste is passed on whole and without the one character that Textual would take for a key's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("termios", reason="the driver for Unix")

from textual._xterm_parser import XTermParser
from textual.events import Paste

from lobby_tui.driver import PASTE_BEGINS, PASTE_ENDS, Pastes
from lobby_tui.models.text import display

HOSTILE = st.text(st.sampled_from("王a \r\n\x1b[]OQ~0123456789;m\x07\x9b")).filter(lambda text: PASTE_ENDS not in text)


def parsed(pieces: list[str]) -> list[object]:
    pastes, parser = Pastes(), XTermParser()
    ready = [text for text in map(pastes.defused, pieces) if text]
    return [event for text in ready for event in parser.feed(text)]


@given(st.lists(HOSTILE, max_size=4))
def test_nothing_in_a_paste_is_a_key(pieces: list[str]) -> None:
    pasted = "".join(pieces)
    if PASTE_ENDS in pasted:
        return
    events = parsed([PASTE_BEGINS, *pieces, PASTE_ENDS])
    texts = [event.text for event in events if isinstance(event, Paste)]
    assert len(texts) == len(events) == 1
    assert "\x1b" not in texts[0]
    if "\x1b" not in pasted:
        assert texts[0] == pasted


def test_escape_codes_keep_their_extent() -> None:
    (event,) = parsed([f"{PASTE_BEGINS}王\x1b[31m小\x1b]0;title\x07明", PASTE_ENDS])
    assert isinstance(event, Paste)
    assert display(event.text) == "王小明"


@given(st.text().filter(lambda text: PASTE_BEGINS not in text), st.integers(0, 9))
def test_what_is_no_paste_is_passed_on_as_it_is_and_at_once(text: str, cut: int) -> None:
    pastes = Pastes()
    assert pastes.defused(text[:cut]) == text[:cut]
    assert pastes.defused(text[cut:]) == text[cut:]


def test_what_follows_a_paste_is_typed() -> None:
    pastes = Pastes()
    assert pastes.defused(f"a{PASTE_BEGINS}b") == "a"
    assert pastes.defused(f"c{PASTE_ENDS}\x1b[Ad") == f"{PASTE_BEGINS}bc{PASTE_ENDS}\x1b[Ad"
