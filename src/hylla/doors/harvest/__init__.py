"""What other programs read of the catalogue, without a language and without a cookie."""
