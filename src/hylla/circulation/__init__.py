"""Loans and holds together: a return traps a hold, a checkout fills one."""
