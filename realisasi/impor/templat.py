"""A template workbook for each kind: headings, an explained example row, drop-down lists, every column explained."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from realisasi.impor.bacaan import TANDA_CONTOH
from realisasi.models import Basis, JenisImpor, Kewenangan, StatusLaporan
from satker.models import Provinsi

LEMBAR, LEMBAR_PETUNJUK, LEMBAR_PROVINSI = "Data", "Petunjuk", "Provinsi"
REALISASI_SD: Final = "realisasi_sd"
"""The second template of the treasury's figures: those until the end of a quarter."""

TEMPLAT: Final[Mapping[str, tuple[str, str]]] = {
    JenisImpor.SATKER: ("Satker", "templat-satker.xlsx"),
    JenisImpor.DIPA: ("DIPA dan revisi", "templat-dipa.xlsx"),
    JenisImpor.REALISASI: ("Realisasi perbendaharaan, triwulan itu saja", "templat-realisasi.xlsx"),
    REALISASI_SD: ("Realisasi perbendaharaan, kumulatif", "templat-realisasi-sd.xlsx"),
    JenisImpor.LAPORAN: ("Laporan triwulan", "templat-laporan.xlsx"),
}
"""What can be downloaded: its name in words, and that of the file."""

TEKS, BULAT, RUPIAH, TANGGAL = "@", "0", "#,##0", "yyyy-mm-dd"
BARIS_AKHIR: Final = 1_048_576
AWAL_RUMUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
HURUF: Final = "Calibri"
TEBAL = Font(name=HURUF, size=11, bold=True)
BESAR = Font(name=HURUF, size=14, bold=True)
CONTOH = Font(name=HURUF, size=11, italic=True, color="5D6772")
KEPALA = PatternFill("solid", fgColor="E7EFF8")
REDUP = PatternFill("solid", fgColor="F3F6F9")
GARIS = Border(bottom=Side(style="thin", color="7D8792"))
RATA: Final = {True: Alignment(horizontal="right"), False: Alignment(horizontal="left")}
"""Amounts stand at the right, codes and years at the left."""
ATAS = Alignment(vertical="top", wrap_text=True)
JENIS_BELANJA: Final = "51,52,53,57"


class Kolom(NamedTuple):
    """One column of a layout; `pilihan` are what may stand in it, separated by commas."""

    nama: str
    contoh: str | int | dt.date
    penjelasan: str
    format: str = TEKS
    lebar: int = 14
    wajib: bool = True
    pilihan: str = ""


_TAHUN = Kolom("tahun", 2026, "Tahun anggaran, empat angka.", BULAT, 9)
_TRIWULAN = Kolom("triwulan", 1, "1, 2, 3, atau 4.", BULAT, 10, pilihan="1,2,3,4")
_KEWENANGAN = Kolom(
    "kewenangan", "TP", "DK (dekonsentrasi) atau TP (tugas pembantuan).", lebar=13, pilihan=",".join(Kewenangan.values)
)
_SATKER = Kolom("kode_satker", f"{TANDA_CONTOH} 123456", "Enam angka, nol di depan ikut ditulis: 019070.", lebar=18)
_JENIS = Kolom(
    "jenis_belanja",
    "52",
    "51 pegawai, 52 barang, 53 modal, 57 bantuan sosial. Satu baris untuk tiap jenis; boleh juga akun enam angka, "
    "yang dijumlahkan menurut dua angka pertamanya.",
    lebar=15,
    pilihan=JENIS_BELANJA,
)
_RUPIAH_PENUH = "Rupiah penuh dengan angka saja, tanpa sen"

