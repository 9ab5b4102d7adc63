"""Proving a person by their password: counted before it is tried, and slowed down after slips."""

from dataclasses import dataclass, field

from lobby_tui.errors import NotAllowedError, StoreError
from lobby_tui.models.text import display, fold
from lobby_tui.store.keys import KeyFile, Keys
from lobby_tui.store.tries import Tries


@dataclass(frozen=True, slots=True)
class Proof:
    """What the password opened, and how often it was tried in vain before."""

    keys: Keys = field(repr=False)
    failures: int


def typed_number(staff_no: str) -> str:
    """A staff number as it is kept, from what was typed."""
    return fold(display(staff_no)).strip()


def prove(slots: KeyFile, tries: Tries, number: str, password: str) -> Proof:
    """Open the slot of `number`. It takes as long for a number that there is not, and is counted alike.

    Raises NotAllowedError for a wrong pair, or with the code `wait` while a delay is running; StoreError where the
    key file or the secret of this device cannot be read.
    """
    failures = tries.begin(number)
    try:
        keys = slots.open(number, password)
    except NotAllowedError:
        tries.failed(number)
        raise
    except StoreError:
        tries.not_made(number)
        raise
    tries.succeeded(number)
    return Proof(keys, failures)
