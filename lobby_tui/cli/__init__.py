"""The commands: parse, call the desk, print. Nothing heavy is imported before a command needs it."""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `lobby` and end the process with the status that `docs/` promises."""
    from lobby_tui.cli.run import run

    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))
