"""Ratings and reviews of titles, under a user name that is made for them (KUN-29)."""
