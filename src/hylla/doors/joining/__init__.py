"""Where people who have no card begin, and where an e-ID brings them back."""
