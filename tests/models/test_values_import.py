"""Value types come cheap: no table, no form library, nothing that only a search or a check needs."""

import subprocess
import sys

VALUES = ("characters", "text", "identifiers", "contacts", "pinyin", "names", "money", "ids", "clock")
DEAR = ("sqlmodel", "sqlalchemy", "pydantic", "stdnum", "pypinyin", "uuid6", "zoneinfo", "textual", "rich")


def test_value_types_import_nothing_dear() -> None:
    names = ", ".join(f"lobby_tui.models.{name}" for name in VALUES)
    script = f"import sys, {names}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "lobby_tui" in loaded
    assert loaded.isdisjoint(DEAR)
