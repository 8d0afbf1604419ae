"""Cataloguers' pages: titles by the file and by the hundred, and no patron on any of them."""
