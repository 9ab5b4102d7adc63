"""An independent count of a day: SQL of the test's own on the decrypted file, and the bank's words from its playbook.

Nothing of the desk or of the papers is used here, so a figure that they get wrong is not wrong here in the same way.
Only the fixed words of a paper come from the catalogue: how a thing is called may change, how many there are may not.
"""

import csv
import io
import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from lobby_tui.locale import catalogue

SHANGHAI = ZoneInfo("Asia/Shanghai")
PLAYBOOK = Path(__file__).parents[2] / "data/playbooks/icbc.toml"
say = catalogue("zh")
Rows = list[list[str]]


class Store(Protocol):
    """Where the records are read."""

    def rows(self, query: str, *values: Any) -> list[Any]:
        """What a query finds."""


class Block(NamedTuple):
    """A table of a paper: its title, its headings, its rows with the total."""

    title: str
    headings: list[str]
    rows: Rows


@cache
def words() -> Mapping[str, Any]:
    """The playbook as it lies on the disk."""
    return tomllib.loads(PLAYBOOK.read_text("utf-8"))


def name(kind: str, code: str) -> str:
    """What the bank calls a code of a kind, in Chinese."""
    text: str = words()[kind][code]["name"]["zh"]
    return text


def local(instant: str) -> datetime:
    """A stored moment on the branch's own clock."""
    return datetime.fromisoformat(instant).astimezone(SHANGHAI)


def at(instant: str) -> str:
    """A stored moment as papers write it."""
    return f"{local(instant):%m-%d %H:%M}"


def day_id(store: Store, day: str) -> str:
    """The id of a business day."""
    ((found,),) = store.rows("SELECT id FROM business_day WHERE date = ?", day)
    return str(found)


def blocks(path: Path) -> list[Block]:
    """The tables of a paper that was filed as CSV; each but the first paper's has its title above it."""
    groups: list[Rows] = [[]]
    for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")):
        if row:
            groups[-1].append(row)
        else:
            groups.append([])
    return [_block(group) for group in groups]


def _block(group: Rows) -> Block:
    titled = len(group[0]) == 1 and len(group) > 1 and len(group[1]) > 1
    title = group[0][0] if titled else ""
    headings, *rows = group[1:] if titled else group
    return Block(title, headings, rows)


def same(found: Rows, expected: Rows, what: str) -> None:
    """Row by row, so that a difference is easily seen."""
    assert found == expected, f"{what}:\n" + "\n".join(
        f"{'  ' if left == right else '≠ '}{left}\n  {right}"
        for left, right in zip([*found, *[[]] * 30], [*expected, *[[]] * 30], strict=False)
        if left or right
    )
