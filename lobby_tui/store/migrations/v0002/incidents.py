"""Incidents."""

from alembic import op

from lobby_tui.store.migrations.tables import DAY, STAFF, records, text


def make() -> None:
    """Make these tables and their indexes."""
    records(
        "incident",
        "day_id ID",
        "number INTEGER NOT NULL CHECK (number > 0)",
        "key ID?",
        text("kind", 40, least=1),
        "happened_at AT",
        text("place", 60),
        text("what", 1000, least=1),
        "people_involved COUNT",
        "injured COUNT",
        "loss_fen COUNT",
        text("measures", 1000),
        text("reported_to", 60),
        "reported_to_at AT?",
        text("outcome", 1000),
        "recorded_by ID",
        "recorded_at AT",
        "closed_by ID?",
        "closed_at AT?",
        more=", UNIQUE (branch_id, number), UNIQUE (branch_id, key)"
        + DAY
        + STAFF.format("recorded_by")
        + STAFF.format("closed_by"),
    )
    op.execute("CREATE INDEX incident_open ON incident (branch_id, happened_at) WHERE closed_at IS NULL")
    op.execute("CREATE INDEX incident_on ON incident (branch_id, day_id)")
