"""The audit chain: every event is bound to the one before it by a key that is forgotten at the end of the day.

`h = HMAC(key of the day, previous h ‖ event)`; the next day's key is derived from today's, which is then overwritten,
so that whoever takes over a terminal cannot rewrite the days before. The first key of a chain is sealed to the
supervisors' public key: they alone can replay it. What this promises is in `docs/decisions/0003-audit.md`.
"""

import hashlib
import hmac
import json
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from operator import attrgetter
from types import NoneType
from typing import Any, Final

from sqlmodel import SQLModel

START: Final = bytes(32)
_ENCODER: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def next_key(key: bytes) -> bytes:
    """The key of the following day; the one before cannot be found from it."""
    return hmac.digest(key, b"lobby next day", "sha256")


def row_digest(key: bytes, row: SQLModel) -> str:
    """A keyed digest of a row's content, in the canonical form of its columns."""
    held = vars(row)  # The attributes themselves are watched by SQLAlchemy, and slow for that.
    values = {name: _plain(held[name] if name in held else getattr(row, name)) for name in _columns(type(row))}
    for name in _added(type(row)):
        if values[name] is None:
            del values[name]  # as it was when the table had no such column: digests outlive the schema
    return hmac.digest(key, canonical(values), "sha256")[:16].hex()


def row_name(row: SQLModel) -> str:
    """How an event names a row: its table and its id."""
    identity = getattr(row, "id", None) or getattr(row, "branch_id", None)
    return f"{row.__tablename__}:{identity}"


def event_hash(key: bytes, event: Mapping[str, Any]) -> bytes:
    """The link of the chain: all columns of the event but its own hash, bound to the event before."""
    said = {name: _plain(value) for name, value in event.items() if name != "hash"}
    return hmac.digest(key, event["prev"] + canonical(said), "sha256")


def canonical(values: Any) -> bytes:
    """JSON in one form only, so that equal values have equal bytes."""
    return _ENCODER.encode(values).encode()


@cache
def _columns(table: type[SQLModel]) -> tuple[str, ...]:
    return tuple(table.model_fields)


@cache
def _added(table: type[SQLModel]) -> frozenset[str]:
    """The columns that a later version of the schema has added."""
    return getattr(table, "ADDED", frozenset())


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _digest(value: bytes) -> str:
    return hashlib.sha256(value).hexdigest()


# By type, and not by a row of questions: a referral and its event have forty values.
_FORMS: Final[Mapping[type, Callable[[Any], str]]] = {
    datetime: _instant,
    bytes: _digest,
    uuid.UUID: attrgetter("hex"),
}
_AS_THEY_ARE: Final = (str, int, dict, list, NoneType)


def _plain(value: Any) -> Any:
    form = _FORMS.get(type(value))
    if form:
        return form(value)
    return value if isinstance(value, _AS_THEY_ARE) else str(value)
