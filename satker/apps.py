from django.apps import AppConfig


class SatkerConfig(AppConfig):
    name = "satker"
    verbose_name = "Satker dan pengguna"

    def ready(self) -> None:
        from satker import faktor, jurnal, keamanan, sesi  # noqa: F401  (all but the journal listen for signals)
        from satker.milik import Aturan
        from satker.models import Pengguna, Penugasan, Satker, WajibDuaLangkah

        jurnal.register(Satker, milik=Aturan(sebagai="satker"))
        jurnal.register(Penugasan, milik=Aturan(induk=("satker",)))
        jurnal.register(Pengguna, exclude_fields=["last_login"], mask_fields=["password"], m2m_fields={"groups"})
        # The factors themselves are left out: what they hold is secret, and that one came or went
        # stands with the account (`dua_langkah_sejak`).
        jurnal.register(WajibDuaLangkah)
