"""What a page of many satker asks of one quarter, answered from the summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Case, Count, Exists, F, FloatField, OuterRef, Q, QuerySet, Subquery, Value, When

from realisasi import penilaian
from realisasi.kalender import TRIWULAN
from realisasi.models import Dipa, Rekap, StatusLaporan, TahunAnggaran, dengan_angka
from realisasi.penilaian import TAHUN_DASAR_PANGSA, Pangsa, Status, Ukuran
from realisasi.posisi import Amanat, Angka, Laporan, Posisi, Revisi, Tahun, dasar_pangsa, pangsa_dari
from realisasi.rekap.irisan import Irisan, Keadaan, Sejumlah
from realisasi.rekap.pengirisan import JENIS, Jenis, Potongan, potong, potongan
from realisasi.rekap.sekat import Sekat, kekurangan
from realisasi.rekap.setahun import CapTahun, JumlahTahun, baca_cap, jumlah_tahun, kumulatif_lengkap
from satker.models import Provinsi

KEWENANGAN = ("DK", "TP")
KOLOM = (
    "dipa_id", "tahun_id", "kewenangan", "dipa__nomor", "dipa__satker_id", "kode", "dipa__nama_satker", "provinsi_id",
    "dipa__satker__kode_ilustrasi", "triwulan", "triwulan_data", "nomor_revisi", "berlaku_sejak",
    "status_laporan", "terverifikasi", "versi_diajukan", "versi_terverifikasi",
    *(f"{x}_{j}" for x in ("pagu", "blokir", "realisasi") for j in JENIS),
)  # fmt: skip
BANYAK_JENIS = len(JENIS)
SEKALI_BACA = 2_000
"""A query names no more DIPA than that: every database has a limit."""


@dataclass(frozen=True)
class Ruang:
    """Which DIPA are meant: of one kewenangan or both (None), of one island group or all (empty)."""

    kewenangan: str | None = None
    pulau: str = ""


class BukuRekap:
    """The summary of one year and one angka.

    Sums are read once; lists as they are asked for, each with its limit. No answer needs more than a
    few rows of a part of the year, or an index over one quarter of it.
    """

    def __init__(self, tahun: int, angka: Angka, anggaran: Mapping[int, Tahun]) -> None:
        self.tahun = tahun
        self.angka = angka
        self.anggaran = anggaran
        self._cap: dict[int, CapTahun] = {}
        self._jumlah: dict[int, tuple[JumlahTahun, ...]] = {}
        # Last year to compare with, and as many as projections rest on where all are complete.
        self._muat(range(tahun - TAHUN_DASAR_PANGSA - 1, tahun + 1))
        self._bagian: dict[tuple[int, int], list[Sejumlah]] = {}
        self._potongan: dict[int, list[Potongan]] = {}
        self._risiko: dict[tuple[int, Ruang], Q] = {}

    def _muat(self, tahun: Sequence[int]) -> None:
        ada = baca_cap(tahun, sementara=self.sementara)
        self._cap |= {t: ada.get(t, {}) for t in tahun}
        self._jumlah |= dict.fromkeys(tahun, ()) | jumlah_tahun(ada, sementara=self.sementara)

    @property
    def sementara(self) -> bool:
        return self.angka is Angka.SEMENTARA

    @cached_property
    def provinsi(self) -> dict[str, Provinsi]:
        """Every province by its code."""
        return {p.kode: p for p in Provinsi.objects.all()}

    def memuat(self, triwulan: int, ruang: Ruang) -> bool:
        """Whether any DIPA of the year is in this quarter and room."""
        return any(
            j.triwulan == triwulan
            and ruang.kewenangan in {None, j.kewenangan}
            and (not ruang.pulau or self.provinsi[j.provinsi].pulau == ruang.pulau)
            for j in self.jumlah(self.tahun)
        )

    @property
    def cap(self) -> tuple[tuple[int, int, int], ...]:
        """What tells the state of all the years that answers rest on from every other."""
        _ = self._riwayat  # may ask for more years
        return tuple(
            (tahun, sum(c.banyak for c in milik.values()), sum(c.jumlah for c in milik.values()))
            for tahun, milik in sorted(self._cap.items())
        )

    def masih_berlaku(self) -> bool:
        """Whether the year is still as it was when its sums were read: else rows may be newer than they (one query)."""
        return baca_cap([self.tahun], sementara=self.sementara).get(self.tahun, {}) == self._cap[self.tahun]

    # --- Sums ----------------------------------------------------------------------------

    def jumlah(self, tahun: int) -> tuple[JumlahTahun, ...]:
        """The sums of this year or one before it."""
        return self._jumlah[tahun]

    def bagian(self, tahun: int, triwulan: int) -> list[Sejumlah]:
        """A quarter of this year or the one before, in sums alone."""
        if tahun not in self.anggaran:
            return []
        if (tahun, triwulan) in self._bagian:
            return self._bagian[tahun, triwulan]
        ukuran = self.anggaran[tahun].ukuran
        self._bagian[tahun, triwulan] = [
            Sejumlah(
                triwulan, self.provinsi[j.provinsi], j.kewenangan, j.triwulan_data, ukuran[j.kewenangan],
                j.banyak, j.pagu, j.blokir, j.realisasi,
            )
            for j in self.jumlah(tahun)
            if j.triwulan == triwulan
        ]  # fmt: skip
        return self._bagian[tahun, triwulan]

    def kewenangan_ada(self, tahun: int, triwulan: int) -> set[str]:
        """The kewenangan that have a DIPA in a quarter."""
        return {j.kewenangan for j in self.jumlah(tahun) if j.triwulan == triwulan}

    def irisan(self, triwulan: int, ruang: Ruang, syarat: Q | None = None, *, utuh: bool = False) -> list[Irisan]:
        """The parts of a quarter of this year, with all that pages show of them.

        What changed since they were last asked for is read (one query, or none). With `syarat`, a condition on the
        rows of `daftar`, or with `utuh`, every DIPA in each order of a part, all rows are read (one query).
        """
        if syarat is not None or utuh:
            baris = self.daftar(triwulan, ruang)
            baris = baris if syarat is None else baris.filter(syarat)
            semua = list(potong(baris, self._sekat(triwulan), self.provinsi, None if utuh else 0).values())
        else:
            semua = self._semua_potongan(triwulan)
        return [i for p in semua for i in p.irisan if self._di(ruang, i.kewenangan, i.provinsi)]

    def keadaan(self, triwulan: int, ruang: Ruang) -> list[Keadaan]:
        """The states of the reports of a quarter of this year."""
        return [
            k
            for p in self._semua_potongan(triwulan)
            for k in p.keadaan
            if self._di(ruang, k.kewenangan, p.irisan[0].provinsi)
        ]

    def jenis(self, triwulan: int, ruang: Ruang) -> list[Jenis]:
        """Pagu, blokir and realisasi of a quarter of this year by jenis belanja, some DIPA at a time."""
        return [
            isi
            for p in self._semua_potongan(triwulan)
            for kewenangan, isi in p.jenis.items()
            if self._di(ruang, kewenangan, p.irisan[0].provinsi)
        ]

    def _semua_potongan(self, triwulan: int) -> list[Potongan]:
        if triwulan not in self._potongan:
            self._potongan[triwulan] = potongan(
                self._baris(triwulan, Ruang()),
                self.tahun,
                self._cap[self.tahun],
                self._sekat(triwulan),
                self.provinsi,
                sementara=self.sementara,
            )
        return self._potongan[triwulan]

    @staticmethod
    def _di(ruang: Ruang, kewenangan: str, provinsi: Provinsi) -> bool:
        return ruang.kewenangan in {None, kewenangan} and ruang.pulau in {"", provinsi.pulau}

    # --- Shares (rule 9) -----------------------------------------------------------------

    @cached_property
    def _riwayat(self) -> dict[str, dict[int, dict[int, int]]]:
        """The complete years before this one, by kewenangan: the latest that shares rest on, and maybe more."""
        hasil: dict[str, dict[int, dict[int, int]]] = {k: {} for k in KEWENANGAN}
        dicari = {j.kewenangan for j in self.jumlah(self.tahun)}
        for tahun in sorted((t for t in self.anggaran if t < self.tahun), reverse=True):
            if all(len(dasar_pangsa(hasil[k], self.tahun)) == TAHUN_DASAR_PANGSA for k in dicari):
                break
            if tahun not in self._cap:
                self._muat(range(tahun - TAHUN_DASAR_PANGSA, tahun + 1))
            for kewenangan, kumulatif in kumulatif_lengkap(self.jumlah(tahun)).items():
                hasil[kewenangan][tahun] = kumulatif
        return hasil

    def pangsa(self, kewenangan: str, triwulan: int) -> Pangsa | None:
        """Share of the year's spending reached by a quarter."""
        ukuran = self.anggaran[self.tahun].ukuran[kewenangan]
        return pangsa_dari(self._riwayat[kewenangan], self.tahun, triwulan, ukuran)

    @cached_property
    def _pangsa_kini(self) -> dict[tuple[str, int], Pangsa | None]:
        """`pangsa` of this year, for every quarter that a figure can come from."""
        return {(k, q): self.pangsa(k, q) for k in KEWENANGAN for q in TRIWULAN}

    def dasar_pangsa(self, tahun: int, kewenangan: str) -> list[int]:
        """The years that `pangsa` rests on, latest first; empty: the target path."""
        return dasar_pangsa(self._riwayat[kewenangan], tahun)

    # --- Lists ---------------------------------------------------------------------------

    def _baris(self, triwulan: int, ruang: Ruang) -> QuerySet[Rekap]:
        baris = Rekap.objects.filter(dengan_angka(sementara=self.sementara), tahun=self.tahun, triwulan=triwulan)
        if ruang.kewenangan:
            baris = baris.filter(kewenangan=ruang.kewenangan)
        if ruang.pulau:
            baris = baris.filter(provinsi__in=[p.kode for p in self.provinsi.values() if p.pulau == ruang.pulau])
        return baris

    def _sekat(self, triwulan: int) -> Sekat:
        ada = {j.kewenangan for j in self.jumlah(self.tahun)}
        pangsa = {
            (k, q): p
            for k in sorted(ada)
            for q in range(1, triwulan + 1)
            if (p := self.pangsa(k, q)) and p.pembilang > 0
        }
        ukuran: dict[str, Ukuran] = {k: self.anggaran[self.tahun].ukuran[k] for k in sorted(ada)}
        return Sekat(triwulan, ukuran, pangsa)

    def daftar(self, triwulan: int, ruang: Ruang) -> QuerySet[Rekap]:
        """The rows of a quarter, to be filtered, ordered and cut, and then given to `posisi`.

        They can be told apart by `kurang` (rupiah to the target of rule 13), `melapor`, `segmen`, and `proyeksi`, which
        orders as the projected year end does; NULL where there is none.
        """
        sekat = self._sekat(triwulan)
        sasaran = {k: (s.target_bp if (s := u.sasaran(triwulan)) else None) for k, u in sekat.ukuran.items()}
        proyeksi = [
            When(kewenangan=k, triwulan_data=q, then=F("rasio") * Value(b / a, output_field=FloatField()))
            for (k, q), (a, b) in sekat.pangsa.items()
        ]
        return self._baris(triwulan, ruang).alias(
            kurang=kekurangan(sasaran),
            melapor=Case(When(triwulan_data=triwulan, then=Value(1)), default=Value(0)),
            segmen=sekat.segmen_sql(),
            # Where nothing is projected any order will do, but ORDER BY takes no bare constant.
            proyeksi=Case(*proyeksi, default=Value(None), output_field=FloatField()) if proyeksi else F("rasio"),
        )

    def berisiko(self, triwulan: int, ruang: Ruang) -> Q:
        """Those whose projection is below the ambang (rule 9), as a condition on `daftar` (one query, once)."""
        kunci = (triwulan, Ruang(ruang.kewenangan))
        if kunci not in self._risiko:
            self._risiko[kunci] = self._sekat(triwulan).berisiko(self._baris(*kunci))
        return self._risiko[kunci]

    def berstatus(self, triwulan: int, dicari: Status) -> Q:
        """Those with a status (rule 8), as a condition on `daftar`."""
        return self._sekat(triwulan).berstatus(dicari)

    def posisi(self, baris: QuerySet[Rekap]) -> list[Posisi]:
        """These rows as positions, in their order (one query)."""
        return [self._posisi(isi) for isi in baris.values_list(*KOLOM)]

    def pada(self, triwulan: Sequence[int], dipa: Sequence[int]) -> dict[int, dict[int, Posisi]]:
        """The positions of these DIPA at some quarters, by quarter and DIPA (one query for two thousand)."""
        milik = Rekap.objects.filter(dengan_angka(sementara=self.sementara), triwulan__in=triwulan).order_by()
        hasil: dict[int, dict[int, Posisi]] = {q: {} for q in triwulan}
        for awal in range(0, len(dipa), SEKALI_BACA):
            for p in self.posisi(milik.filter(dipa__in=dipa[awal : awal + SEKALI_BACA])):
                hasil[p.triwulan][p.amanat.id] = p
        return hasil

    def _posisi(self, baris: Sequence[Any]) -> Posisi:
        """One row, in the order of `KOLOM`."""
        (
            dipa, tahun, kewenangan, nomor, satker, kode, nama, provinsi,
            kode_ilustrasi, triwulan, triwulan_data, nomor_revisi, berlaku_sejak,
            status_laporan, terverifikasi, versi_diajukan, versi_terverifikasi, *uang,
        ) = baris  # fmt: skip
        pagu, blokir, realisasi = (uang[i * BANYAK_JENIS : (i + 1) * BANYAK_JENIS] for i in range(3))
        laporan = None
        if status_laporan:
            laporan = Laporan(
                status=StatusLaporan(status_laporan),
                diterima=None,  # the amounts of one quarter alone are not in the summary
                terverifikasi=terverifikasi,
                pernah_diajukan=versi_diajukan is not None,
                pernah_diverifikasi=versi_terverifikasi is not None,
                versi_diajukan=versi_diajukan,
                versi_terverifikasi=versi_terverifikasi,
            )
        return Posisi(
            amanat=Amanat(dipa, tahun, kewenangan, nomor, satker, kode, nama, self.provinsi[provinsi], kode_ilustrasi),
            triwulan=triwulan,
            # A jenis of which there is nothing is left out.
            revisi=Revisi(
                nomor_revisi,
                berlaku_sejak,
                "",
                {j: (p, b) for j, p, b in zip(JENIS, pagu, blokir, strict=True) if p or b},
            ),
            realisasi_jenis={j: n for j, n in zip(JENIS, realisasi, strict=True) if n},
            triwulan_data=triwulan_data,
            ukuran=self.anggaran[self.tahun].ukuran[kewenangan],
            pangsa=self._pangsa_kini[kewenangan, triwulan_data] if triwulan_data else None,
            laporan=laporan,
        )


