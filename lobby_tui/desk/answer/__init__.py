"""The parts of answering a referral; what staff call is in `answers`, `results` and `worklist`."""
