"""What tim pusat asks of the queue and writes on a report, read out of addresses and forms."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from realisasi.antrean import DAFTAR, Saringan
from realisasi.forms.kolom import KolomTanggal, KolomTeks, KolomUraian
from realisasi.kalender import TRIWULAN, nama_triwulan
from realisasi.models import BagianLaporan, Kewenangan
from realisasi.penanggalan import tanggal

ANGKA_TERPANJANG = 9  # fits every integer column
PANJANG_ALASAN = 2_000
PANJANG_CATATAN = 1_000
PALING_LAMA_MENJAWAB = 366  # days; a later day is a slip of the pen
PALING_BANYAK_SEKALIGUS = 500
BENTUK_PILIHAN = re.compile(r"([0-9]{1,9}):([0-9]{1,9})", re.ASCII)


class KolomNomor(forms.IntegerField):
    """A whole number that is not negative and fits its column, in plain digits."""

    default_error_messages = {"invalid": "Bukan bilangan bulat."}

    def to_python(self, value: Any) -> int | None:
        teks = str(value or "").strip()
        if not teks:
            return None
        if len(teks) > ANGKA_TERPANJANG or not (teks.isascii() and teks.isdecimal()):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(teks)


# --- What is asked for ---------------------------------------------------------------


class FormSaringan(forms.Form):
    """Reads the address of the queue; every field may be missing."""

    daftar = forms.ChoiceField(choices=list(DAFTAR.items()), required=False)
    tahun = KolomNomor(min_value=2000, max_value=2100, required=False)
    triwulan = forms.TypedChoiceField(
        choices=[(q, nama_triwulan(q)) for q in TRIWULAN], coerce=int, empty_value=None, required=False
    )
    kewenangan = forms.ChoiceField(choices=Kewenangan.choices, required=False)
    cari = KolomTeks(max_length=100, required=False)
    laporan = KolomNomor(min_value=1, required=False)
    hal = KolomNomor(min_value=1, required=False)


SYARAT = {
    "daftar": "Daftar itu tidak ada",
    "tahun": "Tahun ditulis sebagai empat angka antara 2000 dan 2100",
    "triwulan": "Triwulan ditulis 1, 2, 3, atau 4",
    "kewenangan": "Kewenangan ditulis DK atau TP",
    "cari": "Pencarian paling panjang 100 huruf",
    "laporan": "Nomor laporan tidak terbaca",
    "hal": "Nomor halaman tidak terbaca",
}


def baca_saringan(kueri: QueryDict) -> Saringan:
    """Read the address; what cannot be read is named in `kesalahan` and left out."""
    form = FormSaringan(kueri)
    form.is_valid()
    isi = {nama: nilai for nama, nilai in form.cleaned_data.items() if nilai}
    kesalahan = tuple(f"{SYARAT[nama]}; bagian itu diabaikan." for nama in form.errors)
    return Saringan(**isi, kesalahan=kesalahan)


# --- What is written -----------------------------------------------------------------


class FormTindakan(forms.Form):
    """The one form of a report: the counter that was read, a note, notes to single parts, a day.

    Every action takes from it what it needs, so that what was typed survives each refusal.
    """

    perubahan_ke = KolomNomor(
        widget=forms.HiddenInput,
        error_messages={
            "required": "Formulir tidak lengkap. Muat ulang halaman, lalu ulangi.",
            "invalid": "Formulir tidak terbaca. Muat ulang halaman, lalu ulangi.",
        },
    )
    alasan = KolomUraian(
        required=False,
        max_length=PANJANG_ALASAN,
        error_messages={"max_length": "Catatan paling panjang %(limit_value)d huruf, sekarang %(show_value)d."},
    )
    sampai = KolomTanggal(required=False)

    def __init__(self, *args: Any, hari_ini: dt.date, alasan_wajib: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hari_ini = hari_ini
        self.alasan_wajib = alasan_wajib
        for bagian in BagianLaporan:
            self.fields[nama_catatan(bagian)] = KolomUraian(
                label=bagian.label,
                required=False,
                max_length=PANJANG_CATATAN,
                error_messages={"max_length": "Paling panjang %(limit_value)d huruf, sekarang %(show_value)d."},
            )

    def clean_alasan(self) -> str:
        alasan: str = self.cleaned_data["alasan"]
        if self.alasan_wajib and not alasan:
            raise ValidationError(self.alasan_wajib)
        return alasan

    def clean_sampai(self) -> dt.date | None:
        sampai: dt.date | None = self.cleaned_data["sampai"]
        if sampai is None:
            return None
        if sampai < self.hari_ini:
            raise ValidationError(f"{tanggal(sampai)} sudah lewat. Pilih hari ini atau sesudahnya.")
        if (sampai - self.hari_ini).days > PALING_LAMA_MENJAWAB:
            raise ValidationError(f"{tanggal(sampai)} lebih dari setahun lagi. Periksa tahunnya.")
        return sampai

    @property
    def catatan(self) -> dict[str, str]:
        """The notes that were written, by `BagianLaporan`."""
        isi = {bagian.value: self.cleaned_data.get(nama_catatan(bagian), "") for bagian in BagianLaporan}
        return {bagian: teks for bagian, teks in isi.items() if teks}

    @property
    def tertulis(self) -> list[tuple[str, str]]:
        """What stands in the form as it was sent, for a page that no longer has its fields."""
        nama = ["alasan", *(nama_catatan(b) for b in BagianLaporan)]
        label = ["Catatan", *(b.label for b in BagianLaporan)]
        isi = [str(self[n].value() or "").strip() for n in nama]
        return [(lb, teks) for lb, teks in zip(label, isi, strict=True) if teks]


def nama_catatan(bagian: BagianLaporan) -> str:
    """The field that holds the note to this part."""
    return f"catatan_{bagian.value}"


def baca_pilihan(nilai: Iterable[str]) -> tuple[list[tuple[int, int]], int]:
    """Reports picked in the queue as (id, counter that was read), each once; and how many cannot be read."""
    hasil: dict[int, int] = {}
    rusak = 0
    for teks in nilai:
        cocok = BENTUK_PILIHAN.fullmatch(teks)
        if cocok is None or len(hasil) >= PALING_BANYAK_SEKALIGUS:
            rusak += 1
        else:
            hasil[int(cocok[1])] = int(cocok[2])
    return list(hasil.items()), rusak
