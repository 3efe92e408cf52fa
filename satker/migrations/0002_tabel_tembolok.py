"""Make the table of the database cache, so that `migrate` alone is enough."""

from django.core.management import call_command
from django.db import migrations


def create_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("satker", "0001_initial")]
    operations = [migrations.RunPython(create_table, migrations.RunPython.noop)]
