"""The history of changes: what is asked for, what the journal holds of it, and that in words."""
