"""The plan for a list of satker: new, renamed, moved to another province."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from realisasi.impor.bacaan import JenisImpor
from realisasi.impor.rencana import acuan
from realisasi.impor.rencana.baris import Baris, Kelompok, satukan_salinan, wajib
from realisasi.impor.rencana.hasil import Hasil
from realisasi.impor.rencana.isi import Keadaan
from realisasi.models import Dipa
from satker.models import Provinsi, Satker

NAMA_TERPANJANG: int = Satker._meta.get_field("nama").max_length or 0


def susun(kelompok: list[Kelompok]) -> Hasil:
    """Compare each satker of the file with the one that is stored (three queries)."""
    kode = {k.kunci[0] for k in kelompok if k.kunci[0] is not None}
    ada = acuan.baca_satker(kode)
    provinsi = dict(Provinsi.objects.values_list("kode", "nama"))
    berdipa = set(acuan.saring(Dipa.objects.all(), kode, "satker__kode").values_list("satker__kode", flat=True))
    hasil = Hasil(catatan=satukan_salinan(kelompok, _isi))
    for k in kelompok:
        lama = ada.get(k.kunci[0])
        b = k.pertama
        _periksa(k, provinsi)
        if lama and not k.ditolak and lama.provinsi != b.kode_provinsi and b.kode_satker in berdipa:
            k.tolak(
                f"Satker ini sudah mempunyai DIPA di {provinsi[lama.provinsi]}, jadi tidak dapat dipindah ke "
                f"{provinsi[b.kode_provinsi]}: angka tahun lalu akan ikut berpindah. Perbaiki kode provinsinya.",
                "kode_provinsi",
            )
        semula = {"nama": lama.nama, "provinsi": lama.provinsi} if lama else None
        baru: dict[str, Any] = {} if k.ditolak else {"nama": b.nama_satker.strip(), "provinsi": b.kode_provinsi}
        if k.ditolak:
            keadaan = Keadaan.DITOLAK
        elif semula is None:
            keadaan = Keadaan.BARU
        else:
            keadaan = Keadaan.TETAP if semula == baru else Keadaan.BERUBAH
        sebutan = f"{b.kode_satker} {b.nama_satker or ''}".strip() if b.kode_satker else f"Baris {b.nomor}"
        hasil.tambah(k, k.butir(JenisImpor.SATKER, sebutan, keadaan, lama=semula, baru=baru))
    return hasil


def _isi(b: Baris) -> object:
    return b.nama_satker, b.kode_provinsi


def _periksa(k: Kelompok, provinsi: Iterable[str]) -> None:
    if k.kunci[0] is None:
        return
    for kolom in ("nama_satker", "kode_provinsi"):
        if len(k.baris) > 1 and (lain := k.beragam(kolom)):
            k.tolak(
                f"Satker {k.kunci[0]} sudah ada di baris {k.pertama.nomor} dengan isi lain. Hapus salah satu.",
                kolom,
                lain,
            )
    b = k.pertama
    wajib(k, b, "nama_satker", "Nama satker kosong. Isi nama resminya.")
    wajib(k, b, "kode_provinsi", "Kode provinsi kosong. Isi kode Kemendagri dua angka, misalnya 14 untuk Riau.")
    if b.nama_satker is not None and not b.nama_satker.strip():
        k.tolak("Nama satker kosong. Isi nama resminya.", "nama_satker")
    elif b.nama_satker is not None and len(b.nama_satker.strip()) > NAMA_TERPANJANG:
        k.tolak(f"Nama satker lebih dari {NAMA_TERPANJANG} huruf. Singkat namanya.", "nama_satker")
    if b.kode_provinsi is not None and b.kode_provinsi not in provinsi:
        k.tolak(
            f"Tidak ada provinsi dengan kode {b.kode_provinsi}. Pakai kode Kemendagri dua angka, misalnya 14 (Riau).",
            "kode_provinsi",
        )
