"""Plotly figures as plain dictionaries: pure functions, one template.

Plain dictionaries, because validating three figure objects on each request would cost as
much as the rest of the page; the tests validate them with plotly itself. Colours are the
light tokens: `grafik.js` replaces each by the value that the same CSS token has in the
theme that is on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import escape

from dashboard.baris import Baris
from dashboard.lajur import Lajur
from dashboard.ringkasan import PerJenis
from dashboard.warna import GRAFIK as W
from realisasi.kalender import TRIWULAN, nama_triwulan
from realisasi.penilaian import Status
from realisasi.rupiah import NBSP, persen, persen_pendek, rupiah, rupiah_dari, rupiah_ringkas

Gambar = dict[str, Any]

HURUF = 'Inter, "Segoe UI Variable Text", "Segoe UI", Roboto, "Noto Sans", system-ui, sans-serif'
BENTUK = {"hijau": "●", "kuning": "▲", "merah": "■", "abu": "○"}
TINGGI_LAJUR = 340
TINGGI_BATANG = 22


def _sumbu(**isi: Any) -> dict[str, Any]:
    return {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "fixedrange": True,
        "tickfont": {"size": 12, "color": W["ink-3"]},
        "gridcolor": W["rule"],
        "linecolor": W["rule-strong"],
    } | isi


def _tata_letak(tinggi: int, margin: dict[str, int], **isi: Any) -> dict[str, Any]:
    return {
        "height": tinggi,
        "margin": {"l": 0, "r": 0, "t": 8, "b": 28, "pad": 6} | margin,
        "font": {"family": HURUF, "size": 13, "color": W["ink-2"]},
        "paper_bgcolor": W["paper"],
        "plot_bgcolor": W["paper"],
        "separators": ",.",
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": W["ink"],
            "bordercolor": W["ink"],
            "font": {"family": HURUF, "size": 13, "color": W["paper"]},
            "align": "left",
        },
    } | isi


def rapat(teks: str) -> str:
    """Text of a chart does not break at its spaces."""
    return teks.replace(" ", NBSP)


def sebar(nilai: Sequence[float], jarak: float) -> list[float]:
    """Label positions in chart units, pushed apart so that none is closer than `jarak`."""
    urut = sorted(range(len(nilai)), key=nilai.__getitem__)
    tempat = [nilai[i] for i in urut]
    for _ in range(40):
        for i in range(len(tempat) - 1):
            kurang = jarak - (tempat[i + 1] - tempat[i])
            if kurang > 0:
                tempat[i] -= kurang / 2
                tempat[i + 1] += kurang / 2
    hasil = [0.0] * len(nilai)
    for t, i in zip(tempat, urut, strict=True):
        hasil[i] = t
    return hasil


def _tanda(teks: str, warna: str, **isi: Any) -> dict[str, Any]:
    return {"text": teks, "showarrow": False, "font": {"color": warna, "size": 13}} | isi


def _garis(x: Sequence[float], y: Sequence[float], hover: str, **isi: Any) -> dict[str, Any]:
    return {"type": "scatter", "x": list(x), "y": list(y), "hovertemplate": f"{hover}<extra></extra>"} | isi


def lajur(data: Lajur) -> Gambar:
    """Cumulative percentage by quarter against the target path and the year before."""
    ini = [(q, v / 100) for q, v in data.ini.items() if v is not None]
    lalu = [(q, v / 100) for q, v in data.lalu.items() if v is not None]
    target = [(q, v / 100) for q, v in sorted(data.target.items())]
    puncak = max([100.0, *(v for _, v in [*ini, *lalu, *target])])
    jejak = []
    label: list[tuple[float, str, str]] = []
    if lalu:
        jejak.append(
            _garis(
                [0, *(q for q, _ in lalu)],
                [0, *(v for _, v in lalu)],
                f"{data.nama_lalu}: %{{y:.2f}} %",
                mode="lines",
                line={"color": W["abu-fill"], "width": 2},
            )
        )
        if lalu[-1][0] == TRIWULAN[-1]:
            label.append((lalu[-1][1], f"{data.nama_lalu}  {persen(data.lalu[4])}", W["ink-3"]))
    if target:
        jejak.append(
            _garis(
                [0, *(q for q, _ in target)],
                [0, *(v for _, v in target)],
                "Target: %{y:.2f} %",
                mode="lines+markers",
                line={"color": W["ink"], "width": 1.5, "dash": "5px,4px"},
                marker={
                    "symbol": "line-ew",
                    "size": [0] + [16] * len(target),
                    "line": {"width": 3, "color": W["ink"]},
                },
            )
        )
        if target[-1][0] == TRIWULAN[-1]:
            label.append((target[-1][1], f"Target  {persen_pendek(data.target[4])}", W["ink"]))
    tanda = []
    if ini:
        jejak.append(
            _garis(
                [0, *(q for q, _ in ini)],
                [0, *(v for _, v in ini)],
                f"{data.tahun}: %{{y:.2f}} %",
                mode="lines+markers",
                line={"color": W["accent"], "width": 3.5},
                marker={
                    "size": [0] + [9] * len(ini),
                    "color": W["accent"],
                    "line": {"width": 2, "color": W["paper"]},
                },
            )
        )
        for q, v in ini:
            if q == TRIWULAN[-1]:
                label.append((v, f"<b>{data.tahun}  {persen(data.ini[q])}</b>", W["accent"]))
            else:
                tanda.append(
                    _tanda(f"<b>{persen(data.ini[q])}</b>", W["accent"], x=q, y=v, yshift=-16, xshift=8,
                           xanchor="left", bgcolor=W["paper"], borderpad=1)
                )  # fmt: skip
    tempat = sebar([y for y, _, _ in label], 2100 / TINGGI_LAJUR * puncak / 100)
    for y, (_, teks, warna) in zip(tempat, label, strict=True):
        tanda.append(_tanda(rapat(teks), warna, x=4, y=y, xanchor="left", xshift=12, align="left"))
    tanda += [
        _tanda(
            rapat(f"Target {persen_pendek(data.target[q])}"), W["ink"], x=q, y=v, yshift=13, xshift=-6, xanchor="right"
        )
        for q, v in target
        if q != TRIWULAN[-1]
    ]
    titik = [0, 25, 50, 75, 100]
    bernama = "(" in data.nama_lalu  # last year's label names its kewenangan and needs more room
    return {
        "data": jejak,
        "layout": _tata_letak(
            TINGGI_LAJUR,
            {"l": 48, "r": 168 if bernama else 150, "t": 12, "b": 30},
            annotations=tanda,
            xaxis=_sumbu(
                range=[0, 4.04],
                tickvals=list(TRIWULAN),
                ticktext=[rapat(f"s.d. {nama_triwulan(q)}") for q in TRIWULAN],
                tickfont={"size": 13, "color": W["ink-3"]},
            ),
            yaxis=_sumbu(
                range=[0, puncak * 1.06], tickvals=titik, ticktext=[f"{v}{NBSP}%" for v in titik], showgrid=True
            ),
            meta={
                "narrow": {
                    "margin.r": 132 if bernama else 108,
                    "margin.l": 46,
                    "height": 280,
                    "xaxis.ticktext": [rapat(nama_triwulan(q)) for q in TRIWULAN],
                }
            },
        ),
    }


def peringkat(
    baris: Sequence[Baris],
    ambang_bp: int,
    target_bp: int | None,
    *,
    tautan: str,
    jeda: int | None = None,
    kata_jeda: str = "",
) -> Gambar:
    """All DIPA as horizontal bars, coloured by status, against the ambang and the target.

    One bar is 22 px high, so that it stands level with its row of the heat map. `tautan` is
    the query string of the page that a bar opens. Before the bar of `jeda` a place is left
    free, in which `kata_jeda` says who is not shown.
    """
    n = len(baris) + (jeda is not None)
    kunci = [k for k in range(n) if k != jeda]
    nilai = [(b.posisi.persen_bp or 0) / 100 for b in baris]
    puncak = max([100.0, *nilai])
    warna = [b.posisi.warna.value for b in baris]
    nama = [_nama(b) for b in baris]
    pendek = [_nama(b, pendek=True) for b in baris]

    def berbentuk(w: str, teks: str) -> str:
        return f'<span style="color:{W[w + "-text"]}">{BENTUK[w]}</span> {teks}'

    ke = f" ke {persen_pendek(target_bp)}" if target_bp else ""
    bentuk: list[dict[str, Any]] = []
    tanda = []
    garis = [(ambang_bp, "Ambang", "3px,2px")] + ([(target_bp, "Target", "solid")] if target_bp else [])
    berdekatan = target_bp is not None and abs(target_bp - ambang_bp) < 3000  # noqa: PLR2004  (labels 30 points wide)
    for batas, kata, gaya in garis:
        kiri = batas == min(b for b, _, _ in garis) and berdekatan
        bentuk.append(
            {
                "type": "line", "x0": batas / 100, "x1": batas / 100, "y0": -0.8, "y1": n - 0.5,
                "line": {"color": W["ink"], "width": 1.5, "dash": gaya}, "layer": "above",
            }
        )  # fmt: skip
        tanda.append(
            _tanda(rapat(f"{kata} {persen_pendek(batas)}"), W["ink"], x=batas / 100, y=-0.8, yanchor="bottom",
                   xanchor="right" if kiri else "left", xshift=4 if kiri else -4,
                   font={"color": W["ink"], "size": 12})
        )  # fmt: skip
    for k, b in zip(kunci, baris, strict=True):
        teks = persen(b.posisi.persen_bp)
        tebal = b.posisi.status is Status.DI_BAWAH_AMBANG
        tanda.append(
            _tanda(f"<b>{teks}</b>" if tebal else teks, W["ink"], x=1, xref="paper", xanchor="right", y=k,
                   font={"size": 12, "color": W["ink"]})
        )  # fmt: skip
    if jeda is not None:
        tanda.append(
            _tanda(f"⋯ {rapat(kata_jeda)}", W["ink-3"], x=0, y=jeda, xanchor="left",
                   font={"size": 12, "color": W["ink-3"]})
        )  # fmt: skip
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "y": kunci,
                "x": nilai,
                "marker": {
                    "color": [W[w + "-fill"] for w in warna],
                    "line": {"width": 0},
                    "pattern": {
                        "shape": ["/" if b.posisi.status is Status.BELUM_LAPOR else "" for b in baris],
                        "fgcolor": W["paper"],
                        "size": 5,
                        "solidity": 0.35,
                    },
                },
                "customdata": [
                    [nm, persen(b.posisi.persen_bp), b.kata_status, rupiah(b.kurang_sasaran),
                     f"/satker/{b.posisi.amanat.kode}/?{tautan}"]
                    for nm, b in zip(nama, baris, strict=True)
                ],
                "hovertemplate": "<b>%{customdata[0]}</b><br>%{customdata[1]} · %{customdata[2]}"
                f"<br>kurang %{{customdata[3]}}{ke}<extra></extra>",
            }
        ],
        "layout": _tata_letak(
            tinggi_peringkat(n),
            {"l": 200, "r": 4, "t": 13, "b": 4},
            bargap=0.48,
            shapes=bentuk,
            annotations=tanda,
            xaxis=_sumbu(range=[0, puncak * 1.16], visible=False),
            yaxis=_sumbu(
                range=[n - 0.5, -1.7],
                tickvals=kunci,
                ticktext=[berbentuk(w, t) for w, t in zip(warna, nama, strict=True)],
                tickfont={"size": 12, "color": W["ink"]},
            ),
            meta={
                "narrow": {
                    "margin.l": 112,
                    "yaxis.ticktext": [berbentuk(w, t) for w, t in zip(warna, pendek, strict=True)],
                    "xaxis.range": [0, puncak * 1.34],
                    **{f"annotations.{i}.text": persen_pendek(g[0]) for i, g in enumerate(garis)},
                }
            },
        ),
    }  # fmt: skip


def tinggi_peringkat(n: int) -> int:
    """Height in px of the ranking of n bars."""
    return 17 + round(TINGGI_BATANG * (n + 1.2))


def _nama(b: Baris, *, pendek: bool = False) -> str:
    """A DIPA's name in a chart. Labels are read as markup, so what a name holds is escaped."""
    teks = escape(b.sebutan_pendek if pendek else b.sebutan)
    return f"{teks} ({b.dari_triwulan_lain})" if b.dari_triwulan_lain else teks


