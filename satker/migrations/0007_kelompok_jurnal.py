"""Keep with each entry of the journal what was changed together with it.

The triggers stand aside for the filling of what was written before.
"""

from collections import defaultdict
from importlib import import_module

from django.db import migrations, models

triggers = import_module("satker.migrations.0006_jurnal_tetap")
BANYAK = 500


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection)


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


def fill(apps, schema_editor):
    journal = apps.get_model("satker", "CatatanJurnal").objects.using(schema_editor.connection.alias)
    journal.filter(cid__isnull=False).update(kelompok=models.F("cid"))
    groups = defaultdict(list)
    rows = journal.filter(cid__isnull=True).order_by("pk").values_list("pk", "timestamp", "actor_id")
    for pk, moment, actor in rows.iterator():
        groups[f"{moment:%Y-%m-%d %H:%M} {actor or ''}".strip()].append(pk)
    for group, keys in groups.items():
        for start in range(0, len(keys), BANYAK):
            journal.filter(pk__in=keys[start : start + BANYAK]).update(kelompok=group)


class Migration(migrations.Migration):
    dependencies = [("satker", "0006_jurnal_tetap")]
    operations = [
        migrations.RunPython(remove, install),
        migrations.AddField(
            model_name="catatanjurnal",
            name="kelompok",
            field=models.CharField(blank=True, editable=False, max_length=255),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(install, remove),
        migrations.AddIndex(
            model_name="catatanjurnal",
            index=models.Index(fields=["kelompok", "id"], name="jurnal_kelompok"),
        ),
    ]
