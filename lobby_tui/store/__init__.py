"""The encrypted store: engine, transactions, migrations, audit chain, backup."""
