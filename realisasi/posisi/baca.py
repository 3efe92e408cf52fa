"""Reading what positions need, in a number of queries that does not depend on the number of satker."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Case, F, Min, Q, QuerySet, Sum, When

from realisasi import penilaian
from realisasi.kalender import TRIWULAN, triwulan_pertama
from realisasi.models import Dipa, LaporanTriwulan, RevisiDipa, StatusLaporan, TahunAnggaran
from realisasi.penilaian import Ukuran
from realisasi.posisi.buku import Buku, triwulan_dihitung
from realisasi.posisi.isi import Amanat, Angka, Laporan, Revisi, Tahun

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class DenganVersi(TypedDict):
        """What `laporan_diterima` adds to a report."""

        versi_dihitung: int | None

    LaporanBerversi = WithAnnotations[LaporanTriwulan, DenganVersi]


def muat(
    tahun: Collection[int],
    angka: Angka,
    *,
    satker: Collection[int] | None = None,
    proyeksi: bool = True,
    anggaran: Mapping[int, Tahun] | None = None,
    riwayat: Mapping[str, Mapping[int, Mapping[int, int]]] | None = None,
) -> Buku:
    """Read what these years need, in at most six queries.

    `anggaran` is what `baca_tahun` gave, where the caller has asked for it already.
    `satker` limits the positions to these satker ids; projections then still rest on all.
    `riwayat` are the complete years before the last one, where the caller knows them.
    Without `proyeksi` the history of earlier years is not read, and nothing is projected.
    """
    dipa = Dipa.objects.filter(tahun__in=tahun)
    if satker is not None:
        dipa = dipa.filter(satker__in=satker)
    if proyeksi and riwayat is None:
        riwayat = _baca_riwayat(max(tahun, default=0), angka)
    return Buku(
        angka=angka,
        tahun=baca_tahun() if anggaran is None else anggaran,
        amanat=_baca_amanat(dipa),
        revisi=_baca_revisi(dipa),
        laporan=_baca_laporan(dipa, angka),
        riwayat=riwayat,
    )


def muat_dipa(dipa: Collection[int], anggaran: Mapping[int, Tahun]) -> dict[Angka, Buku]:
    """Read what the positions of these DIPA need under each angka, without projections, in at most four queries."""
    milik = Dipa.objects.filter(pk__in=dipa)
    amanat, revisi = _baca_amanat(milik), _baca_revisi(milik)
    resmi = _baca_laporan(milik, Angka.RESMI)
    # Only a report that waits for its verification is read otherwise under angka sementara.
    menunggu = any(satu.status is StatusLaporan.DIAJUKAN for satu in resmi.values())
    laporan = {
        Angka.RESMI: resmi,
        Angka.SEMENTARA: _baca_laporan(milik, Angka.SEMENTARA) if menunggu else resmi,
    }
    return {
        angka: Buku(angka=angka, tahun=anggaran, amanat=amanat, revisi=revisi, laporan=terbaca, riwayat=None)
        for angka, terbaca in laporan.items()
    }


def baca_tahun() -> dict[int, Tahun]:
    """Every budget year with its thresholds and targets (one query)."""
    baris = TahunAnggaran.objects.order_by("tahun").values_list(
        "tahun",
        "ambang_bp",
        "batas_kuning_bp",
        "ilustrasi",
        "terbitan",
        "ditutup",
        "target__triwulan",
        "target__kewenangan",
        "target__target_bp",
    )
    kepala: dict[int, tuple[int, int, bool, str, bool]] = {}
    target: dict[int, dict[tuple[str, int], int]] = defaultdict(dict)
    for tahun, ambang, kuning, ilustrasi, terbitan, ditutup, triwulan, kewenangan, target_bp in baris:
        kepala[tahun] = (ambang, kuning, ilustrasi, terbitan, ditutup)
        if triwulan is not None:
            target[tahun][kewenangan, triwulan] = target_bp
    hasil = {}
    for tahun, (ambang, kuning, ilustrasi, terbitan, ditutup) in kepala.items():
        ukuran = {}
        for kewenangan in ("DK", "TP"):
            # The row for one kewenangan beats the row for both (rule 8).
            umum = {q: t for (k, q), t in target[tahun].items() if k == ""}
            khusus = {q: t for (k, q), t in target[tahun].items() if k == kewenangan}
            ukuran[kewenangan] = Ukuran(ambang, kuning, umum | khusus)
        hasil[tahun] = Tahun(tahun, ambang, kuning, ilustrasi, terbitan, ditutup, ukuran)
    return hasil


def _baca_amanat(dipa: QuerySet[Dipa]) -> list[Amanat]:
    baris = dipa.select_related("satker__provinsi").order_by("kewenangan", "satker__kode", "tahun")
    return [
        Amanat(
            d.pk, d.tahun_id, d.kewenangan, d.nomor, d.satker_id, d.satker.kode, d.nama_satker,
            d.satker.provinsi, d.satker.kode_ilustrasi,
        )
        for d in baris
    ]  # fmt: skip


def _baca_revisi(dipa: QuerySet[Dipa]) -> dict[int, list[Revisi]]:
    baris = (
        RevisiDipa.objects.filter(dipa__in=dipa.values("pk"))
        .order_by("dipa_id", "nomor", "pagu__jenis")
        .values_list("dipa_id", "nomor", "berlaku_sejak", "catatan", "pagu__jenis", "pagu__pagu", "pagu__blokir")
    )
    hasil: dict[int, list[Revisi]] = defaultdict(list)
    rincian: dict[str, tuple[int, int]] = {}
    kunci = None
    for dipa_id, nomor, sejak, catatan, jenis, pagu, blokir in baris:
        if kunci != (dipa_id, nomor):
            kunci = (dipa_id, nomor)
            rincian = {}
            hasil[dipa_id].append(Revisi(nomor, sejak, catatan, rincian))
        if jenis is not None:
            rincian[jenis] = (pagu, blokir)
    return hasil


def laporan_diterima(laporan: QuerySet[LaporanTriwulan], angka: Angka) -> QuerySet[LaporanBerversi]:
    """Annotate each report with `versi_dihitung`, the id of its accepted version or NULL (rule 6)."""
    if angka is Angka.RESMI:
        return laporan.annotate(versi_dihitung=F("versi_terverifikasi_id"))
    return laporan.annotate(
        versi_dihitung=Case(
            When(status=StatusLaporan.DIAJUKAN, then=F("versi_diajukan_id")), default=F("versi_terverifikasi_id")
        )
    )


def _baca_laporan(dipa: QuerySet[Dipa], angka: Angka) -> dict[tuple[int, int], Laporan]:
    # All versions' rows are joined, and those of the accepted version kept: a report has one
    # version or two, and this is one query for both kinds of angka.
    baris = (
        laporan_diterima(LaporanTriwulan.objects.filter(dipa__in=dipa.values("pk")), angka)
        .filter(Q(versi_dihitung__isnull=True) | Q(versi__pk=F("versi_dihitung")))
        .order_by()
        .values_list(
            "dipa_id",
            "triwulan",
            "status",
            "versi_dihitung",
            "versi_terverifikasi_id",
            "versi_diajukan_id",
            "versi__rincian__jenis",
            "versi__rincian__realisasi",
        )
    )
    hasil: dict[tuple[int, int], Laporan] = {}
    for dipa_id, triwulan, status, dihitung, terverifikasi, diajukan, jenis, realisasi in baris:
        laporan = hasil.get((dipa_id, triwulan))
        if laporan is None:
            diterima: dict[str, int] | None = None if dihitung is None else {}
            laporan = Laporan(
                status=StatusLaporan(status),
                diterima=diterima,
                terverifikasi=dihitung is not None and dihitung == terverifikasi,
                pernah_diajukan=diajukan is not None,
                pernah_diverifikasi=terverifikasi is not None,
                versi_diajukan=diajukan,
                versi_terverifikasi=terverifikasi,
            )
            hasil[dipa_id, triwulan] = laporan
        if laporan.diterima is not None and jenis is not None:
            laporan.diterima[jenis] = realisasi
    return hasil


def _baca_riwayat(sebelum: int, angka: Angka) -> dict[str, dict[int, dict[int, int]]]:
    """Cumulative realisasi by quarter of the complete earlier years, for each kewenangan.

    A year is complete where every DIPA of the kewenangan that is part of TW IV has an
    accepted TW IV; by rule 6 all its quarters are then accepted.
    """
    mulai: dict[int, tuple[int, str, int | None]] = {}
    for pk, tahun, kewenangan, sejak in (
        Dipa.objects.filter(tahun__lt=sebelum)
        .order_by()
        .values_list("pk", "tahun_id", "kewenangan", Min("revisi__berlaku_sejak"))
    ):
        mulai[pk] = (tahun, kewenangan, triwulan_pertama(tahun, sejak) if sejak else None)
    diterima: dict[int, dict[int, int]] = defaultdict(dict)
    for pk, triwulan, jumlah in (
        laporan_diterima(LaporanTriwulan.objects.filter(dipa__tahun__lt=sebelum), angka)
        .filter(versi__pk=F("versi_dihitung"))
        .order_by()
        .values_list("dipa_id", "triwulan", Sum("versi__rincian__realisasi", default=0))
    ):
        diterima[pk][triwulan] = jumlah

    kumulatif: dict[str, dict[int, dict[int, int]]] = defaultdict(dict)
    tidak_lengkap: set[tuple[str, int]] = set()
    for pk, (tahun, kewenangan, pertama) in mulai.items():
        if pertama is None:
            continue
        if triwulan_dihitung(pertama, diterima[pk], penilaian.TRIWULAN_AKHIR) != penilaian.TRIWULAN_AKHIR:
            tidak_lengkap.add((kewenangan, tahun))
            continue
        jumlah = kumulatif[kewenangan].setdefault(tahun, dict.fromkeys(TRIWULAN, 0))
        berjalan = 0
        for q in range(pertama, penilaian.TRIWULAN_AKHIR + 1):
            berjalan += diterima[pk][q]
            jumlah[q] += berjalan
    for kewenangan, tahun in tidak_lengkap:
        kumulatif[kewenangan].pop(tahun, None)
    return kumulatif
