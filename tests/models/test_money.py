"""Amounts: exact both ways, and nothing read that could mean something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.errors import RefusedError
from lobby_tui.locale import LANGUAGES, Language
from lobby_tui.models.money import MAX_FEN, format_yuan, parse_yuan, yuan_string

AMOUNTS = st.one_of(st.integers(0, MAX_FEN), st.integers(0, 10**9).map(lambda n: n * 10**4))


@given(AMOUNTS, st.sampled_from(LANGUAGES))
def test_what_is_shown_reads_back(fen: int, language: Language) -> None:
    assert parse_yuan(format_yuan(fen, language)) == fen
    assert parse_yuan(yuan_string(fen)) == fen


@pytest.mark.parametrize(
    ("raw", "yuan"),
    [
        ("30万", 300_000),
        ("30 万", 300_000),
        ("３０万", 300_000),
        ("30万元", 300_000),
        ("30w", 300_000),
        ("30Ｗ", 300_000),
        ("300,000", 300_000),
        ("30,0000", 300_000),
        ("300，000", 300_000),
        ("300000.00", 300_000),
        ("￥300000", 300_000),
        ("RMB 300,000", 300_000),
        ("1.5亿", 150_000_000),
        ("1。5亿", 150_000_000),
        (".5万", 5_000),
        ("2千", 2_000),
        ("2k", 2_000),
        ("3千万", 30_000_000),
        ("3万5千", 35_000),
        ("3万5000", 35_000),
        ("1亿5000万", 150_000_000),
        ("三十万", 300_000),
        ("十万", 100_000),
        ("两万五千", 25_000),
        ("一百二十万", 1_200_000),
        ("三万零五百", 30_500),
        ("一千零五", 1_005),
        ("壹拾伍万元整", 150_000),
        ("0", 0),
        ("零", 0),
        ("1000亿", 10**11),
    ],
)
def test_read(raw: str, yuan: int) -> None:
    assert parse_yuan(raw) == yuan * 100


def test_small_parts_are_exact() -> None:
    assert parse_yuan("0.01") == 1
    assert parse_yuan("12.5") == 1250
    assert parse_yuan("0.00000001亿") == 100
    assert parse_yuan("0.000001万") == 1
    assert parse_yuan("0.0000000000001千亿") == 1
    assert parse_yuan("90071992547.09") == 9007199254709
    assert parse_yuan("1.2300000000000000000000000") == 123


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("", "has to be entered"),
        ("  元", "has to be entered"),
        ("-5", "negative"),
        ("－30万", "negative"),
        ("负三万", "negative"),
        ("0.001", "finer than a fen"),
        ("0.0000001万", "finer than a fen"),
        ("0.00000000000001千亿", "finer than a fen"),
        ("100000000000.01", "too large"),
        ("1001亿", "too large"),
        ("9" * 41, "not an amount"),
        ("9" * 10_000, "not an amount"),
        ("3万5", "two ways"),
        ("三万五", "two ways"),
        ("1e5", "not an amount"),
        ("NaN", "not an amount"),
        ("0x10", "not an amount"),
        ("1_000", "not an amount"),
        ("٣٠", "not an amount"),
        ("30,00", "not an amount"),
        ("1,00,000", "not an amount"),
        ("0.0.5", "not an amount"),
        ("1.2.3", "not an amount"),
        ("万", "not an amount"),
        ("3万5亿", "not an amount"),
        ("3千5千", "not an amount"),
        ("五三", "not an amount"),
        ("30万美元", "not an amount"),
    ],
)
def test_refused(raw: str, says: str) -> None:
    with pytest.raises(RefusedError, match=says) as caught:
        parse_yuan(raw, "limit")
    assert caught.value.field == "limit"
    assert caught.value.remedy


@given(st.text("0123456789.,万亿千百十零一二五wk元-", max_size=15))
def test_anything_typed_is_read_or_refused(raw: str) -> None:
    try:
        fen = parse_yuan(raw)
    except RefusedError:
        return
    assert 0 <= fen <= MAX_FEN


@pytest.mark.parametrize(
    ("fen", "zh", "en", "json"),
    [
        (0, "0元", "¥0", "0.00"),
        (1, "0.01元", "¥0.01", "0.01"),
        (150, "1.50元", "¥1.50", "1.50"),
        (123_456, "1,234.56元", "¥1,234.56", "1234.56"),
        (999_900, "9,999元", "¥9,999", "9999.00"),
        (1_000_000, "1万元", "¥10,000", "10000.00"),
        (30_000_000, "30万元", "¥300,000", "300000.00"),
        (30_550_000, "30.55万元", "¥305,500", "305500.00"),
        (30_000_100, "300,001元", "¥300,001", "300001.00"),
        (15_000_000_000, "1.5亿元", "¥150,000,000", "150000000.00"),
        (12_345_670_000, "12,345.67万元", "¥123,456,700", "123456700.00"),
        (-30_000_001, "-300,000.01元", "-¥300,000.01", "-300000.01"),
        (-1, "-0.01元", "-¥0.01", "-0.01"),
    ],
)
def test_shown(fen: int, zh: str, en: str, json: str) -> None:
    assert format_yuan(fen, "zh") == zh
    assert format_yuan(fen, "en") == en
    assert yuan_string(fen) == json
