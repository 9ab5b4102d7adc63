"""The business day that can be signed and reopened, its moves, and the gaps that it carries on."""

from alembic import op

from lobby_tui.store.migrations.tables import DAY, STAFF, one_of, records, text


def make() -> None:
    """SQLite cannot change a check: the table is made anew. Its children find it again by its name."""
    records(
        "business_day_2",
        "date DATE",
        one_of("state", "open", "closed", "signed", "reopened"),
        "opened_at AT",
        "opened_by ID",
        "closed_at AT?",
        "closed_by ID?",
        "signed_at AT?",
        "signed_by ID?",
        more=", UNIQUE (branch_id, date)" + STAFF.format("opened_by"),
    )
    kept = "branch_id, id, date, state, opened_at, opened_by, closed_at, closed_by"
    op.execute(f"INSERT INTO business_day_2 ({kept}) SELECT {kept} FROM business_day")
    op.execute("DROP TABLE business_day")
    op.execute("ALTER TABLE business_day_2 RENAME TO business_day")
    op.execute("CREATE UNIQUE INDEX business_day_one_open ON business_day (branch_id) WHERE state = 'open'")
    records(
        "day_move",
        "day_id ID",
        one_of("move", "closed", "signed", "reopened"),
        text("reason", 200),
        "chain ID",
        "events COUNT",
        text("head", 64),
        "by ID",
        "second ID?",
        "at AT",
        more=DAY + STAFF.format('"by"') + STAFF.format("second"),
    )
    op.execute("CREATE INDEX day_move_of ON day_move (branch_id, day_id, at)")
    records(
        "carried_gap",
        "day_id ID",
        text("kind", 40, least=1),
        "subject ID",
        text("reason", 200, least=1),
        "by ID",
        "at AT",
        more=", UNIQUE (branch_id, day_id, kind, subject)" + DAY + STAFF.format('"by"'),
    )
