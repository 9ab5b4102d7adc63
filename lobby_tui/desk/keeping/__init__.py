"""The parts of keeping data no longer than needed: the kinds, what is due, taking it out."""
