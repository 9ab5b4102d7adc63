"""Whether anything was entered: by this terminal, by another one, and by nobody."""

import json
import uuid

from lobby_tui.desk import visit_endings, visits
from lobby_tui.desk.opening import Desk, open_desk
from lobby_tui.desk.review import changes
from lobby_tui.models.clock import FixedClock
from lobby_tui.settings import Settings
from tests.conftest import PASSWORD


def test_every_entry_of_every_terminal_is_seen(settings: Settings, desk: Desk, clock: FixedClock) -> None:
    head, manager = desk.sign_in("001", PASSWORD), desk.sign_in("101", PASSWORD)
    # Another terminal of the same store writes a chain of its own.
    settings.terminal_path.write_text(json.dumps({"terminal": str(uuid.uuid4())}))
    other_desk = open_desk(settings, clock)
    other = other_desk.sign_in("101", PASSWORD)
    assert other.chain != head.chain
    seen = [changes.version(head)]
    assert changes.version(head) == seen[0]
    for act in (
        lambda: visits.count(manager, "cash_small"),
        lambda: visits.count(other, "cash_small"),
        lambda: visit_endings.undo_last(other),
    ):
        act()
        seen.append(changes.version(head))
    assert seen == sorted(set(seen))
    assert changes.version(head) == seen[-1]
    other_desk.close()
