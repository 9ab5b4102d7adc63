"""Copies into the bank's CRM, and files of results read from the core system."""

from alembic import op

from lobby_tui.store.migrations.tables import STAFF, one_of, records, text


def make() -> None:
    """Make these tables and their indexes."""
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
