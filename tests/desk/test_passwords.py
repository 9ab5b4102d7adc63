"""Passwords: long enough, and not what is tried first; everything else is anybody's own business."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.desk.passwords import _HABITS, PIN_LENGTHS, checked_password, checked_pin
from lobby_tui.errors import RefusedError
from tests.conftest import PASSWORD

OWN = ("001", "孙丽", "长安街支行")


@pytest.mark.parametrize(
    "password",
    [PASSWORD, "lobby-demo", "their own password", "a new password", "下雨天也要带伞出门", "        x", "12345678901x",
     "孙丽今天吃了三碗饭", "001001002", "lobbylobb", "x" * 128, "\udcff" * 8],
)  # fmt: skip
def test_accepted(password: str) -> None:
    assert checked_password(password, OWN) == password


@pytest.mark.parametrize(
    "password",
    ["password", "PASSWORD", "12345678", "１２３４５６７８", "qq123456", "QQ123456", "a1234567", "woaini1314",
     "WoAiNi1314", "19800203", "20121231", "001001001", "孙丽孙丽孙丽孙丽", "slslslsl", "SLSLSLSL", "lobbylobby",
     "Lobbylobbylobby", "长安街支行长安街支行", "icbc95588", "5201314520", "iloveyou"],
)  # fmt: skip
def test_what_is_tried_first(password: str) -> None:
    with pytest.raises(RefusedError) as caught:
        checked_password(password, OWN)
    assert (caught.value.code, caught.value.field) == ("password_common", "password")


@pytest.mark.parametrize("password", ["", "1234567", "x" * 129])
def test_too_short_or_too_long(password: str) -> None:
    with pytest.raises(RefusedError) as caught:
        checked_password(password)
    assert caught.value.code == "password_length"


def test_our_own_list_is_usable() -> None:
    assert all(len(one) >= 8 and one == one.casefold() for one in _HABITS)
    assert len(_HABITS) > 150


@given(st.text(min_size=7, max_size=127))
def test_no_rule_of_composition(password: str) -> None:
    # What Hypothesis thinks of first, as eight noughts, is what people think of first; no list has this sign.
    assert checked_password(f"{password}¶") == f"{password}¶"


@pytest.mark.parametrize("pin", ["2580", "1379", "９０１７", " 736251 ", "73625148"])
def test_a_pin(pin: str) -> None:
    assert checked_pin(pin, "001") == pin.strip().translate(str.maketrans("９０１７", "9017"))


@pytest.mark.parametrize(
    ("pin", "code"),
    [("258", "pin_length"), ("736251489", "pin_length"), ("25a0", "pin_length"), ("", "pin_length"),
     ("²²²²", "pin_length"), ("1111", "pin_common"), ("1234", "pin_common"), ("8901", "pin_common"),
     ("9876", "pin_common"), ("0000", "pin_common"), ("3721", "pin_common"), ("003721", "pin_common"),
     ("10003721", "pin_common")],
)  # fmt: skip
def test_a_bad_pin(pin: str, code: str) -> None:
    with pytest.raises(RefusedError) as caught:
        checked_pin(pin, "B10003721")
    assert (caught.value.code, caught.value.field) == (code, "pin")


@given(st.text("0123456789", min_size=4, max_size=8))
def test_most_pins_are_accepted(pin: str) -> None:
    odd = len(set(pin)) == 1 or pin in "01234567890123456" or pin in "98765432109876543"
    try:
        assert checked_pin(pin, "A") == pin
        assert not odd
    except RefusedError:
        assert odd
    assert len(pin) in PIN_LENGTHS
