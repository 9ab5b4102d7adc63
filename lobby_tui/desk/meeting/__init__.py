"""What the records tell a meeting; the sheet is in `meetings`."""
