"""What the project costs: `make bench`. Nothing here is a test, and no test is timed."""
