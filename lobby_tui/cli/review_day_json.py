"""The review of a day as scripts see it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lobby_tui.desk.review.asked import Asked
    from lobby_tui.desk.review.day_table import Shown
    from lobby_tui.desk.review.lobby_rows import Decided, Noticed
    from lobby_tui.desk.review.marked import MarkView
    from lobby_tui.desk.review.rows import DayReview, Missed, ReviewRow


def as_json(review: "DayReview", shown: "Shown") -> dict[str, Any]:
    """The day, how far its review is, and the rows that were asked for."""
    from lobby_tui.desk.review.day_table import shown_rows
    from lobby_tui.desk.review.rows import Missed

    rows = [_missed(one) if isinstance(one, Missed) else _row(one) for one in shown_rows(review, shown)]
    return {
        **signature_json(review),
        "state": review.day.state.value,
        "shown": shown.value,
        "referrals": len(review.rows),
        "reviewed": review.settled,
        "questions": [row.number for row in review.questions],
        "seed": review.seed,
        "sample": [row.number for row in review.sample],
        "missed": len(review.missed),
        "rows": rows,
    }


def signature_json(review: "DayReview") -> dict[str, Any]:
    """The day, and the signature that stands under its review."""
    signed = review.signed
    return {
        "day": review.day.date.isoformat(),
        "signed": None
        if signed is None
        else {
            "by": signed.by.no,
            "at": signed.at.isoformat(),
            "seed": signed.seed,
            "to_review": signed.to_review,
            "reviewed": signed.reviewed,
        },
        "changed_since": review.changed_since,
    }


def mark_json(mark: "MarkView | None") -> dict[str, Any] | None:
    """What was said of a referral."""
    if mark is None:
        return None
    return {
        "decision": mark.decision.value,
        "note": mark.note,
        "asked_of": mark.asked_of.no if mark.asked_of else None,
        "answer": mark.answer,
        "answered_at": mark.answered_at.isoformat() if mark.answered_at else None,
        "by": mark.by.no,
        "at": mark.at.isoformat(),
        "own": mark.own,
    }


def asked_json(one: "Asked") -> dict[str, Any]:
    """A question to this person, or a word of coaching."""
    view = one.referral
    return {
        "day": view.day.isoformat(),
        "number": view.number,
        "customer": view.customer,
        "mark": mark_json(one.mark),
    }


def _row(row: "ReviewRow") -> dict[str, Any]:
    view = row.view.referral
    return {
        "number": row.number,
        "at": view.created_at.isoformat(),
        "customer": view.customer,
        "identified_by": view.identified_by.no,
        "manager": view.manager.no if view.manager else None,
        "signals": [_signal(one) for one in row.signals],
        "override_reason": row.override,
        "visit": _visit(row.visit) if row.visit else None,
        "status": view.status.value,
        "answer": row.view.answer.value if row.view.answer else None,
        "outcome": row.view.outcome.value if row.view.outcome else None,
        "mark": mark_json(row.mark),
        "drawn": row.drawn,
        "changed": row.changed,
        "settled": row.settled,
    }


def _missed(one: "Missed") -> dict[str, Any]:
    return {**_visit(one.visit), "signals": [_signal(signal) for signal in one.signals], "reason": one.reason}


def _visit(visit: "Decided") -> dict[str, Any]:
    return {
        "visit": visit.number,
        "arrived_at": visit.arrived_at.isoformat(),
        "staff": visit.by.no,
        "need": visit.need,
        "segment": visit.segment,
        "suggested_zone": visit.suggested_zone,
        "zone": visit.zone,
        "zone_reason": visit.zone_reason,
    }


def _signal(one: "Noticed") -> dict[str, Any]:
    return {"code": one.code, "suggested": one.suggested}
