"""How far the audit chains of a store reach: what a backup holds, and what it lacks of the store that it replaces.

By plain SQL, as it is asked of backups of every version; the columns of an event have been the same since the first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Connection = Any
"""A driver's connection, or whatever else executes SQL with places and gives rows."""

_TIPS = (
    "SELECT event.chain, event.seq, event.hash, event.at FROM audit_event AS event JOIN "
    "(SELECT chain, max(seq) AS seq FROM audit_event GROUP BY chain) AS last "
    "ON last.chain = event.chain AND last.seq = event.seq"
)


@dataclass(frozen=True, slots=True)
class Tip:
    """The last event of one chain: its place, its hash as hexadecimal digits, its moment in UTC."""

    event: int
    head: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Loss:
    """What a store has and a backup of it does not.

    `events` counts audit events of all chains. `apart` says that the backup has events that the store lacks: it is of
    another store, or of one that went on from an earlier backup.
    """

    events: int
    apart: bool


def tips_of(connection: Connection) -> dict[str, Tip]:
    """The last event of each chain, by the chain's number in hexadecimal digits."""
    return {
        chain: Tip(seq, bytes(head).hex(), datetime.fromisoformat(at))
        for chain, seq, head, at in connection.execute(_TIPS).fetchall()
    }


def latest(tips: Mapping[str, Tip]) -> Tip | None:
    """The latest of them."""
    return max(tips.values(), key=lambda tip: (tip.at, tip.event), default=None)


def loss(live: Connection, backup: Mapping[str, Tip]) -> Loss:
    """What `live` has beyond the tips of a backup."""
    there = tips_of(live)
    events = sum(max(0, tip.event - (backup[chain].event if chain in backup else 0)) for chain, tip in there.items())
    return Loss(events, any(not _has(live, chain, tip) for chain, tip in backup.items()))


def _has(live: Connection, chain: str, tip: Tip) -> bool:
    asked = "SELECT hash FROM audit_event WHERE chain = ? AND seq = ?"
    row = live.execute(asked, (chain, tip.event)).fetchone()
    return row is not None and bytes(row[0]).hex() == tip.head


def as_detail(tips: Mapping[str, Tip]) -> dict[str, Any]:
    """Tips as an audit event names them."""
    return {chain: [tip.event, tip.head] for chain, tip in sorted(tips.items())}
