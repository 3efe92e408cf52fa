"""Which entries of the journal are asked for, and which of them this user may read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from dashboard.riwayat.nama import sebut_satker
from dashboard.saringan import kesalahan_form
from realisasi.kalender import nama_triwulan
from realisasi.models import Dipa, LaporanTriwulan, TahunAnggaran
from satker.akses import Hak
from satker.models import CatatanJurnal, Satker

SISTEM = "Sistem"
"""What a change is signed with that no user made: a command, the loading of data."""

PENGATURAN = ("tahunanggaran", "target", "periodepelaporan", "harilibur")
JENIS: dict[str, tuple[str, tuple[str, ...]]] = {
    "laporan": (
        "Laporan triwulan",
        (
            "laporantriwulan",
            "rinciandraf",
            "versilaporan",
            "rincianversi",
            "peringatanversi",
            "catatanpengembalian",
        ),
    ),
    "kendala": ("Kendala", ("kendala", "kendalaversi")),
    "bukti": ("Bukti pendukung", ("bukti",)),
    "dipa": ("DIPA, revisi, dan pagu", ("dipa", "revisidipa", "pagurevisi")),
    "perbendaharaan": ("Angka perbendaharaan", ("realisasiperbendaharaan",)),
    "rekonsiliasi": ("Rekonsiliasi", ("rekonsiliasi",)),
    "perpanjangan": ("Perpanjangan", ("perpanjanganperiode",)),
    "pengingat": ("Pengingat", ("pengingat",)),
    "satker": ("Satker dan penugasan", ("satker", "penugasan")),
    "pengaturan": ("Pengaturan tahun", PENGATURAN),
    "impor": ("Impor", ("impor", "berkasimpor")),
    "rakor": ("Paket rakor", ("pembekuan",)),
    "pengguna": ("Pengguna", ("pengguna", "wajibdualangkah")),
}
BUKAN_DINAS = frozenset({"pengaturan", "impor", "rakor", "pengguna"})
"""Kinds that belong to no satker."""

BIGINT = 2**63 - 1
TAHUN_AWAL, TAHUN_AKHIR = 2000, 2100


class FormRiwayat(forms.Form):
    """Reads the filter out of the address; every field may be missing."""

    satker = forms.RegexField(r"^[0-9]{6}\Z", required=False)
    orang = forms.CharField(max_length=150, required=False)
    dari = forms.DateField(required=False)
    sampai = forms.DateField(required=False)
    jenis = forms.ChoiceField(choices=[(kunci, judul) for kunci, (judul, _) in JENIS.items()], required=False)
    kelompok = forms.CharField(max_length=300, required=False)

    def clean_dari(self) -> dt.date | None:
        return _hari_wajar(self.cleaned_data["dari"])

    def clean_sampai(self) -> dt.date | None:
        return _hari_wajar(self.cleaned_data["sampai"])

    def clean(self) -> dict[str, Any]:
        isi = super().clean() or {}
        if isi.get("dari") and isi.get("sampai") and isi["dari"] > isi["sampai"]:
            self.add_error("sampai", "urutan")
        return isi


SYARAT = {
    "satker": "Satker ditulis dengan kode enam angka",
    "orang": "Nama orang paling panjang 150 huruf",
    "dari": "Hari pertama ditulis sebagai tanggal, misalnya 2026-07-01",
    "sampai": "Hari terakhir ditulis sebagai tanggal, misalnya 2026-07-31, dan tidak sebelum hari pertama",
    "jenis": "Jenis objek tidak dikenal",
    "kelompok": "Nomor kelompok tidak dikenal",
}


class FormLingkup(forms.Form):
    """The one thing whose history is asked for, if any."""

    laporan = forms.IntegerField(min_value=1, max_value=BIGINT, required=False)
    dipa = forms.IntegerField(min_value=1, max_value=BIGINT, required=False)
    tahun = forms.IntegerField(min_value=TAHUN_AWAL, max_value=TAHUN_AKHIR, required=False)


def _hari_wajar(hari: dt.date | None) -> dt.date | None:
    if hari is not None and not TAHUN_AWAL <= hari.year <= TAHUN_AKHIR:
        raise forms.ValidationError("tahun")
    return hari


@dataclass(frozen=True)
class Lingkup:
    """Whose history: everything that may be read, or of one report, DIPA, or year's settings."""

    judul: str = "Riwayat perubahan"
    kunci: Mapping[str, int] = field(default_factory=dict)
    syarat: Q = field(default_factory=Q)
    kembali: str = ""
    nama_kembali: str = ""
    jenis: tuple[str, ...] = tuple(JENIS)


