"""WHO: provinces, spending units, the people who work for them, and the journal's shape."""

from __future__ import annotations

from typing import Any, ClassVar

from auditlog.context import disable_auditlog
from auditlog.models import AbstractLogEntry, LogEntryManager
from django.contrib.auth.models import AbstractUser, Group, UserManager
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models.functions import Length
from django.utils.crypto import salted_hmac

from satker.jurnal import milik_tercatat
from satker.peran import Peran
from satker.permintaan import petugas
from satker.tetap import KueriTetap, TidakDapatDiubah, jaga

models.CharField.register_lookup(Length)

# `\Z` and not `$`, which lets a line end stand behind the text where Python does the matching.
POLA_DUA_ANGKA = r"^[0-9]{2}\Z"
POLA_KODE_SATKER = r"^[0-9]{6}\Z"
POLA_ISO = r"^ID-[A-Z]{2}\Z"
POLA_NIP = r"^([0-9]{18})?\Z"
TERISI = r"\S"

DUA_ANGKA = RegexValidator(POLA_DUA_ANGKA, "Kode terdiri dari dua angka, misalnya 14.")
KODE_SATKER = RegexValidator(
    POLA_KODE_SATKER, "Kode satker terdiri dari enam angka, nol di depan ikut ditulis, misalnya 099026."
)


class Pulau(models.TextChoices):
    """Island groups, as the published summaries of the ministry divide the country."""

    SUMATERA = "Sumatera"
    JAWA = "Jawa"
    BALI_NUSA_TENGGARA = "Bali-Nusa Tenggara"
    KALIMANTAN = "Kalimantan"
    SULAWESI = "Sulawesi"
    MALUKU = "Maluku"
    PAPUA = "Papua"


class Provinsi(models.Model):
    """One of the 38 provinces, with its three code systems and its place in the tile map.

    The key is the code of the Ministry of Home Affairs. The statistics office (BPS) and
    the treasury number the provinces of Papua differently, so all three are kept.
    """

    kode = models.CharField("kode Kemendagri", max_length=2, primary_key=True, validators=[DUA_ANGKA])
    kode_bps = models.CharField("kode BPS", max_length=2, unique=True, validators=[DUA_ANGKA])
    kode_lokasi_dipa = models.CharField(
        "kode lokasi DIPA",
        max_length=2,
        unique=True,
        null=True,  # unknown for four provinces; unique needs NULL, not ""
        blank=True,
        validators=[DUA_ANGKA],
    )
    iso = models.CharField("kode ISO 3166-2", max_length=5, unique=True)
    nama = models.CharField(max_length=60, unique=True)
    nama_pendek = models.CharField(max_length=20, unique=True)
    pulau = models.CharField("kelompok pulau", max_length=20, choices=Pulau)
    petak_kolom = models.PositiveSmallIntegerField("kolom petak")
    petak_baris = models.PositiveSmallIntegerField("baris petak")

    class Meta:
        verbose_name = "provinsi"
        verbose_name_plural = "provinsi"
        ordering = ("kode",)
        constraints = (
            models.CheckConstraint(condition=models.Q(kode__regex=POLA_DUA_ANGKA), name="provinsi_kode_dua_angka"),
            models.CheckConstraint(condition=models.Q(kode_bps__regex=POLA_DUA_ANGKA), name="provinsi_bps_dua_angka"),
            models.CheckConstraint(
                condition=models.Q(kode_lokasi_dipa__isnull=True) | models.Q(kode_lokasi_dipa__regex=POLA_DUA_ANGKA),
                name="provinsi_lokasi_dua_angka",
            ),
            models.CheckConstraint(condition=models.Q(iso__regex=POLA_ISO), name="provinsi_bentuk_iso"),
            models.CheckConstraint(condition=models.Q(pulau__in=Pulau.values), name="provinsi_pulau_dikenal"),
            models.CheckConstraint(
                condition=models.Q(petak_kolom__lte=15, petak_baris__lte=6), name="provinsi_petak_dalam_kisi"
            ),
            models.UniqueConstraint(fields=("petak_kolom", "petak_baris"), name="provinsi_petak_unik"),
        )

    def __str__(self) -> str:
        return self.nama

    @property
    def kode_petak(self) -> str:
        """The two letters that stand in a tile too small for a name: `RI` of `ID-RI`."""
        return self.iso.removeprefix("ID-")


