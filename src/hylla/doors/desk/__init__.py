"""The desk: one field that takes a card, an item or words; patrons open through a task only."""
