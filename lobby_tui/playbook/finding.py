"""Looking up an entry of a playbook's list by its code."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from lobby_tui.playbook.errors import UnknownCodeError


class HasCode(Protocol):
    """An entry of a list whose entries are named by a code."""

    @property
    def code(self) -> str:
        """Its code."""
        ...


Item = TypeVar("Item", bound=HasCode)


def find(items: Sequence[Item], code: str, field: str) -> Item:
    """The entry with this code. Raises `UnknownCodeError`, which names the nearest one."""
    for item in items:
        if item.code == code:
            return item
    raise UnknownCodeError(field, code, (item.code for item in items))