class Satker(models.Model):
    """Satuan kerja: an office (dinas) of a province that spends money of the ministry.

    The name here is today's; the name that it bore in a year stays with that year's DIPA.
    """

    kode = models.CharField(
        "kode satker",
        max_length=6,
        unique=True,
        validators=[KODE_SATKER],
        help_text="Tidak dapat diubah lagi setelah satker mempunyai DIPA: kode ini ada dalam nomor DIPA-nya.",
    )
    nama = models.CharField("nama satker", max_length=200)
    provinsi = models.ForeignKey(
        Provinsi,
        on_delete=models.PROTECT,
        related_name="satker",
        verbose_name="provinsi",
        help_text="Tidak dapat diubah lagi setelah satker mempunyai DIPA: angka tahun lalu ikut berpindah provinsi.",
    )
    kontak_nama = models.CharField("nama narahubung", max_length=100, blank=True)
    kontak_telepon = models.CharField("telepon narahubung", max_length=30, blank=True)
    kontak_surel = models.EmailField("surel narahubung", blank=True)
    kode_ilustrasi = models.BooleanField(
        "kode ilustrasi",
        default=False,
        help_text="Kode ini bukan kode resmi; dibuat hanya untuk data contoh.",
    )

    class Meta:
        verbose_name = "satker"
        verbose_name_plural = "satker"
        ordering = ("kode",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kode__regex=POLA_KODE_SATKER),
                name="satker_kode_enam_angka",
                violation_error_message="Kode satker terdiri dari enam angka.",
            ),
            models.CheckConstraint(
                condition=models.Q(nama__regex=TERISI),
                name="satker_nama_terisi",
                violation_error_message="Nama satker wajib diisi.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}"


class ManajerPengguna(UserManager["Pengguna"]):
    """Makes accounts; the first of an installation comes from `createsuperuser`."""

    use_in_migrations = False

    @transaction.atomic
    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **isi: Any
    ) -> Pengguna:
        """An account with the role Administrator, since the flag alone opens nothing (rule 11)."""
        pengguna = super().create_superuser(username, email, password, **isi)
        pengguna.groups.add(Group.objects.db_manager(self.db).get_or_create(name=Peran.ADMINISTRATOR.value)[0])
        return pengguna


class Pengguna(AbstractUser):
    """A person with a login. National roles are groups; work for a satker is a Penugasan."""

    first_name = None  # type: ignore[assignment]  # one field holds the name as it is written
    last_name = None  # type: ignore[assignment]
    nama = models.CharField("nama lengkap", max_length=150)
    nip = models.CharField(
        "NIP",
        max_length=18,
        blank=True,
        validators=[RegexValidator(POLA_NIP, "NIP terdiri dari 18 angka.")],
    )

    dua_langkah_sejak = models.DateTimeField(
        "masuk dua langkah sejak",
        null=True,
        blank=True,
        editable=False,
        help_text="Ditulis sistem waktu faktor kedua dipasang dan dilepas; rahasianya tersimpan terpisah.",
    )

    objects: ClassVar[ManajerPengguna] = ManajerPengguna()

    REQUIRED_FIELDS = ["email", "nama"]

    class Meta(AbstractUser.Meta):
        verbose_name = "pengguna"
        verbose_name_plural = "pengguna"
        ordering = ("username",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(nip__regex=POLA_NIP),
                name="pengguna_nip_18_angka",
                violation_error_message="NIP terdiri dari 18 angka.",
            ),
            models.CheckConstraint(
                condition=models.Q(nama__regex=TERISI),
                name="pengguna_nama_terisi",
                violation_error_message="Nama lengkap wajib diisi.",
            ),
        )

    def __str__(self) -> str:
        return self.nama or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        # An address is the same however it is written, and is kept in one way.
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    def check_password(self, raw_password: str | None) -> bool:
        """As the library does it; hashing anew with more rounds is no change for the journal."""
        with disable_auditlog():
            return super().check_password(raw_password)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """As the library's, but other sessions also end when a second factor comes or goes."""
        if self.dua_langkah_sejak is None:
            return super()._get_session_auth_hash(secret)  # type: ignore[misc]
        isi = f"{self.password} {self.dua_langkah_sejak.timestamp()}"
        return salted_hmac("satker.Pengguna.sesi", isi, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        return self.nama or self.username

    def get_short_name(self) -> str:
        return self.username


class WajibDuaLangkah(models.Model):
    """A national role whose members have to sign in with a second factor; without a row it is left to them."""

    peran = models.CharField(
        "peran nasional",
        max_length=20,
        unique=True,
        choices=[(p.value, p.value) for p in Peran],
        error_messages={"unique": "Peran ini sudah diwajibkan."},
        help_text="Anggota peran ini yang belum memasang masuk dua langkah diminta memasangnya pada halaman berikut "
        "yang dibuka, dan sampai itu tidak dapat membuka yang lain.",
    )

    class Meta:
        verbose_name = "kewajiban masuk dua langkah"
        verbose_name_plural = "kewajiban masuk dua langkah"
        ordering = ("peran",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(peran__in=[p.value for p in Peran]), name="wajib_dua_langkah_peran_dikenal"
            ),
        )

    def __str__(self) -> str:
        return self.peran


