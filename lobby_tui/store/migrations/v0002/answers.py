"""Confirmations of referrals, and their results."""

from alembic import op

from lobby_tui.store.migrations.tables import DAY, REFERRAL, STAFF, one_of, records, text


def make() -> None:
    """Make these tables and their indexes."""
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
