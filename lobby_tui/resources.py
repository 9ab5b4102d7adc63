"""Where the files of `data/` are: inside the installed package, or beside it in a checkout."""

from pathlib import Path


def data_dir() -> Path:
    """The folder that holds `playbooks/`, `papers/` and the other data files."""
    package = Path(__file__).resolve().parent
    installed = package / "_data"
    return installed if installed.is_dir() else package.parent / "data"
