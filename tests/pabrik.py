"""Rows for tests, made by plain functions with defaults that can be overridden.

Every function saves what it makes and returns it. What a test does not name gets a value
that is valid and that no other row has, so that a test says only what it is about:

    dipa = buat_dipa(pagu={"52": 10_000}, blokir={"52": 1_000})
    buat_laporan_terverifikasi(dipa, 1, {"52": 4_000})
    buat_laporan_diajukan(dipa, 2, {"52": 2_000})
    kepala = buat_pengguna(peran=PeranSatker.KEPALA, satker=dipa.satker)
    pusat = buat_pengguna(peran=Peran.TIM_PUSAT)

Years are made without targets, windows and holidays: give `buat_target` and `buat_periode`
what the test needs, or call `realisasi.tahun_baru.buka_tahun` for all the defaults.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from realisasi.kalender import akhir_triwulan, jendela_bawaan
from realisasi.models import (
    Basis,
    BerkasImpor,
    ButirImpor,
    Dipa,
    Impor,
    JenisImpor,
    KategoriKendala,
    KeadaanImpor,
    Kendala,
    Keputusan,
    Kewenangan,
    LaporanTriwulan,
    PaguRevisi,
    PeriodePelaporan,
    RealisasiPerbendaharaan,
    Rekonsiliasi,
    RevisiDipa,
    RincianDraf,
    RincianVersi,
    StatusLaporan,
    TahunAnggaran,
    Target,
    VersiLaporan,
)
from satker.models import Pengguna, Penugasan, PeranSatker, Provinsi, Pulau, Satker
from satker.peran import Peran

KATA_SANDI = "sandi-uji-yang-panjang"
TAHUN = 2026

_nomor = itertools.count(1)


def buat_provinsi(kode: str | None = None, **isi: Any) -> Provinsi:
    """A province; without a code the first one between 00 and 99 that is free.

    All other keys are made from the code; the tile lies outside nobody else's.
    """
    if kode is None:
        terpakai = set(Provinsi.objects.values_list("kode", flat=True))
        kode = next(k for n in range(100) if (k := f"{n:02d}") not in terpakai)
    terisi = set(Provinsi.objects.values_list("petak_kolom", "petak_baris"))
    kolom, baris = next(p for p in itertools.product(range(16), range(7)) if p not in terisi)
    bawaan = {
        "kode_bps": kode,
        "kode_lokasi_dipa": kode,
        "iso": "ID-" + "".join(chr(ord("A") + int(angka)) for angka in kode),
        "nama": f"Provinsi {kode}",
        "nama_pendek": f"Prov. {kode}",
        "pulau": Pulau.SUMATERA,
        "petak_kolom": kolom,
        "petak_baris": baris,
    }
    return Provinsi.objects.create(kode=kode, **bawaan | isi)


def buat_satker(kode: str | None = None, **isi: Any) -> Satker:
    """A satker, in a province of its own unless `provinsi` is given."""
    kode = kode or f"{900_000 + next(_nomor)}"
    isi.setdefault("nama", f"Dinas Perindustrian {kode}")
    if "provinsi" not in isi:
        isi["provinsi"] = buat_provinsi()
    return Satker.objects.create(kode=kode, **isi)


def buat_pengguna(
    username: str | None = None,
    *,
    peran: Peran | PeranSatker | None = None,
    satker: Satker | None = None,
    password: str = KATA_SANDI,
    **isi: Any,
) -> Pengguna:
    """A user with at most one role: a national one (`Peran`), or one for a satker (`PeranSatker`).

    A role for a satker without `satker` gets a new one. The password is `KATA_SANDI`.
    """
    username = username or f"pengguna{next(_nomor)}"
    isi.setdefault("nama", f"Nama {username}")
    isi.setdefault("email", f"{username}@dinas.example")
    pengguna = Pengguna.objects.create_user(username=username, password=password, **isi)
    if isinstance(peran, Peran):
        pengguna.groups.add(Group.objects.get_or_create(name=peran.value)[0])
    elif peran is not None:
        Penugasan.objects.create(pengguna=pengguna, satker=satker or buat_satker(), peran=peran)
    return pengguna


def buat_tahun(tahun: int = TAHUN, **isi: Any) -> TahunAnggaran:
    """A budget year; one that exists is returned as it is."""
    return TahunAnggaran.objects.get_or_create(tahun=tahun, defaults=isi)[0]


def buat_target(triwulan: int, target_bp: int, *, tahun: int = TAHUN, kewenangan: str = "") -> Target:
    """The target of a quarter in basis points, for both kewenangan unless one is given."""
    return Target.objects.create(tahun=buat_tahun(tahun), triwulan=triwulan, target_bp=target_bp, kewenangan=kewenangan)


def buat_periode(triwulan: int, *, tahun: int = TAHUN, **isi: Any) -> PeriodePelaporan:
    """The window of a quarter: the default one without holidays, unless days are given."""
    bawaan = jendela_bawaan(tahun, triwulan, frozenset())._asdict()
    return PeriodePelaporan.objects.create(tahun=buat_tahun(tahun), triwulan=triwulan, **bawaan | isi)


def buat_dipa(
    satker: Satker | None = None,
    *,
    tahun: int = TAHUN,
    kewenangan: str = Kewenangan.TP,
    pagu: Mapping[str, int] | None = None,
    blokir: Mapping[str, int] | None = None,
    berlaku_sejak: dt.date | None = None,
    **isi: Any,
) -> Dipa:
    """A DIPA with its revision 0, in force since 1 January of its year unless said otherwise.

    `pagu` and `blokir` are rupiah per jenis belanja; an empty `pagu` makes no revision at all.
    """
    dipa = Dipa.objects.create(satker=satker or buat_satker(), tahun=buat_tahun(tahun), kewenangan=kewenangan, **isi)
    if pagu is None:
        pagu = {"52": 1_000_000}
    if pagu:
        buat_revisi(dipa, pagu, blokir=blokir, berlaku_sejak=berlaku_sejak or dt.date(tahun, 1, 1))
    return dipa


def buat_revisi(
    dipa: Dipa,
    pagu: Mapping[str, int],
    *,
    berlaku_sejak: dt.date,
    blokir: Mapping[str, int] | None = None,
    nomor: int | None = None,
) -> RevisiDipa:
    """A revision with its pagu; without a number the next one of the DIPA."""
    if nomor is None:
        nomor = dipa.revisi.count()
    revisi = RevisiDipa.objects.create(dipa=dipa, nomor=nomor, berlaku_sejak=berlaku_sejak)
    for jenis, jumlah in pagu.items():
        PaguRevisi.objects.create(revisi=revisi, jenis=jenis, pagu=jumlah, blokir=(blokir or {}).get(jenis, 0))
    return revisi


def buat_laporan(dipa: Dipa, triwulan: int, draf: Mapping[str, int] | None = None) -> LaporanTriwulan:
    """A report in the state DRAF."""
    laporan = LaporanTriwulan.objects.create(dipa=dipa, triwulan=triwulan)
    for jenis, realisasi in (draf or {}).items():
        RincianDraf.objects.create(laporan=laporan, jenis=jenis, realisasi=realisasi)
    return laporan


def buat_versi(laporan: LaporanTriwulan, realisasi: Mapping[str, int], **isi: Any) -> VersiLaporan:
    """The next version of a report; the report itself does not point to it yet."""
    isi.setdefault("basis", Basis.SP2D)
    isi.setdefault("diajukan_pada", timezone.now())
    versi = VersiLaporan.objects.create(laporan=laporan, nomor=laporan.versi.count() + 1, **isi)
    for jenis, jumlah in realisasi.items():
        RincianVersi.objects.create(versi=versi, jenis=jenis, realisasi=jumlah)
    return versi


def buat_laporan_diajukan(dipa: Dipa, triwulan: int, realisasi: Mapping[str, int]) -> LaporanTriwulan:
    """A report in the state DIAJUKAN, with one version and the same draft.

    A report of that quarter that exists gets another version, and keeps its verified one.
    """
    laporan = _laporan(dipa, triwulan, realisasi)
    laporan.versi_diajukan = buat_versi(laporan, realisasi)
    laporan.status = StatusLaporan.DIAJUKAN
    laporan.save()
    return laporan


def buat_laporan_terverifikasi(dipa: Dipa, triwulan: int, realisasi: Mapping[str, int]) -> LaporanTriwulan:
    """A report in the state DIVERIFIKASI: submitted, and that version verified."""
    laporan = buat_laporan_diajukan(dipa, triwulan, realisasi)
    laporan.versi_terverifikasi = laporan.versi_diajukan
    laporan.status = StatusLaporan.DIVERIFIKASI
    laporan.diverifikasi_pada = timezone.now()
    laporan.save()
    return laporan


def kembalikan(laporan: LaporanTriwulan, alasan: str = "Angka belum cocok.") -> LaporanTriwulan:
    """Turn a report into DIKEMBALIKAN; its versions, and which one was verified, stay."""
    laporan.status = StatusLaporan.DIKEMBALIKAN
    laporan.alasan_dikembalikan = alasan
    laporan.save()
    return laporan


def buat_kendala(dipa: Dipa, triwulan: int = 1, **isi: Any) -> Kendala:
    """An open obstacle of a DIPA."""
    bawaan = {
        "kategori": KategoriKendala.PENGADAAN,
        "uraian": "Lelang gagal dan harus diulang.",
        "tindak_lanjut": "Lelang ulang dengan syarat yang diperbaiki.",
        "penanggung_jawab": "Kepala bidang industri kecil",
        "batas_waktu": dt.date(dipa.tahun_id, 12, 1),
    }
    return Kendala.objects.create(dipa=dipa, triwulan_dibuka=triwulan, **bawaan | isi)


def buat_perbendaharaan(dipa: Dipa, triwulan: int, realisasi_sd: Mapping[str, int], **isi: Any) -> None:
    """The treasury's figures until the end of a quarter, rupiah per jenis belanja."""
    bawaan = {"basis": Basis.SP2D, "tanggal_data": akhir_triwulan(dipa.tahun_id, triwulan), "asal": "uji.xlsx"}
    for jenis, jumlah in realisasi_sd.items():
        RealisasiPerbendaharaan.objects.create(
            dipa=dipa, triwulan=triwulan, jenis=jenis, realisasi_sd=jumlah, **bawaan | isi
        )


