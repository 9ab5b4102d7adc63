"""Free text: numbers, addresses and names in it are hidden, whatever stands between their digits; words stay."""

import re
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lobby_tui.models.identifiers import parse_identifier
from lobby_tui.models.masking import mask_text, unmasked
from tests.models.test_contacts import MOBILES

DIGITS = "0123456789"
MOST_SHOWN = 6  # of a number's digits in a row; an ID card shows its first 3, a landline its area code of 4


def luhn_end(digits: str) -> str:
    doubled = [sum(divmod(2 * int(one), 10)) for one in digits[::-2]]
    return str(-(sum(doubled) + sum(map(int, digits[-2::-2]))) % 10)


def ric_end(digits: str) -> str:
    return "10X98765432"[sum(int(one) * 2 ** (17 - place) for place, one in enumerate(digits)) % 11]


def some(count: int) -> st.SearchStrategy[str]:
    return st.text(DIGITS, min_size=count, max_size=count)


LANDLINES = st.builds("".join, st.tuples(st.sampled_from(["010", "021", "0755", "0898"]), some(7), st.just("8")))
CARDS = st.integers(15, 18).flatmap(lambda count: some(count - 2)).map(lambda rest: "62" + rest)
CARDS = CARDS.map(lambda digits: digits + luhn_end(digits))
BIRTHDAYS = st.dates().filter(lambda day: 1900 <= day.year < 2030).map(lambda day: day.strftime("%Y%m%d"))
ID_CARDS = st.tuples(st.just("310101"), BIRTHDAYS, some(3)).map("".join).map(lambda digits: digits + ric_end(digits))
NUMBERS = st.one_of(MOBILES, LANDLINES, CARDS, ID_CARDS)
WORDS = st.text(st.characters(categories=["Lo"], min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=20).map(
    lambda text: re.sub("[〇零一二三四五六七八九幺]", "", text)
)
GAPS = st.sampled_from([" ", "-", "\u3000", "－", " - ", "–", ".", "·", "_"])
WIDE = str.maketrans(DIGITS, "０１２３４５６７８９")


@st.composite
def written(draw: st.DrawFn, number: str) -> str:
    """A number as people write it: in one, in groups, or digit by digit, in either width."""
    if draw(st.booleans()):
        number = number.translate(WIDE)
    gap = draw(GAPS)
    match draw(st.sampled_from(["whole", "groups", "fours", "spelled"])):
        case "groups":
            first = draw(st.integers(3, len(number) - 4))
            return number[:first] + gap + number[first:]
        case "fours":
            return gap.join(number[place : place + 4] for place in range(0, len(number), 4))
        case "spelled":
            return gap.join(number)
    return number


def shown(text: str, number: str) -> int:
    """How many digits of `number` that stand in a row in it can be read in a row in `text`, gaps left out."""
    plain = re.sub(r"[ \-\u3000－–.·_()]", "", text.translate({ord(wide): one for wide, one in zip(
        "０１２３４５６７８９", DIGITS, strict=True)}))  # fmt: skip
    lengths = range(len(number), 0, -1)
    return next((n for n in lengths if any(number[at : at + n] in plain for at in range(len(number) - n + 1))), 0)


@given(st.data(), NUMBERS, WORDS, WORDS, st.sampled_from(["", "3 ", "2026-11-05 ", "x", "约10:30，", "A10，"]))
def test_no_number_can_be_read_however_it_is_written(
    data: st.DataObject, number: str, before: str, after: str, count: str
) -> None:
    text = f"{before}{count}{data.draw(written(number))}{after}"
    masked = mask_text(text)
    assert shown(masked, number) <= MOST_SHOWN, masked
    assert shown(masked, number[-8:]) <= 4, masked
    # The words around it stay.
    assert masked.startswith(f"{before}{count}") or count == "3 ", masked
    assert masked.endswith(after)
    assert mask_text(masked) == masked


@given(st.lists(st.one_of(NUMBERS, WORDS, st.sampled_from(["zhang@163.com", "微信li_lei88", "王小明", "3", ", "]))))
def test_what_is_hidden_comes_back(parts: list[str]) -> None:
    text = "，".join(parts)
    masked = mask_text(text, "王小明")
    assert unmasked(masked, text, "王小明") == text
    assert mask_text(masked, "王小明") == masked
    assume(text and masked != text and "*" not in text)
    # Words added at the end do not stop the numbers from coming back.
    assert unmasked(masked + "。已回电", text, "王小明") == text + "。已回电"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话13812345678回电", "电话138****5678回电"),
        ("＋８６　１３８-１２３４-５６７８", "＋86****5678"),
        ("(0755) 8888 1234", "0755-****1234"),
        ("010-66106114转801", "010-****6114转801"),
        ("座机 6610 6114", "座机 ****6114"),
        ("身份证 110101 19900307 123X，已核", "身份证 110***********123X，已核"),
        ("护照E12345678", "护照E****5678"),
        ("账户 020000123456789", "账户 ****6789"),
        ("幺三八一二三四五六七八", "138****5678"),
        ("13812345678/13987654321", "138****5678/139****4321"),
        ("张三13812345678、李四13987654321", "张三138****5678、李四139****4321"),
        ("li.lei@example.com.cn 联系", "l***@example.com.cn 联系"),
        ("邮箱：12345678@qq.com", "邮箱：1***@qq.com"),
        ("a@13812345678.com", "a***@***"),
        ("加微信li_lei88", "加微信l***"),
        ("微信号：abc", "微信号：a***"),
        ("微信13812345678", "微信1***"),
        ("WeChat: lilei", "WeChat: l***"),
        ("wx zhangsanfeng", "wx z***"),
        ("QQ：123456", "QQ：1***"),
        ("1 3 8 1 2 3 4 5 6 7 8", "****5678"),
        ("2026-11-05 13812345678", "2026-11-05 138****5678"),
        ("13812345678 13812345678", "138****5678 138****5678"),
    ],
)
def test_hidden(text: str, masked: str) -> None:
    assert mask_text(text) == masked
    assert unmasked(masked, text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "客户想了解三年期理财，周末来，约10:30",
        "2026-11-05 到期，2026/11/05、2026.11.05、20261105 也是",
        "存3000000，取1,000,000.50元，余额 12345678.90元，¥8888888",
        "1200000元，10 20 30 40 50 60，3000-5000元，2020-2026",
        "等候15人，最长45分钟，3.25%，A10，B302",
        "客服95588，400-810-8888，4008108888",
        "WO-20261105-0001",
        "WeChat payment limit, wechat_pay, 微信支付，微信群",
        "@所有人 开会",
        "尾号1234，尾号 5678",
        "138****5678",
    ],
)
def test_dates_amounts_counts_and_words_stay(text: str) -> None:
    assert mask_text(text) == text
    assert unmasked(text, text) == text


