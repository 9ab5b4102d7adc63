"""Tables and value types. Import a module, not this package: the tables cost 300 ms to import, the values nothing."""
