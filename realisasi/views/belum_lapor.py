"""Who has not reported, and words to send them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from realisasi import belum_lapor, kata_pengingat, tabel_ekspor
from realisasi.antrean import triwulan_bawaan
from realisasi.belum_lapor import BelumLapor
from realisasi.kalender import TRIWULAN, nama_triwulan
from realisasi.models import PeriodePelaporan, TahunAnggaran
from satker import ekspor
from satker.akses import hanya
from satker.peran import Peran

TAHUN_BERANGKA = 4


@dataclass(frozen=True)
class BarisTampil:
    """One owed report with the words to send; none once its year is closed."""

    lapor: BelumLapor
    alasan: str
    teks: str = ""
    wa: str | None = None
    surel: str | None = None

    @property
    def sebutan(self) -> str:
        """Whose report it is, as the line above the list names it."""
        return f"{self.lapor.satker.provinsi.nama} {self.lapor.dipa.kewenangan}"


@require_safe
@hanya(Peran.TIM_PUSAT, Peran.PIMPINAN, Peran.ADMINISTRATOR)
def daftar(request: HttpRequest) -> HttpResponse:
    """The owed reports of one quarter, each with a contact and a text that is ready to send."""
    hari_ini = timezone.localdate()
    semua_tahun = list(TahunAnggaran.objects.order_by("-tahun"))
    semua_periode = {(p.tahun_id, p.triwulan): p for p in PeriodePelaporan.objects.select_related("tahun")}
    dibuka = [kunci for kunci, p in semua_periode.items() if p.dibuka <= hari_ini]
    kosong = (semua_tahun[0].tahun, 1) if semua_tahun else triwulan_bawaan(hari_ini)
    bawaan = max(dibuka, default=kosong)
    tahun, triwulan, kesalahan = _baca_alamat(request.GET, bawaan)
    periode = semua_periode.get((tahun, triwulan))
    hasil = belum_lapor.baca(periode, hari_ini) if periode and periode.dibuka <= hari_ini else None
    if ekspor.diminta(request):
        tabel = {"laporan": lambda: tabel_ekspor.belum_lapor(hasil.baris if hasil else [], tahun, triwulan)}
        return ekspor.tabel_diminta(request, tabel, f"belum-lapor-{tahun}-tw{triwulan}")
    ditutup = periode is not None and periode.tahun.ditutup
    baris = [_tampil(b, ditutup=ditutup) for b in hasil.baris] if hasil else []
    return render(
        request,
        "verifikasi/belum_lapor.html",
        {
            "halaman": "verifikasi",
            "judul": f"Belum lapor {nama_triwulan(triwulan)} {tahun}",
            "tahun": tahun,
            "triwulan": triwulan,
            "pilihan_tahun": sorted({tahun, *(t.tahun for t in semua_tahun)}, reverse=True),
            "pilihan_triwulan": [(q, nama_triwulan(q)) for q in TRIWULAN],
            "kesalahan": kesalahan,
            "periode": periode,
            "hasil": hasil,
            "tahun_ditutup": ditutup,
            "tahun_dibuka": any(t.tahun == tahun for t in semua_tahun),
            "baris": baris,
            "tanpa_wa": [b.sebutan for b in baris if not b.wa],
            "tanpa_surel": [b.sebutan for b in baris if not b.surel],
            "diingatkan": sum(b.lapor.pengingat_terakhir is not None for b in baris),
        },
    )


def _tampil(b: BelumLapor, *, ditutup: bool) -> BarisTampil:
    alasan = kata_pengingat.alasan(b) if b.dikembalikan else ""
    if ditutup:
        return BarisTampil(b, alasan)
    return BarisTampil(b, alasan, kata_pengingat.teks(b), kata_pengingat.tautan_wa(b), kata_pengingat.tautan_surel(b))


def _baca_alamat(kueri: QueryDict, bawaan: tuple[int, int]) -> tuple[int, int, list[str]]:
    """Year and quarter of the address; what cannot be read is said, and the default stands for it."""
    tahun, triwulan = bawaan
    kesalahan = []
    if teks := kueri.get("tahun", ""):
        if len(teks) == TAHUN_BERANGKA and teks.isascii() and teks.isdecimal():
            tahun = int(teks)
        else:
            kesalahan.append(f"Tahun terdiri dari empat angka, misalnya {bawaan[0]}; yang tampil {tahun}.")
    if teks := kueri.get("triwulan", ""):
        if teks in {"1", "2", "3", "4"}:
            triwulan = int(teks)
        else:
            kesalahan.append(f"Triwulan adalah 1 sampai 4; yang tampil {nama_triwulan(triwulan)}.")
    return tahun, triwulan, kesalahan


alamat = [path("verifikasi/belum-lapor/", daftar, name="belum_lapor")]
