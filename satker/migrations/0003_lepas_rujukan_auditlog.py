"""Free the library's own, always empty journal table of its references.

The journal is `satker.CatatanJurnal`. The migrations of django-auditlog make their table
all the same, and on PostgreSQL its reference to the content types keeps those from being
truncated when a test database is flushed.
"""

from django.db import migrations

TABEL = "auditlog_logentry"


def drop_references(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, TABEL)
    for name, constraint in constraints.items():
        if constraint["foreign_key"]:
            quote = schema_editor.quote_name
            schema_editor.execute(f"ALTER TABLE {quote(TABEL)} DROP CONSTRAINT {quote(name)}")


class Migration(migrations.Migration):
    dependencies = [("satker", "0002_tabel_tembolok"), ("auditlog", "0017_add_actor_email")]
    operations = [migrations.RunPython(drop_references, migrations.RunPython.noop)]
