"""The path by quarter as a small table and a native chart, in both workbooks."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.chart import Reference

from dashboard.lajur import Lajur
from dashboard.rakor import gaya, grafik
from dashboard.rakor.kertas import Isi, Kertas, Sel
from realisasi.kalender import TRIWULAN, nama_triwulan

BARIS_GRAFIK = 15


def tulis_lajur(
    kertas: Kertas, x: Lajur, ini: Mapping[int, Isi], lalu: Mapping[int, Isi], sel: str | None = None
) -> None:
    """Four columns: the quarter, this year, the target, the year before; then the chart of them.

    `ini` and `lalu` are the cells of the quarters that have a figure; the chart stands at the cell
    `sel`, or below the table.
    """
    kertas.tulis(
        [
            Sel("Lajur kumulatif", gaya.KEPALA),
            *(Sel(t, gaya.KEPALA_KANAN) for t in (str(x.tahun), "Target", x.nama_lalu)),
        ],
        tinggi=16,
    )
    awal = kertas.baris
    for q in TRIWULAN:
        target = x.target.get(q)
        isi = (ini.get(q), None if target is None else target / 10_000, lalu.get(q))
        kertas.tulis([Sel(f"s.d. {nama_triwulan(q)}", gaya.TEKS), *(Sel(i, gaya.PERSEN) for i in isi)])
    kertas.lewati(tinggi=8)
    ws = kertas.ws
    seri = [(3, "Target", "target"), (2, str(x.tahun), "ini")]
    if lalu:
        seri.insert(0, (4, x.nama_lalu, "lalu"))
    akhir = awal + len(TRIWULAN) - 1
    nilai = [v for v in (*x.ini.values(), *x.lalu.values(), *x.target.values()) if v is not None]
    if not nilai:
        return  # nothing to draw: no figure, no target
    bagan = grafik.lajur(
        Reference(ws, min_col=1, min_row=awal, max_row=akhir),
        [(Reference(ws, min_col=j, min_row=awal, max_row=akhir), nama, peran) for j, nama, peran in seri],
        "Realisasi kumulatif terhadap target",
        max(nilai, default=0) / 10_000,
    )
    ws.add_chart(bagan, sel or f"A{kertas.baris}")
    if sel is None:
        kertas.lewati(BARIS_GRAFIK)
