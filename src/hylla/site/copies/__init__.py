"""Backups and their keys: made, deleted when they are too old, and restored without anyone back."""