def test_the_name_of_the_customer_is_masked_where_it_is_known() -> None:
    assert mask_text("王小明说王小明先生会来", "王小明") == "王*明说王*明先生会来"
    assert mask_text("Ann Lee called, annlee not", "Ann Lee") == "A*** L*** called, annlee not"
    assert mask_text("王先生", "王") == "王先生"


def test_an_edited_text_keeps_what_its_masks_stand_for() -> None:
    stored = "打13812345678，不行再打13987655678；或 138-0000-5678"
    masked = mask_text(stored)
    assert masked == "打138****5678，不行再打139****5678；或 138****5678"
    assert unmasked("先" + masked, stored) == "先" + stored
    assert unmasked("只打139****5678", stored) == "只打13987655678"
    assert unmasked("都不要", stored) == "都不要"
    assert unmasked("打150****0000", stored) == "打150****0000"


@given(MOBILES)
def test_the_masks_are_those_of_the_fields(mobile: str) -> None:
    assert mask_text(mobile) == f"{mobile[:3]}****{mobile[-4:]}"


@given(ID_CARDS)
def test_the_strategies_make_what_they_say(number: str) -> None:
    found = parse_identifier(number)
    assert found is not None
    assert found.kind == "id_card"


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "13812345678", "1-", "@", "a@", "a.", "微信", "wx ", "2026-11-05 ", "9，"]
)
def test_a_hostile_text_takes_no_time(piece: str) -> None:
    def took(length: int) -> float:
        text = (piece * length)[:length]
        started = time.process_time()
        mask_text(text)
        return time.process_time() - started

    # Eight times the text: a linear pattern takes about 8 times as long, a quadratic one 64 times.
    assert min(took(16_000) for _ in range(3)) < 30 * min(took(2_000) for _ in range(3))
