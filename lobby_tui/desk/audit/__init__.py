"""Parts of the audit trail: its words, and what of it is asked for."""
