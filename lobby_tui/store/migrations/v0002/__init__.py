"""The tables of version 2, room by room."""
