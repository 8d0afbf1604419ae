"""The ways in: each turns a request into values, calls one action or query, and answers."""
