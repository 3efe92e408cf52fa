"""Parts of a quarter, summed up in the database: DIPA that are alike in what pages tell apart.

Which status a part has is said by `realisasi.penilaian`, once for the part: all its DIPA lie between
the same two thresholds. What is spelled out for the database here is the sum of what is missing to a
target (rule 13), which is rounded up for each DIPA.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Count,
    Expression,
    ExpressionWrapper,
    F,
    Max,
    Min,
    Q,
    QuerySet,
    SmallIntegerField,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Greatest

from realisasi import penilaian
from realisasi.models import JenisBelanja, Rekap
from realisasi.penilaian import BP, RASIO_SATU, RASIO_TERBESAR, Pangsa, Status, Ukuran, Warna
from satker.models import Provinsi

JENIS = JenisBelanja.values
PER_BP = RASIO_SATU // BP
KUNCI = ("provinsi_id", "kewenangan", "triwulan_data", "segmen", "risiko")


@dataclass(frozen=True)
class Irisan:
    """Some DIPA of one quarter, with what pages show of them summed up. Money in rupiah, cumulative."""

    triwulan: int
    provinsi: Provinsi
    kewenangan: str
    triwulan_data: int | None
    ukuran: Ukuran
    banyak: int
    pagu: int
    blokir: int
    realisasi: int
    rasio_banyak: int = 0
    rasio_jumlah: int | None = None
    status: Status = Status.BELUM_LAPOR
    warna: Warna = Warna.ABU
    berisiko: bool = False
    ada_proyeksi: bool = False
    kurang_sasaran: int = 0
    kurang_ambang: int = 0
    belum_diverifikasi: int = 0
    kode: tuple[str, str] = ("", "")
    tepat: Callable[[], list[tuple[int, int]]] = field(default=list, repr=False, compare=False)

    @property
    def pagu_efektif(self) -> int:
        return self.pagu - self.blokir

    @property
    def melapor(self) -> bool:
        return self.triwulan_data == self.triwulan

    @property
    def target_bp(self) -> int | None:
        return self.ukuran.target.get(self.triwulan)

    def rasio_tepat(self) -> list[tuple[int, int]]:
        """Realisasi and pagu efektif of each DIPA that has a ratio, read now."""
        return self.tepat() if self.rasio_banyak else []


@dataclass(frozen=True)
class Keadaan:
    """Some DIPA of one quarter whose reports are in the same state, for what is said of them in words."""

    triwulan: int
    triwulan_data: int | None
    status_laporan: str
    terverifikasi: bool
    pernah_diverifikasi: bool
    banyak: int
    nomor_revisi: tuple[int, int]

    @property
    def melapor(self) -> bool:
        return self.triwulan_data == self.triwulan


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

    def segmen(self) -> Expression:
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

    def golongan(self, kewenangan: str, segmen: int | None, *, melapor: bool) -> tuple[Status, Warna]:
        """Status and colour of the DIPA of a segment, as the rules give them for its lowest ratio."""
        ukuran = self.ukuran[kewenangan]
        batas = self.batas[kewenangan]
        wakil = 0 if segmen is None else batas[segmen - 1] if segmen else (batas[0] - 1 if batas else 0)
        efektif = 0 if segmen is None else RASIO_SATU
        status = penilaian.status(wakil, efektif, melapor=melapor, triwulan=self.triwulan, ukuran=ukuran)
        return status, penilaian.warna(status, wakil, efektif, triwulan=self.triwulan, ukuran=ukuran)

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
        """Those whose exact projection is below the ambang (rule 9), among these rows (one query).

        A ratio in billionths is too coarse only where the threshold itself lies within its billionth:
        the few DIPA there are looked at one by one.
        """
        di_bawah, ragu = Q(pk__in=[]), Q(pk__in=[])
        for (kewenangan, data), (a, b) in self.pangsa.items():
            lantai, sisa = divmod(self.ukuran[kewenangan].ambang_bp * a * PER_BP, b)
            mereka = Q(kewenangan=kewenangan, triwulan_data=data)
            di_bawah |= mereka & Q(rasio__lt=lantai)
            if sisa:
                ragu |= mereka & Q(rasio=lantai)
        tepat = [
            r.pk
            for r in baris.filter(ragu)
            if (p := penilaian.proyeksi(r.realisasi, r.pagu_efektif, self.pangsa[r.kewenangan, r.triwulan_data or 0]))
            and penilaian.di_bawah(*p, self.ukuran[r.kewenangan].ambang_bp)
        ]
        return di_bawah | Q(pk__in=tepat)

    def berproyeksi(self, kewenangan: str, data: int | None) -> bool:
        """Whether figures of that quarter have a projection, where there is a pagu efektif (rule 9)."""
        return data is not None and (kewenangan, data) in self.pangsa


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


def baca_irisan(baris: QuerySet[Rekap], sekat: Sekat, risiko: Q, provinsi: Mapping[str, Provinsi]) -> list[Irisan]:
    """The parts of the rows of one quarter (one query)."""
    sasaran = {k: (s.target_bp if (s := u.sasaran(sekat.triwulan)) else None) for k, u in sekat.ukuran.items()}
    ambang: dict[str, int | None] = {k: u.ambang_bp for k, u in sekat.ukuran.items()}
    jumlah: dict[str, Any] = {
        "banyak": Count("pk"),
        "j_pagu": Sum("pagu"),
        "j_blokir": Sum("blokir"),
        "j_realisasi": Sum("realisasi"),
        "j_rasio": Sum("rasio"),
        "n_rasio": Count("rasio"),
        "rasio_min": Min("rasio"),
        "rasio_max": Max("rasio"),
        "j_sasaran": Sum(kekurangan(sasaran)),
        "j_ambang": Sum(kekurangan(ambang)),
        "j_belum": Sum("belum_diverifikasi"),
        "kode_min": Min("kode"),
        "kode_max": Max("kode"),
    }
    berkelompok = _berkunci(baris, sekat, risiko).values_list(*KUNCI).annotate(**jumlah)
    hasil = []
    nama = [*KUNCI, *jumlah]
    for satu in berkelompok:
        x = dict(zip(nama, satu, strict=True))
        hasil.append(_irisan(x, provinsi, baris, sekat, risiko))
    # In an order that does not hang on the database, so that ties fall the same way every time.
    hasil.sort(key=lambda i: (i.kewenangan, i.kode, i.triwulan_data or 0))
    return hasil


def _berkunci(baris: QuerySet[Rekap], sekat: Sekat, risiko: Q) -> QuerySet[Rekap]:
    ya, tidak = Value(True), Value(False)
    return baris.order_by().annotate(
        segmen=sekat.segmen(),
        risiko=Case(When(risiko, then=ya), default=tidak, output_field=BooleanField()),
    )


def _irisan(
    x: Mapping[str, Any], provinsi: Mapping[str, Provinsi], baris: QuerySet[Rekap], sekat: Sekat, risiko: Q
) -> Irisan:
    kewenangan, data = x["kewenangan"], x["triwulan_data"]
    status, warna = sekat.golongan(kewenangan, x["segmen"], melapor=data == sekat.triwulan)
    mentok = x["n_rasio"] and max(abs(x["rasio_min"]), abs(x["rasio_max"])) >= RASIO_TERBESAR
    return Irisan(
        triwulan=sekat.triwulan,
        provinsi=provinsi[x["provinsi_id"]],
        kewenangan=kewenangan,
        triwulan_data=data,
        ukuran=sekat.ukuran[kewenangan],
        banyak=x["banyak"],
        pagu=int(x["j_pagu"]),
        blokir=int(x["j_blokir"]),
        realisasi=int(x["j_realisasi"]),
        rasio_banyak=x["n_rasio"],
        rasio_jumlah=None if mentok else int(x["j_rasio"] or 0),
        status=status,
        warna=warna,
        berisiko=x["risiko"],
        ada_proyeksi=x["segmen"] is not None and sekat.berproyeksi(kewenangan, data),
        kurang_sasaran=int(x["j_sasaran"]),
        kurang_ambang=int(x["j_ambang"]),
        belum_diverifikasi=int(x["j_belum"]),
        kode=(x["kode_min"], x["kode_max"]),
        tepat=lambda: _rasio_tepat(x, baris, sekat, risiko),
    )


def _rasio_tepat(x: Mapping[str, Any], baris: QuerySet[Rekap], sekat: Sekat, risiko: Q) -> list[tuple[int, int]]:
    """The ratios of one part: those of its key."""
    milik = _berkunci(baris, sekat, risiko).filter(**{nama: x[nama] for nama in KUNCI})
    return list(milik.values_list("realisasi", "pagu_efektif"))


def baca_keadaan(baris: QuerySet[Rekap], triwulan: int) -> list[Keadaan]:
    """The states of the reports of one quarter (one query)."""
    pernah = Case(When(versi_terverifikasi=None, then=Value(False)), default=Value(True), output_field=BooleanField())
    kunci = ("triwulan_data", "status_laporan", "terverifikasi", "pernah")
    berkelompok = (
        baris.order_by()
        .annotate(pernah=pernah)
        .values_list(*kunci)
        .annotate(banyak=Count("pk"), pertama=Min("nomor_revisi"), terakhir=Max("nomor_revisi"))
    )
    return [
        Keadaan(triwulan, data, status, terverifikasi, sudah, banyak, (pertama, terakhir))
        for data, status, terverifikasi, sudah, banyak, pertama, terakhir in berkelompok
    ]


def baca_jenis(baris: QuerySet[Rekap]) -> dict[str, tuple[int, int, int]]:
    """Pagu, blokir and realisasi of these rows by jenis belanja (one query)."""
    jumlah = baris.order_by().aggregate(
        **{f"j_{x}_{j}": Sum(f"{x}_{j}", default=0) for j in JENIS for x in ("pagu", "blokir", "realisasi")}
    )
    return {
        j: (int(jumlah[f"j_pagu_{j}"]), int(jumlah[f"j_blokir_{j}"]), int(jumlah[f"j_realisasi_{j}"])) for j in JENIS
    }
