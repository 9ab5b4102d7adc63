"""`python -m lobby_tui` is `lobby`."""

from lobby_tui.cli import main

main()
