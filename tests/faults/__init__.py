"""What a disk, a file, a clock, a terminal or the system can do to the program, and what has to hold then.

Nothing that was acknowledged is lost, a message says what to do, and the program can be used afterwards. `acts.py` has
everything that staff can do and that writes, `busy.py` the branch in which all of it can be done, `workers.py` what
children do that are killed.

The suite runs a short version of each. Longer ones, with `-n 0 -s` to see the figures:

    LOBBY_KILL_ROUNDS=50      kills of each act, and of set-up (LOBBY_KILL_SEED for other instants)
    LOBBY_POWER_CUTS=300      torn images between any two acknowledgements
    LOBBY_FLIPS=2000          bits flipped and files cut short
    LOBBY_WRITE_SECONDS=60    how long eight processes write at once
    LOBBY_EVERY_SCREEN=1      every screen made too small and asked to end, each part of the work in a real terminal
"""
