"""Results in a CSV file of the core system, read into checked lines; what cannot be read is named by its line.

UTF-8, with or without its mark, or GB18030; commas, semicolons or tabs; headings in Chinese or English, in any order.
Needed are a product and a date, and an identifier, a contact or a name; without a quantity each line counts one.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from lobby_tui.errors import LobbyError, RefusedError
from lobby_tui.locale import Message, msg
from lobby_tui.models.characters import fold, scrub
from lobby_tui.models.contacts import parse_contact
from lobby_tui.models.identifiers import parse_identifier
from lobby_tui.models.masking import mask_text
from lobby_tui.models.text import clean
from lobby_tui.models.typed_dates import EARLIEST

MOST_LINES: Final = 20_000
MOST_QUANTITY: Final = 999
LONGEST_QUOTE: Final = 40
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "identifier": ("identifier", "account", "id number", "账号", "帐号", "卡号", "证件号码", "证件号", "客户号",
                   "信息号", "帐号/身份证号/信息号", "账号/身份证号/信息号"),
    "contact": ("contact", "phone", "mobile", "联系方式", "手机号", "手机号码", "电话", "联系电话"),
    "customer": ("customer", "customer name", "name", "客户", "姓名", "客户姓名", "客户名称"),
    "product": ("product", "product code", "product name", "产品", "产品代码", "产品名称"),
    "quantity": ("quantity", "count", "数量", "笔数", "份数", "户数"),
    "day": ("date", "day", "日期", "办理日期", "交易日期", "开立日期"),
}  # fmt: skip
"""The headings that each column may have, folded and in lower case."""

_DATE = re.compile(r"([0-9]{4})(?:[-/.年]?)([0-9]{1,2})(?:[-/.月]?)([0-9]{1,2})日?(?:[ T][0-9:.]+)?")
_COUNT = re.compile(r"([0-9]{1,6})(?:\.0+)?")
_GUARDED = re.compile(r"'(?=[0-9=+\-@'])")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One line that makes sense. `identifier` and `contact` are written as the records write them; or empty."""

    number: int
    identifier: str
    contact: str
    customer: str
    product: str
    quantity: int
    day: date

    def __repr__(self) -> str:
        # Tracebacks and logs print this.
        return f"ResultLine(number={self.number}, product={self.product!r})"


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that does not make sense, by its number in the file, and why."""

    number: int
    why: Message


@dataclass(frozen=True, slots=True)
class ResultFile:
    """What a file holds."""

    lines: tuple[ResultLine, ...]
    bad: tuple[BadLine, ...]


def read_lines(data: bytes, products: Mapping[str, str], today: date) -> ResultFile:
    """The lines of a file. `products` gives the code of a product by every name it has, folded and in lower case.

    Raises RefusedError where it is no such file at all: another encoding, headings missing, too many lines.
    """
    text = _decoded(data)
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    lines: list[ResultLine] = []
    bad: list[BadLine] = []
    columns: Mapping[int, str] | None = None
    for number, cells in _records(reader):
        if columns is None:
            columns = _columns(cells)
            continue
        if len(lines) + len(bad) >= MOST_LINES:
            raise RefusedError(
                msg("This file has more than {most} lines.", most=MOST_LINES),
                remedy=msg("Split it, and read the parts one after the other."),
                field="file",
            )
        try:
            lines.append(_line(number, cells, columns, products, today))
        except LobbyError as error:
            bad.append(BadLine(number, error.message))
    if columns is None:
        raise RefusedError(msg("This file is empty."), remedy=msg("Choose another file."), field="file")
    return ResultFile(tuple(lines), tuple(bad))


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise RefusedError(
        msg("This file is neither UTF-8 nor GB18030 text."),
        remedy=msg("Export it from the core system as CSV, and choose that file."),
        field="file",
        code="encoding",
    )


def _records(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank, with the line of the file on which it ends."""
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise RefusedError(
                msg("This file is no CSV: {reason}.", reason=str(error)),
                remedy=msg("Export it from the core system as CSV, and choose that file."),
                field="file",
            ) from error
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells  # type: ignore[attr-defined]


def _columns(cells: Sequence[str]) -> dict[int, str]:
    """Which column is where. Raises RefusedError that names what is missing."""
    names = {heading: column for column, headings in HEADINGS.items() for heading in headings}
    found = {n: names[key] for n, cell in enumerate(cells) if (key := _key(cell).replace("_", " ")) in names}
    for needed in (("product",), ("day",), ("identifier", "contact", "customer")):
        if not set(needed) & set(found.values()):
            raise RefusedError(
                msg("The heading of a column is missing: {headings}.", headings=" / ".join(HEADINGS[needed[0]])),
                remedy=msg("The first line of the file names its columns."),
                field="file",
                code="headings",
            )
    return found


def _line(
    number: int, cells: Sequence[str], columns: Mapping[int, str], products: Mapping[str, str], today: date
) -> ResultLine:
    values: dict[str, list[str]] = {}
    for n, column in columns.items():
        if n < len(cells) and cells[n].strip():
            values.setdefault(column, []).append(_GUARDED.sub("", cells[n].strip(), count=1))

    def first(column: str, parse: Callable[[str], T], default: T) -> T:
        return parse(values[column][0]) if column in values else default

    identifier = first("identifier", parse_identifier, None)
    contact = first("contact", parse_contact, None)
    customer = first("customer", lambda raw: clean(raw, limit=60, field="customer"), "")
    if not (identifier or contact or customer):
        raise RefusedError(msg("Nothing says which customer this is."))
    return ResultLine(
        number=number,
        identifier=identifier.value if identifier else "",
        contact=contact.value if contact else "",
        customer=customer,
        product=_product(values.get("product", ()), products),
        quantity=first("quantity", _quantity, 1),
        day=_day(values.get("day", ("",))[0], today),
    )


def _product(raw: Sequence[str], products: Mapping[str, str]) -> str:
    for name in raw:
        if _key(name) in products:
            return products[_key(name)]
    if raw:
        raise RefusedError(msg("The playbook has no product “{product}”.", product=_quoted(raw[0])))
    raise RefusedError(msg("The product is missing."))


def _quantity(raw: str) -> int:
    match = _COUNT.fullmatch(_key(raw))
    if match is None or not 1 <= int(match[1]) <= MOST_QUANTITY:
        raise RefusedError(msg("“{text}” is no quantity from 1 to {most}.", text=_quoted(raw), most=MOST_QUANTITY))
    return int(match[1])


def _day(raw: str, today: date) -> date:
    match = _DATE.fullmatch(fold(raw).strip())
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        day = None
    if day is None or day < EARLIEST:
        raise RefusedError(msg("“{text}” is not a date.", text=_quoted(raw)))
    if day > today:
        raise RefusedError(msg("{day} has not come yet.", day=day.isoformat()))
    return day


def _quoted(raw: str) -> str:
    """A cell as a message may show it: a file says what it likes, at any length, and a wrong column may hold cards."""
    text = mask_text(scrub(raw))
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


def _key(text: str) -> str:
    """How names and headings are compared."""
    return fold(scrub(text)).strip().casefold()
