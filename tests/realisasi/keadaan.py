"""A report of TW II in each of its states, reached by the workflow itself, and what is stored of it.

dunia = Dunia()
laporan = dunia.bawa_ke(DIKEMBALIKAN)
sebelum = potret(dunia.dipa)
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.utils import timezone

from realisasi import alur
from realisasi.isian import Isian, IsianKendala
from realisasi.lembar_isian import LembarIsian, baca_lembar
from realisasi.models import (
    Bukti,
    CatatanPengembalian,
    Dipa,
    Kendala,
    KendalaVersi,
    LaporanTriwulan,
    PeringatanVersi,
    PerpanjanganPeriode,
    RincianDraf,
    RincianVersi,
    VersiLaporan,
)
from satker.models import Pengguna, PeranSatker
from satker.peran import Peran
from tests import pabrik

TIDAK_ADA = "tidak ada"
DRAF = "draf"
DIAJUKAN = "diajukan"
DIVERIFIKASI = "diverifikasi"
DIKEMBALIKAN = "dikembalikan"
DIBUKA_KEMBALI = "dibuka kembali"
DIAJUKAN_LAGI = "diajukan lagi"
"""DIBUKA_KEMBALI is DIKEMBALIKAN after a verification, DIAJUKAN_LAGI is DIAJUKAN after one."""

KENDALA = IsianKendala(
    kategori="PENGADAAN",
    uraian="Lelang gagal.",
    tindak_lanjut="Lelang ulang.",
    penanggung_jawab="Kepala bidang",
    batas_waktu="2026-12-01",
)
ISIAN = Isian(
    realisasi={"52": 400_000_000}, basis="SP2D", tanggal_data=dt.date(2026, 6, 30), fisik=40, kendala=(KENDALA,)
)


class Dunia:
    """A DIPA with all windows of 2026 and a verified TW I, and the people who work on its TW II."""

    def __init__(self) -> None:
        self.dipa = pabrik.buat_dipa(pagu={"52": 1_000_000_000})
        pabrik.buat_target(2, 6000)
        pabrik.buat_target(4, 9900)
        for q in (1, 2, 3, 4):
            pabrik.buat_periode(q)
        pabrik.buat_laporan_terverifikasi(self.dipa, 1, {"52": 150_000_000})

    @cached_property
    def operator(self) -> Pengguna:
        return pabrik.buat_pengguna(peran=PeranSatker.OPERATOR, satker=self.dipa.satker)

    @cached_property
    def kepala(self) -> Pengguna:
        return pabrik.buat_pengguna(peran=PeranSatker.KEPALA, satker=self.dipa.satker)

    @cached_property
    def pusat(self) -> Pengguna:
        return pabrik.buat_pengguna(peran=Peran.TIM_PUSAT)

    @property
    def laporan(self) -> LaporanTriwulan | None:
        """The report of TW II as it is stored now."""
        return LaporanTriwulan.objects.filter(dipa=self.dipa, triwulan=2).first()

    @property
    def perubahan_ke(self) -> int:
        return self.laporan.perubahan_ke if self.laporan else 0

    def simpan(self, isian: Isian = ISIAN, triwulan: int = 2) -> LaporanTriwulan:
        """Store a draft on top of what is stored now."""
        ada = LaporanTriwulan.objects.filter(dipa=self.dipa, triwulan=triwulan).first()
        return alur.simpan_draf(self.dipa.pk, triwulan, self.operator, isian, ada.perubahan_ke if ada else 0)

    def ajukan(self, isian: Isian = ISIAN, triwulan: int = 2) -> LaporanTriwulan:
        """Store a draft and submit it."""
        draf = self.simpan(isian, triwulan)
        return alur.ajukan(self.dipa.pk, triwulan, self.kepala, draf.perubahan_ke)

    def ajukan_lagi(self, **ubah: Any) -> LaporanTriwulan:
        """Submit the draft that a report was sent back with, changed in these respects."""
        lembar = self.lembar()
        return self.ajukan(replace(lembar.isian, **ubah))

    def lembar(self, triwulan: int = 2) -> LembarIsian:
        """The entry page of a quarter, read anew."""
        lembar = baca_lembar(Dipa.objects.get(pk=self.dipa.pk), triwulan, timezone.localdate())
        assert lembar is not None
        return lembar

    def verifikasi(self, triwulan: int = 2) -> LaporanTriwulan:
        laporan = LaporanTriwulan.objects.get(dipa=self.dipa, triwulan=triwulan)
        return alur.verifikasi(laporan.pk, self.pusat, laporan.perubahan_ke)

    def kembalikan(self, triwulan: int = 2) -> LaporanTriwulan:
        laporan = LaporanTriwulan.objects.get(dipa=self.dipa, triwulan=triwulan)
        return alur.kembalikan(laporan.pk, self.pusat, laporan.perubahan_ke, "Tidak cocok SP2D.", {"52": "Dicek."})

    def buka_kembali(self, triwulan: int = 2) -> LaporanTriwulan:
        laporan = LaporanTriwulan.objects.get(dipa=self.dipa, triwulan=triwulan)
        return alur.buka_kembali(laporan.pk, self.pusat, laporan.perubahan_ke, "Ada SP2D susulan.")

    def pulihkan(self, triwulan: int = 2) -> LaporanTriwulan:
        laporan = LaporanTriwulan.objects.get(dipa=self.dipa, triwulan=triwulan)
        return alur.pulihkan(laporan.pk, self.pusat, laporan.perubahan_ke, "SP2D dibatalkan.")

    def bawa_ke(self, keadaan: str) -> LaporanTriwulan | None:
        """Bring TW II into this state, from nothing."""
        if keadaan == TIDAK_ADA:
            return None
        if keadaan == DRAF:
            return self.simpan()
        laporan = self.ajukan()
        if keadaan == DIKEMBALIKAN:
            return self.kembalikan()
        if keadaan in {DIVERIFIKASI, DIBUKA_KEMBALI, DIAJUKAN_LAGI}:
            laporan = self.verifikasi()
        if keadaan in {DIBUKA_KEMBALI, DIAJUKAN_LAGI}:
            laporan = self.buka_kembali()
        if keadaan == DIAJUKAN_LAGI:
            laporan = self.ajukan_lagi(realisasi={"52": 410_000_000})
        return laporan


def potret(dipa: Dipa) -> dict[str, list[Any]]:
    """Everything that is stored of the reports of a DIPA, row by row."""
    laporan = {"laporan__dipa": dipa}
    versi = {"versi__laporan__dipa": dipa}
    return {
        model.__name__: list(model._default_manager.filter(**saring).order_by("pk").values())
        for model, saring in (
            (LaporanTriwulan, {"dipa": dipa}),
            (RincianDraf, laporan),
            (VersiLaporan, laporan),
            (RincianVersi, versi),
            (PeringatanVersi, versi),
            (KendalaVersi, versi),
            (CatatanPengembalian, laporan),
            (Bukti, laporan),
            (Kendala, {"dipa": dipa}),
            (PerpanjanganPeriode, {"satker": dipa.satker}),
        )
    }