def buat_rekonsiliasi(dipa: Dipa, triwulan: int = 1, jenis: str = "52", **isi: Any) -> Rekonsiliasi:
    """A decision on a difference."""
    bawaan = {
        "angka_dinas": 4_000,
        "angka_perbendaharaan": 3_900,
        "keputusan": Keputusan.BEDA_WAKTU,
        "alasan": "SP2D hari terakhir tercatat sehari kemudian.",
        "nama_pemutus": "Nama pemutus",
        "diputuskan_pada": timezone.now(),
    }
    return Rekonsiliasi.objects.create(dipa=dipa, triwulan=triwulan, jenis=jenis, **bawaan | isi)


def buat_impor(satker: Satker | None = None, jenis: str = JenisImpor.SATKER) -> Impor:
    """An applied import of one file that changed one thing, of this satker if one is given."""
    sekarang = timezone.now()
    impor = Impor.objects.create(
        jenis=jenis,
        keadaan=KeadaanImpor.DITERAPKAN,
        nama_pembuat="Nama pengimpor",
        dibuat_pada=sekarang,
        diterapkan_pada=sekarang,
    )
    BerkasImpor.objects.create(impor=impor, nama="satker.csv", ukuran=10, sha256="0" * 64)
    ButirImpor.objects.create(impor=impor, urutan=1, sebutan="Satker", satker=satker, sesudah={"nama": "Baru"})
    return impor


def _laporan(dipa: Dipa, triwulan: int, draf: Mapping[str, int]) -> LaporanTriwulan:
    """The report of that quarter, made with this draft if there is none."""
    ada = LaporanTriwulan.objects.filter(dipa=dipa, triwulan=triwulan).first()
    return ada or buat_laporan(dipa, triwulan, draf)
