"""The key file and the store change together: where the transaction is refused, a slot is again what it was."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

from lobby_tui.desk.shift import Shift
from lobby_tui.errors import StoreError
from lobby_tui.models.text import display, fold


@contextmanager
def slot_unless_refused(shift: Shift, no: str) -> Iterator[None]:
    """Around the transaction that changes a person's slot, and so around its commit.

    Otherwise a disk that is full at the commit would leave a password changed of which the person is told that
    nothing was changed. Killed in between, the slot may be the new one without an event that says so; the change was
    acknowledged to nobody, and can be made again.
    """
    number = fold(display(no)).strip()
    before = shift.slots.document().slots.get(number)
    try:
        yield
    except BaseException:
        # Where even that is refused, the first refusal is what there is to tell.
        with suppress(StoreError, OSError):
            document = shift.slots.document()
            if document.slots.get(number) != before:
                slots = {**document.slots, number: before}
                shift.slots.save(
                    replace(document, slots={one: slot for one, slot in slots.items() if slot is not None})
                )
        raise
