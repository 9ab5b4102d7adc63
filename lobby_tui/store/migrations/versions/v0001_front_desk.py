"""The front desk: branch, staff, days, visits, referrals, drafts, audit.

Written as SQL because SQLite's STRICT tables, checks, partial indexes and triggers are the point of it.
"""

from alembic import op

from lobby_tui.store.migrations.tables import DAY, STAFF, VISIT, table

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """From an empty file to version 1."""
    table(
        "branch",
        "branch_id ID",
        "name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60)",
        "playbook TEXT NOT NULL",
        "playbook_text TEXT NOT NULL CHECK (length(playbook_text) <= 1000000)",
        "language TEXT NOT NULL CHECK (language IN ('zh', 'en'))",
        "time_zone TEXT NOT NULL",
        "settings TEXT NOT NULL",
        "audit_public_key BLOB NOT NULL CHECK (length(audit_public_key) = 32)",
        "created_at AT",
        keys="branch_id",
    )
    table(
        "staff",
        "branch_id ID",
        "id ID",
        "no TEXT NOT NULL CHECK (length(no) BETWEEN 1 AND 20)",
        "name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 40)",
        "role TEXT NOT NULL CHECK (role IN ('lobby_manager', 'guide', 'cash_teller', 'counter_teller', "
        "'customer_manager', 'supervisor'))",
        "active INTEGER NOT NULL CHECK (active IN (0, 1))",
        "created_at AT",
        keys="branch_id, id",
        more=", UNIQUE (branch_id, no)",
    )
    table(
        "business_day",
        "branch_id ID",
        "id ID",
        "date TEXT NOT NULL CHECK (length(date) = 10)",
        "state TEXT NOT NULL CHECK (state IN ('open', 'closed', 'signed'))",
        "opened_at AT",
        "opened_by ID",
        "closed_at AT?",
        "closed_by ID?",
        keys="branch_id, id",
        more=", UNIQUE (branch_id, date)" + STAFF.format("opened_by"),
    )
    op.execute("CREATE UNIQUE INDEX business_day_one_open ON business_day (branch_id) WHERE state = 'open'")
    table(
        "visit",
        "branch_id ID",
        "id ID",
        "day_id ID",
        "number INTEGER NOT NULL CHECK (number > 0)",
        "key ID?",
        "state TEXT NOT NULL CHECK (state IN ('in_lobby', 'routed', 'referred', 'left', 'undone'))",
        "step TEXT NOT NULL CHECK (step IN ('greet', 'ask', 'spot', 'refer'))",
        "arrived_at AT",
        "ended_at AT?",
        "staff_id ID",
        "addressee TEXT",
        "assistance TEXT",
        "need TEXT",
        "amount_fen INTEGER CHECK (amount_fen >= 0)",
        "segment TEXT",
        "zone TEXT",
        "suggested_zone TEXT",
        "zone_reason TEXT",
        "not_referred_reason TEXT",
        "leave_reason TEXT",
        keys="branch_id, id",
        more=", UNIQUE (branch_id, day_id, number), UNIQUE (branch_id, key)" + DAY + STAFF.format("staff_id"),
    )
    op.execute("CREATE INDEX visit_in_lobby ON visit (branch_id, arrived_at) WHERE state = 'in_lobby'")
    table(
        "visit_signal",
        "branch_id ID",
        "id ID",
        "visit_id ID",
        "code TEXT NOT NULL",
        "suggested INTEGER NOT NULL CHECK (suggested IN (0, 1))",
        "seen_by ID",
        "seen_at AT",
        "dropped_at AT?",
        keys="branch_id, id",
        more=VISIT + STAFF.format("seen_by"),
    )
    op.execute(
        "CREATE UNIQUE INDEX visit_signal_once ON visit_signal (branch_id, visit_id, code) WHERE dropped_at IS NULL"
    )
    table(
        "referral",
        "branch_id ID",
        "id ID",
        "day_id ID",
        "number INTEGER NOT NULL CHECK (number > 0)",
        "key ID?",
        "visit_id ID?",
        "status TEXT NOT NULL CHECK (status IN ('introduced', 'to_follow_up'))",
        "customer TEXT NOT NULL CHECK (length(customer) BETWEEN 1 AND 60)",
        "reasons TEXT NOT NULL CHECK (length(reasons) BETWEEN 1 AND 200)",
        "identified_by ID",
        "logged_by ID",
        "manager_id ID?",
        "identifier_kind TEXT CHECK (identifier_kind IN ('account', 'id_card', 'information'))",
        "identifier TEXT CHECK (length(identifier) <= 40)",
        "identifier_index BLOB CHECK (length(identifier_index) = 16)",
        "contact TEXT CHECK (length(contact) <= 60)",
        "contact_index BLOB CHECK (length(contact_index) = 16)",
        "best_time TEXT CHECK (length(best_time) <= 40)",
        "consent_at AT?",
        "need TEXT",
        "override_reason TEXT",
        "remarks TEXT NOT NULL CHECK (length(remarks) <= 500)",
        "version INTEGER NOT NULL CHECK (version > 0)",
        "created_at AT",
        "changed_at AT",
        "undone_at AT?",
        keys="branch_id, id",
        more=", UNIQUE (branch_id, day_id, number), UNIQUE (branch_id, key)"
        + ", CHECK (undone_at IS NOT NULL OR status <> 'introduced' OR manager_id IS NOT NULL)"
        + ", CHECK (undone_at IS NOT NULL OR status <> 'to_follow_up' OR"
        + " (contact IS NOT NULL AND best_time IS NOT NULL AND consent_at IS NOT NULL))"
        + DAY
        + VISIT
        + STAFF.format("identified_by")
        + STAFF.format("logged_by")
        + STAFF.format("manager_id"),
    )
    op.execute("CREATE UNIQUE INDEX referral_of_visit ON referral (branch_id, visit_id) WHERE undone_at IS NULL")
    op.execute("CREATE INDEX referral_customer ON referral (branch_id, day_id, customer) WHERE undone_at IS NULL")
    for column in ("identifier_index", "contact_index"):
        op.execute(
            f"CREATE INDEX referral_{column} ON referral (branch_id, {column}, created_at) "
            f"WHERE {column} IS NOT NULL AND undone_at IS NULL"
        )
    table(
        "search_term",
        "branch_id ID",
        "term TEXT NOT NULL",
        "referral_id ID",
        keys="branch_id, term, referral_id",
        more=", FOREIGN KEY (branch_id, referral_id) REFERENCES referral (branch_id, id)",
        options="STRICT, WITHOUT ROWID",
    )
    op.execute("CREATE INDEX search_term_of_referral ON search_term (branch_id, referral_id)")
    table(
        "draft",
        "branch_id ID",
        "id ID",
        "staff_id ID",
        "visit_id ID?",
        "kind TEXT NOT NULL",
        "fields TEXT NOT NULL CHECK (length(fields) <= 20000)",
        "changed_at AT",
        keys="branch_id, id",
        more=VISIT + STAFF.format("staff_id"),
    )
    op.execute("CREATE UNIQUE INDEX draft_of ON draft (branch_id, staff_id, kind, ifnull(visit_id, ''))")
    _audit()


