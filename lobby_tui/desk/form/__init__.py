"""What the day's papers are filled in from, one module a paper; they are printed by `forms`."""
