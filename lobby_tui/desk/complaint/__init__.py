"""The parts of handling a complaint; it is registered in `complaints`."""
