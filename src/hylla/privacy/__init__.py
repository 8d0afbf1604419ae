"""What is kept about people, why, for how long, who sees it, and how it goes."""
