"""Keep with each entry of the journal whose the changed row was: satker, year, DIPA, report.

Entries from before are filled once, from the journal itself: the entry of a row's making says
on what it hangs, also where the row is gone by now. This comes before the triggers of 0006.
"""

from collections import defaultdict

from django.db import migrations, models

# Model: (column of which its rows are a value, references on which a row hangs).
POHON = {
    "satker": ("id_satker", ()),
    "penugasan": (None, (("satker", "satker"),)),
    "tahunanggaran": ("tahun", ()),
    "target": (None, (("tahun", "tahunanggaran"),)),
    "periodepelaporan": (None, (("tahun", "tahunanggaran"),)),
    "perpanjanganperiode": (None, (("periode", "periodepelaporan"), ("satker", "satker"))),
    "harilibur": (None, ()),
    "dipa": ("id_dipa", (("satker", "satker"), ("tahun", "tahunanggaran"))),
    "revisidipa": (None, (("dipa", "dipa"),)),
    "pagurevisi": (None, (("revisi", "revisidipa"),)),
    "kendala": (None, (("dipa", "dipa"),)),
    "laporantriwulan": ("id_laporan", (("dipa", "dipa"),)),
    "rinciandraf": (None, (("laporan", "laporantriwulan"),)),
    "versilaporan": (None, (("laporan", "laporantriwulan"),)),
    "rincianversi": (None, (("versi", "versilaporan"),)),
    "peringatanversi": (None, (("versi", "versilaporan"),)),
    "kendalaversi": (None, (("versi", "versilaporan"),)),
    "catatanpengembalian": (None, (("laporan", "laporantriwulan"),)),
    "bukti": (None, (("laporan", "laporantriwulan"),)),
    "realisasiperbendaharaan": (None, (("dipa", "dipa"),)),
    "pengingat": (None, (("dipa", "dipa"),)),
}
BANYAK = 500


def fill(apps, schema_editor):
    journal = apps.get_model("satker", "CatatanJurnal").objects.using(schema_editor.connection.alias)
    owners = {}
    entries = defaultdict(list)
    rows = journal.filter(content_type__app_label__in=("satker", "realisasi")).order_by("pk")
    for pk, model, key, changes in rows.values_list("pk", "content_type__model", "object_pk", "changes").iterator():
        if model not in POHON:
            continue
        if (model, key) not in owners:
            owners[model, key] = owner(model, key, changes or {}, owners)
        if found := owners[model, key]:
            entries[tuple(sorted(found.items()))].append(pk)
    for columns, keys in entries.items():
        for start in range(0, len(keys), BANYAK):
            journal.filter(pk__in=keys[start : start + BANYAK]).update(**dict(columns))


def owner(model, key, changes, owners):
    column, parents = POHON[model]
    found = {}
    for field, parent in parents:
        values = changes.get(field)
        if isinstance(values, list):
            found |= owners.get((parent, next((v for v in reversed(values) if v != "None"), "")), {})
    if model == "harilibur" and key[:4].isdecimal():
        found["tahun"] = int(key[:4])
    if column and key.isdecimal():
        found[column] = int(key)
    return found


class Migration(migrations.Migration):
    dependencies = [("satker", "0004_batasan")]
    operations = [
        migrations.AddField(
            model_name="catatanjurnal",
            name="id_satker",
            field=models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name="nomor satker"),
        ),
        migrations.AddField(
            model_name="catatanjurnal",
            name="tahun",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="catatanjurnal",
            name="id_dipa",
            field=models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name="nomor DIPA"),
        ),
        migrations.AddField(
            model_name="catatanjurnal",
            name="id_laporan",
            field=models.BigIntegerField(blank=True, db_index=True, null=True, verbose_name="nomor laporan"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
