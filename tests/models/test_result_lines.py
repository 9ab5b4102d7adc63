"""Reading result files: any encoding, heading and order that a core system may give; bad lines by their number."""

import csv
import io
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby_tui.errors import RefusedError
from lobby_tui.models.result_lines import ResultFile, read_lines

PRODUCTS = {"fund": "fund", "基金": "fund", "wealth_account": "wealth_account"}
TODAY = date(2026, 11, 23)


def read(text: str, encoding: str = "utf-8") -> ResultFile:
    return read_lines(text.encode(encoding), PRODUCTS, TODAY)


CHINESE = "账号,联系方式,客户姓名,产品名称,数量,日期\n,13812345678,王小明,基金,2,2026-11-20\n"
ENGLISH = "date;product;quantity;customer name;phone\r\n2026/11/20;FUND;2;王小明;138 1234 5678\r\n"
TABS = "Customer\tContact\tProduct Code\tDate\tQuantity\n王小明\t13812345678\tfund\t20261120\t２\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("text", [CHINESE, ENGLISH, TABS, CHINESE.replace("2026-11-20", "2026年11月20日")])
def test_one_line_however_it_is_written(text: str, encoding: str) -> None:
    file = read(text, encoding)
    assert file.bad == ()
    (line,) = file.lines
    assert (line.number, line.contact, line.customer) == (2, "13812345678", "王小明")
    assert (line.product, line.quantity, line.day) == ("fund", 2, date(2026, 11, 20))


def test_what_a_spreadsheet_guards_is_read_without_its_guard() -> None:
    (line,) = (
        read("identifier,product,date\n'ABC12345,fund,2026-11-20\n").lines
        or read("identifier,product,date\n'6222021234567894,fund,2026-11-20\n").lines
    )
    assert line.identifier in ("ABC12345", "6222021234567894")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (",13812345678,王,fund,0,2026-11-20", "quantity"),
        (",13812345678,王,fund,1000,2026-11-20", "quantity"),
        (",13812345678,王,fund,x,2026-11-20", "quantity"),
        (",13812345678,王,bond,1,2026-11-20", "product"),
        (",13812345678,王,,1,2026-11-20", "product"),
        (",13812345678,王,fund,1,2026-11-31", "date"),
        (",13812345678,王,fund,1,", "date"),
        (",13812345678,王,fund,1,2026-11-24", "not come"),
        (",1381234567,王,fund,1,2026-11-20", "11 digits"),
        ("6.22202E+18,,王,fund,1,2026-11-20", "letters and digits"),
        (",,,fund,1,2026-11-20", "which customer"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_read(line: str, says: str) -> None:
    good = ",13812345678,王小明,fund,1,2026-11-20"
    file = read(f"账号,联系方式,姓名,product,数量,日期\n{good}\n{line}\n\n{good}\n")
    assert [one.number for one in file.lines] == [2, 5]
    (bad,) = file.bad
    assert bad.number == 3
    assert says in bad.why.text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "refused"),
        (b"\n\n", "refused"),
        ("产品,日期\nfund,2026-11-20\n".encode(), "headings"),
        ("姓名,日期\n王,2026-11-20\n".encode(), "headings"),
        ("姓名,产品\n王,fund\n".encode(), "headings"),
        (b"\xff\xfe\x00\x01", "encoding"),
        (b"PK\x03\x04\x00\x00", "encoding"),
    ],
)
def test_what_is_no_such_file(data: bytes, code: str) -> None:
    with pytest.raises(RefusedError) as caught:
        read_lines(data, PRODUCTS, TODAY)
    assert (caught.value.code, caught.value.field) == (code, "file")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(RefusedError):
        read_lines(data, PRODUCTS, TODAY)


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@given(st.lists(st.lists(cells, min_size=4, max_size=4), max_size=6))
def test_any_cells_are_lines_or_bad_lines(rows: list[list[str]]) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(["customer", "product", "quantity", "date"])
    writer.writerows(rows)
    file = read_lines(stream.getvalue().encode(), PRODUCTS, TODAY)
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    assert len(file.lines) + len(file.bad) == len(kept)
    numbers = [one.number for one in (*file.lines, *file.bad)]
    assert len(set(numbers)) == len(numbers)
