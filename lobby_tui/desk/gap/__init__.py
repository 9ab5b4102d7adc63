"""What may be missing on a day, kind by kind; `gaps` puts it together."""
