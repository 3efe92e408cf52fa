"""What is typed into pages of the write side, checked before anything is written."""
