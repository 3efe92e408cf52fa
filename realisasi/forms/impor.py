"""What is asked of an import and of its register, read out of forms and addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from realisasi.forms.kolom import KolomTanggal, KolomTeks
from realisasi.forms.verifikasi import KolomNomor
from realisasi.impor.daftar import BAGIAN, Saringan
from realisasi.kalender import TRIWULAN, nama_triwulan
from realisasi.models import Basis, JenisImpor, KeadaanImpor, Kewenangan

BERLAKU: Final[Mapping[str, tuple[str, ...]]] = {
    JenisImpor.SATKER: (),
    JenisImpor.DIPA: ("tahun", "kewenangan", "satker", "berlaku_sejak"),
    JenisImpor.REALISASI: ("tahun", "triwulan", "kewenangan", "satker", "basis", "tanggal_data"),
    JenisImpor.LAPORAN: ("tahun", "triwulan", "kewenangan", "satker"),
}
"""Which choices go with which kind; others are passed over."""

KOSONG: Final = ("", "Menurut berkas")


class FormImpor(forms.Form):
    """The kind of an import and what the files do not say; the files themselves come beside it."""

    jenis = forms.ChoiceField(
        choices=JenisImpor.choices,
        error_messages={
            "required": "Pilih apa yang diimpor.",
            "invalid_choice": "Pilih salah satu dari empat yang dapat diimpor.",
        },
    )
    tahun = KolomNomor(
        label="Tahun anggaran",
        required=False,
        min_value=2000,
        max_value=2099,
        widget=forms.TextInput({"inputmode": "numeric", "maxlength": "4", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Tulis empat angka, misalnya 2026."),
    )
    triwulan = forms.TypedChoiceField(
        label="Triwulan",
        choices=[KOSONG, *((q, nama_triwulan(q)) for q in TRIWULAN)],
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Pilih TW I sampai TW IV."},
    )
    kewenangan = forms.ChoiceField(
        label="Kewenangan",
        choices=[KOSONG, *((k.value, k.value) for k in Kewenangan)],
        required=False,
        error_messages={"invalid_choice": "Pilih DK atau TP."},
    )
    satker = forms.RegexField(
        r"\A[0-9]{6}\Z",
        label="Kode satker",
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "maxlength": "6", "autocomplete": "off"}),
        error_messages={"invalid": "Tulis enam angka, nol di depan ikut ditulis."},
    )
    berlaku_sejak = KolomTanggal(
        label="Revisi berlaku sejak",
        required=False,
        help_text="Dipakai bila berkas tidak menyebutnya, atau tanggalnya tidak masuk akal.",
    )
    basis = forms.ChoiceField(
        label="Dasar angka",
        choices=[KOSONG, *Basis.choices],
        required=False,
        error_messages={"invalid_choice": "Pilih SP2D atau akrual."},
    )
    tanggal_data = KolomTanggal(label="Tanggal data", required=False)

    def clean(self) -> dict[str, Any]:
        """Whatever does not go with the kind is left out, whether it could be read or not."""
        isi = super().clean() or {}
        berlaku = BERLAKU.get(isi.get("jenis", ""))
        if berlaku is None:
            return isi
        for nama in (n for n in self.fields if n != "jenis" and n not in berlaku):
            self.errors.pop(nama, None)
            isi.pop(nama, None)
        return isi

    @property
    def pilihan(self) -> dict[str, Any]:
        """What was chosen, as `realisasi.impor.bacaan.Pilihan` takes it."""
        return {nama: nilai for nama, nilai in self.cleaned_data.items() if nama != "jenis" and nilai not in (None, "")}

    @property
    def kolom_pilihan(self) -> list[tuple[forms.BoundField, str]]:
        """The fields of what files do not say, each with the kinds that it goes with."""
        return [
            (self[nama], " ".join(jenis for jenis, berlaku in BERLAKU.items() if nama in berlaku))
            for nama in self.fields
            if nama != "jenis"
        ]


def periksa_berkas(berkas: Sequence[UploadedFile], berlebih: int) -> list[UploadedFile]:
    """The files that were sent; `berlebih` is how many were left unread.

    Raises:
        ValidationError: there are none, or too many.

    """
    if berlebih:
        raise ValidationError(
            f"Paling banyak {len(berkas)} berkas sekaligus; {berlebih} lainnya tidak dibaca. Kirim dalam beberapa kali."
        )
    if not berkas:
        raise ValidationError("Belum ada berkas. Pilih satu berkas atau lebih.")
    return list(berkas)


# --- What is asked for ---------------------------------------------------------------


class FormSaringan(forms.Form):
    """Reads the address of the register and of a preview; every field may be missing."""

    cari = KolomTeks(max_length=100, required=False)
    jenis = forms.ChoiceField(choices=JenisImpor.choices, required=False)
    keadaan = forms.ChoiceField(choices=KeadaanImpor.choices, required=False)
    bagian = forms.ChoiceField(choices=list(BAGIAN.items()), required=False)
    hal = KolomNomor(min_value=1, required=False)


def baca_saringan(kueri: QueryDict) -> Saringan:
    """Read the address; what cannot be read is left out."""
    form = FormSaringan(kueri)
    form.is_valid()
    return Saringan(**{nama: nilai for nama, nilai in form.cleaned_data.items() if nilai})
