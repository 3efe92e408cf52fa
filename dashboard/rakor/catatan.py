"""The sheet `Catatan`: what the figures mean, what was counted, when and by whom it was made."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from dashboard import penjelasan
from dashboard.baris import Baris
from dashboard.rakor import gaya, kepala, kolom
from dashboard.rakor.bahan import BahanRakor
from dashboard.rakor.data import LetakData
from dashboard.rakor.kertas import Isi, Kertas, Sel, siapkan_cetak
from dashboard.rakor.rumus import Rumus
from dashboard.rakor.tabel import TINGGI_BARIS, Letak
from dashboard.saringan import Saringan
from realisasi.penanggalan import saat
from realisasi.posisi import Tahun

NAMA = "Catatan"
LEBAR = (30, 112)
HURUF_PER_BARIS = 145

POKOK = gaya.BIASA.dengan(tebal=True, tegak="top", bungkus=True, garis_bawah="rule")
URAIAN = gaya.BIASA.dengan(tegak="top", bungkus=True, garis_bawah="rule")

Butir = tuple[str, Isi]


def tulis_catatan(kertas: Kertas, b: BahanRakor, peringkat: Letak[Baris], data: LetakData) -> None:
    """Write the sheet of the national workbook."""
    kepala.judul_bahan(kertas, "Catatan", b)
    isi: list[tuple[str, Sequence[Butir]]] = [
        ("Pembuatan", pembuatan(b, b.dibuat_oleh)),
        ("Arti angka", [*arti(b.saringan, b.tahun), *_proyeksi(b)]),
        ("Yang dihitung", [("Cakupan", teks) for teks in _alasan(b)]),
    ]
    if b.posisi and peringkat.jumlah:
        isi.append(("Pemeriksaan", list(_pemeriksaan(b, peringkat, data))))
    tulis_bagian(kertas, isi)
    siapkan_cetak(kertas, kepala=None, kaki=kepala.kaki(b), satu_halaman=True)


def tulis_bagian(kertas: Kertas, bagian: Sequence[tuple[str, Sequence[Butir]]]) -> None:
    """Sections of two columns: what it is about, and the explanation."""
    kertas.lebar(LEBAR)
    for judul, butir in bagian:
        kertas.tulis([Sel(judul, gaya.SUBJUDUL)], tinggi=22)
        sebelum = ""
        for pokok, uraian in butir:
            panjang = len(textwrap.wrap(uraian, HURUF_PER_BARIS)) if isinstance(uraian, str) else 1
            tinggi = 2 + TINGGI_BARIS * max(1, panjang)
            kertas.tulis([Sel(pokok if pokok != sebelum else None, POKOK), Sel(uraian, URAIAN)], tinggi=tinggi)
            sebelum = pokok
        kertas.lewati(tinggi=6)


def pembuatan(b: kepala.Asal, oleh: str) -> list[Butir]:
    """When, by whom and from which figures a workbook was made."""
    hasil: list[Butir] = [
        ("Dibuat", f"{saat(b.dibuat_pada)} oleh {oleh}, dengan aplikasi {kepala.APLIKASI}."),
        ("Cakupan", f"{kepala.lingkup(b.saringan)}."),
    ]
    if b.pembekuan:
        hasil.append(("Pembekuan", f"Angka diambil dari keadaan yang dibekukan: {b.pembekuan}."))
    return [*hasil, *sumber(b.tahun)]


def sumber(tahun: Tahun) -> list[Butir]:
    """That the figures of a year are illustration, and which of them are published facts."""
    if not tahun.ilustrasi:
        return []
    return [
        ("Data ilustrasi", f"Angka tahun {tahun.tahun} contoh, bukan data terbitan resmi. {tahun.terbitan}".strip())
    ]


def arti(s: Saringan, tahun: Tahun) -> list[Butir]:
    """The definitions that both workbooks give."""
    ambang = kolom.batas_pendek(tahun.ambang_bp)
    resmi = "Angka resmi hanya menghitung laporan yang sudah diverifikasi tim pusat."
    sementara = "Angka sementara juga menghitung laporan yang sudah diajukan dan belum diverifikasi."
    return [
        ("Angka", sementara if s.sementara else resmi),
        ("Rupiah", "Semua jumlah dalam rupiah penuh, tanpa pembulatan."),
        ("Realisasi", f"Kumulatif sejak 1 Januari sampai akhir triwulan (s.d. {s.nama_triwulan})."),
        (
            "Pagu efektif",
            (
                "Pagu dikurangi blokir, menurut revisi DIPA terakhir yang berlaku pada akhir triwulan itu. Revisi yang "
                "lebih baru tidak mengubah triwulan sebelumnya."
            ),
        ),
        ("Persen", "Realisasi dibagi pagu efektif. Untuk kelompok: jumlah dibagi jumlah, bukan rata-rata persen."),
        (
            "Pembulatan",
            (
                "Sel menyimpan rasio yang tepat, tampil dua desimal. Bila pembulatan membuat angka di bawah target "
                f"atau ambang {ambang} tampak mencapainya, rumus memakai angka di bawahnya: 89,996 % tampil 89,99 %."
            ),
        ),
        (
            "Status",
            (
                f"Tercapai atau di bawah target menurut target triwulan itu; di bawah {ambang} hanya pada TW IV; "
                "belum lapor bila laporan triwulan itu belum diterima. Warna kuning berarti paling sedikit "
                f"{kolom.batas_pendek(tahun.batas_kuning_bp)} dari target, merah kurang dari itu."
            ),
        ),
        (
            "Belum lapor",
            "Diam bukan nol: dihitung dengan laporan terakhir tahun itu, atau hanya pagunya bila belum pernah lapor.",
        ),
        (
            "Selisih",
            "Poin adalah selisih dua angka yang ditampilkan; kekurangan rupiah dibulatkan ke atas ke rupiah penuh.",
        ),
    ]


def _proyeksi(b: BahanRakor) -> Iterator[Butir]:
    s = b.saringan
    if b.posisi and any(p.proyeksi_bp is not None for p in b.posisi):
        yield "Proyeksi akhir tahun", f"Bukan status: {penjelasan.dasar_proyeksi(b.buku, s)}"
    yield (
        "Lembar Data",
        (
            "Satu baris untuk tiap DIPA, triwulan, dan jenis belanja. Kolom pagu dan realisasi s.d. triwulan tidak "
            "dijumlahkan antartriwulan; saring dulu satu triwulan. Kolom triwulan saja boleh dijumlahkan."
        ),
    )


def _alasan(b: BahanRakor) -> list[str]:
    if not b.posisi:
        return [f"Belum ada DIPA dengan pagu pada {b.saringan.nama_triwulan} {b.saringan.tahun}."]
    return [kolom.polos(teks) for teks in penjelasan.alasan_kelompok(b.kelompok, b.posisi, b.saringan)]


def _pemeriksaan(b: BahanRakor, letak: Letak[Baris], data: LetakData) -> Iterator[Butir]:
    """That the sheets agree with one another, worked out anew whenever the workbook is."""
    tw = b.saringan.nama_triwulan
    for nama, kepala_data, kolom_peringkat in (
        ("Pagu: Data dan Peringkat", "Pagu (Rp)", "pagu"),
        ("Realisasi: Data dan Peringkat", "Realisasi s.d. triwulan (Rp)", "realisasi"),
    ):
        jumlah = f'SUMIFS({data.rentang(kepala_data)},{data.rentang("Triwulan")},"{tw}")'
        yield nama, Rumus(f'IF({jumlah}={letak.sel_jumlah(kolom_peringkat)},"cocok","BERBEDA")', "cocok")
