"""The report of one satker for the rakor: its own figures, and where it stands in the nation."""