@dataclass(frozen=True)
class SaringanRiwayat:
    """What the page shows."""

    lingkup: Lingkup
    isi: Mapping[str, Any]
    kesalahan: tuple[str, ...]
    jurnal: QuerySet[CatatanJurnal]

    @property
    def kelompok(self) -> str:
        """The group of which every line is shown, not only the first ones."""
        return str(self.isi.get("kelompok") or "")

    @property
    def tersaring(self) -> bool:
        return any(self.isi.get(nama) for nama in ("satker", "orang", "dari", "sampai", "jenis"))

    @property
    def lengkap(self) -> bool:
        """Whether this is the whole history, of everything."""
        return not self.lingkup.kunci

    def kueri(self, **ubah: object) -> str:
        """The query string of this page with something changed; what is empty is left out."""
        isi = {**self.lingkup.kunci, **self.isi, **ubah}
        return urlencode({k: v.isoformat() if isinstance(v, dt.date) else v for k, v in isi.items() if v})

    @property
    def alamat(self) -> str:
        return self.kueri()

    @property
    def alamat_semua_kelompok(self) -> str:
        return self.kueri(kelompok="")

    @property
    def alamat_tanpa_saringan(self) -> str:
        return urlencode(self.lingkup.kunci)


def baca(data: Mapping[str, str], h: Hak) -> SaringanRiwayat:
    """Read the address. What cannot be read is named and left out.

    Raises:
        PermissionDenied: it asks for what this user may not read, be it there or not.
        Http404: it asks for what is not there, of a user who reads all.

    """
    lingkup = baca_lingkup(data, h)
    form = FormRiwayat(data)
    form.is_valid()
    isi = {nama: nilai for nama, nilai in form.cleaned_data.items() if nilai}
    catatan = CatatanJurnal.objects.filter(terbaca(h), lingkup.syarat)
    if kode := isi.get("satker"):
        catatan = catatan.filter(id_satker=_satker(kode, h))
    if orang := isi.get("orang"):
        sistem = Q(nama_pelaku="") if orang.lower() in SISTEM.lower() else Q()
        catatan = catatan.filter(Q(nama_pelaku__icontains=orang) | sistem)
    if dari := isi.get("dari"):
        catatan = catatan.filter(timestamp__gte=_awal_hari(dari))
    if sampai := isi.get("sampai"):
        catatan = catatan.filter(timestamp__lt=_awal_hari(sampai + dt.timedelta(days=1)))
    if jenis := isi.get("jenis"):
        catatan = catatan.filter(content_type__model__in=JENIS[jenis][1])
    return SaringanRiwayat(lingkup, isi, kesalahan_form(form, SYARAT), catatan)


def terbaca(h: Hak) -> Q:
    """The entries that these rights let read: all, or those of the own satker alone."""
    return Q() if h.membaca_semua else Q(id_satker__in=[s.pk for s in h.satker])


def pilihan_jenis(h: Hak, lingkup: Lingkup) -> list[tuple[str, str]]:
    """The kinds of object that this user may find in what is asked for."""
    return [(k, JENIS[k][0]) for k in lingkup.jenis if h.membaca_semua or k not in BUKAN_DINAS]


def pilihan_satker(h: Hak) -> list[tuple[str, str]]:
    """The satker that this user may choose, by province; none where there is no choice."""
    semua = Satker.objects.select_related("provinsi") if h.membaca_semua else h.satker
    pilihan = sorted(((s.kode, s.provinsi.nama_pendek) for s in semua), key=lambda p: (p[1], p[0]))
    return pilihan if len(pilihan) > 1 else []


def _satker(kode: str, h: Hak) -> int:
    """The key of a satker by its code."""
    if not h.membaca_semua:
        for s in h.satker:
            if s.kode == kode:
                return s.pk
        raise PermissionDenied(
            "Riwayat satker lain hanya dapat dibuka oleh satker itu, tim pusat, pimpinan, dan administrator."
        )
    # A code that nobody bears leaves nothing: no row has the key 0.
    return Satker.objects.filter(kode=kode).values_list("pk", flat=True).first() or 0


