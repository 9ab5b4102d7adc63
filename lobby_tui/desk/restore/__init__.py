"""Parts of restoring: how far a store reaches, the new store made of a backup, the exchange of the two."""
