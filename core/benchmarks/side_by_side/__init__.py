"""The parts of the script side-by-side."""
