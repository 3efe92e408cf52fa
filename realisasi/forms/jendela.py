"""The form of the windows of a year: four quarters, each with its days and its announcement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms.boundfield import BoundField

from realisasi.forms.kolom import KolomTanggal, KolomTeks
from realisasi.forms.pengaturan import Data, FormPengaturan
from realisasi.kalender import TRIWULAN, Jendela, jendela_terjauh, nama_triwulan
from realisasi.models import PeriodePelaporan
from realisasi.penanggalan import tanggal, tanggal_pendek
from realisasi.pengaturan import IsiJendela, sidik_jendela

KATA = {"dibuka": "dibuka", "tenggat": "jatuh tempo", "ditutup": "ditutup"}


@dataclass(frozen=True)
class BarisJendela:
    """One quarter of the table of windows, with the due day that the holidays would give it."""

    triwulan: int
    periode: PeriodePelaporan | None
    bawaan: Jendela
    dibuka: BoundField
    tenggat: BoundField
    ditutup: BoundField
    pengumuman: BoundField
    hari_ini: dt.date

    @property
    def kolom(self) -> tuple[BoundField, ...]:
        return (self.dibuka, self.tenggat, self.ditutup, self.pengumuman)

    @property
    def galat(self) -> bool:
        return any(k.errors for k in self.kolom)

    @property
    def tenggat_berbeda(self) -> bool:
        """Whether the stored due day is not the default one."""
        return self.periode is not None and self.periode.tenggat != self.bawaan.tenggat

    @property
    def keadaan(self) -> str:
        """`terbuka`, and so on, as the window stands today."""
        if self.periode is None:
            return "belum diatur"
        if self.hari_ini < self.periode.dibuka:
            return "belum dibuka"
        if self.hari_ini > self.periode.ditutup:
            return "sudah ditutup"
        return "terbuka" if self.hari_ini <= self.periode.tenggat else "terbuka, lewat tenggat"


class FormJendela(FormPengaturan):
    """The windows of the four quarters, each with its announcement."""

    awalan = "jendela"

    def __init__(
        self,
        tahun: int,
        periode: Mapping[int, PeriodePelaporan],
        bawaan: Mapping[int, Jendela],
        hari_ini: dt.date,
        data: Data = None,
    ) -> None:
        self.tahun, self.periode, self.bawaan, self.hari_ini = tahun, periode, bawaan, hari_ini
        nilai: dict[str, Any] = {"dibaca": sidik_jendela(periode.values())}
        for q, p in periode.items():
            nilai |= {f"{n}_{q}": getattr(p, n) for n in ("dibuka", "tenggat", "ditutup", "pengumuman")}
        super().__init__(data, initial=nilai)
        for q in TRIWULAN:
            for nama in Jendela._fields:
                kolom = KolomTanggal(required=False, label=f"{nama_triwulan(q)} {nama}")
                kolom.widget.attrs["aria-label"] = kolom.label
                self.fields[f"{nama}_{q}"] = kolom
            teks = KolomTeks(required=False, max_length=300, label=f"Pengumuman {nama_triwulan(q)}")
            teks.widget.attrs["aria-label"] = teks.label
            self.fields[f"pengumuman_{q}"] = teks

    @property
    def baris(self) -> list[BarisJendela]:
        return [
            BarisJendela(
                triwulan=q,
                periode=self.periode.get(q),
                bawaan=self.bawaan[q],
                dibuka=self[f"dibuka_{q}"],
                tenggat=self[f"tenggat_{q}"],
                ditutup=self[f"ditutup_{q}"],
                pengumuman=self[f"pengumuman_{q}"],
                hari_ini=self.hari_ini,
            )
            for q in TRIWULAN
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for q in TRIWULAN:
            if all(f"{n}_{q}" in data for n in Jendela._fields):
                self._periksa(q, Jendela(*(data[f"{n}_{q}"] for n in Jendela._fields)), data)
        return data

    def _periksa(self, q: int, jendela: Jendela, data: Mapping[str, Any]) -> None:
        kosong = [n for n in Jendela._fields if getattr(jendela, n) is None]
        if kosong:
            if len(kosong) == len(Jendela._fields) and q not in self.periode and not data.get(f"pengumuman_{q}"):
                return  # a quarter without a window stays without one
            for nama in kosong:
                self.add_error(f"{nama}_{q}", f"Isi kapan jendela {nama_triwulan(q)} {KATA[nama]}.")
            return
        awal, akhir = jendela_terjauh(self.tahun, q)
        for nama in Jendela._fields:
            # A day that stands there already is not argued with, only one that is typed now.
            if f"{nama}_{q}" in self.changed_data and not awal <= getattr(jendela, nama) <= akhir:
                self.add_error(f"{nama}_{q}", f"Tanggalnya antara {tanggal(awal)} dan {tanggal(akhir)}.")
        if jendela.tenggat < jendela.dibuka:
            self.add_error(
                f"tenggat_{q}", f"Tenggat tidak boleh sebelum jendela dibuka ({tanggal_pendek(jendela.dibuka)})."
            )
        elif jendela.ditutup < jendela.tenggat:
            self.add_error(
                f"ditutup_{q}", f"Jendela tidak boleh ditutup sebelum tenggatnya ({tanggal_pendek(jendela.tenggat)})."
            )

    @property
    def nilai(self) -> dict[int, IsiJendela]:
        """What was typed, for `ubah_jendela`; a quarter left without a window is not in it."""
        data = self.cleaned_data
        return {
            q: IsiJendela(Jendela(*(data[f"{n}_{q}"] for n in Jendela._fields)), data[f"pengumuman_{q}"])
            for q in TRIWULAN
            if data[f"dibuka_{q}"]
        }
