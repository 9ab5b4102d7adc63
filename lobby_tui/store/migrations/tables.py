"""How migrations write tables: SQL with a few short words for the columns that recur."""

from typing import Final

from alembic import op

_ID: Final = "TEXT NOT NULL CHECK (length({0}) = 32)"
_ID_OR_NULL: Final = "TEXT CHECK (length({0}) = 32)"
_AT: Final = "TEXT NOT NULL CHECK (length({0}) = 27)"
_AT_OR_NULL: Final = "TEXT CHECK (length({0}) = 27)"
_DATE: Final = "TEXT NOT NULL CHECK (length({0}) = 10)"
_DATE_OR_NULL: Final = "TEXT CHECK (length({0}) = 10)"
_YES_NO: Final = "INTEGER NOT NULL CHECK ({0} IN (0, 1))"
_COUNT: Final = "INTEGER NOT NULL CHECK ({0} >= 0)"
_WORDS: Final = {
    "ID": _ID, "ID?": _ID_OR_NULL, "AT": _AT, "AT?": _AT_OR_NULL, "DATE": _DATE, "DATE?": _DATE_OR_NULL,
    "YES_NO": _YES_NO, "COUNT": _COUNT,
}  # fmt: skip

STAFF: Final = ", FOREIGN KEY (branch_id, {0}) REFERENCES staff (branch_id, id)"
DAY: Final = ", FOREIGN KEY (branch_id, day_id) REFERENCES business_day (branch_id, id)"
VISIT: Final = ", FOREIGN KEY (branch_id, visit_id) REFERENCES visit (branch_id, id)"
REFERRAL: Final = ", FOREIGN KEY (branch_id, referral_id) REFERENCES referral (branch_id, id)"


def column(text: str) -> str:
    """The SQL of one column: `by ID` becomes `by TEXT NOT NULL CHECK (length(by) = 32)`."""
    name, kind = text.split(" ", 1)
    return f"{quoted(name)} {_WORDS.get(kind, kind).format(quoted(name))}"


def quoted(name: str) -> str:
    """A name as SQL takes it; some of ours are words of SQL."""
    return f'"{name}"' if name in ("by", "at") else name


def table(name: str, *columns: str, keys: str = "branch_id, id", more: str = "", options: str = "STRICT") -> None:
    """Make a table with these columns, its primary key, and `more` constraints."""
    body = ", ".join([*map(column, columns), f"PRIMARY KEY ({keys})"])
    op.execute(f"CREATE TABLE {name} ({body}{more}) {options}")


def records(name: str, *columns: str, more: str = "", keys: str = "branch_id, id") -> None:
    """Make a table whose rows have a branch and an id, as nearly all have."""
    table(name, "branch_id ID", "id ID", *columns, keys=keys, more=more)


def text(name: str, limit: int, *, least: int = 0) -> str:
    """A column of text that holds between `least` and `limit` characters."""
    return f"{name} TEXT NOT NULL CHECK (length({quoted(name)}) BETWEEN {least} AND {limit})"


def one_of(name: str, *values: str, null: bool = False) -> str:
    """A column that holds one of a few words."""
    words = ", ".join(f"'{value}'" for value in values)
    return f"{name} TEXT{'' if null else ' NOT NULL'} CHECK ({quoted(name)} IN ({words}))"
