"""What a demonstration library is filled with: titles, people and places."""
