"""What everyone may read: the catalogue, opening hours and help, the notice, accessibility."""
