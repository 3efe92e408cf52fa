"""What tells the DIPA of a quarter apart: thresholds, said by `realisasi.penilaian` once for all between two of them.

In Python for the rows of a part, and as conditions of the database for lists that it sorts and cuts. Spelled out for
the database is the lack to a target (rule 13), which is rounded up for each DIPA.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import (
    BigIntegerField,
    Case,
    Expression,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    SmallIntegerField,
    Value,
    When,
)
from django.db.models.functions import Greatest

from realisasi import penilaian
from realisasi.models import Rekap
from realisasi.penilaian import BP, RASIO_SATU, Pangsa, Status, Ukuran, Warna

PER_BP = RASIO_SATU // BP


@dataclass(frozen=True)
class Sekat:
    """The thresholds of one quarter that tell its DIPA apart, for each kewenangan, in billionths.

    `pangsa` is the share that a projection of a quarter's figure rests on, by kewenangan and quarter.
    """

    triwulan: int
    ukuran: Mapping[str, Ukuran]
    pangsa: Mapping[tuple[str, int], Pangsa]

    @cached_property
    def batas(self) -> dict[str, list[int]]:
        """Where status or colour changes (rule 8), lowest first."""
        hasil = {}
        for kewenangan, u in self.ukuran.items():
            titik = set()
            if self.triwulan == penilaian.TRIWULAN_AKHIR:
                titik.add(u.ambang_bp * PER_BP)
            if (target := u.target.get(self.triwulan)) is not None:
                titik |= {target * PER_BP, target * u.batas_kuning_bp * PER_BP // BP}
            hasil[kewenangan] = sorted(titik)
        return hasil

    @cached_property
    def lantai(self) -> dict[tuple[str, int], tuple[int, bool]]:
        """Below which ratio a figure projects below the ambang (rule 9), by kewenangan and quarter of the figure.

        True beside it: the threshold lies within that billionth, and a ratio just as large leaves a doubt.
        """
        hasil = {}
        for (kewenangan, data), (a, b) in self.pangsa.items():
            lantai, sisa = divmod(self.ukuran[kewenangan].ambang_bp * a * PER_BP, b)
            hasil[kewenangan, data] = (lantai, sisa > 0)
        return hasil

    def golongan(self, kewenangan: str, segmen: int | None, *, melapor: bool) -> tuple[Status, Warna]:
        """Status and colour of the DIPA of a segment, as the rules give them for its lowest ratio."""
        ukuran = self.ukuran[kewenangan]
        batas = self.batas[kewenangan]
        wakil = 0 if segmen is None else batas[segmen - 1] if segmen else (batas[0] - 1 if batas else 0)
        efektif = 0 if segmen is None else RASIO_SATU
        status = penilaian.status(wakil, efektif, melapor=melapor, triwulan=self.triwulan, ukuran=ukuran)
        return status, penilaian.warna(status, wakil, efektif, triwulan=self.triwulan, ukuran=ukuran)

    def segmen(self, kewenangan: str, rasio: int | None) -> int | None:
        """How many thresholds a DIPA reaches; None without a ratio."""
        return None if rasio is None else bisect_right(self.batas[kewenangan], rasio)

    def risiko(self, kewenangan: str, data: int | None, rasio: int | None, realisasi: int, pagu_efektif: int) -> bool:
        """Whether the exact projection of a DIPA is below the ambang (rule 9)."""
        if rasio is None or data is None or (kewenangan, data) not in self.lantai:
            return False
        lantai, ragu = self.lantai[kewenangan, data]
        if ragu and rasio == lantai:
            tepat = penilaian.proyeksi(realisasi, pagu_efektif, self.pangsa[kewenangan, data])
            return tepat is not None and penilaian.di_bawah(*tepat, self.ukuran[kewenangan].ambang_bp)
        return rasio < lantai

    def berproyeksi(self, kewenangan: str, data: int | None) -> bool:
        """Whether figures of that quarter have a projection, where there is a pagu efektif (rule 9)."""
        return data is not None and (kewenangan, data) in self.pangsa

    # --- As conditions of the database --------------------------------------------------

    def segmen_sql(self) -> Expression:
        """How many thresholds a DIPA reaches; NULL without a ratio."""
        ketika = [
            When(kewenangan=kewenangan, rasio__gte=titik, then=Value(ke))
            for kewenangan, batas in self.batas.items()
            for ke, titik in reversed(list(enumerate(batas, 1)))
        ]
        return Case(
            When(rasio=None, then=Value(None, output_field=SmallIntegerField())),
            *ketika,
            default=Value(0),
            output_field=SmallIntegerField(),
        )

    def berstatus(self, dicari: Status) -> Q:
        """Those with a status, as a condition on rows with `segmen` and `melapor`."""
        if dicari is Status.BELUM_LAPOR:
            return Q(melapor=0)
        hasil = Q(pk__in=[])
        for kewenangan, batas in self.batas.items():
            for segmen in (None, *range(len(batas) + 1)):
                if self.golongan(kewenangan, segmen, melapor=True)[0] is dicari:
                    hasil |= Q(kewenangan=kewenangan, **({"segmen": segmen} if segmen is not None else {"rasio": None}))
        return Q(melapor=1) & hasil

    def berisiko(self, baris: QuerySet[Rekap]) -> Q:
        """Those at risk, among these rows (one query): the few that leave a doubt are looked at one by one."""
        di_bawah, ragu = Q(pk__in=[]), Q(pk__in=[])
        for (kewenangan, data), (lantai, bisa_ragu) in self.lantai.items():
            mereka = Q(kewenangan=kewenangan, triwulan_data=data)
            di_bawah |= mereka & Q(rasio__lt=lantai)
            if bisa_ragu:
                ragu |= mereka & Q(rasio=lantai)
        tepat = [
            r.pk
            for r in baris.filter(ragu)
            if self.risiko(r.kewenangan, r.triwulan_data, r.rasio, r.realisasi, r.pagu_efektif)
        ]
        return di_bawah | Q(pk__in=tepat)


def kekurangan(target: Mapping[str, int | None]) -> Expression:
    """Rupiah missing to a target in basis points, by kewenangan; as `penilaian.kekurangan`, for the database.

    Ten thousands are taken out first: the product of a pagu and a target may pass 64 bits.
    """
    ketika = [
        When(kewenangan=kewenangan, then=_kurang(target_bp))
        for kewenangan, target_bp in target.items()
        if target_bp is not None
    ]
    # A bare 0 would be taken by ORDER BY for the number of a column.
    nol = ExpressionWrapper(F("pagu") - F("pagu"), output_field=BigIntegerField())
    return Case(*ketika, default=Value(0), output_field=BigIntegerField()) if ketika else nol


def _kurang(target_bp: int) -> Expression:
    besar = BigIntegerField()
    puluhan = ExpressionWrapper(F("pagu_efektif") / BP, output_field=besar)
    sisa = ExpressionWrapper(F("pagu_efektif") % BP, output_field=besar)
    dibulatkan = ExpressionWrapper((sisa * target_bp + (BP - 1)) / BP, output_field=besar)
    return Greatest(
        ExpressionWrapper(puluhan * target_bp + dibulatkan - F("realisasi"), output_field=besar),
        Value(0, output_field=besar),
    )