def jenis(baris: Sequence[PerJenis]) -> Gambar:
    """Realisasi against pagu efektif for each jenis belanja: a thin bar within a pale one."""
    nama = [b.jenis.pendek for b in baris]
    puncak = max([1, *(max(b.pagu_efektif, b.realisasi) for b in baris)])
    tanda: list[dict[str, Any]] = []
    sempit: dict[str, str] = {}
    for b in baris:
        y = b.jenis.pendek
        tanpa = "belum ada laporan" if b.pagu_efektif > 0 else "tanpa pagu"
        angka = persen(b.persen_bp) if b.persen_bp is not None else tanpa
        sempit[f"annotations.{len(tanda)}.text"] = f"<b>{y}</b>  {angka}"
        sempit[f"annotations.{len(tanda) + 1}.text"] = rupiah_dari(b.realisasi, b.pagu_efektif)
        tanda.append(_tanda(f"<b>{y}</b>", W["ink"], x=0, y=y, xanchor="left", yshift=22))
        tanda.append(
            _tanda(
                f"<b>{angka}</b>  {rupiah_ringkas(b.realisasi)} dari {rupiah_ringkas(b.pagu_efektif)}",
                W["ink-2"], x=puncak, y=y, xanchor="right", yshift=22,
            )
        )  # fmt: skip
    batang = {"type": "bar", "orientation": "h", "y": nama, "width": 0.22, "offset": 0.0}
    return {
        "data": [
            batang | {"x": [b.pagu_efektif for b in baris], "marker": {"color": W["paper-3"]}, "hoverinfo": "skip"},
            batang
            | {
                "x": [b.realisasi for b in baris],
                "marker": {"color": W["accent"]},
                "customdata": [rupiah(b.realisasi) for b in baris],
                "hovertemplate": "%{y}: %{customdata}<extra></extra>",
            },
        ],
        "layout": _tata_letak(
            tinggi_jenis(len(baris)),
            {"l": 0, "r": 0, "t": 4, "b": 4},
            barmode="overlay",
            annotations=tanda,
            xaxis=_sumbu(range=[0, puncak], visible=False),
            yaxis=_sumbu(visible=False, range=[len(baris) - 0.55, -0.82], type="category"),
            meta={"narrow": sempit},
        ),
    }


def tinggi_jenis(n: int) -> int:
    """Height in px of the chart of n jenis belanja."""
    return max(74, 8 + 58 * n)
