"""What is done to an item in the admin after it was published."""
