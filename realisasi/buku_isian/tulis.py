"""Writing the entry grid of one DIPA and quarter as a workbook, filled in as far as the draft is."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from realisasi.baca_rupiah import TERBESAR
from realisasi.buku_isian.bentuk import (
    BARIS_KEPALA,
    BLOKIR,
    HURUF,
    ILUSTRASI,
    JUMLAH,
    KODE,
    KUMULATIF,
    LEMBAR,
    LEMBAR_PETUNJUK,
    NAMA,
    PAGU,
    PERSEN,
    SAAT_UNDUH,
    SEBELUM,
    SEKARANG,
    SISA,
    TAHUN,
    kepala,
    tanda_pengenal,
)
from realisasi.buku_isian.petunjuk import petunjuk
from realisasi.kalender import nama_triwulan
from realisasi.lembar_isian import BarisIsian, LembarIsian
from realisasi.penanggalan import tanggal

AWAL_RUMUS = ("=", "+", "-", "@", "\t", "\r", "\n")
RUPIAH = "#,##0"
PERSENTASE = "0.00%"
LEBAR = {
    KODE: 16,
    NAMA: 22,
    PAGU: 20,
    BLOKIR: 18,
    SEBELUM: 20,
    SEKARANG: 22,
    KUMULATIF: 22,
    SISA: 20,
    PERSEN: 11,
    SAAT_UNDUH: 20,
}
ISIAN = PatternFill("solid", fgColor="FFF6D6")
ISIAN_KUMULATIF = PatternFill("solid", fgColor="F3F6F9")
GARIS = Border(bottom=Side(style="thin", color="7D8792"))
GARIS_JUMLAH = Border(top=Side(style="thin", color="11171D"))
TEBAL = Font(bold=True)


def tulis(lembar: LembarIsian) -> bytes:
    """The workbook as it is downloaded."""
    buku = Workbook()
    for bawaan in buku.sheetnames:
        del buku[bawaan]
    kertas: Worksheet = buku.create_sheet(LEMBAR)
    _judul(kertas, lembar)
    _kepala(kertas, lembar)
    awal = BARIS_KEPALA + 1
    for i, b in enumerate(lembar.baris, start=awal):
        _baris(kertas, i, b)
    akhir = BARIS_KEPALA + len(lembar.baris)
    _jumlah(kertas, lembar, awal, akhir)
    _pemeriksaan(kertas, awal, akhir)
    _bentuk(kertas, akhir + 1)
    _petunjuk(buku.create_sheet(LEMBAR_PETUNJUK), lembar)
    buku.calculation.fullCalcOnLoad = True
    keluaran = io.BytesIO()
    buku.save(keluaran)
    return keluaran.getvalue()


def _teks(sel: Cell | MergedCell, teks: str) -> None:
    """Text stays text, whatever it begins with; what a workbook cannot hold is left out."""
    sel.value = ILLEGAL_CHARACTERS_RE.sub("", teks)
    sel.data_type = "s"
    sel.quotePrefix = teks.startswith(AWAL_RUMUS)


def _judul(kertas: Worksheet, lembar: LembarIsian) -> None:
    nama = f"{nama_triwulan(lembar.triwulan)} {lembar.dipa.tahun_id}"
    tambahan = f" ({ILUSTRASI})" if lembar.tahun.ilustrasi else ""
    _teks(kertas.cell(1, 1), f"Isian realisasi {nama}{tambahan}")
    kertas.cell(1, 1).font = Font(bold=True, size=14)
    baris = [*tanda_pengenal(lembar).items()]
    baris.append(("Pagu menurut", f"revisi ke-{lembar.revisi.nomor}, berlaku {tanggal(lembar.revisi.berlaku_sejak)}"))
    for i, (label, isi) in enumerate(baris, start=2):
        _teks(kertas.cell(i, 1), label)
        _teks(kertas.cell(i, 2), f"{isi}{tambahan}" if label == TAHUN else isi)
        kertas.cell(i, 1).font = Font(color="5D6772")
    _teks(
        kertas.cell(BARIS_KEPALA - 1, 1),
        f"Isi kolom {HURUF[SEKARANG]} (kuning) dengan rupiah penuh. Bila yang ada angka kumulatif, kosongkan kolom "
        f"{HURUF[SEKARANG]} dan timpa rumus di kolom {HURUF[KUMULATIF]}. Penjelasan di lembar {LEMBAR_PETUNJUK}.",
    )


def _kepala(kertas: Worksheet, lembar: LembarIsian) -> None:
    for j, teks in kepala(lembar.triwulan).items():
        sel = kertas.cell(BARIS_KEPALA, j)
        _teks(sel, teks)
        sel.font = TEBAL
        sel.border = GARIS
        sel.alignment = Alignment(
            wrap_text=True, vertical="bottom", horizontal="left" if j in (KODE, NAMA) else "right"
        )


def _baris(kertas: Worksheet, i: int, b: BarisIsian) -> None:
    _teks(kertas.cell(i, KODE), b.jenis.value)
    _teks(kertas.cell(i, NAMA), b.jenis.label)
    for j, nilai in ((PAGU, b.pagu), (BLOKIR, b.blokir), (SEBELUM, b.sebelum)):
        if nilai is None:
            _teks(kertas.cell(i, j), "–")
        else:
            kertas.cell(i, j).value = nilai
    kertas.cell(i, SEKARANG).value = b.sekarang
    kertas.cell(i, SAAT_UNDUH).value = b.sekarang
    kertas.cell(i, KUMULATIF).value = f"={_sel(SEBELUM, i)}+{_sel(SEKARANG, i)}"
    if b.pagu is None:
        for j in (SISA, PERSEN):
            _teks(kertas.cell(i, j), "–")
    else:
        efektif = f"({_sel(PAGU, i)}-{_sel(BLOKIR, i)})"
        kertas.cell(i, SISA).value = f"={efektif}-{_sel(KUMULATIF, i)}"
        kertas.cell(i, PERSEN).value = f'=IF({efektif}=0,"–",ROUND({_sel(KUMULATIF, i)}/{efektif},4))'
    _angka(kertas, i)
    kertas.cell(i, SEKARANG).fill = ISIAN
    kertas.cell(i, KUMULATIF).fill = ISIAN_KUMULATIF
    for j in (SEKARANG, KUMULATIF):
        kertas.cell(i, j).protection = Protection(locked=False)


def _jumlah(kertas: Worksheet, lembar: LembarIsian, awal: int, akhir: int) -> None:
    i = akhir + 1
    _teks(kertas.cell(i, KODE), JUMLAH)
    if lembar.belum_dirinci:
        kertas.cell(i, PAGU).value = lembar.total_pagu
        kertas.cell(i, BLOKIR).value = lembar.total_blokir
    else:
        for j in (PAGU, BLOKIR):
            kertas.cell(i, j).value = f"=SUM({_sel(j, awal)}:{_sel(j, akhir)})"
    for j in (SEBELUM, SEKARANG, KUMULATIF):
        kertas.cell(i, j).value = f"=SUM({_sel(j, awal)}:{_sel(j, akhir)})"
    efektif = f"({_sel(PAGU, i)}-{_sel(BLOKIR, i)})"
    kertas.cell(i, SISA).value = f"={efektif}-{_sel(KUMULATIF, i)}"
    kertas.cell(i, PERSEN).value = f'=IF({efektif}=0,"–",{_persen(_sel(KUMULATIF, i), efektif, lembar)})'
    _angka(kertas, i)
    for j in range(KODE, SAAT_UNDUH + 1):
        kertas.cell(i, j).font = TEBAL
        kertas.cell(i, j).border = GARIS_JUMLAH


def _persen(realisasi: str, efektif: str, lembar: LembarIsian) -> str:
    """Rounded half up, yet never up to a threshold that is missed (rule 1)."""
    rumus = f"ROUND({realisasi}/{efektif},4)"
    for bp in sorted(set(lembar.ukuran.batas(lembar.triwulan)), reverse=True):
        # A whole number of basis points and one less are exact in four decimals.
        di_bawah = f"{realisasi}*10000<{bp}*{efektif}"
        rumus = f"IF(AND({di_bawah},ROUND({realisasi}/{efektif},4)>={bp}/10000),{bp - 1}/10000,{rumus})"
    return rumus


def _angka(kertas: Worksheet, i: int) -> None:
    for j in (PAGU, BLOKIR, SEBELUM, SEKARANG, KUMULATIF, SISA, SAAT_UNDUH):
        kertas.cell(i, j).number_format = RUPIAH
        kertas.cell(i, j).alignment = Alignment(horizontal="right")
    kertas.cell(i, PERSEN).number_format = PERSENTASE
    kertas.cell(i, PERSEN).alignment = Alignment(horizontal="right")


def _pemeriksaan(kertas: Worksheet, awal: int, akhir: int) -> None:
    """Excel itself warns at the cell; what is pasted passes by this and is checked at the upload."""
    for kolom, judul, pesan in (
        (SEKARANG, "Triwulan ini saja", "Rupiah penuh yang dibelanjakan triwulan ini saja; minus bila pengembalian."),
        (KUMULATIF, "Kumulatif", "Dihitung sendiri. Timpa hanya bila kolom triwulan ini saja dikosongkan."),
    ):
        periksa = DataValidation(
            type="whole" if kolom == SEKARANG else "decimal",
            operator="between",
            formula1=str(-TERBESAR),
            formula2=str(TERBESAR),
            allow_blank=True,
            showInputMessage=True,
            showErrorMessage=True,
            promptTitle=judul,
            prompt=pesan,
            errorTitle="Bukan rupiah penuh",
            error="Tulis rupiah penuh dengan angka saja, tanpa sen, misalnya 95000000.",
        )
        periksa.add(f"{_sel(kolom, awal)}:{_sel(kolom, akhir)}")
        kertas.add_data_validation(periksa)


def _bentuk(kertas: Worksheet, baris_jumlah: int) -> None:
    for j, lebar in LEBAR.items():
        kertas.column_dimensions[HURUF[j]].width = lebar
    kertas.column_dimensions[HURUF[SAAT_UNDUH]].hidden = True
    kertas.freeze_panes = _sel(PAGU, BARIS_KEPALA + 1)
    kertas.print_area = f"A1:{HURUF[PERSEN]}{baris_jumlah}"
    kertas.print_title_rows = f"{BARIS_KEPALA}:{BARIS_KEPALA}"
    kertas.page_setup.orientation = "landscape"
    kertas.page_setup.paperSize = kertas.PAPERSIZE_A4
    kertas.page_setup.fitToHeight = 0
    kertas.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    kertas.sheet_view.selection[-1].activeCell = _sel(SEKARANG, BARIS_KEPALA + 1)
    kertas.sheet_view.selection[-1].sqref = _sel(SEKARANG, BARIS_KEPALA + 1)
    # Without a password: it keeps from slips, not from people. Widths stay free to change.
    kertas.protection.sheet = True
    kertas.protection.formatColumns = False


def _petunjuk(kertas: Worksheet, lembar: LembarIsian) -> None:
    for i, (kolom, isi) in enumerate(petunjuk(lembar.triwulan), start=1):
        _teks(kertas.cell(i, 1), kolom)
        _teks(kertas.cell(i, 2), isi)
        kertas.cell(i, 1).font = TEBAL
        kertas.cell(i, 1).alignment = Alignment(vertical="top", wrap_text=True)
        kertas.cell(i, 2).alignment = Alignment(vertical="top", wrap_text=True)
    kertas.cell(1, 1).font = Font(bold=True, size=14)
    kertas.column_dimensions["A"].width = 30
    kertas.column_dimensions["B"].width = 90
    kertas.page_setup.paperSize = kertas.PAPERSIZE_A4
    kertas.page_setup.fitToHeight = 0
    kertas.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _sel(kolom: int, baris: int) -> str:
    return f"{HURUF[kolom]}{baris}"