KOLOM_TEMPLAT: Final[Mapping[str, tuple[Kolom, ...]]] = {
    JenisImpor.SATKER: (
        _SATKER,
        Kolom("nama_satker", "Dinas Perindustrian dan Perdagangan Provinsi Riau", "Nama resmi satker.", lebar=60),
        Kolom(
            "kode_provinsi",
            "14",
            "Kode Kemendagri, dua angka. Pilih dari daftar, atau tulis kodenya saja; semuanya ada di lembar Provinsi.",
            lebar=26,
        ),
    ),
    JenisImpor.DIPA: (
        _TAHUN,
        _KEWENANGAN,
        _SATKER,
        Kolom(
            "nomor_dipa",
            "DIPA-019.05.4.123456/2026",
            "Nomor DIPA lengkap; boleh dikosongkan. Angka kewenangan (3 DK, 4 TP), kode satker, dan tahun di dalamnya "
            "harus sama dengan baris ini.",
            lebar=30,
            wajib=False,
        ),
        Kolom("revisi", 0, "Nomor revisi: 0 untuk DIPA awal, lalu 1, 2, dan seterusnya.", BULAT, 8),
        Kolom(
            "berlaku_sejak",
            dt.date(2026, 1, 2),
            "Tanggal mulai berlakunya revisi: tanggal Excel, atau tahun-bulan-hari seperti 2026-01-02. Sama pada "
            "semua baris satu revisi.",
            TANGGAL,
            15,
        ),
        _JENIS,
        Kolom("pagu", 1_250_000_000, f"Pagu jenis belanja itu. {_RUPIAH_PENUH}.", RUPIAH, 20),
        Kolom(
            "blokir",
            50_000_000,
            f"Bagian pagu yang diblokir, paling banyak sebesar pagu; kosong berarti 0. {_RUPIAH_PENUH}.",
            RUPIAH,
            18,
            wajib=False,
        ),
    ),
    JenisImpor.REALISASI: (
        _TAHUN,
        _TRIWULAN,
        _KEWENANGAN,
        _SATKER,
        _JENIS,
        Kolom(
            "realisasi",
            310_000_000,
            "Yang dibelanjakan dalam triwulan itu saja; minus bila pengembalian, 0 bila tidak ada. "
            f"{_RUPIAH_PENUH}. Bila Anda hanya punya angka kumulatif, pakai templat kumulatif.",
            RUPIAH,
            20,
        ),
        Kolom(
            "basis",
            "SP2D",
            "SP2D atau AKRUAL; boleh dikosongkan.",
            lebar=11,
            wajib=False,
            pilihan=",".join(Basis.values),
        ),
        Kolom(
            "tanggal_data",
            dt.date(2026, 4, 6),
            "Sampai hari apa datanya, seperti 2026-04-06; boleh dikosongkan.",
            TANGGAL,
            15,
            wajib=False,
        ),
    ),
    JenisImpor.LAPORAN: (
        _TAHUN,
        _TRIWULAN,
        _KEWENANGAN,
        _SATKER,
        _JENIS,
        Kolom(
            "realisasi",
            310_000_000,
            "Yang dibelanjakan dalam triwulan itu saja, bukan kumulatif; minus bila pengembalian, 0 bila tidak ada. "
            f"{_RUPIAH_PENUH}.",
            RUPIAH,
            20,
        ),
        Kolom(
            "status",
            "DIVERIFIKASI",
            "DIVERIFIKASI (langsung menjadi angka resmi) atau DIAJUKAN (menunggu verifikasi tim pusat).",
            lebar=16,
            pilihan=f"{StatusLaporan.DIVERIFIKASI.value},{StatusLaporan.DIAJUKAN.value}",
        ),
    ),
}


def kolom_templat(nama: str) -> tuple[Kolom, ...]:
    """The columns of one of the templates, in the order of their headings.

    Raises:
        KeyError: there is no such template.

    """
    if nama != REALISASI_SD:
        return KOLOM_TEMPLAT[nama]
    kumulatif = Kolom(
        REALISASI_SD,
        560_000_000,
        "Yang dibelanjakan dari awal tahun sampai akhir triwulan itu (kumulatif), 0 bila belum ada. "
        f"{_RUPIAH_PENUH}. Bila Anda punya angka triwulan itu saja, pakai templat triwulan itu saja.",
        RUPIAH,
        20,
    )
    return tuple(kumulatif if k.nama == "realisasi" else k for k in KOLOM_TEMPLAT[JenisImpor.REALISASI])


def tulis(nama: str) -> bytes:
    """The template workbook of this name (a key of `TEMPLAT`); one query where it lists provinces."""
    kolom = kolom_templat(nama)
    buku = Workbook()
    for bawaan in buku.sheetnames:
        del buku[bawaan]
    kertas: Worksheet = buku.create_sheet(LEMBAR)
    siapkan_kolom(kertas, kolom)
    for j, k in enumerate(kolom, start=1):
        _contoh(kertas.cell(2, j), k)
    kertas.sheet_view.selection[-1].activeCell = "A3"
    kertas.sheet_view.selection[-1].sqref = "A3"
    provinsi = _provinsi() if nama == JenisImpor.SATKER else []
    _petunjuk(buku.create_sheet(LEMBAR_PETUNJUK), nama, kolom)
    if provinsi:
        _lembar_provinsi(buku.create_sheet(LEMBAR_PROVINSI), provinsi)
        _pilih_provinsi(kertas, 1 + [k.nama for k in kolom].index("kode_provinsi"), len(provinsi))
    return simpan(buku)


