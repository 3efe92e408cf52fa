"""Figures of any size for the measurements, the same on every machine and every day.

`python -m tests.kinerja.isi SATKER TAHUN` fills the empty database of DATABASE_URL. All years are over, so that no
measurement depends on the day it runs; the window of the last quarter is left open, so that drafts can be stored.

In the last year some satker still work on TW IV (each has an operator and a kepala), as many have all four
quarters waiting for verification, and a few have not reported TW IV at all.
"""

from __future__ import annotations

import datetime as dt
import gc
import os
import random
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

from tests.kinerja.tulis import tulis
from tests.kinerja.ukur import lapor

TAHUN_AKHIR = 2025
TRIWULAN_AKHIR = 4
PUSAT = "pusat"
PAGU = (("51", 10**8), ("52", 10**9), ("53", 5 * 10**8), ("57", 10**8))
KELOMPOK = 1_000
"""Satker that are written at once: what bounds the memory, however many there are."""
TERBUKA_SAMPAI = dt.date(2099, 12, 31)
WIB = dt.timezone(dt.timedelta(hours=7))


@dataclass(frozen=True)
class Bagian:
    """Who is where in the last year, by the running number of the satker."""

    draf: range
    diajukan: range
    belum: range

    @classmethod
    def dari(cls, jumlah: int) -> Bagian:
        """Every sixth works on a draft, as many wait, but no more than fifty; every fortieth is silent."""
        beberapa = min(50, max(1, jumlah // 6))
        return cls(
            range(beberapa),
            range(beberapa, 2 * beberapa),
            range(2 * beberapa, 2 * beberapa + jumlah // 40),
        )


def operator(n: int) -> str:
    """The login of the operator of the satker with this running number; the kepala's is like it."""
    return f"operator{n:02d}"


def isi(jumlah: int, banyak_tahun: int, *, jurnal: bool = False) -> dict[str, Any]:
    """Fill the migrated, empty database; returns how many rows of what there are then.

    Without `jurnal` rows are inserted past it, since bulk inserts send no signals: entries are nothing that pages
    of figures read, and would be two thirds of the work. What `periksa` is to find whole needs them.
    """
    from django.core.management import call_command, get_commands

    from realisasi.models import LaporanTriwulan, RincianVersi
    from realisasi.tahun_baru import buka_tahun
    from satker.models import CatatanJurnal

    call_command("muat_referensi", verbosity=0)
    satker = _satker(jumlah, jurnal)
    penulis = _Penulis(Bagian.dari(jumlah), jurnal)
    for tahun in range(TAHUN_AKHIR - banyak_tahun + 1, TAHUN_AKHIR + 1):
        buka_tahun(tahun)
        for awal in range(0, jumlah, KELOMPOK):
            penulis.kelompok(tahun, satker[awal : awal + KELOMPOK], awal)
    _buka_jendela()
    _orang(satker, penulis.bagian)
    _lanjutkan_nomor()
    _statistik("ANALYZE")
    if "susun_ulang_rekap" in get_commands():
        _susun_rekap()
    _statistik("VACUUM ANALYZE")
    return {
        "laporan": LaporanTriwulan.objects.count(),
        "realisasi": RincianVersi.objects.count(),
        "jurnal": CatatanJurnal.objects.count(),
    }


def _satker(jumlah: int, jurnal: bool) -> list[Any]:
    from satker.models import Provinsi, Satker

    provinsi = list(Provinsi.objects.order_by("kode"))
    baris = [
        Satker(kode=f"{400_000 + n}", nama=f"Dinas Perindustrian {n}", provinsi=provinsi[n % len(provinsi)])
        for n in range(jumlah)
    ]
    return _tulis(Satker, baris, jurnal)


def _tulis(model: Any, baris: Sequence[Any], jurnal: bool) -> list[Any]:
    from satker.jurnal import create_bulk

    return create_bulk(model, baris) if jurnal else tulis(model, baris)


class _Penulis:
    """Writes block after block with running numbers of its own, so that reports and versions can name each other."""

    def __init__(self, bagian: Bagian, jurnal: bool) -> None:
        self.bagian = bagian
        self.jurnal = jurnal
        self.nomor: dict[str, int] = {}

    def _nomor(self, apa: str) -> int:
        self.nomor[apa] = self.nomor.get(apa, 0) + 1
        return self.nomor[apa]

    def kelompok(self, tahun: int, satker: Sequence[Any], awal: int) -> None:
        """One year of these satker, of which `awal` came before, all or nothing."""
        from django.db import transaction

        from realisasi.models import Dipa

        acak = random.Random(f"{tahun}-{awal}")
        dipa = [
            Dipa(
                pk=self._nomor("dipa"),
                tahun_id=tahun,
                satker=s,
                kewenangan="TP",
                nomor=f"DIPA-019.05.4.{s.kode}/{tahun}",
                nama_satker=s.nama,
            )
            for s in satker
        ]
        with transaction.atomic():
            _tulis(Dipa, dipa, self.jurnal)
            pagu = {d.pk: {j: p * (1 + (awal + n) % 7) for j, p in PAGU} for n, d in enumerate(dipa)}
            self._revisi(tahun, dipa, pagu)
            self._laporan(tahun, list(enumerate(dipa, awal)), pagu, acak)

    def _revisi(self, tahun: int, dipa: Sequence[Any], pagu: dict[int, dict[str, int]]) -> None:
        """Every third has a second revision in July, with more of it blocked in every sixth."""
        from realisasi.models import PaguRevisi, RevisiDipa

        revisi, rincian = [], []
        for d in dipa:
            for nomor, sejak in ((0, f"{tahun}-01-02"), (1, f"{tahun}-07-01")):
                if nomor and d.pk % 3:
                    continue
                r = RevisiDipa(pk=self._nomor("revisi"), dipa=d, nomor=nomor, berlaku_sejak=sejak)
                revisi.append(r)
                blokir = 20 if nomor and d.pk % 6 == 0 else 50
                rincian += [
                    PaguRevisi(pk=self._nomor("pagu"), revisi=r, jenis=j, pagu=p, blokir=p // blokir)
                    for j, p in pagu[d.pk].items()
                ]
        _tulis(RevisiDipa, revisi, self.jurnal)
        _tulis(PaguRevisi, rincian, self.jurnal)

    def _status(self, tahun: int, n: int, triwulan: int) -> str | None:
        """The state of a report; None where there is none."""
        if tahun == TAHUN_AKHIR:
            if n in self.bagian.diajukan:
                return "DIAJUKAN"
            if triwulan == TRIWULAN_AKHIR and n in self.bagian.draf:
                return "DRAF"
            if triwulan == TRIWULAN_AKHIR and n in self.bagian.belum:
                return None
        return "DIVERIFIKASI"

    def _laporan(
        self, tahun: int, dipa: list[tuple[int, Any]], pagu: dict[int, dict[str, int]], acak: random.Random
    ) -> None:
        from realisasi.models import LaporanTriwulan, RincianDraf, RincianVersi, VersiLaporan

        laporan, versi, rincian, draf = [], [], [], []
        for n, d in dipa:
            laju = acak.randint(1_950, 2_520)  # basis points of the pagu in a quarter: 78 to 101 % in a year
            for q in range(1, TRIWULAN_AKHIR + 1):
                nilai = {j: p * laju * acak.randint(95, 105) // 1_000_000 for j, p in pagu[d.pk].items()}
                status = self._status(tahun, n, q)
                if status is None:
                    continue
                kata = {"basis": "SP2D", "tanggal_data": _akhir(tahun, q), "fisik": min(100, q * 24)}
                x = LaporanTriwulan(pk=self._nomor("laporan"), dipa=d, triwulan=q, **kata)
                laporan.append(x)
                if status == "DRAF":
                    draf += [RincianDraf(laporan=x, jenis=j, realisasi=r) for j, r in nilai.items()]
                    continue
                pada = dt.datetime.combine(_akhir(tahun, q), dt.time(9), WIB) + dt.timedelta(days=5)
                v = VersiLaporan(
                    pk=self._nomor("versi"), laporan=x, nomor=1, nama_pengaju=f"Kepala {n}", diajukan_pada=pada, **kata
                )
                versi.append(v)
                rincian += [
                    RincianVersi(pk=self._nomor("rincian"), versi=v, jenis=j, realisasi=r) for j, r in nilai.items()
                ]
                x.status, x.versi_diajukan_id = status, v.pk
                if status == "DIVERIFIKASI":
                    x.versi_terverifikasi_id = v.pk
                    x.diverifikasi_pada, x.nama_pemverifikasi = pada + dt.timedelta(days=2), "Tim pusat"
        self._tulis_laporan(laporan)
        _tulis(VersiLaporan, versi, self.jurnal)
        _tulis(RincianVersi, rincian, self.jurnal)
        _tulis(RincianDraf, draf, self.jurnal)
        if self.jurnal:
            self._tunjuk(laporan)

    def _tulis_laporan(self, laporan: list[Any]) -> None:
        """With their pointers at once, which are checked at the end; the journal wants rows that exist by then."""
        from realisasi.models import LaporanTriwulan

        if not self.jurnal:
            _tulis(LaporanTriwulan, laporan, jurnal=False)
            return
        kosong = [
            LaporanTriwulan(
                pk=x.pk,
                dipa=x.dipa,
                triwulan=x.triwulan,
                basis=x.basis,
                tanggal_data=x.tanggal_data,
                fisik=x.fisik,
            )
            for x in laporan
        ]
        _tulis(LaporanTriwulan, kosong, jurnal=True)

    def _tunjuk(self, laporan: list[Any]) -> None:
        from realisasi.models import LaporanTriwulan
        from satker.jurnal import update_bulk

        kolom = ["status", "versi_diajukan", "versi_terverifikasi", "diverifikasi_pada", "nama_pemverifikasi"]
        update_bulk(LaporanTriwulan, [x for x in laporan if x.versi_diajukan_id], kolom)


def _akhir(tahun: int, triwulan: int) -> dt.date:
    from realisasi.kalender import akhir_triwulan

    return akhir_triwulan(tahun, triwulan)


def _buka_jendela() -> None:
    from realisasi.models import PeriodePelaporan

    for periode in PeriodePelaporan.objects.filter(tahun=TAHUN_AKHIR, triwulan=TRIWULAN_AKHIR):
        periode.ditutup = TERBUKA_SAMPAI
        periode.save()


def _orang(satker: Sequence[Any], bagian: Bagian) -> None:
    """One of tim pusat, and two for each satker with a draft; they have no passwords."""
    from django.contrib.auth.models import Group

    from satker.models import Pengguna, Penugasan, PeranSatker
    from satker.peran import Peran

    pusat = Pengguna.objects.create_user(username=PUSAT, nama="Tim pusat", email="pusat@kinerja.example")
    pusat.groups.add(Group.objects.get_or_create(name=Peran.TIM_PUSAT.value)[0])
    for n in bagian.draf:
        for nama, peran in ((operator(n), PeranSatker.OPERATOR), (f"kepala{n:02d}", PeranSatker.KEPALA)):
            orang = Pengguna.objects.create_user(username=nama, nama=nama.title(), email=f"{nama}@kinerja.example")
            Penugasan.objects.create(pengguna=orang, satker=satker[n], peran=peran)


def _lanjutkan_nomor() -> None:
    """Have the database count on from the numbers that were given here."""
    from django.core.management.color import no_style
    from django.db import connection

    from realisasi.models import Dipa, LaporanTriwulan, PaguRevisi, RevisiDipa, RincianVersi, VersiLaporan

    model = [Dipa, RevisiDipa, PaguRevisi, LaporanTriwulan, VersiLaporan, RincianVersi]
    with connection.cursor() as kursor:
        for perintah in connection.ops.sequence_reset_sql(no_style(), model):
            kursor.execute(perintah)


def _statistik(perintah: str) -> None:
    """Tell PostgreSQL how full its tables are: planned as for empty ones, making the summary takes twice as long."""
    from django.db import connection

    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as kursor:
            kursor.execute(perintah)


def _susun_rekap() -> None:
    """As `susun_ulang_rekap` does; by several processes where the database lets several write at once.

    It is two thirds of the work. Pieces are handed out in their order, so the rows lie in the table as they would.
    """
    from django.core.management import call_command
    from django.db import connection

    from realisasi.models import Dipa

    if connection.vendor != "postgresql" or connection.in_atomic_block:
        call_command("susun_ulang_rekap", verbosity=0)
        return
    from realisasi.rekap.penyusunan import SEKALI_SUSUN, susun

    dipa = list(Dipa.objects.order_by("pk").values_list("pk", flat=True))
    potongan = [dipa[awal : awal + SEKALI_SUSUN] for awal in range(0, len(dipa), SEKALI_SUSUN)]
    connection.close()  # each process has to have one of its own
    with ProcessPoolExecutor(os.cpu_count(), get_context("fork"), initializer=_tanpa_menunggu_disk) as proses:
        list(proses.map(susun, potongan))  # and with it whatever failed


def _tanpa_menunggu_disk() -> None:
    """For this connection: a fill that a power cut ends is begun again."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as kursor:
            kursor.execute("SET synchronous_commit = off")


def _tanpa_sering_memungut() -> None:
    """For this process: rows by the ten thousand are no garbage, and looking through them for some takes its time."""
    gc.set_threshold(200_000, 50, 50)


def siapkan(jumlah: int, banyak_tahun: int, *, jurnal: bool = False) -> dict[str, Any]:
    """Migrate, then fill."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    _tanpa_menunggu_disk()
    _tanpa_sering_memungut()
    mulai = time.perf_counter()
    return isi(jumlah, banyak_tahun, jurnal=jurnal) | {"detik_isi": time.perf_counter() - mulai}


if __name__ == "__main__":
    import django

    django.setup()
    lapor(lambda: siapkan(int(sys.argv[1]), int(sys.argv[2])))
