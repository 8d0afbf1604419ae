"""What can be borrowed: bibliographic records and the items on the shelves."""
