from django.apps import AppConfig


class SatkerConfig(AppConfig):
    name = "satker"
    verbose_name = "Satker dan pengguna"

    def ready(self) -> None:
        from satker import jurnal, keamanan, sesi  # noqa: F401  (the latter two listen for signing in)
        from satker.milik import Aturan
        from satker.models import Pengguna, Penugasan, Satker

        jurnal.register(Satker, milik=Aturan(sebagai="satker"))
        jurnal.register(Penugasan, milik=Aturan(induk=("satker",)))
        jurnal.register(Pengguna, exclude_fields=["last_login"], mask_fields=["password"], m2m_fields={"groups"})
