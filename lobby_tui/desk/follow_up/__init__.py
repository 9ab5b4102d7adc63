"""The parts of following a customer up; what staff call is in `follow_ups`."""
