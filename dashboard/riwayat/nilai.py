"""Stored values of the journal as a person would write them."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

from django.db import models
from django.utils import timezone

from dashboard.riwayat.nama import Nama, sebut_kategori
from realisasi import penanggalan, rupiah
from realisasi.models import JenisBelanja

KOSONG = "kosong"
PANJANG = 300
AWALAN = 60  # letters before a difference that lead up to it
RUPIAH = frozenset(
    {
        "realisasi",
        "realisasi_sd",
        "realisasi_terverifikasi",
        "pagu",
        "blokir",
        "angka_dinas",
        "angka_perbendaharaan",
    }
)

LABEL = {
    "kendala_draf": "kendala dalam draf",
    "alasan_draf": "alasan peringatan dalam draf",
    "alasan_dikembalikan": "alasan pengembalian",
    "alasan_dipulihkan": "alasan pemulihan",
    "nama_pemverifikasi": "pemverifikasi",
    "diverifikasi_pada": "waktu verifikasi",
    "nama_pengembali": "pengembali",
    "dikembalikan_pada": "waktu pengembalian",
    "nama_pengaju": "pengaju",
    "diajukan_pada": "waktu pengajuan",
    "nama_pengunggah": "pengunggah",
    "diunggah_pada": "waktu unggah",
    "dibuat_pada": "waktu pratinjau",
    "diterapkan_pada": "waktu penerapan",
    "dibatalkan_pada": "waktu pembatalan",
    "dikirim_pada": "waktu kirim",
    "dibekukan_pada": "waktu pembekuan",
    "diputuskan_pada": "waktu keputusan",
    "groups": "peran nasional",
    "is_active": "akun aktif",
    "password": "kata sandi",
    "versi": "versi yang memuatnya",
}


def label(nama: str, kolom: models.Field[Any, Any] | None) -> str:
    """What a column is called, without the unit, which stands with the value."""
    if nama in LABEL:
        return LABEL[nama]
    judul = str(getattr(kolom, "verbose_name", nama)).replace("_", " ")
    return re.sub(r"\s*\((?:Rp|%|bita)\)", "", judul).replace("(% dari", "(dari")


def tulis(nama: str, kolom: models.Field[Any, Any] | None, nilai: Any, sebutan: Nama) -> str:
    """A stored value in words, whole; empty for nothing. What cannot be read is shown as it stands."""
    teks = "" if nilai is None else str(nilai)
    if teks in {"", "None", "[]", "{}"}:
        return ""
    if kolom is None:
        return teks
    pilihan = {str(k): str(v) for k, v in kolom.flatchoices}
    if teks in pilihan:
        return pilihan[teks]
    if kolom.related_model is not None:
        return sebutan.acuan(kolom.related_model, teks)
    try:
        return _menurut_jenis(nama, kolom, teks)
    except (ValueError, TypeError, AttributeError, OverflowError):
        return teks


def pendek(teks: str) -> str:
    """A value with its end cut off where it is too long to be read in a list."""
    return teks if len(teks) <= PANJANG else f"{teks[:PANJANG].rstrip()}…"


def sepasang(lama: str, baru: str) -> tuple[str, str]:
    """An old and a new value, cut so that what differs is seen: long ones may begin alike."""
    berbeda = (n for n, (a, b) in enumerate(zip(lama, baru, strict=False)) if a != b)
    sama = next(berbeda, min(len(lama), len(baru)))
    if max(len(lama), len(baru)) <= PANJANG or sama <= PANJANG // 2 or lama == baru:
        return pendek(lama), pendek(baru)
    mulai = baru.rfind(" ", 0, sama - AWALAN) + 1
    return f"…{pendek(lama[mulai:])}", f"…{pendek(baru[mulai:])}"


def _menurut_jenis(nama: str, kolom: models.Field[Any, Any], teks: str) -> str:
    if isinstance(kolom, models.BooleanField):
        return {"True": "ya", "False": "tidak"}.get(teks, teks)
    if isinstance(kolom, models.DateTimeField):
        return saat(dt.datetime.fromisoformat(teks).replace(tzinfo=dt.UTC))
    if isinstance(kolom, models.DateField):
        return penanggalan.tanggal(dt.date.fromisoformat(teks))
    if isinstance(kolom, models.JSONField):
        return _isi_draf(json.loads(teks))
    if isinstance(kolom, models.IntegerField):
        angka = int(teks)
        if nama in RUPIAH:
            return rupiah.rupiah(angka)
        if nama.endswith("_bp"):
            return rupiah.persen_pendek(angka)
        if nama == "fisik":
            return f"{angka}{rupiah.NBSP}%"
        if nama == "ukuran":
            return f"{rupiah.angka(-(-angka // 1024))}{rupiah.NBSP}KB"
        return teks
    return teks


def saat(waktu: dt.datetime) -> str:
    """`5 Januari 2026, 09.30 WIB`."""
    return f"{penanggalan.tanggal(waktu)}, {jam(waktu)}"


def jam(waktu: dt.datetime) -> str:
    """`09.30 WIB`."""
    return f"{timezone.localtime(waktu):%H.%M} WIB"


def _isi_draf(isi: Any) -> str:
    """What a draft holds beside amounts: its obstacles, or the reasons for its warnings."""
    if isinstance(isi, dict):
        return "; ".join(f"{_sebut_peringatan(kunci)}: {alasan['teks']}" for kunci, alasan in isi.items())
    return "; ".join(_kendala(k) for k in isi)


def _sebut_peringatan(kunci: str) -> str:
    """`pagu minus 53 Modal` for the key under which the reason of a warning is kept."""
    kode, _, jenis = kunci.partition(":")
    nama = JenisBelanja(jenis).pendek if jenis in JenisBelanja.values else jenis
    return f"{kode.replace('_', ' ').lower()} {nama}".rstrip()


def _kendala(k: dict[str, Any]) -> str:
    judul = sebut_kategori(str(k.get("kategori") or "")) or "Kendala"
    bagian = [
        f"{judul}: {k.get('uraian') or 'tanpa uraian'}",
        f"tindak lanjut {k['tindak_lanjut']}" if k.get("tindak_lanjut") else "",
        str(k.get("penanggung_jawab") or ""),
        _batas_waktu(str(k.get("batas_waktu") or "")),
        {"tutup": "selesai", "teruskan": "masih terbuka"}.get(str(k.get("tindakan")), ""),
    ]
    return ", ".join(b for b in bagian if b)


def _batas_waktu(teks: str) -> str:
    try:
        return f"batas waktu {penanggalan.tanggal(dt.date.fromisoformat(teks))}" if teks else ""
    except ValueError:
        return f"batas waktu {teks}"
