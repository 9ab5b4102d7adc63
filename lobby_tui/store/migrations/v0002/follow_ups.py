"""Follow-ups, absences, and the days on which the branch works otherwise than usual."""

from alembic import op

from lobby_tui.store.migrations.tables import DAY, REFERRAL, STAFF, one_of, records, text


def make() -> None:
    """Make these tables and their indexes."""
    records(
        "follow_up",
        "referral_id ID",
        "day_id ID",
        "owner_id ID",
        one_of("kind", "contact", "appointment"),
        "due_on DATE",
        "appointment_at AT?",
        "outcome TEXT CHECK (length(outcome) <= 40)",
        text("note", 200),
        "created_by ID",
        "created_at AT",
        "done_by ID?",
        "done_at AT?",
        "dropped_at AT?",
        more=REFERRAL + DAY + STAFF.format("owner_id") + STAFF.format("created_by") + STAFF.format("done_by"),
    )
    op.execute("CREATE INDEX follow_up_of ON follow_up (branch_id, referral_id)")
    op.execute(
        "CREATE INDEX follow_up_due ON follow_up (branch_id, owner_id, due_on) "
        "WHERE done_at IS NULL AND dropped_at IS NULL"
    )
    records(
        "absence",
        "staff_id ID",
        "first_on DATE",
        "last_on DATE",
        "stand_in_id ID?",
        text("note", 500),
        "created_by ID",
        "created_at AT",
        "dropped_at AT?",
        more=", CHECK (last_on >= first_on)"
        + STAFF.format("staff_id")
        + STAFF.format("stand_in_id")
        + STAFF.format("created_by"),
    )
    op.execute("CREATE INDEX absence_until ON absence (branch_id, last_on) WHERE dropped_at IS NULL")
    records(
        "calendar_day",
        "date DATE",
        "works YES_NO",
        text("note", 60),
        "set_by ID",
        "set_at AT",
        "dropped_at AT?",
        more=", UNIQUE (branch_id, date)" + STAFF.format("set_by"),
    )
