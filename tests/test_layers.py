"""What each room may load, proved in fresh interpreters: what this process has imported does not count."""

import subprocess
import sys

import pytest

# Imports the modules of one package one after another, and tells after which a forbidden one was there.
LOOK = """
import importlib, pkgutil, sys
name, forbidden = sys.argv[1], set(sys.argv[2].split(","))
package = importlib.import_module(name)
found = [m.name for m in pkgutil.walk_packages(getattr(package, "__path__", []), name + ".")]
found = [module for module in found if not module.endswith(".env")]  # it runs inside a migration only
for module in [name, *found]:
    importlib.import_module(module)
    guests = sorted(forbidden & {loaded.partition(".")[0] for loaded in sys.modules})
    if guests:
        sys.exit(f"{module} loads {', '.join(guests)}")
print(len(found) + 1)
"""


def look(module: str, *forbidden: str) -> int:
    """How many modules were imported without any of the forbidden packages."""
    result = subprocess.run(
        [sys.executable, "-c", LOOK, module, ",".join(forbidden)], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return int(result.stdout)


@pytest.mark.parametrize(
    ("package", "at_least"),
    [("locale", 1), ("playbook", 10), ("models", 10), ("papers", 8), ("store", 8), ("desk", 15)],
)
def test_the_desk_and_everything_under_it_never_load_textual(package: str, at_least: int) -> None:
    assert look(f"lobby_tui.{package}", "textual") >= at_least


def test_the_app_is_painted_before_the_store_is_imported() -> None:
    look("lobby_tui.app", "sqlmodel", "sqlalchemy", "pydantic", "alembic", "typst", "openpyxl")


def test_help_waits_for_nothing_heavy() -> None:
    look("lobby_tui.cli.commands", "textual", "sqlmodel", "sqlalchemy", "pydantic")


def test_the_look_itself_can_fail() -> None:
    with pytest.raises(AssertionError, match=r"lobby_tui\.app loads textual"):
        look("lobby_tui.app", "textual")
