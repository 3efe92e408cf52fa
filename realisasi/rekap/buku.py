"""What a page of many satker asks of one quarter, answered from the summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case, Count, Exists, F, FloatField, OuterRef, Q, QuerySet, Subquery, Value, When

from realisasi import penilaian
from realisasi.models import Dipa, Rekap, StatusLaporan, TahunAnggaran
from realisasi.penilaian import TAHUN_DASAR_PANGSA, TRIWULAN_AKHIR, Pangsa, Status, Ukuran
from realisasi.posisi import Amanat, Angka, Laporan, Posisi, Revisi, Tahun, dasar_pangsa, pangsa_dari
from realisasi.rekap.irisan import Irisan, Keadaan, Sekat, baca_irisan, baca_jenis, baca_keadaan, kekurangan
from realisasi.rekap.setahun import KOSONG, Cap, JumlahTahun, baca_cap, jumlah_tahun, kumulatif_lengkap
from satker.models import Provinsi

KEWENANGAN = ("DK", "TP")


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
        self._cap: dict[int, Cap] = {}
        self._jumlah: dict[int, tuple[JumlahTahun, ...]] = {}
        # Last year to compare with, and as many as projections rest on where all are complete.
        self._muat(range(tahun - TAHUN_DASAR_PANGSA - 1, tahun + 1))
        self._risiko: dict[tuple[int, Ruang], Q] = {}

    def _muat(self, tahun: Sequence[int]) -> None:
        ada = baca_cap(tahun, sementara=self.sementara)
        self._cap |= {t: ada.get(t, KOSONG) for t in tahun}
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
    def cap(self) -> tuple[tuple[int, Cap], ...]:
        """What tells the state of all the years that answers rest on from every other."""
        _ = self._riwayat  # may ask for more years
        return tuple(sorted(self._cap.items()))

    # --- Sums ----------------------------------------------------------------------------

    def jumlah(self, tahun: int) -> tuple[JumlahTahun, ...]:
        """The sums of this year or one before it."""
        return self._jumlah[tahun]

    def bagian(self, tahun: int, triwulan: int) -> list[Irisan]:
        """The parts of a quarter of this year or the one before, in sums alone: no status, no lack."""
        if tahun not in self.anggaran:
            return []
        ukuran = self.anggaran[tahun].ukuran
        return [
            Irisan(
                triwulan, self.provinsi[j.provinsi], j.kewenangan, j.triwulan_data, ukuran[j.kewenangan],
                j.banyak, j.pagu, j.blokir, j.realisasi,
            )
            for j in self.jumlah(tahun)
            if j.triwulan == triwulan
        ]  # fmt: skip

    def kewenangan_ada(self, tahun: int, triwulan: int) -> set[str]:
        """The kewenangan that have a DIPA in a quarter."""
        return {j.kewenangan for j in self.jumlah(tahun) if j.triwulan == triwulan}

    def irisan(self, triwulan: int, ruang: Ruang, syarat: Q | None = None) -> list[Irisan]:
        """The parts of a quarter of this year, with all that pages show of them (two queries).

        `syarat` is a condition on the rows of `daftar`.
        """
        sekat = self._sekat(triwulan)
        baris = self._baris(triwulan, ruang) if syarat is None else self.daftar(triwulan, ruang).filter(syarat)
        return baca_irisan(baris, sekat, self.berisiko(triwulan, ruang), self.provinsi)

    def keadaan(self, triwulan: int, ruang: Ruang) -> list[Keadaan]:
        """The states of the reports of a quarter of this year (one query)."""
        return baca_keadaan(self._baris(triwulan, ruang), triwulan)

    def jenis(self, triwulan: int, ruang: Ruang) -> dict[str, tuple[int, int, int]]:
        """Pagu, blokir and realisasi of a quarter of this year by jenis belanja (one query)."""
        return baca_jenis(self._baris(triwulan, ruang))

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

    def dasar_pangsa(self, tahun: int, kewenangan: str) -> list[int]:
        """The years that `pangsa` rests on, latest first; empty: the target path."""
        return dasar_pangsa(self._riwayat[kewenangan], tahun)

    # --- Lists ---------------------------------------------------------------------------

    def _baris(self, triwulan: int, ruang: Ruang) -> QuerySet[Rekap]:
        baris = Rekap.objects.filter(tahun=self.tahun, sementara=self.sementara, triwulan=triwulan)
        if ruang.kewenangan:
            baris = baris.filter(kewenangan=ruang.kewenangan)
        if ruang.pulau:
            baris = baris.filter(provinsi__in=[p.kode for p in self.provinsi.values() if p.pulau == ruang.pulau])
        return baris

    def _sekat(self, triwulan: int) -> Sekat:
        ada = {j.kewenangan for j in self.jumlah(self.tahun)}
        pangsa = {
            (k, q): p for k in ada for q in range(1, triwulan + 1) if (p := self.pangsa(k, q)) and p.pembilang > 0
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
            segmen=sekat.segmen(),
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
        acuan = ("dipa__nomor", "dipa__nama_satker", "dipa__satker_id", "dipa__satker__kode_ilustrasi")
        return [self._posisi(r) for r in baris.annotate(**{a.replace("__", "_"): F(a) for a in acuan})]

    def per_triwulan(self, dipa: Sequence[int], sampai: int) -> dict[int, dict[int, Posisi]]:
        """The positions of these DIPA at each quarter up to one, by quarter and DIPA (one query)."""
        baris = Rekap.objects.filter(dipa__in=dipa, sementara=self.sementara, triwulan__lte=sampai).order_by(
            "triwulan", "dipa_id"
        )
        hasil: dict[int, dict[int, Posisi]] = {q: {} for q in range(1, sampai + 1)}
        for p in self.posisi(baris):
            hasil[p.triwulan][p.amanat.id] = p
        return hasil

    def _posisi(self, r: Rekap) -> Posisi:
        ukuran = self.anggaran[self.tahun].ukuran[r.kewenangan]
        amanat = Amanat(
            r.dipa_id, r.tahun_id, r.kewenangan, r.dipa_nomor, r.dipa_satker_id, r.kode, r.dipa_nama_satker,  # type: ignore[attr-defined]
            self.provinsi[r.provinsi_id], r.dipa_satker_kode_ilustrasi,  # type: ignore[attr-defined]
        )  # fmt: skip
        laporan = None
        if r.status_laporan:
            laporan = Laporan(
                status=StatusLaporan(r.status_laporan),
                diterima=None,  # the amounts of one quarter alone are not in the summary
                terverifikasi=r.terverifikasi,
                pernah_diajukan=r.versi_diajukan is not None,
                pernah_diverifikasi=r.versi_terverifikasi is not None,
                versi_diajukan=r.versi_diajukan,
                versi_terverifikasi=r.versi_terverifikasi,
            )
        return Posisi(
            amanat=amanat,
            triwulan=r.triwulan,
            revisi=Revisi(r.nomor_revisi, r.berlaku_sejak, "", r.rincian),
            realisasi_jenis=r.realisasi_jenis,
            triwulan_data=r.triwulan_data,
            ukuran=ukuran,
            pangsa=self.pangsa(r.kewenangan, r.triwulan_data) if r.triwulan_data else None,
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
        tahun=p.amanat.tahun,
        sementara=angka is Angka.SEMENTARA,
        triwulan=p.triwulan,
        kewenangan=p.amanat.kewenangan,
        rasio__isnull=False,
    ).aggregate(semua=Count("pk"), di_atas=Count("pk", filter=Q(rasio__gte=di_atas)))
    return hitung["di_atas"] + 1, hitung["semua"]


def tahun_tersedia(angka: Angka) -> dict[int, tuple[frozenset[str], frozenset[int]]]:
    """Which kewenangan each year has DIPA of, and which quarters a report that counts (one query)."""
    sementara = angka is Angka.SEMENTARA
    milik = Rekap.objects.filter(tahun=OuterRef("pk"), sementara=sementara)
    # The first by an index rather than any: a planner that looks for any one reads through other years.
    dipa = Dipa.objects.filter(tahun=OuterRef("pk")).order_by("satker_id").values("satker_id")
    kewenangan = {f"k_{k}": Subquery(dipa.filter(kewenangan=k)[:1]) for k in KEWENANGAN}
    triwulan = {f"q_{q}": Exists(milik.filter(triwulan=q, triwulan_data=q)) for q in range(1, TRIWULAN_AKHIR + 1)}
    return {
        t.pk: (
            frozenset(k for k in KEWENANGAN if getattr(t, f"k_{k}") is not None),
            frozenset(q for q in range(1, TRIWULAN_AKHIR + 1) if getattr(t, f"q_{q}")),
        )
        for t in TahunAnggaran.objects.only("pk").annotate(**kewenangan, **triwulan)
    }
