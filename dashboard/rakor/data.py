"""The sheet `Data`: one row per DIPA, quarter and jenis belanja, to filter and to pivot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from dashboard.baris import kata_status
from dashboard.rakor import gaya, kepala
from dashboard.rakor.bahan import BahanRakor
from dashboard.rakor.kertas import Isi, Kertas, Sel, siapkan_cetak
from dashboard.rakor.kolom import polos
from realisasi.kalender import nama_triwulan
from realisasi.models import JenisBelanja
from realisasi.posisi import Posisi

NAMA = "Data"
TABEL = "DataRakor"
GAYA_TABEL = "TableStyleLight1"

POLOS = gaya.TEKS.dengan(garis_bawah="")
RUPIAH = gaya.RUPIAH.dengan(garis_bawah="")

KOLOM = (
    ("Tahun", 7, gaya.BULAT.dengan(garis_bawah="", rata="left")),
    ("Triwulan", 9, POLOS),
    ("Kewenangan", 12, POLOS),
    ("Kode satker", 10, POLOS),
    ("Nama satker", 58, POLOS),
    ("Kode provinsi", 10, POLOS),
    ("Provinsi", 24, POLOS),
    ("Kelompok pulau", 17, POLOS),
    ("Kode jenis", 8, POLOS),
    ("Jenis belanja", 18, POLOS),
    ("Pagu (Rp)", 15.5, RUPIAH),
    ("Blokir (Rp)", 14, RUPIAH),
    ("Pagu efektif (Rp)", 15.5, RUPIAH),
    ("Realisasi s.d. triwulan (Rp)", 15.5, RUPIAH),
    ("Realisasi triwulan saja (Rp)", 15.5, RUPIAH),
    ("Angka dari", 10, POLOS.dengan(masuk=1)),
    ("Status satker", 16, POLOS),
    ("Angka", 10, POLOS),
    ("Sumber", 13, POLOS),
)


@dataclass(frozen=True)
class LetakData:
    """Where the rows stand, for sums of other sheets."""

    nama: str
    awal: int
    akhir: int

    def rentang(self, kepala: str) -> str:
        """The cells of a column, fixed: `Data!$K$6:$K$461`."""
        huruf = get_column_letter([k for k, _, _ in KOLOM].index(kepala) + 1)
        return f"{self.nama}!${huruf}${self.awal}:${huruf}${self.akhir}"


def tulis_data(kertas: Kertas, b: BahanRakor) -> LetakData:
    """Write the sheet; says where its rows stand."""
    s = b.saringan
    kepala.judul_bahan(kertas, f"Data s.d. {s.nama_triwulan} {s.tahun}", b)
    kertas.lebar([lebar for _, lebar, _ in KOLOM])
    baris_kepala = kertas.tulis(
        (Sel(k, gaya.KEPALA_KANAN if g.rata == "right" else gaya.KEPALA) for k, _, g in KOLOM), tinggi=28
    )
    bentuk = [g for _, _, g in KOLOM]
    for isi in _baris(b):
        kertas.tulis(map(Sel, isi, bentuk))
    if kertas.baris == baris_kepala + 1:
        kertas.tulis([Sel(None, g) for g in bentuk])  # a table has at least one row
    akhir = kertas.baris - 1
    tabel = Table(displayName=TABEL, ref=f"A{baris_kepala}:{get_column_letter(len(KOLOM))}{akhir}")
    tabel.tableStyleInfo = TableStyleInfo(name=GAYA_TABEL, showRowStripes=True)
    tabel.autoFilter = AutoFilter(ref=tabel.ref)
    tabel.tableColumns = [TableColumn(id=i, name=nama) for i, (nama, _, _) in enumerate(KOLOM, start=1)]
    kertas.ws.add_table(tabel)
    siapkan_cetak(kertas, kepala=baris_kepala, kaki=kepala.kaki(b), beku=f"F{baris_kepala + 1}")
    return LetakData(kertas.nama, baris_kepala + 1, akhir)


def _baris(b: BahanRakor) -> Iterator[list[Isi]]:
    for triwulan in b.triwulan_tampil:
        for p in b.posisi_pada(triwulan):
            yield from _baris_posisi(p, b)


def _baris_posisi(p: Posisi, b: BahanRakor) -> Iterator[list[Isi]]:
    a = p.amanat
    depan: list[Isi] = [
        a.tahun, nama_triwulan(p.triwulan), a.kewenangan, a.kode, a.nama, a.provinsi.kode, a.provinsi.nama,
        a.provinsi.pulau,
    ]  # fmt: skip
    belakang: list[Isi] = [
        nama_triwulan(p.triwulan_data) if p.triwulan_data else None,
        polos(kata_status(p.status, p.ukuran.ambang_bp)),
        b.saringan.angka.value,
        "data ilustrasi" if b.tahun.ilustrasi else None,
    ]
    laporan = p.laporan.diterima if p.laporan and p.melapor else None
    for jenis in sorted({*p.revisi.rincian, *p.realisasi_jenis}):
        pagu, blokir = p.revisi.rincian.get(jenis, (0, 0))
        yield [
            *depan,
            jenis,
            JenisBelanja(jenis).label,
            pagu,
            blokir,
            pagu - blokir,
            p.realisasi_jenis.get(jenis, 0) if p.triwulan_data else None,
            laporan.get(jenis, 0) if laporan is not None else None,
            *belakang,
        ]
