"""How cells look: a few styles with names, in the colours of the stylesheet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.protection import Protection
from openpyxl.styles.styleable import StyleableObject
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.warna import TERANG
from realisasi.penilaian import Warna

HURUF = "Calibri"
FORMAT_RUPIAH = "#,##0"
FORMAT_RP = '"Rp"\\ #,##0'
FORMAT_PERSEN = "0.00\\ %"
FORMAT_LEBIH = '"di atas 100 %"'
FORMAT_POIN = "+0.00;\\−0.00;0.00"
FORMAT_TANGGAL = "[$-421]d\\ mmm\\ yyyy"  # months in Indonesian, whatever the machine speaks
FORMAT_BULAT = "0"

Rata = Literal["left", "right", "center"]


def warna(token: str) -> str:
    """A colour token of the stylesheet as a workbook writes it: `11171D`."""
    return TERANG[token].removeprefix("#").upper()


@dataclass(frozen=True)
class Gaya:
    """The look of a cell. Colours are tokens of the stylesheet; borders name a token too, or none."""

    angka: str = "General"
    rata: Rata | None = None
    tebal: bool = False
    miring: bool = False
    ukuran: float = 10
    tinta: str = "ink"
    latar: str = ""
    garis_bawah: str = ""
    garis_atas: str = ""
    bungkus: bool = False
    tegak: Literal["top", "center", "bottom"] = "center"
    masuk: int = 0

    def dengan(self, **ubah: Any) -> Gaya:
        """The same with something changed."""
        return replace(self, **ubah)


class Lemari:
    """Gives each look its number in the workbook, made when it is first worn."""

    def __init__(self) -> None:
        self._nomor: dict[tuple[Gaya, bool], int] = {}

    def nomor(self, kertas: Worksheet, gaya: Gaya, *, kutip: bool = False) -> int:
        """The style number; `kutip` keeps a text that begins like a formula text when it is edited."""
        kunci = (gaya, kutip)
        if kunci not in self._nomor:
            self._nomor[kunci] = self._buat(kertas, gaya, kutip=kutip)
        return self._nomor[kunci]

    @staticmethod
    def _buat(kertas: Worksheet, gaya: Gaya, *, kutip: bool) -> int:
        benda = StyleableObject(kertas, StyleArray())
        benda.font = Font(name=HURUF, size=gaya.ukuran, bold=gaya.tebal, italic=gaya.miring, color=warna(gaya.tinta))
        if gaya.latar:
            benda.fill = PatternFill("solid", fgColor=warna(gaya.latar))
        atas = Side(style="thin", color=warna(gaya.garis_atas)) if gaya.garis_atas else None
        bawah = Side(style="thin", color=warna(gaya.garis_bawah)) if gaya.garis_bawah else None
        benda.border = Border(top=atas, bottom=bawah)
        benda.alignment = Alignment(
            horizontal=gaya.rata, vertical=gaya.tegak, wrap_text=gaya.bungkus or None, indent=gaya.masuk
        )
        benda.number_format = gaya.angka
        benda.protection = Protection(locked=True)
        benda.quotePrefix = kutip
        return int(benda.style_id)


BIASA = Gaya()
JUDUL = Gaya(tebal=True, ukuran=16)
LINGKUP = Gaya(tinta="ink-2")
PERINGATAN = Gaya(tinta="kuning-text", tebal=True)
SUBJUDUL = Gaya(tebal=True, ukuran=12, tegak="bottom")
CATATAN = Gaya(tinta="ink-3", ukuran=9, tegak="top")

KEPALA = Gaya(tinta="ink-2", rata="left", tebal=True, ukuran=9, bungkus=True, tegak="bottom", garis_bawah="rule-strong")
KEPALA_KANAN = KEPALA.dengan(rata="right")
KEPALA_TENGAH = KEPALA.dengan(rata="center")

TEKS = Gaya(garis_bawah="rule", rata="left")
TEKS_BUNGKUS = TEKS.dengan(bungkus=True, tegak="top")
TEKS_MASUK = TEKS.dengan(masuk=1)
"""A text that stands right of a number."""
BULAT = Gaya(angka=FORMAT_BULAT, rata="right", garis_bawah="rule")
RUPIAH = Gaya(angka=FORMAT_RUPIAH, rata="right", garis_bawah="rule")
PERSEN = Gaya(angka=FORMAT_PERSEN, rata="right", garis_bawah="rule")
POIN = Gaya(angka=FORMAT_POIN, rata="right", garis_bawah="rule")
TANGGAL = Gaya(angka=FORMAT_TANGGAL, rata="left", garis_bawah="rule")


def jumlah(gaya: Gaya) -> Gaya:
    """The same in a total row: bold under a line of ink."""
    return gaya.dengan(tebal=True, garis_atas="ink", garis_bawah="", tegak="center", bungkus=False)


def status(gaya: Gaya, nilai: Warna) -> Gaya:
    """The same in the ink of a status colour."""
    return gaya.dengan(tinta=f"{nilai.value}-text", tebal=nilai is Warna.MERAH)


def panas(nilai: Warna) -> Gaya:
    """A cell of the heat map: its ground is the colour, which the figure itself says too."""
    if nilai is Warna.MERAH:
        return PERSEN.dengan(latar="merah-fill", tinta="on-merah", tebal=True, garis_bawah="paper")
    latar = {"hijau": "hijau-soft", "kuning": "kuning-soft", "abu": "abu-soft"}[nilai.value]
    return PERSEN.dengan(latar=latar, tinta=f"{nilai.value}-text", garis_bawah="paper")