def simpan(buku: Workbook) -> bytes:
    """The workbook as a file."""
    keluaran = io.BytesIO()
    buku.save(keluaran)
    return keluaran.getvalue()


def tulis_teks(sel: Cell | MergedCell, teks: str) -> None:
    """Text stays text, whatever it begins with; what a workbook cannot hold is left out."""
    sel.value = ILLEGAL_CHARACTERS_RE.sub("", teks)
    sel.data_type = "s"
    sel.quotePrefix = teks.startswith(AWAL_RUMUS)


def siapkan_kolom(kertas: Worksheet, kolom: Sequence[Kolom]) -> None:
    """Headings that stay and are locked, columns in their formats with their lists, all below free to write."""
    for j, k in enumerate(kolom, start=1):
        bentuk = kertas.column_dimensions[get_column_letter(j)]
        bentuk.width = k.lebar
        bentuk.number_format = k.format  # codes typed below keep their zeros
        bentuk.protection = Protection(locked=False)
        bentuk.alignment = RATA[k.format == RUPIAH]
        kepala = kertas.cell(1, j)
        tulis_teks(kepala, k.nama)
        kepala.font, kepala.fill, kepala.border = TEBAL, KEPALA, GARIS
        kepala.alignment = RATA[k.format == RUPIAH]
        kepala.protection = Protection(locked=True)
        if periksa := _periksa(k):
            periksa.add(f"{get_column_letter(j)}2:{get_column_letter(j)}{BARIS_AKHIR}")
            kertas.add_data_validation(periksa)
    kertas.freeze_panes = "A2"
    # Without a password: it keeps from slips, not from people. Rows and widths stay free.
    perlindungan = kertas.protection
    perlindungan.sheet = True
    for boleh in ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter"):
        setattr(perlindungan, boleh, False)
    kertas.page_setup.orientation = "landscape"
    kertas.page_setup.paperSize = kertas.PAPERSIZE_A4
    kertas.page_setup.fitToHeight = 0
    kertas.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    kertas.print_title_rows = "1:1"


def _contoh(sel: Cell | MergedCell, k: Kolom) -> None:
    """The example of one column, with its explanation as a note."""
    if isinstance(k.contoh, str):
        tulis_teks(sel, k.contoh)
    else:
        sel.value = k.contoh
    sel.number_format = k.format
    sel.font, sel.fill, sel.alignment = CONTOH, REDUP, RATA[k.format == RUPIAH]
    sel.protection = Protection(locked=False)
    catatan = k.penjelasan
    if k.nama == "kode_satker":
        catatan = (
            f"Baris contoh. Selama kodenya diawali {TANDA_CONTOH}, baris ini tidak diimpor; hapus, atau timpa dengan "
            f"data Anda. {catatan}"
        )
    sel.comment = Comment(catatan, "Realisasi IKMA", width=320, height=140)


def _periksa(k: Kolom) -> DataValidation | None:
    """What Excel itself refuses at the cell; what is pasted passes by this and is checked at the import."""
    umum: dict[str, Any] = {
        "allow_blank": True,
        "showErrorMessage": True,
        "errorTitle": k.nama,
        "error": _sunting(k.penjelasan),
        "showInputMessage": True,
        "promptTitle": k.nama,
        "prompt": _sunting(k.penjelasan),
    }
    if k.pilihan:
        # A warning where more than the list is read (akun), else a stop.
        umum["errorStyle"] = "warning" if k.nama == "jenis_belanja" else "stop"
        return DataValidation(type="list", formula1=f'"{k.pilihan}"', **umum)
    if k.nama == "tahun":
        return DataValidation(type="whole", operator="between", formula1="2000", formula2="2099", **umum)
    if k.format == BULAT:
        return DataValidation(type="whole", operator="between", formula1="0", formula2="999", **umum)
    if k.format == RUPIAH:
        terkecil = "0" if k.nama in ("pagu", "blokir") else "-1000000000000000"
        return DataValidation(type="whole", operator="between", formula1=terkecil, formula2="1000000000000000", **umum)
    if k.format == TANGGAL:
        return DataValidation(
            type="date", operator="between", formula1="36526", formula2="73050", errorStyle="warning", **umum
        )
    return None


def _sunting(teks: str) -> str:
    """As much as Excel shows beside a cell."""
    return teks if len(teks) <= 250 else f"{teks[:247]}..."  # noqa: PLR2004  (Excel's bound is 255)


def _provinsi() -> list[tuple[str, str]]:
    return list(Provinsi.objects.order_by("kode").values_list("kode", "nama"))


