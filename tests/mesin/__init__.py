"""Servers of PostgreSQL and of the application, started for these tests alone and run against each other."""
