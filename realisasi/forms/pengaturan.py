"""The forms of `/pengaturan/`: one for each block of the page.

A form is filled from what the page has read (`LembarPengaturan`) and asks the database nothing.
Its hidden field `dibaca` carries the mark of what it was filled from, so that nobody overwrites
unseen what another has changed meanwhile.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from realisasi.forms.kolom import KolomPersen, KolomTanggal, KolomTeks, KolomUraian
from realisasi.kalender import TRIWULAN, jendela_terjauh, nama_triwulan
from realisasi.models import HariLibur, Kewenangan, PeriodePelaporan, PerpanjanganPeriode, TahunAnggaran, Target
from realisasi.penanggalan import tanggal, tanggal_pendek
from realisasi.pengaturan import (
    KunciTarget,
    sidik_libur,
    sidik_perpanjangan,
    sidik_tahun,
    sidik_target,
)

Data = Mapping[str, Any] | None
KEWENANGAN_TARGET = (("", "DK dan TP"), *((k.value, k.value) for k in Kewenangan))
ALASAN_TERPANJANG = 1000


class FormPengaturan(forms.Form):
    """What the blocks share: the mark of what was read, and the cursor in the first field that is wrong."""

    awalan = ""
    dibaca = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Data = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, auto_id=f"{self.awalan}-%s", label_suffix="")

    @property
    def galat_umum(self) -> list[str]:
        """The errors that belong to no visible field."""
        return [*self.non_field_errors(), *self.errors.get("dibaca", [])]

    def full_clean(self) -> None:
        super().full_clean()
        for nama in self.fields:
            if self.errors.get(nama):
                self.fields[nama].widget.attrs["autofocus"] = True
                break


class FormTahun(FormPengaturan):
    """Thresholds, and whether an operator may submit."""

    awalan = "tahun"
    ambang_bp = KolomPersen(
        label="Ambang (% dari pagu efektif)",
        help_text="Satker yang berakhir di bawahnya ditandai merah.",
        error_messages={"required": "Isi ambang, misalnya 90."},
    )
    batas_kuning_bp = KolomPersen(
        label="Batas kuning (% dari target)",
        help_text="Kuning mulai bagian ini dari target, merah di bawahnya.",
        error_messages={"required": "Isi batas kuning, misalnya 90."},
    )
    operator_mengajukan = forms.BooleanField(label="Operator boleh mengajukan laporan", required=False)

    def __init__(self, anggaran: TahunAnggaran, data: Data = None) -> None:
        nilai = {
            "ambang_bp": anggaran.ambang_bp,
            "batas_kuning_bp": anggaran.batas_kuning_bp,
            "operator_mengajukan": anggaran.operator_mengajukan,
            "dibaca": sidik_tahun(anggaran),
        }
        super().__init__(data, initial=nilai)


@dataclass(frozen=True)
class BarisTarget:
    """One quarter of the grid of targets."""

    triwulan: int
    kolom: tuple[BoundField, ...]

    @property
    def galat(self) -> bool:
        return any(k.errors for k in self.kolom)


class FormTarget(FormPengaturan):
    """The targets of a year: a grid of quarters and kewenangan, an empty cell for no target."""

    awalan = "target"

    def __init__(self, target: Mapping[KunciTarget, Target], data: Data = None) -> None:
        nilai: dict[str, Any] = {"dibaca": sidik_target(target.values())}
        nilai |= {self.nama(*kunci): t.target_bp for kunci, t in target.items()}
        super().__init__(data, initial=nilai)
        for q in TRIWULAN:
            for kewenangan, sebutan in KEWENANGAN_TARGET:
                kolom = KolomPersen(required=False, label=f"Target {nama_triwulan(q)} untuk {sebutan}, persen")
                kolom.widget.attrs["aria-label"] = kolom.label
                self.fields[self.nama(q, kewenangan)] = kolom

    @staticmethod
    def nama(triwulan: int, kewenangan: str) -> str:
        """The field of one cell: `tw2`, `tw2_TP`."""
        return f"tw{triwulan}_{kewenangan}" if kewenangan else f"tw{triwulan}"

    @property
    def baris(self) -> list[BarisTarget]:
        return [BarisTarget(q, tuple(self[self.nama(q, k)] for k, _ in KEWENANGAN_TARGET)) for q in TRIWULAN]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for nama, nilai in list(data.items()):
            if nilai == 0 and nama != "dibaca":
                self.add_error(nama, "Target 0 % tidak menuntut apa-apa. Kosongkan bila triwulan ini tanpa target.")
        return data

    @property
    def nilai(self) -> dict[KunciTarget, int | None]:
        """What was typed, for `ubah_target`."""
        return {(q, k): self.cleaned_data[self.nama(q, k)] for q in TRIWULAN for k, _ in KEWENANGAN_TARGET}

    @property
    def menurun(self) -> list[str]:
        """Quarters whose target is below an earlier one: allowed, but rarely meant, since it is cumulative."""
        hasil = []
        for kewenangan in Kewenangan.values:
            tertinggi = 0
            for q in TRIWULAN:
                nilai = self.nilai[q, kewenangan] or self.nilai[q, ""]
                if nilai is not None and nilai < tertinggi:
                    hasil.append(f"{nama_triwulan(q)} {kewenangan}")
                tertinggi = max(tertinggi, nilai or 0)
        return hasil


class IsiPerpanjangan(FormPengaturan):
    """Until when, and why."""

    sampai = KolomTanggal(label="Sampai", error_messages={"required": "Isi sampai kapan diperpanjang."})
    alasan = KolomUraian(
        label="Alasan",
        max_length=ALASAN_TERPANJANG,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Tulis alasannya: dinas dan riwayat membacanya."},
    )

    def periksa_sampai(self, tahun: int, periode: PeriodePelaporan) -> None:
        """After the window that it extends, and not beyond the year after."""
        sampai = self.cleaned_data.get("sampai")
        _, akhir = jendela_terjauh(tahun, periode.triwulan)
        if sampai is None or "sampai" not in self.changed_data:
            return
        if sampai <= periode.ditutup:
            self.add_error(
                "sampai",
                f"Perpanjangan harus berakhir sesudah jendela {nama_triwulan(periode.triwulan)} ditutup "
                f"({tanggal(periode.ditutup)}).",
            )
        elif sampai > akhir:
            self.add_error("sampai", f"Paling lambat {tanggal(akhir)}.")


class FormPerpanjangan(IsiPerpanjangan):
    """An extension for one satker."""

    awalan = "perpanjangan"
    satker = forms.TypedChoiceField(
        coerce=int,
        error_messages={
            "required": "Pilih satkernya.",
            "invalid_choice": "Satker itu tidak mempunyai DIPA pada tahun ini. Pilih dari daftar.",
        },
    )
    triwulan = forms.TypedChoiceField(
        coerce=int,
        error_messages={
            "required": "Pilih triwulannya.",
            "invalid_choice": "Triwulan itu belum mempunyai jendela. Pilih dari daftar.",
        },
    )
    field_order = ("satker", "triwulan", "sampai", "alasan")

    def __init__(
        self,
        tahun: int,
        satker: tuple[tuple[int, str], ...],
        periode: Mapping[int, PeriodePelaporan],
        data: Data = None,
    ) -> None:
        self.tahun, self.periode = tahun, periode
        super().__init__(data)
        self.fields["satker"].choices = [("", "Pilih satker"), *satker]  # type: ignore[attr-defined]
        self.fields["triwulan"].choices = [  # type: ignore[attr-defined]
            ("", "Pilih triwulan"),
            *((q, f"{nama_triwulan(q)}, ditutup {tanggal_pendek(p.ditutup)}") for q, p in sorted(periode.items())),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if q := data.get("triwulan"):
            self.periksa_sampai(self.tahun, self.periode[q])
        return data


class FormUbahPerpanjangan(IsiPerpanjangan):
    """Another end or reason of an extension."""

    awalan = "ubah-perpanjangan"

    def __init__(self, tahun: int, baris: PerpanjanganPeriode, data: Data = None) -> None:
        self.tahun, self.baris = tahun, baris
        nilai = {"sampai": baris.sampai, "alasan": baris.alasan, "dibaca": sidik_perpanjangan(baris)}
        super().__init__(data, initial=nilai)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.periksa_sampai(self.tahun, self.baris.periode)
        return data


class IsiLibur(FormPengaturan):
    """What a holiday is called, and of which kind it is."""

    nama = KolomTeks(label="Nama", max_length=200, error_messages={"required": "Tulis nama hari libur itu."})
    jenis = forms.ChoiceField(
        label="Jenis",
        choices=HariLibur.Jenis.choices,
        error_messages={"required": "Pilih jenisnya.", "invalid_choice": "Pilih jenis dari daftar."},
    )


class FormLibur(IsiLibur):
    """A new holiday of the year, or of the January after it."""

    awalan = "libur"
    tanggal = KolomTanggal(label="Tanggal", error_messages={"required": "Isi tanggalnya."})
    field_order = ("tanggal", "nama", "jenis")

    def __init__(self, tahun: int, libur: Mapping[dt.date, HariLibur], data: Data = None) -> None:
        self.tahun, self.libur = tahun, libur
        super().__init__(data, initial={"jenis": HariLibur.Jenis.NASIONAL})

    def clean_tanggal(self) -> dt.date:
        hari: dt.date = self.cleaned_data["tanggal"]
        awal, akhir = dt.date(self.tahun, 1, 1), dt.date(self.tahun + 1, 1, 31)
        if not awal <= hari <= akhir:
            raise forms.ValidationError(f"Di halaman ini tanggalnya antara {tanggal(awal)} dan {tanggal(akhir)}.")
        if ada := self.libur.get(hari):
            raise forms.ValidationError(f"{tanggal(hari)} sudah tercatat: {ada.nama}. Ubah yang sudah ada di daftar.")
        return hari


class FormUbahLibur(IsiLibur):
    """Another name or kind of a holiday."""

    awalan = "ubah-libur"

    def __init__(self, hari: HariLibur, data: Data = None) -> None:
        self.hari = hari
        super().__init__(data, initial={"nama": hari.nama, "jenis": hari.jenis, "dibaca": sidik_libur(hari)})


class FormYakin(FormPengaturan):
    """A box to tick before something that is not done by mistake."""

    awalan = "yakin"
    yakin = forms.BooleanField(error_messages={"required": "Centang dulu bahwa Anda yakin."})

    def __init__(self, label: str, data: Data = None) -> None:
        super().__init__(data)
        self.fields["yakin"].label = label


class FormTahunBaru(FormPengaturan):
    """Which year is opened, and from which one it is copied."""

    awalan = "baru"
    tahun = forms.IntegerField(
        label="Tahun yang dibuka",
        min_value=2000,
        max_value=2100,
        error_messages={
            "required": "Tulis tahunnya.",
            "invalid": "Tahun ditulis sebagai empat angka, misalnya 2027.",
            "min_value": "Tahun ditulis sebagai empat angka antara 2000 dan 2100.",
            "max_value": "Tahun ditulis sebagai empat angka antara 2000 dan 2100.",
        },
    )
    asal = forms.IntegerField(min_value=2000, max_value=2100, required=False, widget=forms.HiddenInput)

    def __init__(self, tahun: int, asal: int | None, data: Data = None) -> None:
        super().__init__(data, initial={"tahun": tahun, "asal": asal})
