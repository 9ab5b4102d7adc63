"""The review: marks, signatures, coaching, goals, and the counts of days that are over."""

from alembic import op

from lobby_tui.store.migrations.tables import DAY, REFERRAL, STAFF, one_of, records, table, text

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """From version 3 to version 4."""
    _marks()
    _moves()
    _people()
    table(
        "day_tally",
        "branch_id ID",
        "day_id ID",
        text("kind", 20, least=1),
        text("key", 60),
        "count COUNT",
        "timed COUNT",
        "waited COUNT",
        "longest COUNT",
        keys="branch_id, day_id, kind, key",
        more=DAY,
        options="STRICT, WITHOUT ROWID",
    )


def _marks() -> None:
    records(
        "review_mark",
        "day_id ID",
        "referral_id ID",
        one_of("decision", "approved", "asked", "coached", "taken_back"),
        text("note", 200),
        "asked_of ID?",
        text("answer", 200),
        "answered_at AT?",
        "version INTEGER NOT NULL CHECK (version > 0)",
        "by ID",
        "at AT",
        more=", UNIQUE (branch_id, referral_id)" + REFERRAL + DAY + STAFF.format('"by"') + STAFF.format("asked_of"),
    )
    op.execute("CREATE INDEX review_mark_on ON review_mark (branch_id, day_id)")
    op.execute(
        "CREATE INDEX review_mark_asked ON review_mark (branch_id, asked_of) "
        "WHERE decision = 'asked' AND answered_at IS NULL"
    )


def _moves() -> None:
    records(
        "review_move",
        "day_id ID",
        one_of("move", "signed", "unsigned"),
        text("reason", 200),
        "seed INTEGER",
        "to_review COUNT",
        "reviewed COUNT",
        "by ID",
        "second ID?",
        "at AT",
        more=DAY + STAFF.format('"by"') + STAFF.format("second"),
    )
    op.execute("CREATE INDEX review_move_of ON review_move (branch_id, day_id, at)")


def _people() -> None:
    records(
        "coaching",
        "staff_id ID",
        "on_date DATE",
        one_of("part", "morning", "evening"),
        "answers TEXT NOT NULL CHECK (length(answers) <= 4000)",
        text("note", 400),
        "version INTEGER NOT NULL CHECK (version > 0)",
        "by ID",
        "at AT",
        more=", UNIQUE (branch_id, staff_id, on_date, part)" + STAFF.format("staff_id") + STAFF.format('"by"'),
    )
    records(
        "goal",
        "month TEXT NOT NULL CHECK (length(month) = 7)",
        text("measure", 40, least=1),
        "target COUNT",
        "version INTEGER NOT NULL CHECK (version > 0)",
        "by ID",
        "at AT",
        more=", UNIQUE (branch_id, month, measure)" + STAFF.format('"by"'),
    )
