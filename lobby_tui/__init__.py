"""Lobby: the front-desk terminal of a bank branch."""

__version__ = "0.1.0"
