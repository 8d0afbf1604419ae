"""Interlibrary loan: what other libraries lend us for a patron, and what we lend them."""
