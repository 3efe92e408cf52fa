"""The form of the entry page: amounts, basis, progress, obstacles, reasons.

A draft may be half-written, so little is required here; what a submission needs is said by
`realisasi.kelengkapan`. What cannot be read is an error at its field.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet

from realisasi.baca_rupiah import TidakTerbaca, baca, baca_persen
from realisasi.forms.kolom import KolomTanggal, KolomTeks, KolomUraian
from realisasi.hasil_isian import tulis
from realisasi.isian import BARU, TINDAKAN, Isian, IsianKendala
from realisasi.lembar_isian import BarisIsian, LembarIsian
from realisasi.models import Basis, JenisBelanja, KategoriKendala
from realisasi.models.laporan import REALISASI_TERBESAR
from realisasi.peringatan import Kode
from realisasi.rupiah import rupiah

BEBAS: dict[str, Any] = {"required": False, "max_length": 4_000}
SEBELUM = re.compile(r"-?[0-9]{1,16}", re.ASCII)
KENDALA_PALING_BANYAK = 20
KUNCI_ALASAN = frozenset({*Kode, *(f"{kode}:{jenis}" for kode in Kode for jenis in JenisBelanja)})


class KolomAngka(forms.CharField):
    """An amount as people write it; gives whole rupiah, or None where nothing is written."""

    def __init__(self, **isi: Any) -> None:
        super().__init__(required=False, strip=False, max_length=200, **isi)

    def clean(self, value: Any) -> Any:
        try:
            return baca(str(value or ""))
        except TidakTerbaca as salah:
            raise forms.ValidationError(salah.pesan) from None


class KolomFisik(forms.CharField):
    """Physical progress, whole percent."""

    def clean(self, value: Any) -> Any:
        try:
            return baca_persen(str(value or ""))
        except TidakTerbaca as salah:
            raise forms.ValidationError(salah.pesan) from None


class FormKendala(forms.Form):
    """One obstacle: new, or carried over from an earlier quarter."""

    id = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    tindakan = forms.ChoiceField(required=False, choices=[(t, t) for t in sorted(TINDAKAN)])
    kategori = forms.ChoiceField(required=False, choices=[("", "Pilih kategori"), *KategoriKendala.choices])
    uraian = KolomUraian(**BEBAS, label="Kendala", widget=forms.Textarea(attrs={"rows": 2}))
    tindak_lanjut = KolomUraian(**BEBAS, label="Tindak lanjut", widget=forms.Textarea(attrs={"rows": 2}))
    penanggung_jawab = KolomTeks(required=False, max_length=150, label="Penanggung jawab")
    batas_waktu = KolomTanggal(required=False, label="Batas waktu")

    def isian(self) -> IsianKendala:
        isi = self.cleaned_data
        hari: dt.date | None = isi.get("batas_waktu")
        return IsianKendala(
            id=isi.get("id"),
            tindakan=isi.get("tindakan", "") if isi.get("id") else BARU,
            kategori=isi.get("kategori", ""),
            uraian=isi.get("uraian", ""),
            tindak_lanjut=isi.get("tindak_lanjut", ""),
            penanggung_jawab=isi.get("penanggung_jawab", ""),
            batas_waktu=hari.isoformat() if hari else "",
        )


class SusunanKendala(BaseFormSet):
    """The obstacles of a report: all that it has already, and room for as many new ones again."""

    default_error_messages = {
        "missing_management_form": "Isian kendala tidak lengkap terkirim. Muat ulang halaman, lalu coba lagi.",
        "too_many_forms": f"Paling banyak {KENDALA_PALING_BANYAK} kendala baru sekaligus. Gabungkan yang sejenis.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_num = self.absolute_max = len(kwargs.get("initial") or ()) + KENDALA_PALING_BANYAK


FormsetKendala = forms.formset_factory(FormKendala, formset=SusunanKendala, extra=1, validate_max=True)


class FormIsian(forms.Form):
    """The draft of one report. `r-52` is what was spent in the quarter alone, `k-52` cumulatively."""

    perubahan_ke = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    basis = forms.ChoiceField(required=False, label="Dasar angka", choices=[("", "Pilih"), *Basis.choices])
    tanggal_data = KolomTanggal(required=False, label="Data per tanggal")
    fisik = KolomFisik(required=False, label="Kemajuan fisik (0–100 %)", max_length=20)

    def __init__(self, lembar: LembarIsian, data: Mapping[str, Any] | None = None) -> None:
        self.lembar = lembar
        isian = lembar.isian
        awal: dict[str, Any] = {
            "perubahan_ke": lembar.perubahan_ke,
            "basis": isian.basis,
            "tanggal_data": isian.tanggal_data,
            "fisik": "" if isian.fisik is None else isian.fisik,
        }
        super().__init__(data, initial=awal)
        for b in lembar.baris:
            self.fields[f"r-{b.jenis}"] = KolomAngka()
            self.fields[f"k-{b.jenis}"] = KolomAngka()
            if b.sekarang is not None:
                self.initial[f"r-{b.jenis}"] = tulis(b.sekarang)
                self.initial[f"k-{b.jenis}"] = tulis(b.kumulatif)
        kunci_alasan = [*isian.alasan, *(k.removeprefix("alasan-") for k in data or () if k.startswith("alasan-"))]
        self._kunci_alasan = [k for k in dict.fromkeys(kunci_alasan) if k in KUNCI_ALASAN]
        for kunci in dict.fromkeys([*self._kunci_alasan, *(p.kunci for p in lembar.peringatan)]):
            self.fields[f"alasan-{kunci}"] = KolomUraian(**BEBAS)
            self.initial[f"alasan-{kunci}"] = isian.alasan.get(kunci, "")
        awal_kendala = [
            {"id": k.id, "tindakan": k.tindakan, "kategori": k.kategori, "uraian": k.uraian}
            | {"tindak_lanjut": k.tindak_lanjut, "penanggung_jawab": k.penanggung_jawab, "batas_waktu": k.batas_waktu}
            for k in isian.kendala
        ]
        self.kendala: BaseFormSet[FormKendala] = FormsetKendala(data, initial=awal_kendala, prefix="kendala")

    def clean(self) -> dict[str, Any]:
        super().clean()
        for b in self.lembar.baris:
            self._padukan(b)
        if not self.kendala.is_valid():
            for salah in self.kendala.non_form_errors():
                self.add_error(None, salah)
            if any(self.kendala.errors):
                self.add_error(None, "Ada isian kendala yang tidak terbaca; lihat tandanya di bawah.")
        return self.cleaned_data

    def _sebelum(self, b: BarisIsian) -> int:
        """What the page showed as spent before the quarter; what is stored where it does not say."""
        teks = str(self.data.get(f"s-{b.jenis}", ""))
        return int(teks) if SEBELUM.fullmatch(teks) else b.sebelum

    def _padukan(self, b: BarisIsian) -> None:
        """One amount out of the two inputs of a row: the one that is filled in, or that was changed."""
        r, k = f"r-{b.jenis}", f"k-{b.jenis}"
        if r in self.errors or k in self.errors:
            return
        saja, kumulatif = self.cleaned_data.get(r), self.cleaned_data.get(k)
        # Against what the page showed: another quarter may have moved since, and nobody typed here.
        dari_kumulatif = None if kumulatif is None else kumulatif - self._sebelum(b)
        if dari_kumulatif is not None and abs(dari_kumulatif) > REALISASI_TERBESAR:
            self.add_error(
                k,
                f"{rupiah(kumulatif or 0)} kumulatif berarti {rupiah(dari_kumulatif)} dalam triwulan ini, "
                f"padahal paling banyak {rupiah(REALISASI_TERBESAR)}.",
            )
            return
        if saja is None and kumulatif is None:
            return
        if saja is not None and kumulatif is not None and kumulatif - saja in {self._sebelum(b), b.sebelum}:
            return
        lama = b.sekarang
        if saja is None or (saja == lama and dari_kumulatif is not None):
            self.cleaned_data[r] = dari_kumulatif
        elif dari_kumulatif not in {lama, None}:
            self.add_error(
                r,
                f"Kedua kolom berbeda: {rupiah(saja or 0)} saja berarti s.d. {rupiah(b.sebelum + (saja or 0))}, "
                f"padahal tertulis {rupiah(kumulatif or 0)}. Kosongkan salah satu.",
            )

    def tertulis(self, b: BarisIsian) -> tuple[str, str]:
        """What the two inputs of a row show: what was read of them, else as it was typed.

        A page may be shown again after what was spent before has moved: the amount of the quarter
        stays, the cumulative column goes along.
        """
        r, k = f"r-{b.jenis}", f"k-{b.jenis}"
        if r in self.fields and (not self.is_bound or r in self.errors or k in self.errors):
            return str(self[r].value() or ""), str(self[k].value() or "")
        saja = self.cleaned_data.get(r) if r in self.fields else b.sekarang
        return ("", "") if saja is None else (tulis(saja), tulis(b.sebelum + saja))

    def alasan(self, kunci: str) -> str:
        """The reason that stands at a warning; the stored one where the warning came after the form."""
        nama = f"alasan-{kunci}"
        nilai = self[nama].value() if nama in self.fields else self.lembar.isian.alasan.get(kunci)
        return str(nilai or "")

    def isian(self) -> Isian:
        """The draft that was sent; call it on a valid form."""
        isi = self.cleaned_data
        return Isian(
            realisasi={
                b.jenis.value: isi[f"r-{b.jenis}"] for b in self.lembar.baris if isi.get(f"r-{b.jenis}") is not None
            },
            basis=isi["basis"],
            tanggal_data=isi["tanggal_data"],
            fisik=isi["fisik"],
            kendala=tuple(k for f in self.kendala.forms if not (k := f.isian()).kosong),
            alasan={k: isi[f"alasan-{k}"] for k in self._kunci_alasan if isi.get(f"alasan-{k}")},
        )

    def galat(self) -> Iterator[tuple[str, str]]:
        """Every error with the name of its input, obstacles too."""
        for nama, daftar in self.errors.items():
            for pesan in daftar:
                yield nama, str(pesan)
        for form in self.kendala.forms:
            for nama, daftar in form.errors.items():
                for pesan in daftar:
                    yield form.add_prefix(nama), str(pesan)
