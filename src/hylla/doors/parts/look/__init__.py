"""What pages look like: one style sheet per library, made from its colour."""
