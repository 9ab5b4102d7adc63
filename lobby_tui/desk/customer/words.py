"""What a person is told about a customer's data, in words."""

from collections.abc import Iterator

from lobby_tui.desk.customer_data import Elsewhere
from lobby_tui.locale import Message, msg


def elsewhere_texts(found: Elsewhere) -> Iterator[Message]:
    """Where else the data may be, and what becomes of it there; nothing where it is nowhere else."""
    if found.copied_to_crm:
        yield msg("Copied into the bank's CRM: {count}. Ask for the same there.", count=found.copied_to_crm)
    if found.backups:
        yield msg(
            "Backups that may hold the data: {count}. They go as backups are rotated; one that is put back brings the "
            "data back, to be erased anew.",
            count=len(found.backups),
        )
    if found.events:
        yield msg(
            "Audit events in whose reason they are named: {count}. What is in the audit trail stays.",
            count=found.events,
        )
