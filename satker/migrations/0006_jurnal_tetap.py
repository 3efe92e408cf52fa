"""Let the database itself refuse that an entry of the journal is changed or deleted.

Whatever asks for it: the application, a shell, another program. What fires does not look at
who asks, so there is no way round it but to take the triggers away. Both databases answer with
an integrity error.

On SQLite a later migration that rebuilds the table (most changes of a column) takes its
triggers along and must call `install` again; tests notice where that is forgotten. `INSERT OR
REPLACE` deletes there without firing a delete trigger, hence the third one.
"""

from django.db import migrations

TABEL = "satker_catatanjurnal"
TOLAK_UBAH = "catatan jurnal tidak dapat diubah"
TOLAK_HAPUS = "catatan jurnal tidak dapat dihapus"

SUDAH_ADA = f"NEW.id IN (SELECT id FROM {TABEL})"  # noqa: S608  (a name of our own)
SQLITE = {
    "jurnal_tolak_ubah": f"BEFORE UPDATE ON {TABEL} BEGIN SELECT RAISE(ABORT, '{TOLAK_UBAH}'); END",
    "jurnal_tolak_hapus": f"BEFORE DELETE ON {TABEL} BEGIN SELECT RAISE(ABORT, '{TOLAK_HAPUS}'); END",
    "jurnal_tolak_ganti": f"BEFORE INSERT ON {TABEL} WHEN {SUDAH_ADA} BEGIN SELECT RAISE(ABORT, '{TOLAK_UBAH}'); END",
}

FUNGSI = "satker_jurnal_tolak"
POSTGRESQL_FUNGSI = f"""
CREATE FUNCTION {FUNGSI}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'integrity_constraint_violation',
        MESSAGE = CASE TG_OP WHEN 'UPDATE' THEN '{TOLAK_UBAH}' ELSE '{TOLAK_HAPUS}' END;
END
$$
"""
POSTGRESQL = {
    "jurnal_tolak_ubah": f"BEFORE UPDATE ON {TABEL} FOR EACH ROW EXECUTE FUNCTION {FUNGSI}()",
    "jurnal_tolak_hapus": f"BEFORE DELETE ON {TABEL} FOR EACH ROW EXECUTE FUNCTION {FUNGSI}()",
    "jurnal_tolak_kosong": f"BEFORE TRUNCATE ON {TABEL} FOR EACH STATEMENT EXECUTE FUNCTION {FUNGSI}()",
}


def install(connection):
    """Put the triggers up."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, trigger in SQLITE.items():
                cursor.execute(f"CREATE TRIGGER {name} {trigger}")
        elif connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNGSI)
            for name, trigger in POSTGRESQL.items():
                cursor.execute(f"CREATE TRIGGER {name} {trigger}")
                # Also where a session says that it only replays what happened elsewhere.
                cursor.execute(f"ALTER TABLE {TABEL} ENABLE ALWAYS TRIGGER {name}")
        else:
            raise NotImplementedError(f"Jurnal belum dijaga pada basis data {connection.vendor}.")


def remove(connection):
    """Take the triggers away."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS main.{name}")
        elif connection.vendor == "postgresql":
            for name in POSTGRESQL:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {TABEL}")
            cursor.execute(f"DROP FUNCTION IF EXISTS {FUNGSI}()")


class Migration(migrations.Migration):
    dependencies = [("satker", "0005_milik_jurnal")]
    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: install(schema_editor.connection),
            lambda apps, schema_editor: remove(schema_editor.connection),
        )
    ]
