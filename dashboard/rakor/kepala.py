"""What stands at the top and at the foot of every sheet, so that a single printed page says what it is."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from dashboard.rakor import gaya
from dashboard.rakor.kertas import Kertas, Sel
from dashboard.saringan import SEMUA, Saringan
from realisasi.penanggalan import saat, tanggal
from realisasi.posisi import Tahun

APLIKASI = "Realisasi IKMA"


class Asal(Protocol):
    """What every sheet says of where its figures come from."""

    @property
    def saringan(self) -> Saringan: ...
    @property
    def tahun(self) -> Tahun: ...
    @property
    def pemilik(self) -> str: ...
    @property
    def belum_diverifikasi(self) -> int: ...
    @property
    def hari_ini(self) -> dt.date: ...
    @property
    def dibuat_pada(self) -> dt.datetime: ...
    @property
    def pembekuan(self) -> str: ...


def judul(kertas: Kertas, teks: str, lingkup: str, peringatan: str) -> None:
    """Three lines: what the sheet shows, of what, and what must not be overlooked."""
    kertas.tulis([Sel(teks, gaya.JUDUL)], tinggi=24)
    kertas.tulis([Sel(lingkup, gaya.LINGKUP)], tinggi=15)
    kertas.tulis([Sel(peringatan, gaya.PERINGATAN)], tinggi=15)
    kertas.lewati(tinggi=6)


def judul_bahan(kertas: Kertas, teks: str, b: Asal) -> None:
    """The same for a sheet made from a `BahanRakor` or a `BahanSatker`."""
    pemilik = f"{b.pemilik} · " if b.pemilik else ""
    judul(kertas, teks, pemilik + lingkup(b.saringan), peringatan(b))


def lingkup(s: Saringan) -> str:
    """`Tugas Pembantuan (TP) · kumulatif s.d. TW II 2026 (30 Juni 2026) · angka resmi`."""
    kewenangan = "DK dan TP" if s.kewenangan == SEMUA else s.kewenangan
    bagian = [
        f"{s.nama_kewenangan} ({kewenangan})",
        f"kumulatif s.d. {s.nama_triwulan} {s.tahun} ({tanggal(s.akhir)})",
        f"angka {s.angka.value}",
        *([s.pulau] if s.pulau else []),
    ]
    return " · ".join(bagian)


def peringatan(b: Asal) -> str:
    """That figures are illustration, provisional, or of a quarter that is not over; empty for none."""
    s = b.saringan
    bagian = ["DATA ILUSTRASI"] if b.tahun.ilustrasi else []
    if s.sementara and b.belum_diverifikasi:
        bagian.append(f"Angka sementara: memuat {b.belum_diverifikasi} laporan yang belum diverifikasi")
    if s.akhir >= b.hari_ini:
        bagian.append(f"{s.nama_triwulan} {s.tahun} belum berakhir")
    if b.pembekuan:
        bagian.append(f"Keadaan yang dibekukan: {b.pembekuan}")
    return " · ".join(bagian)


def kaki(b: Asal) -> str:
    """The left of the page's foot."""
    contoh = " · DATA ILUSTRASI" if b.tahun.ilustrasi else ""
    return f"{APLIKASI} · angka {b.saringan.angka.value} · dibuat {saat(b.dibuat_pada)}{contoh}"
