"""Text that breaks other programs, through every place of this one that takes text.

`texts.py` has it: the Big List of Naughty Strings, and a list of our own for Chinese input. Whatever goes in is read
back equal, after the cleaning that `lobby_tui.models.text` promises, or is refused with a reason that names its field.

The suite takes a part of all pairs of a text and a place, another part for each place, so that every text and every
place has its turn. `LOBBY_HOSTILE=all` takes all of them, and longer random days, in some minutes:

    LOBBY_HOSTILE=all python -m pytest tests/hostile -s
"""
