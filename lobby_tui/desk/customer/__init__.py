"""The parts of what customers may ask of their data: taking it out of a row, finding it, showing it."""