def peringkat(p: Posisi, angka: Angka) -> tuple[int, int] | None:
    """The rank of a DIPA by its shown percentage, 1 the highest, and of how many of its kewenangan (one query).

    None without a percentage. Ties share a rank.
    """
    if p.persen_bp is None:
        return None
    di_atas = penilaian.rasio_terkecil(p.persen_bp + 1, p.ukuran.batas(p.triwulan))
    hitung = Rekap.objects.filter(
        dengan_angka(sementara=angka is Angka.SEMENTARA),
        tahun=p.amanat.tahun,
        triwulan=p.triwulan,
        kewenangan=p.amanat.kewenangan,
        rasio__isnull=False,
    ).aggregate(semua=Count("pk"), di_atas=Count("pk", filter=Q(rasio__gte=di_atas)))
    return hitung["di_atas"] + 1, hitung["semua"]


def kewenangan_tersedia() -> dict[int, frozenset[str]]:
    """Which kewenangan each year has DIPA of; years without any are left out (one query)."""
    # The first by an index rather than any: a planner that looks for any one reads through other years.
    dipa = Dipa.objects.filter(tahun=OuterRef("pk")).order_by("satker_id").values("satker_id")
    ada = {f"k_{k}": Subquery(dipa.filter(kewenangan=k)[:1]) for k in KEWENANGAN}
    per_tahun = TahunAnggaran.objects.annotate(**ada).values_list("pk", *ada)
    return {
        t: frozenset(k for k, satker in zip(KEWENANGAN, pertama, strict=True) if satker is not None)
        for t, *pertama in per_tahun
        if any(satker is not None for satker in pertama)
    }


def triwulan_tersedia(angka: Angka) -> dict[int, frozenset[int]]:
    """Of which quarters each year has a report that counts; years without any are left out (one query)."""
    milik = Rekap.objects.filter(dengan_angka(sementara=angka is Angka.SEMENTARA), tahun=OuterRef("pk"))
    ada = {f"q_{q}": Exists(milik.filter(triwulan=q, triwulan_data=q)) for q in TRIWULAN}
    per_tahun = TahunAnggaran.objects.annotate(**ada).values_list("pk", *ada)
    return {
        t: frozenset(q for q, satu in zip(TRIWULAN, semua, strict=True) if satu)
        for t, *semua in per_tahun
        if any(semua)
    }
