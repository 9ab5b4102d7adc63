"""Trust: a short PIN, the withdrawal of a consent, and what was erased because its time was over."""

from alembic import op

from lobby_tui.store.migrations.tables import column

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ADDED = {
    "staff": ("pin TEXT CHECK (length(pin) <= 2000)",),
    "referral": ("consent_withdrawn_at AT?", "erased_at AT?"),
    "complaint": ("erased_at AT?",),
    "incident": ("erased_at AT?",),
}


def upgrade() -> None:
    """From version 2 to version 3: columns only, all of them empty at first."""
    for table, columns in _ADDED.items():
        for one in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column(one)}")
