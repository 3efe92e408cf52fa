"""What breaks under a running server, broken for real: processes killed, a disk filled, a database gone.

Each test has a PostgreSQL (or an SQLite file) and a gunicorn of its own, so that it may kill them;
the database of the run is left alone.
"""
