"""What a paper says, before anybody decides how it looks: plain data with the language already applied."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from lobby_tui.locale import Language

Cell = str | int | date | None
Kind = Literal["text", "date", "signature", "number"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `width` is its weight beside the others (about millimetres on A4 landscape)."""

    code: str
    title: str
    width: float
    kind: Kind


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of one business day; every renderer prints this and adds nothing of its own but page numbers.

    `facts` are label and value pairs for the head or foot (number of rows, who printed it, the audit head);
    `signatures` are the labels of empty boxes to sign in; `masked` says whether personal details are masked.
    """

    code: str
    title: str
    bank: str
    branch: str
    day: date
    language: Language
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    facts: tuple[tuple[str, str], ...]
    signatures: tuple[str, ...]
    notes: tuple[str, ...]
    masked: bool

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row has {len(row)} cells, the paper has {len(self.columns)} columns")
