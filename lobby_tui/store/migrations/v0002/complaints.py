"""Complaints and the steps that they take."""

from alembic import op

from lobby_tui.store.migrations.tables import DAY, STAFF, one_of, records, text


def make() -> None:
    """Make these tables and their indexes."""
    records(
        "complaint",
        "day_id ID",
        "number INTEGER NOT NULL CHECK (number > 0)",
        "key ID?",
        one_of("state", "open", "decided", "notified", "withdrawn", "archived"),
        text("kind", 40, least=1),
        text("channel", 40, least=1),
        "received_on DATE",
        "received_at AT",
        text("customer", 60),
        "contact TEXT CHECK (length(contact) <= 60)",
        "contact_index BLOB CHECK (length(contact_index) = 16)",
        text("what", 1000, least=1),
        text("wish", 500),
        "about_staff ID?",
        "handler_id ID?",
        "people INTEGER NOT NULL CHECK (people > 0)",
        # At most five representatives of a joint complaint [CBIRC Order 2020-3].
        "representatives INTEGER NOT NULL CHECK (representatives BETWEEN 0 AND 5)",
        "face_to_face YES_NO",
        "major YES_NO",
        "complex YES_NO",
        "recorded_by ID",
        "recorded_at AT",
        "due_on DATE?",
        "closed_at AT?",
        "archived_at AT?",
        "version INTEGER NOT NULL CHECK (version > 0)",
        # Whoever is complained about never handles it [CBIRC Order 2020-3].
        more=", CHECK (handler_id IS NULL OR about_staff IS NULL OR handler_id <> about_staff)"
        ", UNIQUE (branch_id, number), UNIQUE (branch_id, key)"
        + DAY
        + STAFF.format("about_staff")
        + STAFF.format("handler_id")
        + STAFF.format("recorded_by"),
    )
    op.execute("CREATE INDEX complaint_open ON complaint (branch_id, due_on) WHERE state = 'open'")
    op.execute("CREATE INDEX complaint_unfiled ON complaint (branch_id, number) WHERE archived_at IS NULL")
    op.execute("CREATE INDEX complaint_on ON complaint (branch_id, day_id)")
    records(
        "complaint_step",
        "complaint_id ID",
        "day_id ID",
        "seq INTEGER NOT NULL CHECK (seq > 0)",
        text("step", 40, least=1),
        "on_date DATE",
        "choice TEXT CHECK (length(choice) <= 40)",
        text("note", 1000),
        "approved_by ID?",
        "by ID",
        "at AT",
        more=", UNIQUE (branch_id, complaint_id, seq)"
        ", FOREIGN KEY (branch_id, complaint_id) REFERENCES complaint (branch_id, id)"
        + DAY
        + STAFF.format("approved_by")
        + STAFF.format('"by"'),
    )
    op.execute("CREATE INDEX complaint_step_on ON complaint_step (branch_id, day_id)")
