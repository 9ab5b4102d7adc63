"""The referral comes back, and the day is closed: answers, results, follow-ups, complaints, the lobby's day."""

from lobby_tui.store.migrations.v0002 import (
    answers,
    complaints,
    crm,
    day,
    follow_ups,
    incidents,
    lobby,
    referral,
)

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """From version 1 to version 2; the order is that of the tables in the file."""
    day.make()
    referral.make()
    referral.fewer_pages()
    answers.make()
    follow_ups.make()
    lobby.make()
    incidents.make()
    complaints.make()
    crm.make()
