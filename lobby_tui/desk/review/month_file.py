"""The file of a branch's month: figures only, for whoever is responsible for several branches.

Written by one branch, read by somebody else: what is read is checked before anything is believed. The digest shows
damage and slips, not forgery: whoever changes the figures can make the digest anew. The head of the audit chain can be
held against the branch's store, as that of a signed paper (`desk/verifying.py`).
"""

import hashlib
import json
import os
import stat
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from lobby_tui.errors import RefusedError
from lobby_tui.locale import Message, msg
from lobby_tui.models.characters import scrub
from lobby_tui.models.masking import mask_text

FORMAT: Final = "lobby-month"
VERSION: Final = 1
LARGEST: Final = 1_000_000
"""Bytes: a hundred times what a busy branch's month takes."""

Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{0,60}$")]
Counts = Annotated[dict[Code, Count], Field(max_length=1000)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Made(_Part):
    """Referrals that stand, and how far they came."""

    referrals: Count
    introduced: Count
    to_follow_up: Count
    confirmed: Count
    returned: Count
    with_result: Count

    @model_validator(mode="after")
    def _parts_of_a_whole(self) -> "Made":
        answered, named = self.confirmed + self.returned, self.introduced + self.to_follow_up
        if named != self.referrals or max(answered, self.with_result) > self.referrals:
            raise ValueError("the parts are more than the whole")
        return self


class Visits(_Part):
    """Visits; `timed` of them have a known wait, `waited` seconds together, `longest` the longest of them."""

    count: Count
    timed: Count
    waited: Count
    longest: Count
    left: Count
    missed: Count
    by_hour: Counts
    by_need: Counts
    by_zone: Counts

    @model_validator(mode="after")
    def _parts_of_a_whole(self) -> "Visits":
        wholes = [sum(one.values()) for one in (self.by_hour, self.by_need, self.by_zone)]
        if any(one != self.count for one in wholes) or max(self.timed, self.left, self.missed) > self.count:
            raise ValueError("the parts are more than the whole")
        return self


class Month(_Part):
    """A branch's month: no names of customers or staff, and nothing by person."""

    format: Literal["lobby-month"]
    version: Literal[1]
    branch_id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    branch: Annotated[str, Field(min_length=1, max_length=100)]
    month: Annotated[str, Field(pattern=r"^[12][0-9]{3}-(0[1-9]|1[0-2])$")]
    over: bool
    days: Annotated[int, Field(ge=1, le=31)]
    visits: Visits
    referrals: Made
    by_signal: Annotated[dict[Code, Made], Field(max_length=1000)]
    opened: Count
    complaints: Count
    goals: Counts
    made_at: Annotated[str, Field(pattern=r"^[0-9TZ:.+-]{10,40}$")]
    events: Count
    head: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def sealed(content: dict[str, Any]) -> dict[str, Any]:
    """`content` with its digest."""
    return {**content, "sha256": digest(content)}


def digest(content: dict[str, Any]) -> str:
    """The SHA-256 of everything but the digest itself, in hexadecimal digits: of JSON with sorted keys, no spaces."""
    rest = {name: value for name, value in content.items() if name != "sha256"}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def as_bytes(content: dict[str, Any]) -> bytes:
    """The file."""
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def read(path: Path) -> Month:
    """A month from a file. Raises RefusedError with what is wrong with it; the file is only read."""
    try:
        content = json.loads(_bytes(path).decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise _refused(path, msg("is no file of a month"), "not_a_month_file") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise _refused(path, msg("is no file of a month"), "not_a_month_file")
    if content.get("version") != VERSION:
        raise _refused(path, msg("was written by a later release of this program"), "later_version")
    if content.get("sha256") != digest(content):
        raise _refused(path, msg("is damaged or was changed: its digest does not fit"), "damaged")
    try:
        month = Month.model_validate(content)
    except ValidationError as error:
        raise _refused(path, msg("contradicts itself, or lacks something"), "damaged") from error
    return month.model_copy(update={"branch": scrub(month.branch).strip() or month.branch_id[:8]})


def _bytes(path: Path) -> bytes:
    """The file, where it is one and no larger than such a file can be."""
    try:
        # Not blocking: a pipe would wait for somebody to write into it.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            is_file = stat.S_ISREG(os.fstat(descriptor).st_mode)
            data = _read(descriptor) if is_file else b""
        finally:
            os.close(descriptor)
    except (OSError, ValueError) as error:  # ValueError for a name with a NUL
        raise _refused(path, msg("cannot be read"), "unreadable") from error
    if len(data) > LARGEST:
        raise _refused(path, msg("is far too large for the file of a month"), "not_a_month_file")
    return data


def _read(descriptor: int) -> bytes:
    """At most one byte more than is taken."""
    data = b""
    while len(data) <= LARGEST and (part := os.read(descriptor, LARGEST + 1 - len(data))):
        data += part
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands there twice")
    return found


def _no_number(name: str) -> None:
    raise ValueError(name)


def _refused(path: Path, what: Message, code: str) -> RefusedError:
    return RefusedError(
        msg("“{file}” {what}.", file=mask_text(path.name), what=what),
        remedy=msg("Leave it out, or ask its branch for the file once more."),
        data=msg("Nothing was compared."),
        field="files",
        code=code,
    )
