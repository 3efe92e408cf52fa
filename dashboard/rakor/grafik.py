"""Native charts of a workbook: the path against the target, and the ranking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import NumFmt
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.legend import Legend
from openpyxl.chart.marker import DataPoint, Marker
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
    RichTextProperties,
)

from dashboard.rakor.gaya import FORMAT_PERSEN, HURUF, warna
from realisasi.penilaian import Warna

EMU_PER_POIN = 12_700
UKURAN_LAJUR = (17.4, 7.2)  # cm
UKURAN_JENIS = (17.4, 6.6)
FORMAT_JUTA = '"Rp"\\ #,##0,,\\ "juta"'
FORMAT_SUMBU = "0\\ %"


def _huruf(ukuran: float, tinta: str = "ink-2", *, tebal: bool = False) -> CharacterProperties:
    return CharacterProperties(sz=int(ukuran * 100), b=tebal, solidFill=warna(tinta), latin=Font(typeface=HURUF))


def _teks(ukuran: float, tinta: str = "ink-2", *, tebal: bool = False) -> RichText:
    isi = ParagraphProperties(defRPr=_huruf(ukuran, tinta, tebal=tebal))
    return RichText(bodyPr=RichTextProperties(), p=[Paragraph(pPr=isi, endParaRPr=_huruf(ukuran, tinta))])


def _judul(teks: str) -> Title:
    huruf = _huruf(11, "ink", tebal=True)
    judul = Title(overlay=False)
    paragraf = Paragraph(pPr=ParagraphProperties(defRPr=huruf), r=[RegularTextRun(rPr=huruf, t=teks)])
    judul.tx = Text(rich=RichText(bodyPr=RichTextProperties(), p=[paragraf]))
    return judul


def _garis(tinta: str, tebal: float, putus: Literal["dash"] | None = None) -> LineProperties:
    return LineProperties(solidFill=warna(tinta), w=int(tebal * EMU_PER_POIN), prstDash=putus)


def _dasar(bagan: LineChart | BarChart, judul: str, lebar: float, tinggi: float) -> None:
    """What both share: size in cm, title, thin axes, no frame."""
    bagan.title = _judul(judul)
    ukuran: Any = bagan  # the stubs take a size in cm for a whole number
    ukuran.width, ukuran.height = lebar, tinggi
    bagan.style = 2
    bagan.roundedCorners = False
    bagan.graphical_properties = GraphicalProperties(solidFill="FFFFFF", ln=LineProperties(noFill=True))
    bagan.visible_cells_only = False
    for sumbu in (bagan.x_axis, bagan.y_axis):
        sumbu.delete = False
        sumbu.txPr = _teks(9)
        sumbu.majorTickMark = sumbu.minorTickMark = "none"
        sumbu.spPr = GraphicalProperties(ln=_garis("rule-strong", 0.75))
    bagan.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=_garis("rule", 0.5)))
    bagan.y_axis.spPr = GraphicalProperties(ln=LineProperties(noFill=True))
    bagan.y_axis.number_format = FORMAT_SUMBU
    bagan.y_axis.numFmt = NumFmt(formatCode=FORMAT_SUMBU, sourceLinked=False)
    bagan.y_axis.scaling.min = 0


def lajur(kategori: Reference, seri: Sequence[tuple[Reference, str, str]], judul: str, puncak: float) -> LineChart:
    """The path: each series is its cells, its name, and what it is (`ini`, `target`, `lalu`).

    `puncak` is the highest value, as a fraction of one.
    """
    bagan = LineChart()
    _dasar(bagan, judul, *UKURAN_LAJUR)
    bagan.display_blanks = "span"
    bagan.y_axis.scaling.max = max(1.0, puncak)
    bagan.y_axis.majorUnit = 0.25
    bagan.legend = Legend(legendPos="b", overlay=False, txPr=_teks(9))
    for sel, nama, peran in seri:
        s = Series(sel, title=nama)
        tinta, tebal = {"ini": ("accent", 2.75), "target": ("ink", 1.5), "lalu": ("abu-fill", 1.75)}[peran]
        s.graphicalProperties = GraphicalProperties(ln=_garis(tinta, tebal, "dash" if peran == "target" else None))
        s.smooth = False
        s.marker = Marker(symbol="circle" if peran == "ini" else "dash" if peran == "target" else "none", size=7)
        s.marker.graphicalProperties = GraphicalProperties(solidFill=warna(tinta), ln=_garis(tinta, 0.75))
        if peran != "lalu":
            s.dLbls = _label("t" if peran == "target" else "b", tinta, tebal=peran == "ini")
        bagan.series.append(s)
    bagan.set_categories(kategori)
    return bagan


def peringkat(
    nama: Reference, nilai: Reference, warna_batang: Sequence[Warna], judul: str, ukuran: tuple[float, float]
) -> BarChart:
    """The ranking as bars, from the top, each in the colour of its status."""
    bagan = BarChart()
    bagan.type = "bar"
    _dasar(bagan, judul, *ukuran)
    bagan.legend = None
    bagan.gapWidth = 45
    s = Series(nilai, title="Persen")
    s.graphicalProperties = GraphicalProperties(solidFill=warna("abu-fill"), ln=LineProperties(noFill=True))
    s.invertIfNegative = False
    for i, w in enumerate(warna_batang):
        titik = DataPoint(idx=i, invertIfNegative=False)
        titik.graphicalProperties = GraphicalProperties(
            solidFill=warna(f"{w.value}-fill"), ln=LineProperties(noFill=True)
        )
        s.dPt.append(titik)
    s.dLbls = _label("outEnd", "ink", ukuran=8)
    bagan.series.append(s)
    bagan.set_categories(nama)
    bagan.x_axis.scaling.orientation = "maxMin"
    bagan.x_axis.txPr = _teks(8, "ink")
    bagan.x_axis.tickLblSkip = 1
    bagan.y_axis.crosses = "max"  # reversed, so that the scale stands below
    bagan.y_axis.delete = True
    bagan.y_axis.majorGridlines = None
    return bagan


def jenis(nama: Reference, efektif: Reference, realisasi: Reference) -> BarChart:
    """Realisasi beside pagu efektif for each jenis belanja, in rupiah."""
    bagan = BarChart()
    bagan.type = "bar"
    _dasar(bagan, "Realisasi dan pagu efektif menurut jenis belanja", *UKURAN_JENIS)
    bagan.legend = Legend(legendPos="b", overlay=False, txPr=_teks(9))
    bagan.gapWidth = 60
    bagan.overlap = 0
    for sel, judul, tinta in ((efektif, "Pagu efektif", "abu-fill"), (realisasi, "Realisasi", "accent")):
        s = Series(sel, title=judul)
        s.graphicalProperties = GraphicalProperties(solidFill=warna(tinta), ln=LineProperties(noFill=True))
        s.invertIfNegative = False
        bagan.series.append(s)
    bagan.set_categories(nama)
    bagan.x_axis.scaling.orientation = "maxMin"
    bagan.y_axis.crosses = "max"
    bagan.y_axis.scaling.min = None
    bagan.y_axis.numFmt = NumFmt(formatCode=FORMAT_JUTA, sourceLinked=False)
    return bagan


def _label(tempat: str, tinta: str, *, ukuran: float = 9, tebal: bool = False) -> DataLabelList:
    label = DataLabelList()
    label.showVal = True
    label.showSerName = label.showCatName = label.showLegendKey = label.showPercent = False
    label.numFmt = FORMAT_PERSEN
    label.position = tempat
    label.txPr = _teks(ukuran, tinta, tebal=tebal)
    return label