def _lembar_provinsi(kertas: Worksheet, provinsi: Sequence[tuple[str, str]]) -> None:
    for j, judul in enumerate(("Kode", "Provinsi", "Untuk dipilih"), start=1):
        tulis_teks(kertas.cell(1, j), judul)
        kertas.cell(1, j).font = TEBAL
    for i, (kode, nama) in enumerate(provinsi, start=2):
        for j, isi in enumerate((kode, nama, f"{kode} {nama}"), start=1):
            tulis_teks(kertas.cell(i, j), isi)
    for huruf, lebar in (("A", 8), ("B", 32), ("C", 36)):
        kertas.column_dimensions[huruf].width = lebar
    kertas.freeze_panes = "A2"


def _pilih_provinsi(kertas: Worksheet, kolom: int, banyak: int) -> None:
    """A list of `14 Riau`; who writes the code alone is not held up."""
    huruf = get_column_letter(kolom)
    periksa = DataValidation(
        type="list",
        formula1=f"{LEMBAR_PROVINSI}!$C$2:$C${banyak + 1}",
        allow_blank=True,
        showErrorMessage=False,
        showInputMessage=True,
        promptTitle="kode_provinsi",
        prompt="Pilih provinsinya, atau tulis kode Kemendagri dua angka.",
    )
    periksa.add(f"{huruf}2:{huruf}{BARIS_AKHIR}")
    kertas.add_data_validation(periksa)


# --- The sheet that explains -----------------------------------------------------------


def _petunjuk(kertas: Worksheet, nama: str, kolom: Sequence[Kolom]) -> None:
    tulis_teks(kertas.cell(1, 1), f"Templat impor: {TEMPLAT[nama][0]}")
    kertas.cell(1, 1).font = BESAR
    langkah = (
        f"1. Isi lembar {LEMBAR} mulai baris 3. Judul kolom di baris 1 jangan diubah; urutannya boleh.",
        f"2. Baris 2 hanya contoh. Selama kode satkernya diawali {TANDA_CONTOH}, baris itu tidak diimpor.",
        (
            "3. Simpan sebagai .xlsx, lalu unggah di halaman Impor. Yang terbaca diperlihatkan dahulu sebagai "
            "pratinjau; tidak ada yang ditulis sebelum Anda menerapkannya."
        ),
        "4. Bila ada yang ditolak, pratinjau menyebut baris, kolom, dan cara memperbaikinya.",
        "Lembar dilindungi tanpa kata sandi, hanya agar judul kolom tidak terhapus tanpa sengaja.",
    )
    for i, kalimat in enumerate(langkah, start=2):
        tulis_teks(kertas.cell(i, 1), kalimat)
        kertas.merge_cells(start_row=i, end_row=i, start_column=1, end_column=3)
        kertas.cell(i, 1).alignment = ATAS
        kertas.row_dimensions[i].height = _tinggi(kalimat, 140)
    awal = len(langkah) + 3
    for j, judul in enumerate(("Isian", "Keharusan", "Penjelasan"), start=1):
        tulis_teks(kertas.cell(awal, j), judul)
        kertas.cell(awal, j).font, kertas.cell(awal, j).border = TEBAL, GARIS
    for i, k in enumerate(kolom, start=awal + 1):
        contoh = k.contoh.isoformat() if isinstance(k.contoh, dt.date) else str(k.contoh)
        # Neither the names nor the examples stand alone in their cells: no reader takes them for headings.
        isi = (
            f"Kolom {get_column_letter(i - awal)}: {k.nama}",
            "wajib" if k.wajib else "boleh kosong",
            f"{k.penjelasan} Contoh: {contoh.removeprefix(f'{TANDA_CONTOH} ')}",
        )
        for j, teks in enumerate(isi, start=1):
            tulis_teks(kertas.cell(i, j), teks)
            kertas.cell(i, j).alignment = ATAS
        kertas.cell(i, 1).font = TEBAL
        kertas.row_dimensions[i].height = _tinggi(isi[2], 95)
    for huruf, lebar in zip("ABC", (28, 14, 100), strict=True):
        kertas.column_dimensions[huruf].width = lebar
    kertas.page_setup.paperSize = kertas.PAPERSIZE_A4
    kertas.page_setup.orientation = "landscape"
    kertas.page_setup.fitToHeight = 0
    kertas.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _tinggi(teks: str, huruf_sebaris: int) -> int:
    """The height of a row in points: not every program finds it by itself."""
    return 16 * (1 + len(teks) // huruf_sebaris) + 2
