"""Parts of salvaging: rows that a backup still has, and the account of what is lost."""
