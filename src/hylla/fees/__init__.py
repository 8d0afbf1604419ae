"""What patrons owe: claims, and the vouchers of what was paid."""
