"""Lists of titles: patrons' own, which nobody else sees, and the library's, for everybody."""
