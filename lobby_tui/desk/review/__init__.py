"""The review: what happened, and what works. For the branch head; each view in a module of its own."""
