"""What tim pusat asks of the rekonsiliasi and decides there, read out of addresses and forms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from realisasi.daftar_rekonsiliasi import PILIHAN_KEADAAN, Diminta
from realisasi.forms.kolom import KolomTeks, KolomUraian
from realisasi.forms.verifikasi import KolomNomor
from realisasi.isian import berisi
from realisasi.kalender import TRIWULAN, nama_triwulan
from realisasi.keputusan import Dasar
from realisasi.models import JenisBelanja, Keputusan, Kewenangan

PANJANG_ALASAN = 2_000
BENTUK_DASAR = re.compile(r"(-|-?[0-9]{1,18}):(-|-?[0-9]{1,18}):([0-9]{1,9})", re.ASCII)
"""`400:380:1`: figure of the dinas, of the treasury, count of decisions; `-` for a jenis not named."""


class FormSaringan(forms.Form):
    """Reads the address of the page; every field may be missing."""

    tahun = KolomNomor(min_value=2000, max_value=2100, required=False)
    triwulan = forms.TypedChoiceField(
        choices=[(q, nama_triwulan(q)) for q in TRIWULAN], coerce=int, empty_value=None, required=False
    )
    kewenangan = forms.ChoiceField(choices=Kewenangan.choices, required=False)
    cari = KolomTeks(max_length=100, required=False)
    keadaan = forms.ChoiceField(choices=[(k, nama) for k, (nama, _) in PILIHAN_KEADAAN.items()], required=False)
    hal = KolomNomor(min_value=1, required=False)


SYARAT = {
    "tahun": "Tahun ditulis sebagai empat angka antara 2000 dan 2100",
    "triwulan": "Triwulan ditulis 1, 2, 3, atau 4",
    "kewenangan": "Kewenangan ditulis DK atau TP",
    "cari": "Pencarian paling panjang 100 huruf",
    "keadaan": "Daftar itu tidak ada",
    "hal": "Nomor halaman tidak terbaca",
}


def baca_saringan(kueri: QueryDict) -> Diminta:
    """Read the address; what cannot be read is named in `kesalahan` and left out."""
    form = FormSaringan(kueri)
    form.is_valid()
    isi = {nama: nilai for nama, nilai in form.cleaned_data.items() if nilai}
    return Diminta(**isi, kesalahan=tuple(f"{SYARAT[nama]}; bagian itu diabaikan." for nama in form.errors))


class FormKeputusan(forms.Form):
    """One decision with its reason for the jenis that are ticked, each with the figures that were read."""

    jenis = forms.MultipleChoiceField(
        choices=[(j.value, j.pendek) for j in JenisBelanja],
        error_messages={
            "required": "Centang paling sedikit satu jenis belanja.",
            "invalid_choice": "Jenis belanja itu tidak ada. Muat ulang halaman, lalu pilih lagi.",
        },
    )
    keputusan = forms.ChoiceField(
        choices=Keputusan.choices,
        error_messages={
            "required": "Pilih salah satu keputusan.",
            "invalid_choice": "Pilih salah satu keputusan.",
        },
    )
    alasan = KolomUraian(
        max_length=PANJANG_ALASAN,
        error_messages={
            "required": "Tulis alasan keputusan ini.",
            "max_length": "Alasan paling panjang %(limit_value)d huruf, sekarang %(show_value)d.",
        },
    )

    def clean_jenis(self) -> list[str]:
        jenis: list[str] = self.cleaned_data["jenis"]
        if any(BENTUK_DASAR.fullmatch(self._tertulis(j)) is None for j in jenis):
            raise ValidationError("Formulir tidak lengkap. Muat ulang halaman, lalu putuskan lagi.")
        return jenis

    def clean_alasan(self) -> str:
        alasan: str = self.cleaned_data["alasan"]
        if not berisi(alasan):
            raise ValidationError("Tulis alasan keputusan ini dengan kata-kata.")
        return alasan

    def _tertulis(self, jenis: str) -> str:
        return str(self.data.get(f"dasar-{jenis}", ""))

    @property
    def dasar(self) -> Mapping[str, Dasar]:
        """What was read of each ticked jenis."""
        hasil = {}
        for jenis in self.cleaned_data["jenis"]:
            cocok = BENTUK_DASAR.fullmatch(self._tertulis(jenis))
            assert cocok is not None  # noqa: S101  (`clean_jenis` has seen to it)
            dinas, perbendaharaan = (None if n == "-" else int(n) for n in cocok.groups()[:2])
            hasil[jenis] = Dasar(dinas, perbendaharaan, int(cocok[3]))
        return hasil

    def dicentang(self) -> set[str]:
        """The jenis that are ticked as the form was sent."""
        nilai: Any = self["jenis"].value()
        return set(nilai or ())
