"""Protocols and file formats as plain values and bytes; nothing here knows of Django."""
