"""The whole check: `./hylla test`."""
