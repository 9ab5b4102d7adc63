"""The papers of a day, each held against the count of the records."""

from collections.abc import Mapping
from pathlib import Path

from tests.journeys.recount import Store, blocks
from tests.journeys.recount_lobby import checks, complaints, meeting, traffic
from tests.journeys.recount_referrals import record, statistics


def reconciled(store: Store, day: str, papers: Mapping[str, Path]) -> None:
    """Every paper of the day has what the records have, no more and no less."""
    tables = {code: blocks(path) for code, path in papers.items()}
    record(store, day, tables.pop("referral_record"))
    statistics(store, day, tables.pop("daily_statistics"))
    traffic(store, day, tables.pop("traffic"))
    checks(store, day, tables.pop("checklist_record"))
    complaints(store, day, tables.pop("complaint_register"))
    for kind in ("morning", "evening"):
        meeting(store, day, kind, tables.pop(f"meeting_{kind}"))
    assert not tables, "no paper is left uncounted"
