"""The door opac."""
