"""The referral comes back, and the day is closed: answers, results, follow-ups, complaints, the lobby's day."""

from alembic import op

from lobby_tui.store.migrations.tables import DAY, REFERRAL, STAFF, column, one_of, records, text

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _business_day()
    _referral()
    _fewer_pages()
    _answers()
    _follow_ups()
    _lobby()
    _incidents()
    _complaints()
    _crm()


def _business_day() -> None:
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


def _referral() -> None:
    for one in (
        "home_branch TEXT CHECK (length(home_branch) <= 60)",
        one_of("allocation", "chosen", "card", "round_robin", "least_open", "by_segment", "by_product", "reassigned",
               "none", null=True),
        one_of("answer", "accepted", "returned", null=True),
        "answered_at AT?",
        "answered_by ID?",
        one_of("outcome", "success", "nothing", null=True),
        "outcome_at AT?",
        "second_to ID?",
        "credit_shared INTEGER CHECK (credit_shared IN (0, 1))",
        "crm_export_id ID?",
    ):  # fmt: skip
        op.execute(f"ALTER TABLE referral ADD COLUMN {column(one)}")
    standing = "undone_at IS NULL"
    op.execute(
        f"CREATE INDEX referral_waiting ON referral (branch_id, manager_id, created_at) "
        f"WHERE {standing} AND answer IS NULL"
    )
    op.execute(
        f"CREATE INDEX referral_no_outcome ON referral (branch_id, manager_id, created_at) "
        f"WHERE {standing} AND answer = 'accepted' AND outcome IS NULL"
    )
    # Confirmed customers whom nobody has copied into the CRM yet.
    op.execute(
        f"CREATE INDEX referral_to_copy ON referral (branch_id, manager_id, id) "
        f"WHERE {standing} AND answer = 'accepted' AND status = 'to_follow_up' AND crm_export_id IS NULL"
    )
    # One customer, one day, one credit: the first claim stands. Referrals from before have no allocation, and may
    # hold what is a double today.
    for name, keys in (("identifier", "identifier_index"), ("contact", "contact_index, customer")):
        op.execute(
            f"CREATE UNIQUE INDEX referral_first_by_{name} ON referral (branch_id, day_id, {keys}) "
            f"WHERE {standing} AND second_to IS NULL AND allocation IS NOT NULL AND {name}_index IS NOT NULL"
        )


def _fewer_pages() -> None:
    """Of the 28 pages that a referral writes, the first index was 3: a row's terms can be told from the row itself."""
    op.execute("DROP INDEX search_term_of_referral")
    op.execute("DROP INDEX referral_of_visit")
    op.execute(
        "CREATE UNIQUE INDEX referral_of_visit ON referral (branch_id, visit_id) "
        "WHERE undone_at IS NULL AND visit_id IS NOT NULL"
    )


def _answers() -> None:
    records(
        "confirmation",
        "referral_id ID",
        "day_id ID",
        one_of("decision", "accepted", "returned", "reassigned"),
        "reason TEXT CHECK (length(reason) <= 40)",
        text("note", 200),
        "from_manager ID?",
        "to_manager ID?",
        "by ID",
        "at AT",
        more=REFERRAL + DAY + STAFF.format('"by"') + STAFF.format("from_manager") + STAFF.format("to_manager"),
    )
    op.execute("CREATE INDEX confirmation_of ON confirmation (branch_id, referral_id, at)")
    op.execute("CREATE INDEX confirmation_on ON confirmation (branch_id, day_id)")
    records(
        "result",
        "referral_id ID",
        "day_id ID",
        "opened COUNT",
        "no_result_reason TEXT CHECK (length(no_result_reason) <= 40)",
        text("note", 200),
        one_of("source", "entered", "imported"),
        "version INTEGER NOT NULL CHECK (version > 0)",
        "by ID",
        "at AT",
        more=", UNIQUE (branch_id, referral_id)" + REFERRAL + DAY + STAFF.format('"by"'),
    )
    op.execute("CREATE INDEX result_on ON result (branch_id, day_id)")
    records(
        "result_product",
        "result_id ID",
        text("product", 40, least=1),
        "quantity COUNT",
        more=", UNIQUE (branch_id, result_id, product)"
        ", FOREIGN KEY (branch_id, result_id) REFERENCES result (branch_id, id)",
    )


def _follow_ups() -> None:
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


def _lobby() -> None:
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


def _incidents() -> None:
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


def _complaints() -> None:
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


def _crm() -> None:
    records(
        "crm_export",
        "rows COUNT",
        "digests TEXT NOT NULL CHECK (json_valid(digests))",
        "again YES_NO",
        "by ID",
        "at AT",
        more=STAFF.format('"by"'),
    )
    records(
        "result_import",
        text("file", 200, least=1),
        text("sha256", 64, least=64),
        "lines COUNT",
        "by ID",
        "at AT",
        more=", UNIQUE (branch_id, sha256)" + STAFF.format('"by"'),
    )
    records(
        "import_line",
        "import_id ID",
        "line INTEGER NOT NULL CHECK (line > 0)",
        one_of("state", "waiting", "taken", "refused"),
        "fields TEXT NOT NULL CHECK (length(fields) <= 20000)",
        text("why", 200),
        "referral_id ID?",
        "decided_by ID?",
        "decided_at AT?",
        more=", UNIQUE (branch_id, import_id, line)"
        ", FOREIGN KEY (branch_id, import_id) REFERENCES result_import (branch_id, id)" + STAFF.format("decided_by"),
    )
    op.execute("CREATE INDEX import_line_waiting ON import_line (branch_id, import_id) WHERE state = 'waiting'")
