"""The lobby's day: checklists, device faults, crowding, meetings."""

from alembic import op

from lobby_tui.store.migrations.tables import DAY, STAFF, one_of, records, text


def make() -> None:
    """Make these tables and their indexes."""
    records(
        "checklist_tick",
        "day_id ID",
        text("checklist", 40, least=1),
        "round INTEGER NOT NULL CHECK (round > 0)",
        text("item", 40, least=1),
        "in_order YES_NO",
        text("note", 200),
        "by ID",
        "at AT",
        "dropped_at AT?",
        more=DAY + STAFF.format('"by"'),
    )
    op.execute(
        "CREATE UNIQUE INDEX checklist_tick_once ON checklist_tick (branch_id, day_id, checklist, round, item) "
        "WHERE dropped_at IS NULL"
    )
    records(
        "device_fault",
        "day_id ID",
        "number INTEGER NOT NULL CHECK (number > 0)",
        "key ID?",
        text("device", 40, least=1),
        text("label", 40),
        text("what", 200, least=1),
        text("ticket", 40),
        "reported_by ID",
        "reported_at AT",
        "fixed_by ID?",
        "fixed_at AT?",
        text("fixed_note", 200),
        more=", UNIQUE (branch_id, number), UNIQUE (branch_id, key)"
        + DAY
        + STAFF.format("reported_by")
        + STAFF.format("fixed_by"),
    )
    op.execute("CREATE INDEX device_fault_open ON device_fault (branch_id, reported_at) WHERE fixed_at IS NULL")
    op.execute("CREATE INDEX device_fault_on ON device_fault (branch_id, day_id)")
    records(
        "crowding",
        "day_id ID",
        "waiting COUNT",
        "longest_wait COUNT",
        text("measure", 40, least=1),
        text("note", 200),
        "by ID",
        "at AT",
        more=DAY + STAFF.format('"by"'),
    )
    op.execute("CREATE INDEX crowding_on ON crowding (branch_id, day_id)")
    records(
        "meeting",
        "day_id ID",
        one_of("kind", "morning", "evening"),
        "answers TEXT NOT NULL CHECK (json_valid(answers) AND length(answers) <= 10000)",
        "present COUNT",
        text("note", 500),
        "version INTEGER NOT NULL CHECK (version > 0)",
        "held_by ID",
        "held_at AT",
        more=", UNIQUE (branch_id, day_id, kind)" + DAY + STAFF.format("held_by"),
    )