class PeranSatker(models.TextChoices):
    """What a user may do for one satker: prepare, or prepare and submit."""

    OPERATOR = "OPERATOR", "Operator"
    KEPALA = "KEPALA", "Kepala dinas"


class Penugasan(models.Model):
    """Which user works for which satker, with one role for each."""

    pengguna = models.ForeignKey(Pengguna, on_delete=models.CASCADE, related_name="penugasan", verbose_name="pengguna")
    satker = models.ForeignKey(Satker, on_delete=models.PROTECT, related_name="penugasan", verbose_name="satker")
    peran = models.CharField(max_length=10, choices=PeranSatker)

    class Meta:
        verbose_name = "penugasan"
        verbose_name_plural = "penugasan"
        ordering = ("satker__kode", "pengguna__username")
        constraints = (
            models.UniqueConstraint(
                fields=("pengguna", "satker"),
                name="penugasan_satu_peran",
                violation_error_message="Pengguna ini sudah mempunyai peran pada satker itu.",
            ),
            models.CheckConstraint(condition=models.Q(peran__in=PeranSatker.values), name="penugasan_peran_dikenal"),
        )

    def __str__(self) -> str:
        return f"{self.pengguna}, {self.get_peran_display()} {self.satker.kode}"


class KolomNamaPelaku(models.CharField):
    """Copies the actor's name in when the row is written, or who is said to act without an account.

    The library sets the actor in a `pre_save` signal, after `save` was called; a field is
    asked for its value after that, and by `bulk_create` as well.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        actor = getattr(model_instance, "actor", None)
        nama = petugas() if actor is None else actor.get_full_name()
        if nama and not getattr(model_instance, self.attname):
            setattr(model_instance, self.attname, nama[: self.max_length])
        return super().pre_save(model_instance, add)

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class KolomKelompok(models.CharField):
    """Ties together what was changed at once: by the request, else by the minute and the person."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        entri: Any = model_instance
        if not getattr(entri, self.attname):
            setattr(
                entri, self.attname, entri.cid or f"{entri.timestamp:%Y-%m-%d %H:%M} {entri.actor_id or ''}".strip()
            )
        return super().pre_save(model_instance, add)

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


KATA_TINDAKAN = {
    AbstractLogEntry.Action.CREATE: "dibuat",
    AbstractLogEntry.Action.UPDATE: "diubah",
    AbstractLogEntry.Action.DELETE: "dihapus",
}


class ManajerJurnal(LogEntryManager.from_queryset(KueriTetap)):  # type: ignore[misc]
    """Writes entries as the library does, and keeps with each whose the changed row is."""

    def log_create(self, instance: models.Model, force_log: bool = False, **kwargs: Any) -> Any:
        return super().log_create(instance, force_log, **self._dengan_milik(instance, kwargs))

    def log_m2m_changes(
        self, changed_queryset: Any, instance: models.Model, operation: str, field_name: str, **kwargs: Any
    ) -> Any:
        if not changed_queryset:
            return None
        return super().log_m2m_changes(
            changed_queryset, instance, operation, field_name, **self._dengan_milik(instance, kwargs)
        )

    @staticmethod
    def _dengan_milik(instance: models.Model, kwargs: dict[str, Any]) -> dict[str, Any]:
        return milik_tercatat([instance])[0].kolom | kwargs


class CatatanJurnal(TidakDapatDiubah, AbstractLogEntry):
    """One entry of the journal: who changed what, when, from what to what.

    The actor's name is copied in, so that it outlives the account; the reference itself
    has no database constraint and is left as it is when the account goes. Whose the changed
    row was is kept as bare keys for the same reason. Triggers of the database refuse what
    `TidakDapatDiubah` refuses (migration 0006).
    """

    actor = models.ForeignKey(
        Pengguna,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        blank=True,
        null=True,
        related_name="+",
        verbose_name="pelaku",
    )
    nama_pelaku = KolomNamaPelaku("nama pelaku", max_length=150, blank=True)

    kelompok = KolomKelompok(max_length=255, blank=True, editable=False)
    id_satker = models.BigIntegerField("nomor satker", null=True, blank=True, db_index=True)
    tahun = models.PositiveSmallIntegerField(null=True, blank=True)
    id_dipa = models.BigIntegerField("nomor DIPA", null=True, blank=True, db_index=True)
    id_laporan = models.BigIntegerField("nomor laporan", null=True, blank=True, db_index=True)

    objects: ClassVar[Any] = ManajerJurnal()

    class Meta(AbstractLogEntry.Meta):
        abstract = False
        verbose_name = "catatan jurnal"
        verbose_name_plural = "jurnal perubahan"
        indexes = (models.Index(fields=("kelompok", "id"), name="jurnal_kelompok"),)

    def __str__(self) -> str:
        return f"{self.object_repr} {KATA_TINDAKAN.get(self.action, self.action)}"


jaga(CatatanJurnal)
