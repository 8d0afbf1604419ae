"""What changes authorities: read from files, written by cataloguers."""
