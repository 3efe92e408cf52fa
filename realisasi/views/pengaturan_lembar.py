"""The page of settings: one year, a block for each thing that is set."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from realisasi import tabel_ekspor
from realisasi.forms.jendela import FormJendela
from realisasi.forms.pengaturan import (
    FormLibur,
    FormPengaturan,
    FormPerpanjangan,
    FormTahun,
    FormTarget,
    FormUbahLibur,
    FormUbahPerpanjangan,
)
from realisasi.lembar_pengaturan import LembarPengaturan, baca_lembar_pengaturan
from satker import ekspor
from satker.akses import hak, hanya
from satker.peran import Peran

MEMBACA = (Peran.TIM_PUSAT, Peran.PIMPINAN, Peran.ADMINISTRATOR)
TAHUN = re.compile(r"[0-9]{4}", re.ASCII)
NOMOR = re.compile(r"[0-9]{1,18}", re.ASCII)


def boleh_mengubah(request: HttpRequest) -> bool:
    """Whether this user acts here, or only reads."""
    return Peran.TIM_PUSAT in hak(request.user).peran


def lembar_tahun(tahun: int) -> LembarPengaturan:
    """The settings of a year that a form names; 404 where it is not there."""
    lembar = baca_lembar_pengaturan(tahun, timezone.localdate())
    if lembar is None:
        raise Http404(f"Tahun {tahun} belum dibuka.")
    return lembar


def tampilkan(
    request: HttpRequest,
    lembar: LembarPengaturan,
    terisi: Mapping[str, FormPengaturan] | None = None,
    *,
    galat: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the page; `terisi` are forms that were sent and came back, by the name of their block."""
    blok: dict[str, Any] = {
        "tahun": FormTahun(lembar.anggaran),
        "target": FormTarget(lembar.target),
        "jendela": FormJendela(lembar.tahun, lembar.periode, lembar.bawaan, lembar.hari_ini),
        "perpanjangan": FormPerpanjangan(lembar.tahun, lembar.satker, lembar.periode),
        "libur": FormLibur(lembar.tahun, lembar.hari_libur),
    } | dict(terisi or {})
    boleh = boleh_mengubah(request)
    return render(
        request,
        "pengaturan/pengaturan.html",
        {
            "halaman": "pengaturan",
            "x": lembar,
            "blok": blok,
            "boleh": boleh,
            "dapat_diubah": boleh and not lembar.anggaran.ditutup,
            "galat": galat,
            "blok_galat": next((n for n, f in (terisi or {}).items() if f.is_bound and (f.errors or galat)), ""),
            "tahun_berikut": lembar.semua_tahun[0] + 1,
        },
        status=status,
    )


def _tabel(x: LembarPengaturan) -> dict[str, Callable[[], ekspor.Lembar]]:
    return {
        "target": lambda: tabel_ekspor.target(x),
        "jendela": lambda: tabel_ekspor.jendela(x),
        "perpanjangan": lambda: tabel_ekspor.perpanjangan(x),
        "libur": lambda: tabel_ekspor.hari_libur(x),
    }


@require_safe
@hanya(*MEMBACA)
def pengaturan(request: HttpRequest) -> HttpResponse:
    """The settings of the year asked for, else of the latest; `ubah` and `libur` open one row to be changed."""
    diminta = request.GET.get("tahun", "")
    tahun = int(diminta) if TAHUN.fullmatch(diminta) else None
    lembar = baca_lembar_pengaturan(tahun, timezone.localdate())
    galat = ""
    if diminta and (lembar is None or tahun is None):
        lembar = lembar or baca_lembar_pengaturan(None, timezone.localdate())
        galat = f"Tahun {diminta[:10]} belum dibuka; yang ditampilkan tahun terakhir." if lembar else ""
    if lembar is None:
        return render(
            request,
            "pengaturan/kosong.html",
            {"halaman": "pengaturan", "boleh": boleh_mengubah(request), "tahun_ini": timezone.localdate().year},
        )
    if ekspor.diminta(request):
        return ekspor.tabel_diminta(request, _tabel(lembar), f"pengaturan-{lembar.tahun}")
    terisi: dict[str, FormPengaturan] = {}
    if NOMOR.fullmatch(nomor := request.GET.get("ubah", "")):
        baris = next((p for p in lembar.perpanjangan if p.pk == int(nomor)), None)
        if baris:
            terisi["ubah_perpanjangan"] = FormUbahPerpanjangan(lembar.tahun, baris)
    hari = next((h for h in lembar.hari_libur.values() if h.tanggal.isoformat() == request.GET.get("libur")), None)
    if hari:
        terisi["ubah_libur"] = FormUbahLibur(hari)
    return tampilkan(request, lembar, terisi, galat=galat)
