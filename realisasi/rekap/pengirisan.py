"""Cutting a quarter into parts, province by province: only where something changed is it read and cut again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from sys import intern
from typing import Any, NamedTuple

from django.db.models import QuerySet

from realisasi import penilaian
from realisasi.models import JenisBelanja, Rekap
from realisasi.penilaian import RASIO_TERBESAR
from realisasi.rekap.ingatan import Ingatan
from realisasi.rekap.irisan import Depan, Irisan, Keadaan, urutkan
from realisasi.rekap.sekat import Sekat
from realisasi.rekap.setahun import Cap, CapTahun
from satker.models import Provinsi

JENIS = JenisBelanja.values
KOLOM = (
    "provinsi_id", "dipa_id", "kode", "kewenangan", "triwulan_data", "pagu", "blokir", "realisasi", "rasio",
    "nomor_revisi", "status_laporan", "terverifikasi", "versi_terverifikasi", "belum_diverifikasi",
    *(f"{x}_{j}" for j in JENIS for x in ("pagu", "blokir", "realisasi")),
)  # fmt: skip
PALING_DEPAN = 100
"""So many of a part are kept for each order: no page shows more at once."""
PROVINSI_DISIMPAN = 400
"""Provinces times quarters, years and kinds of angka: some ten views of the whole country."""

Jenis = dict[str, tuple[int, int, int]]


class Potongan(NamedTuple):
    """One province of a quarter: its parts, the states of its reports, and sums by jenis belanja by kewenangan."""

    irisan: tuple[Irisan, ...] = ()
    keadaan: tuple[Keadaan, ...] = ()
    jenis: Mapping[str, Jenis] = {}


Kunci = tuple[int, bool, str, str, Cap]
INGATAN: Ingatan[Kunci, Potongan] = Ingatan(PROVINSI_DISIMPAN)


def potongan(
    baris: QuerySet[Rekap],
    tahun: int,
    cap: CapTahun,
    sekat: Sekat,
    provinsi: Mapping[str, Provinsi],
    *,
    sementara: bool,
) -> list[Potongan]:
    """Every province of a quarter in this state (one query for all that is not kept yet).

    `baris` are all rows of the quarter.
    """
    ukuran = repr(sekat)
    diminta = [(tahun, sementara, ukuran, kode, c) for kode, c in sorted(cap.items())]

    def buat(kunci: Collection[Kunci]) -> dict[Kunci, Potongan]:
        milik = baris
        if len(kunci) < len(diminta):
            milik = baris.filter(provinsi__in=[k[3] for k in kunci])
        dipotong = potong(milik, sekat, provinsi, PALING_DEPAN)
        return {k: dipotong.get(k[3], Potongan()) for k in kunci}

    return list(INGATAN.ambil(diminta, buat).values())


def potong(
    baris: QuerySet[Rekap], sekat: Sekat, provinsi: Mapping[str, Provinsi], depan: int | None
) -> dict[str, Potongan]:
    """These rows of a quarter by province, with so many of each order kept, or all (one query)."""
    hasil = {}
    for kode, milik in _hitung(baris.order_by().values_list(*KOLOM), sekat).items():
        # In an order that does not hang on the database, so that ties fall the same way every time.
        irisan = [x.jadi(provinsi[kode], sekat, baris, depan) for x in milik.irisan.values()]
        irisan.sort(key=lambda i: (i.kewenangan, i.kode, i.triwulan_data or 0))
        keadaan = [
            Keadaan(sekat.triwulan, *kunci, banyak=len(nomor), nomor_revisi=(min(nomor), max(nomor)))
            for kunci, nomor in milik.keadaan.items()
        ]
        keadaan.sort(key=lambda k: (k.kewenangan, k.triwulan_data or 0, k.status_laporan, k.nomor_revisi, k.banyak))
        jenis = {
            kewenangan: {j: (n[3 * i], n[3 * i + 1], n[3 * i + 2]) for i, j in enumerate(JENIS)}
            for kewenangan, n in sorted(milik.jenis.items())
        }
        hasil[kode] = Potongan(tuple(irisan), tuple(keadaan), jenis)
    return hasil


Kelas = tuple[str, int | None, int | None, bool]
"""What the DIPA of one part have in common: kewenangan, quarter of the figure, segment, risk."""


@dataclass
class _Jumlah:
    """A part while it is summed up."""

    kelas: Kelas
    pagu: int = 0
    blokir: int = 0
    realisasi: int = 0
    rasio: int = 0
    mentok: bool = False
    kurang_ambang: int = 0
    belum: int = 0
    depan: list[Depan] = field(default_factory=list)

    def jadi(self, provinsi: Provinsi, sekat: Sekat, baris: QuerySet[Rekap], depan: int | None) -> Irisan:
        """The part as it is kept."""
        kewenangan, data, segmen, risiko = self.kelas
        status, warna = sekat.golongan(kewenangan, segmen, melapor=data == sekat.triwulan)
        milik = baris.filter(provinsi=provinsi.kode, kewenangan=kewenangan, triwulan_data=data)
        kode = [d.kode for d in self.depan]
        return Irisan(
            triwulan=sekat.triwulan,
            provinsi=provinsi,
            kewenangan=kewenangan,
            triwulan_data=data,
            ukuran=sekat.ukuran[kewenangan],
            banyak=len(self.depan),
            pagu=self.pagu,
            blokir=self.blokir,
            realisasi=self.realisasi,
            rasio_banyak=0 if segmen is None else len(self.depan),
            rasio_jumlah=None if self.mentok else self.rasio,
            status=status,
            warna=warna,
            berisiko=risiko,
            ada_proyeksi=segmen is not None and sekat.berproyeksi(kewenangan, data),
            kurang_sasaran=sum(d.kurang for d in self.depan),
            kurang_ambang=self.kurang_ambang,
            belum_diverifikasi=self.belum,
            kode=(min(kode), max(kode)),
            **urutkan(self.depan, depan),
            tepat=lambda: _rasio_tepat(milik, self.kelas, sekat),
        )


@dataclass
class _Provinsi:
    irisan: dict[Kelas, _Jumlah] = field(default_factory=dict)
    keadaan: dict[tuple[str, int | None, str, bool, bool], list[int]] = field(default_factory=dict)
    jenis: dict[str, list[int]] = field(default_factory=dict)


def _hitung(baris: Iterable[tuple[Any, ...]], sekat: Sekat) -> dict[str, _Provinsi]:
    """Sum the rows up."""
    sasaran = {k: (s.target_bp if (s := u.sasaran(sekat.triwulan)) else None) for k, u in sekat.ukuran.items()}
    hasil: dict[str, _Provinsi] = {}
    for (
        provinsi, dipa, kode, kewenangan, data, pagu, blokir, realisasi, rasio,
        nomor_revisi, status_laporan, terverifikasi, versi_terverifikasi, belum, *jenis,
    ) in baris:  # fmt: skip
        milik = hasil.get(provinsi)
        if milik is None:
            milik = hasil[provinsi] = _Provinsi()
        efektif = pagu - blokir
        kelas = (
            kewenangan,
            data,
            sekat.segmen(kewenangan, rasio),
            sekat.risiko(kewenangan, data, rasio, realisasi, efektif),
        )
        x = milik.irisan.get(kelas)
        if x is None:
            x = milik.irisan[kelas] = _Jumlah(kelas)
        x.pagu += pagu
        x.blokir += blokir
        x.realisasi += realisasi
        if rasio is not None:
            x.rasio += rasio
            x.mentok = x.mentok or abs(rasio) >= RASIO_TERBESAR
        target = sasaran[kewenangan]
        kurang = 0 if target is None else penilaian.kekurangan(realisasi, efektif, target)
        x.kurang_ambang += penilaian.kekurangan(realisasi, efektif, sekat.ukuran[kewenangan].ambang_bp)
        x.belum += belum
        x.depan.append(Depan(rasio, kurang, kode, intern(kewenangan), dipa))  # one word for all that are kept
        keadaan = (kewenangan, data, status_laporan, terverifikasi, versi_terverifikasi is not None)
        milik.keadaan.setdefault(keadaan, []).append(nomor_revisi)
        if (jumlah := milik.jenis.get(kewenangan)) is None:
            milik.jenis[kewenangan] = list(jenis)
        else:
            milik.jenis[kewenangan] = [a + b for a, b in zip(jumlah, jenis, strict=True)]
    return hasil


def _rasio_tepat(baris: QuerySet[Rekap], kelas: Kelas, sekat: Sekat) -> list[tuple[int, int]]:
    """Realisasi and pagu efektif of each DIPA of a part, out of the rows of its kewenangan and quarter."""
    kewenangan, data, segmen, risiko = kelas
    return [
        (realisasi, efektif)
        for rasio, realisasi, efektif in baris.values_list("rasio", "realisasi", "pagu_efektif")
        if sekat.segmen(kewenangan, rasio) == segmen
        and sekat.risiko(kewenangan, data, rasio, realisasi, efektif) == risiko
    ]
