"""The people who borrow: who they are, their cards and how to reach them."""
