"""Identifiers: their kind by shape, their check digits, and masks that hide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.errors import RefusedError
from lobby_tui.models.identifiers import Identifier, mask_identifier, parse_identifier, tail

DIGITS = "0123456789"


def id_card(body: str) -> str:
    """`body` with its check digit by the weights of GB 11643."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


@pytest.mark.parametrize(
    ("raw", "kind", "value"),
    [
        ("11010519491231002X", "id_card", "11010519491231002X"),
        (" 110105 19491231 002x ", "id_card", "11010519491231002X"),
        ("１１０１０５－１９４９１２３１－００２Ｘ", "id_card", "11010519491231002X"),
        ("810000199408230021", "id_card", "810000199408230021"),  # Hong Kong resident's permit
        ("830000199201300022", "id_card", "830000199201300022"),  # Taiwan resident's permit
        ("911124198108030024", "id_card", "911124198108030024"),  # foreigner's permanent residence card
        (id_card("33020519300101123"), "id_card", id_card("33020519300101123")),  # older than the county
        ("6222 0212 3456 7890 128", "account", "6222021234567890128"),
        ("0200001234567890123", "account", "0200001234567890123"),  # passbook: no check digit
        ("4000-1234-5678-9017", "account", "4000123456789017"),
        ("110105491231002", "account", "110105491231002"),  # 15 digits
        ("123456789012", "account", "123456789012"),
        ("1234", "account", "1234"),
        ("１２3x", "id_card", "123X"),
        ("e12345678", "information", "E12345678"),
        ("12345", "information", "12345"),
        ("12345678901", "information", "12345678901"),
        ("AB1234567890123456CD", "information", "AB1234567890123456CD"),
    ],
)
def test_read(raw: str, kind: str, value: str) -> None:
    found = parse_identifier(raw)
    assert found is not None
    assert (found.kind, found.value) == (kind, value)
    assert tail(found) == value[-4:]


@pytest.mark.parametrize("raw", ["", "  ", "\u3000", "\u200b", " - "])
def test_blank_is_none(raw: str) -> None:
    assert parse_identifier(raw) is None


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("110105194912310021", "check digit of this ID"),
        ("11010519491231003X", "check digit of this ID"),
        (id_card("11010519491331002"), "birth date"),
        (id_card("11010519490229002"), "birth date"),
        ("6222021234567890127", "check digit of this card"),
        ("6228480402564890", "check digit of this card"),
        ("12", "this one has 2"),
        ("12A4", "this one has 4"),
        ("123456789012345678901", "this one has 21"),
        ("京A12345", "only letters and digits"),
        ("1234'; --", "only letters and digits"),
        ("١٢٣٤٥", "only letters and digits"),
    ],
)
def test_refused(raw: str, says: str) -> None:
    with pytest.raises(RefusedError, match=says) as caught:
        parse_identifier(raw, "id_no")
    assert caught.value.field == "id_no"
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("identifier", "masked"),
    [
        (Identifier("id_card", "11010519491231002X"), "110***********002X"),
        (Identifier("id_card", "123X"), "****123X"),
        (Identifier("account", "6222021234567890128"), "****0128"),
        (Identifier("account", "1234"), "****1234"),
        (Identifier("information", "E12345678"), "****5678"),
        (Identifier("information", "12345"), "****45"),
    ],
)
def test_masks(identifier: Identifier, masked: str) -> None:
    assert mask_identifier(identifier) == masked


@given(st.text("123456789", min_size=17, max_size=17))
def test_a_mask_never_holds_the_middle(body: str) -> None:
    number = id_card(body)
    for identifier in (Identifier("id_card", number), Identifier("account", number)):
        assert number[3:14] not in mask_identifier(identifier)
        assert sum(c != "*" for c in mask_identifier(identifier)) <= 7
        assert number not in repr(identifier)


@given(st.text(DIGITS, min_size=17, max_size=17), st.integers(0, 17), st.sampled_from(DIGITS))
def test_one_wrong_digit_of_an_id_card_is_noticed(body: str, place: int, digit: str) -> None:
    number = id_card(f"110105{1950 + int(body[0]):04}0{int(body[1]) % 9 + 1}1{body[2]}{body[3:6]}")
    wrong = number[:place] + digit + number[place + 1 :]
    assert parse_identifier(number) == Identifier("id_card", number)
    if wrong != number:
        with pytest.raises(RefusedError):
            parse_identifier(wrong)
