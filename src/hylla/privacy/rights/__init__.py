"""What people ask for by right: taken, answered in time, and kept no longer than it must be."""
