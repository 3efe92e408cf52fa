"""Which figures are asked for: the filter bar, its defaults, and its address."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.db.models import BooleanField, Case, Value, When
from django.utils import timezone

from realisasi.kalender import TRIWULAN, akhir_triwulan, nama_triwulan
from realisasi.models import Dipa, Kewenangan, StatusLaporan
from realisasi.posisi import Angka, Tahun, baca_tahun
from realisasi.rekap import kewenangan_tersedia, triwulan_tersedia
from satker.models import Pulau

SEMUA = "SEMUA"
PILIHAN_KEWENANGAN = (*((k.value, k.value) for k in Kewenangan), (SEMUA, "DK dan TP"))
NAMA_KEWENANGAN = {k.value: k.label for k in Kewenangan} | {SEMUA: "Dekonsentrasi dan Tugas Pembantuan"}


class Ketersediaan:
    """Which years have DIPA of which kewenangan, and which quarters an accepted report; asked when it is needed.

    For one satker, or for all of them.
    """

    def __init__(self, angka: Angka, satker_id: int | None = None) -> None:
        self._angka = angka
        self._satker_id = satker_id

    @cached_property
    def anggaran(self) -> dict[int, Tahun]:
        """Every budget year (one query)."""
        return baca_tahun()

    @cached_property
    def kewenangan(self) -> Mapping[int, frozenset[str]]:
        """The kewenangan of each year that has a DIPA (one query)."""
        return kewenangan_tersedia() if self._satker_id is None else self._milik[0]

    @cached_property
    def triwulan(self) -> Mapping[int, frozenset[int]]:
        """The quarters of each year that have an accepted report (one query)."""
        return triwulan_tersedia(self._angka) if self._satker_id is None else self._milik[1]

    def mempunyai(self, tahun: int, kewenangan: str) -> bool:
        """Whether a year has a DIPA of a kewenangan (one query, less than for all years)."""
        if self._satker_id is not None:
            return kewenangan in self.kewenangan.get(tahun, ())
        # The first by an index rather than any, as in `kewenangan_tersedia`.
        dipa = Dipa.objects.filter(tahun=tahun, kewenangan=kewenangan).order_by("satker_id")
        return bool(dipa.values_list("satker_id")[:1])

    @property
    def kosong(self) -> bool:
        return not self.kewenangan

    @cached_property
    def _milik(self) -> tuple[dict[int, frozenset[str]], dict[int, frozenset[int]]]:
        """Kewenangan and quarters of the one satker (one query)."""
        diterima = When(laporan__versi_terverifikasi__isnull=False, then=Value(True))
        if self._angka is Angka.SEMENTARA:
            diajukan = When(laporan__status=StatusLaporan.DIAJUKAN, then=Value(True))
            ada = Case(diterima, diajukan, default=Value(False), output_field=BooleanField())
        else:
            ada = Case(diterima, default=Value(False), output_field=BooleanField())
        dipa = Dipa.objects.filter(satker_id=self._satker_id or 0).order_by().annotate(diterima=ada)
        kewenangan: dict[int, set[str]] = defaultdict(set)
        triwulan: dict[int, set[int]] = defaultdict(set)
        for tahun, kew, tw, diterima_ in dipa.values_list(
            "tahun_id", "kewenangan", "laporan__triwulan", "diterima"
        ).distinct():
            kewenangan[tahun].add(kew)
            if diterima_:
                triwulan[tahun].add(tw)
        return (
            {t: frozenset(k) for t, k in kewenangan.items()},
            {t: frozenset(q) for t, q in triwulan.items()},
        )


@dataclass(frozen=True)
class Saringan:
    """What a page shows. `pulau` is empty for the whole country."""

    tahun: int
    triwulan: int
    kewenangan: str
    angka: Angka
    pulau: str = ""
    urut: str = "persen"
    pilihan_tahun: tuple[int, ...] = field(default=(), compare=False)
    kesalahan: tuple[str, ...] = field(default=(), compare=False)
    catatan: str = field(default="", compare=False)

    @property
    def satu_kewenangan(self) -> str | None:
        return None if self.kewenangan == SEMUA else self.kewenangan

    def memuat(self, kewenangan: str) -> bool:
        """Whether DIPA of a kewenangan are shown."""
        return self.satu_kewenangan in {None, kewenangan}

    @property
    def satuan(self) -> str:
        """The word for what is counted: where both kewenangan are shown, the DIPA (rule 5)."""
        return "DIPA" if self.kewenangan == SEMUA else "satker"

    @property
    def nama_kewenangan(self) -> str:
        return NAMA_KEWENANGAN[self.kewenangan]

    @property
    def nama_triwulan(self) -> str:
        return nama_triwulan(self.triwulan)

    @property
    def akhir(self) -> dt.date:
        """The day on which the pagu that counts was in force."""
        return akhir_triwulan(self.tahun, self.triwulan)

    @property
    def berjalan(self) -> bool:
        """Whether the quarter has not ended yet (a day in WIB)."""
        return self.akhir >= timezone.localdate()

    @property
    def sementara(self) -> bool:
        return self.angka is Angka.SEMENTARA

    @property
    def ringkas(self) -> str:
        """`2023 · TW IV · DK`, for the one line of the filter bar on a phone."""
        kewenangan = "DK dan TP" if self.kewenangan == SEMUA else self.kewenangan
        bagian = [str(self.tahun), self.nama_triwulan, kewenangan, *([self.pulau] if self.pulau else [])]
        return " · ".join(bagian)

    def kueri(self, **ubah: object) -> str:
        """The query string of this page with something changed; defaults that say nothing are left out."""
        s = replace(self, **ubah)  # type: ignore[arg-type]
        isi = {"tahun": s.tahun, "triwulan": s.triwulan, "kewenangan": s.kewenangan, "angka": s.angka.value}
        if s.pulau:
            isi["pulau"] = s.pulau
        if s.urut != "persen":
            isi["urut"] = s.urut
        return urlencode(isi)

    @cached_property
    def alamat(self) -> str:
        return self.kueri()

    @property
    def alamat_resmi(self) -> str:
        return self.kueri(angka=Angka.RESMI)

    @property
    def alamat_sementara(self) -> str:
        return self.kueri(angka=Angka.SEMENTARA)

    @property
    def alamat_persen(self) -> str:
        return self.kueri(urut="persen")

    @property
    def alamat_rupiah(self) -> str:
        return self.kueri(urut="rupiah")

    @property
    def pilihan(self) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
        """The selects of the filter bar: (name, label, options as (value, text, chosen))."""
        tahun = [(str(t), str(t), t == self.tahun) for t in self.pilihan_tahun]
        triwulan = [(str(q), nama_triwulan(q), q == self.triwulan) for q in reversed(TRIWULAN)]
        kewenangan = [(k, nama, k == self.kewenangan) for k, nama in PILIHAN_KEWENANGAN]
        pulau = [("", "Semua", not self.pulau), *((p, p, p == self.pulau) for p in Pulau.values)]
        return [
            ("tahun", "Tahun", tahun),
            ("triwulan", "Triwulan", triwulan),
            ("kewenangan", "Kewenangan", kewenangan),
            ("pulau", "Pulau", pulau),
        ]


class FormSaringan(forms.Form):
    """Reads the filter out of the address; every field may be missing."""

    tahun = forms.IntegerField(min_value=2000, max_value=2100, required=False)
    triwulan = forms.TypedChoiceField(
        choices=[(q, nama_triwulan(q)) for q in TRIWULAN], coerce=int, empty_value=None, required=False
    )
    kewenangan = forms.ChoiceField(choices=PILIHAN_KEWENANGAN, required=False)
    angka = forms.ChoiceField(choices=[(a.value, a.value) for a in Angka], required=False)
    pulau = forms.ChoiceField(choices=Pulau.choices, required=False)
    urut = forms.ChoiceField(choices=[("persen", "Persen"), ("rupiah", "Rupiah")], required=False)


SYARAT = {
    "tahun": "Tahun ditulis sebagai empat angka antara 2000 dan 2100",
    "triwulan": "Triwulan ditulis 1, 2, 3, atau 4",
    "kewenangan": "Kewenangan ditulis DK, TP, atau SEMUA",
    "angka": "Angka ditulis resmi atau sementara",
    "pulau": "Kelompok pulau tidak dikenal",
    "urut": "Urutan ditulis persen atau rupiah",
}


def kesalahan_form(form: forms.Form, syarat: Mapping[str, str]) -> tuple[str, ...]:
    """What an address says that cannot be read: the rule, the value, and what is used instead."""
    return tuple(
        f"{syarat[nama]}; “{str(form.data.get(nama, ''))[:40]}” tidak dapat dibaca, jadi dipakai pilihan bawaan."
        for nama in form.errors
    )


def baca(data: Mapping[str, str], satker_id: int | None = None) -> tuple[Saringan, Ketersediaan]:
    """Read the filter, filling what is missing with the defaults of the issue.

    Defaults: the latest year with an ended quarter that has an accepted report (under the
    angka shown), its latest such quarter, and its only kewenangan or both. What cannot be
    read is named in `kesalahan` and replaced by its default.
    """
    form = FormSaringan(data)
    form.is_valid()
    isi = form.cleaned_data
    angka = Angka(isi.get("angka") or Angka.RESMI)
    sedia = Ketersediaan(angka, satker_id)
    hari_ini = timezone.localdate()
    tahun = isi.get("tahun") or _tahun_bawaan(sedia, hari_ini)
    triwulan = isi.get("triwulan") or _triwulan_bawaan(sedia, tahun, hari_ini)
    kewenangan, catatan = _kewenangan(isi.get("kewenangan") or "", sedia, tahun)
    pilihan = sorted({*sedia.anggaran, tahun}, reverse=True)
    return (
        Saringan(
            tahun=tahun,
            triwulan=triwulan,
            kewenangan=kewenangan,
            angka=angka,
            pulau=isi.get("pulau") or "",
            urut=isi.get("urut") or "persen",
            pilihan_tahun=tuple(pilihan),
            kesalahan=kesalahan_form(form, SYARAT),
            catatan=catatan,
        ),
        sedia,
    )


def _kewenangan(diminta: str, sedia: Ketersediaan, tahun: int) -> tuple[str, str]:
    """The kewenangan to show, and a note where it is not the one that was asked for."""
    if diminta == SEMUA or (diminta and sedia.mempunyai(tahun, diminta)):
        return diminta, ""
    ada = sedia.kewenangan.get(tahun, frozenset())
    bawaan = next(iter(ada)) if len(ada) == 1 else SEMUA
    if diminta and ada:
        # A year chosen in the filter bar keeps the kewenangan of the year before it.
        return bawaan, f"Tahun {tahun} tidak mempunyai DIPA {diminta}; yang ditampilkan {NAMA_KEWENANGAN[bawaan]}."
    return diminta or bawaan, ""


def _berakhir(tahun: int, hari_ini: dt.date) -> set[int]:
    return {q for q in TRIWULAN if akhir_triwulan(tahun, q) < hari_ini}


def _tahun_bawaan(sedia: Ketersediaan, hari_ini: dt.date) -> int:
    berisi = [t for t, q in sedia.triwulan.items() if q & _berakhir(t, hari_ini)]
    return max(berisi or sedia.kewenangan or sedia.anggaran or [hari_ini.year])


def _triwulan_bawaan(sedia: Ketersediaan, tahun: int, hari_ini: dt.date) -> int:
    berakhir = _berakhir(tahun, hari_ini)
    return max(sedia.triwulan.get(tahun, frozenset()) & berakhir or berakhir or {1})
