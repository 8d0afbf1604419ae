"""The outreach service: books chosen for those who cannot come, and brought to them (R46)."""