def baca_lingkup(data: Mapping[str, str], h: Hak) -> Lingkup:
    """Whose history is asked for."""
    diminta = [nama for nama in FormLingkup.base_fields if data.get(nama)]
    if not diminta:
        return Lingkup()
    nama = diminta[0]
    form = FormLingkup(data)
    form.is_valid()
    nilai: int = form.cleaned_data.get(nama) or 0
    if nama == "laporan":
        return _lingkup_laporan(nilai, h)
    if nama == "dipa":
        return _lingkup_dipa(nilai, h)
    return _lingkup_tahun(nilai, h)


def _lingkup_laporan(kunci: int, h: Hak) -> Lingkup:
    laporan = LaporanTriwulan.objects.select_related("dipa__satker__provinsi").filter(pk=kunci).first()
    dipa = _boleh(laporan.dipa if laporan else None, h, "laporan")
    assert laporan is not None  # noqa: S101  (`_boleh` has raised)
    nama = f"{nama_triwulan(laporan.triwulan)} {dipa.tahun_id} {sebut_satker(dipa.satker)} ({dipa.kewenangan})"
    return Lingkup(
        f"Riwayat laporan {nama}",
        {"laporan": kunci},
        Q(id_laporan=kunci),
        _lembar(dipa, laporan.triwulan),
        f"Lembar {dipa.satker.provinsi.nama_pendek}",
        ("laporan", "kendala", "bukti"),
    )


def _lingkup_dipa(kunci: int, h: Hak) -> Lingkup:
    ada = Dipa.objects.select_related("satker__provinsi").filter(pk=kunci).first()
    dipa = _boleh(ada, h, "DIPA")
    return Lingkup(
        f"Riwayat DIPA {dipa.tahun_id} {sebut_satker(dipa.satker)} ({dipa.kewenangan})",
        {"dipa": kunci},
        Q(id_dipa=kunci),
        _lembar(dipa),
        f"Lembar {dipa.satker.provinsi.nama_pendek}",
        ("dipa", "laporan", "kendala", "bukti", "perbendaharaan", "rekonsiliasi", "pengingat"),
    )


def _lingkup_tahun(tahun: int, h: Hak) -> Lingkup:
    if not h.membaca_semua:
        raise PermissionDenied("Riwayat pengaturan hanya untuk tim pusat, pimpinan, dan administrator.")
    if not TahunAnggaran.objects.filter(pk=tahun).exists():
        raise Http404("Tidak ada tahun anggaran itu.")
    return Lingkup(
        f"Riwayat pengaturan {tahun}",
        {"tahun": tahun},
        Q(tahun=tahun, content_type__model__in=(*PENGATURAN, "perpanjanganperiode")),
        f"{reverse('realisasi:pengaturan')}?{urlencode({'tahun': tahun})}",
        f"Pengaturan {tahun}",
        ("pengaturan", "perpanjangan"),
    )


def _boleh(dipa: Dipa | None, h: Hak, benda: str) -> Dipa:
    """The DIPA, if this user may read it: of a dinas, one that is not there is refused alike."""
    if dipa is not None and h.boleh_membaca(dipa.satker_id):
        return dipa
    if h.membaca_semua:
        raise Http404(f"Tidak ada {benda} itu.")
    raise PermissionDenied(
        f"Riwayat {benda} satker lain hanya dapat dibuka oleh satker itu, tim pusat, pimpinan, dan administrator."
    )


def _lembar(dipa: Dipa, triwulan: int | None = None) -> str:
    """The sheet of the satker, where the history was come from."""
    isi: dict[str, object] = {"tahun": dipa.tahun_id, "kewenangan": dipa.kewenangan}
    if triwulan:
        isi["triwulan"] = triwulan
    return f"{reverse('dashboard:satker', args=[dipa.satker.kode])}?{urlencode(isi)}"


def _awal_hari(hari: dt.date) -> dt.datetime:
    """The moment at which a day begins in WIB."""
    return timezone.make_aware(dt.datetime.combine(hari, dt.time.min))
