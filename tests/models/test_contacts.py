"""Contacts: every way to write a number ends in one, and masks hide the middle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.errors import RefusedError
from lobby_tui.models.contacts import Contact, mask_contact, parse_contact, phone_tail

MOBILES = st.from_regex("1[3-9][0-9]{9}", fullmatch=True, alphabet=st.sampled_from("0123456789"))


@pytest.mark.parametrize(
    ("raw", "kind", "value", "masked", "last"),
    [
        ("13812345678", "mobile", "13812345678", "138****5678", "5678"),
        ("+86 138-1234-5678", "mobile", "13812345678", "138****5678", "5678"),
        ("0086 13812345678", "mobile", "13812345678", "138****5678", "5678"),
        ("86 138 1234 5678", "mobile", "13812345678", "138****5678", "5678"),
        ("＋８６　１３８１２３４５６７８", "mobile", "13812345678", "138****5678", "5678"),
        ("010-66106114", "landline", "010-66106114", "010-****6114", "6114"),
        ("(0755) 8888 123", "landline", "0755-8888123", "0755-****8123", "8123"),
        ("+86 10 66106114", "landline", "010-66106114", "010-****6114", "6114"),
        ("0086 021 66106114", "landline", "021-66106114", "021-****6114", "6114"),
        ("01066106114转801", "landline", "010-66106114-801", "010-****6114-***", "6114"),
        ("010-66106114 ext. 801", "landline", "010-66106114-801", "010-****6114-***", "6114"),
        ("+852 2123 4567", "international", "+85221234567", "+852****4567", "4567"),
        ("00853-2833-4567", "international", "+85328334567", "+853****4567", "4567"),
        ("+1 415 555 2671", "international", "+14155552671", "+1****2671", "2671"),
        ("+44 20 7946 0958", "international", "+442079460958", "+44****0958", "0958"),
        ("+6832123", "international", "+6832123", "+****2123", "2123"),
        ("wx: Li_lei88", "wechat", "wx:Li_lei88", "wx:L***", None),
        ("微信号：abc", "wechat", "wx:abc", "wx:a***", None),
        ("微信 13812345678", "wechat", "wx:13812345678", "wx:1***", None),
        ("li.lei@example.com.cn", "email", "li.lei@example.com.cn", "l***@example.com.cn", None),
    ],
)
def test_read_and_masked(raw: str, kind: str, value: str, masked: str, last: str | None) -> None:
    found = parse_contact(raw)
    assert found is not None
    assert (found.kind, found.value) == (kind, value)
    assert mask_contact(value) == masked
    assert phone_tail(value) == last
    assert value not in repr(found)
    again = parse_contact(value if "-" not in value[5:] else raw)
    assert again == found


@pytest.mark.parametrize("raw", ["", " ", "\u3000\u200b"])
def test_blank_is_none(raw: str) -> None:
    assert parse_contact(raw) is None


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("1381234567", "A mobile number has 11 digits; this one has 10."),
        ("138123456789", "A mobile number has 11 digits; this one has 12."),
        ("12812345678", "No mobile number begins with 12."),
        ("66106114", "area code of this landline number is missing"),
        ("010-6610", "area code of 3 or 4 digits"),
        ("+852 212 3456", "A Hong Kong number has 8 digits."),
        ("+853 123456789", "A Macau number has 8 digits."),
        ("+12", "7 to 15 digits"),
        ("+1234567890123456", "7 to 15 digits"),
        ("li.lei@", "e-mail address is incomplete"),
        ("王小明", "neither a phone number"),
        ("lilei88", "neither a phone number"),
        ("١٣٨١٢٣٤٥٦٧٨", "neither a phone number"),
        ("138١٢٣٤٥٦٧٨", "neither a phone number"),
        ("13812345678; rm", "neither a phone number"),
    ],
)
def test_refused(raw: str, says: str) -> None:
    with pytest.raises(RefusedError, match=says.replace("(", r"\(")) as caught:
        parse_contact(raw, "phone")
    assert caught.value.field == "phone"
    assert caught.value.remedy or "e-mail" in says


@given(MOBILES, st.lists(st.sampled_from([" ", "-", "\u3000", "－", ""]), min_size=12, max_size=12))
def test_separators_do_not_matter(number: str, separators: list[str]) -> None:
    written = "".join(s + d for s, d in zip(separators, " " + number, strict=True))
    assert parse_contact(written) == Contact("mobile", number)


@given(MOBILES)
def test_the_middle_of_a_mobile_number_is_never_shown(number: str) -> None:
    assert mask_contact(number) == number[:3] + "****" + number[7:]


@given(st.text(max_size=40))
def test_any_text_is_hidden(text: str) -> None:
    masked = mask_contact(text)
    assert masked.count("*") >= 3 or not text
    assert len(text) < 2 or text not in masked or set(text) == {"*"}
