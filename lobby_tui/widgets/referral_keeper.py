"""What every owner of a referral form does: keep drafts, look for doubles, turn the fields into an entry."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from lobby_tui.desk.referral.entry import ReferralEntry


def entry_of(
    values: Mapping[str, Any],
    signals: Sequence[str],
    *,
    visit_id: uuid.UUID | None = None,
    need: str | None = None,
    override_reason: str | None = None,
    key: uuid.UUID | None = None,
    draft: str | None = None,
) -> ReferralEntry:
    """The entry that the fields of a form make."""
    return ReferralEntry(
        customer=values["customer"],
        signals=signals,
        status=values["status"],
        manager_no=values["manager"],
        identifier=values["identifier"],
        contact=values["contact"],
        best_time=values["best_time"],
        consent=values["consent"] == "yes",
        need=need,
        remarks=values["remarks"],
        home_branch=values["home_branch"],
        visit_id=visit_id,
        override_reason=override_reason,
        key=key,
        draft=draft,
    )