def _audit() -> None:
    table(
        "audit_chain",
        "branch_id ID",
        "chain ID",
        "sealed_first_key BLOB NOT NULL",
        "key_number INTEGER NOT NULL CHECK (key_number >= 0)",
        "key_date TEXT NOT NULL CHECK (length(key_date) = 10)",
        "day_key BLOB NOT NULL CHECK (length(day_key) = 32)",
        keys="branch_id, chain",
    )
    table(
        "audit_event",
        "branch_id ID",
        "chain ID",
        "seq INTEGER NOT NULL CHECK (seq > 0)",
        "at AT",
        "staff_id ID?",
        "action TEXT NOT NULL",
        "subject TEXT NOT NULL",
        "detail TEXT NOT NULL CHECK (json_valid(detail))",
        "rows TEXT NOT NULL CHECK (json_valid(rows))",
        "key_number INTEGER NOT NULL",
        "prev BLOB NOT NULL CHECK (length(prev) = 32)",
        "hash BLOB NOT NULL CHECK (length(hash) = 32)",
        keys="branch_id, chain, seq",
        more=", UNIQUE (branch_id, chain, prev)",
    )
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_event_no_{verb.lower()} BEFORE {verb} ON audit_event "
            "BEGIN SELECT raise(ABORT, 'audit events are append-only'); END"
        )
