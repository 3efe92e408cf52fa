"""Random histories in the layout of `tests.model_lambat`, and how to load one into the database.

A seed always gives the same history. Amounts lie close to thresholds, and everything that
may befall a DIPA or a report in its life is in there: `test_posisi_acak` checks that it is.
"""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

from realisasi import rekap
from realisasi.models import (
    Dipa,
    LaporanTriwulan,
    PaguRevisi,
    RevisiDipa,
    RincianDraf,
    RincianVersi,
    TahunAnggaran,
    Target,
    VersiLaporan,
)
from satker.models import Provinsi, Satker
from tests.model_lambat import HARI_TERAKHIR, Isi, revisi_pada_akhir, target_kewenangan
from tests.riwayat import baca_csv

PROVINSI = baca_csv(Path(__file__).parent.parent / "fixtures" / "provinsi.csv")
KEWENANGAN = ("DK", "TP")
JENIS = ("51", "52", "53", "57", "00")
SATU_TRILIUN = 10**12
TERBESAR = 99 * 10**13  # times ten thousand it passes 64 bits, and still is what a column may hold

POLA_TARGET: tuple[dict[int, int], ...] = (
    {2: 6000, 4: 9900},
    {2: 6000, 4: 9900},
    {1: 1500, 2: 4000, 3: 7001, 4: 9500},
    {4: 9900},
    {1: 2000, 4: 9000},
    {3: 9001, 4: 10_000},
    {2: 6000},
    {},
)

# What a report can have come to: (status, number of versions, submitted one, verified one).
VERIFIKASI = (
    ("DIVERIFIKASI", 1, 0, 0),
    ("DIVERIFIKASI", 1, 0, 0),
    ("DIVERIFIKASI", 2, 1, 1),
    ("DIVERIFIKASI", 3, 2, 2),
    ("DIVERIFIKASI", 2, 1, 0),  # set back to the last verified one, without a new version
)
SEMENTARA = (
    ("DIAJUKAN", 1, 0, None),
    ("DIAJUKAN", 2, 1, None),
    ("DIAJUKAN", 2, 1, 0),  # reopened after verification, and submitted again
    ("DIAJUKAN", 3, 2, 0),
    ("DIAJUKAN", 3, 2, 1),
    ("DIKEMBALIKAN", 1, 0, 0),  # reopened after verification
    ("DIKEMBALIKAN", 3, 2, 1),
)
TIDAK_ADA = (
    None,
    ("DRAF", 0, None, None),
    ("DIKEMBALIKAN", 1, 0, None),
    ("DIKEMBALIKAN", 2, 1, None),
)


def buat_riwayat(benih: int) -> Isi:
    """The history of a seed: a few satker over two to five years."""
    acak = random.Random(benih)
    awal = acak.randint(2010, 2021)
    tahun = [_tahun(acak, awal + n) for n in range(acak.choice((2, 3, 4, 5)))]
    kode = [f"{n:06d}" for n in acak.sample((*range(50_000, 60_000), *range(300_000, 310_000)), acak.randint(2, 4))]
    satker = []
    for k in kode:
        provinsi = acak.choice(PROVINSI)
        satker.append({"kode": k, "kode_provinsi": provinsi["kode"], "provinsi": provinsi["nama"]})
    riwayat: Isi = {"tahun": tahun, "satker": satker, "dipa": []}
    for t in tahun:
        terakhir = t is tahun[-1]
        for kewenangan in KEWENANGAN:
            pilihan = ("berjalan",) if terakhir else ("lengkap", "lengkap", "lengkap", "hampir", "nol", "lambat")
            keadaan = acak.choice((*pilihan, "lengkap", "hampir", "berjalan"))
            pangsa_satker = acak.choice((0.4, 0.8, 1))
            for k in kode:
                if acak.random() < pangsa_satker:
                    riwayat["dipa"].append(_dipa(acak, riwayat, t["tahun"], kewenangan, k, keadaan))
    acak.shuffle(riwayat["dipa"])
    return riwayat


def _tahun(acak: random.Random, tahun: int) -> Isi:
    target = [
        {"triwulan": q, "kewenangan": "", "target_bp": bp} for q, bp in acak.choice(POLA_TARGET).items()
    ]  # fmt: skip
    if acak.random() < 0.4:
        kewenangan = acak.choice(KEWENANGAN)
        for q in acak.sample((1, 2, 3, 4), acak.randint(1, 2)):
            bp = acak.choice((1, 5000, 6000, 6500, 9000, 9500, 9901))
            target.append({"triwulan": q, "kewenangan": kewenangan, "target_bp": bp})
    return {"tahun": tahun, "ambang_bp": acak.choice((9000, 9000, 9000, 8500, 6000, 9500)), "target": target}


def _dipa(acak: random.Random, riwayat: Isi, tahun: int, kewenangan: str, kode: str, keadaan: str) -> Isi:
    jenis = acak.sample(JENIS, acak.randint(1, 3))
    dipa: Isi = {
        "tahun": tahun,
        "kewenangan": kewenangan,
        "kode": kode,
        "nama": f"Dinas {kode} sebagaimana bernama pada {tahun} ({kewenangan})",
        "revisi": _revisi(acak, tahun, jenis),
        "laporan": [],
    }
    aman = dict.fromkeys(JENIS, 0)  # no version of any later quarter may take a jenis below zero
    berjalan = 0
    for triwulan in (1, 2, 3, 4):
        bentuk = _bentuk(acak, keadaan)
        if bentuk is None:
            continue
        status, jumlah, diajukan, terverifikasi = bentuk
        berlaku = revisi_pada_akhir(dipa, triwulan)
        if berlaku is None and acak.random() < 0.6:
            continue
        efektif = sum(p - b for p, b in berlaku["rincian"].values()) if berlaku else 1000
        tepi = [t["ambang_bp"] for t in riwayat["tahun"] if t["tahun"] == tahun]
        tepi += [bp for q, bp in target_kewenangan(riwayat, tahun, kewenangan).items() if q in (triwulan, 4)]
        versi: list[dict[str, int]] = []
        for _ in range(jumlah):
            sasaran = _kumulatif_yang_dituju(acak, keadaan, triwulan, efektif, tepi)
            versi.append(_pecah(acak, sasaran - berjalan, jenis, aman))
        dipa["laporan"].append(
            {
                "triwulan": triwulan,
                "status": status,
                "draf": {j: acak.randint(1, SATU_TRILIUN) for j in jenis},
                "versi": versi,
                "diajukan": diajukan,
                "terverifikasi": terverifikasi,
            }
        )
        if versi and berlaku is not None:
            dihitung = diajukan if terverifikasi is None else terverifikasi
            berjalan += sum(versi[dihitung or 0].values())
        for j in JENIS:
            aman[j] += min((v.get(j, 0) for v in versi), default=0) if berlaku is not None else 0
    return dipa


def _revisi(acak: random.Random, tahun: int, jenis: list[str]) -> list[Isi]:
    """One to five revisions; most often, but not always, later numbers on later days."""
    mulai = acak.choice(
        (
            dt.date(tahun, 1, 1),
            dt.date(tahun, 1, 1),
            dt.date(tahun - 1, 12, acak.randint(1, 31)),
            dt.date(tahun, acak.randint(1, 12), acak.randint(1, 28)),
            dt.date(tahun, *HARI_TERAKHIR[acak.choice((1, 2, 3, 4))]),
            dt.date(tahun, *HARI_TERAKHIR[acak.choice((1, 2, 3))]) + dt.timedelta(days=1),
        )
    )
    if acak.random() < 0.04:
        mulai = dt.date(tahun + 1, 1, acak.randint(1, 31))
    hari = [mulai]
    for _ in range(acak.choice((0, 1, 2, 3, 4))):
        hari.append(
            acak.choice(
                (
                    hari[-1],
                    hari[-1] + dt.timedelta(days=acak.randint(1, 120)),
                    max(hari[-1], dt.date(tahun, *HARI_TERAKHIR[acak.choice((1, 2, 3, 4))])),
                    max(hari[-1], dt.date(tahun, *HARI_TERAKHIR[acak.choice((1, 2, 3, 4))]) + dt.timedelta(days=1)),
                    max(hari[-1], dt.date(tahun + 1, 1, acak.randint(1, 31))),
                )
            )
        )
    if acak.random() < 0.1:
        acak.shuffle(hari)
    terbesar = TERBESAR // len(jenis)
    terkecil, terbesar = acak.choice(
        ((400, 999), (9_999, 20_000), (5 * 10**6, 10**7), (10**8, 10**9), (10**9, 10**10), (terbesar - 999, terbesar))
    )
    hasil = []
    for nomor, sejak in enumerate(hari):
        rincian = {}
        blokir = acak.choice((0, 0, 0, 0, 0, 0.1, 0.4, 1))
        for j in jenis:
            pagu = acak.randint(terkecil, terbesar)
            rincian[j] = (pagu, int(pagu * blokir) if blokir < 1 else pagu)
        if acak.random() < 0.04:
            rincian = dict.fromkeys(jenis, (0, 0))
        hasil.append({"nomor": nomor, "berlaku_sejak": sejak, "rincian": rincian})
    return hasil


def _bentuk(acak: random.Random, keadaan: str) -> tuple[str, int, int | None, int | None] | None:
    biasa = acak.random() < {"berjalan": 0.55, "hampir": 0.93}.get(keadaan, 1)
    if biasa:
        return acak.choice(VERIFIKASI)
    return acak.choice(SEMENTARA if acak.random() < 0.6 else TIDAK_ADA)


def _kumulatif_yang_dituju(acak: random.Random, keadaan: str, triwulan: int, efektif: int, tepi: list[int]) -> int:
    """A running total worth trying: on a threshold, just beside it, or anywhere up to 110 %."""
    if keadaan == "nol" or (keadaan == "lambat" and triwulan < 4):
        return 0
    if efektif == 0:
        return acak.choice((0, 1, 5_000))
    bp = acak.choice(tepi)
    return acak.choice(
        (
            efektif * bp // 10_000 + acak.choice((-1, 0, 1, 1)),
            -(-efektif * bp // 10_000),
            efektif * (bp * 1000 - acak.randint(1, 499)) // 10_000_000,  # would round up to it
            efektif * (bp * 9 // 10) // 10_000,
            min(acak.randint(0, efektif * triwulan * 11 // 40), TERBESAR),
            acak.randint(0, efektif * triwulan // 4),
        )
    )


def _pecah(acak: random.Random, jumlah: int, jenis: list[str], aman: dict[str, int]) -> dict[str, int]:
    """An amount of one quarter over jenis belanja; a return takes no more than surely was spent."""
    if jumlah < 0:
        hasil = {}
        for j in acak.sample(JENIS, len(JENIS)):
            kembali = min(aman[j], -jumlah)
            if kembali > 0:
                hasil[j] = -kembali
                jumlah += kembali
        return hasil
    bagian = list(jenis)
    if acak.random() < 0.1:
        bagian.append(acak.choice([j for j in JENIS if j not in jenis]))
    hasil = {}
    for j in bagian[:-1]:
        hasil[j] = acak.randint(0, jumlah)
        jumlah -= hasil[j]
    hasil[bagian[-1]] = jumlah
    if acak.random() < 0.1:
        hasil = {j: n for j, n in hasil.items() if n != 0}  # a version without rows is accepted too
    return hasil


# --- Loading -------------------------------------------------------------------------


def muat(riwayat: Isi) -> None:
    """Write a history into a database that holds no years and no satker yet."""
    kode_provinsi = {s["kode_provinsi"] for s in riwayat["satker"]}
    Provinsi.objects.bulk_create(
        Provinsi(**{**b, "kode_lokasi_dipa": b["kode_lokasi_dipa"] or None})
        for b in PROVINSI
        if b["kode"] in kode_provinsi
    )
    satker = {
        s["kode"]: Satker(kode=s["kode"], nama=f"Nama sekarang {s['kode']}", provinsi_id=s["kode_provinsi"])
        for s in riwayat["satker"]
    }
    Satker.objects.bulk_create(satker.values())
    TahunAnggaran.objects.bulk_create(
        TahunAnggaran(tahun=t["tahun"], ambang_bp=t["ambang_bp"]) for t in riwayat["tahun"]
    )
    Target.objects.bulk_create(Target(tahun_id=t["tahun"], **baris) for t in riwayat["tahun"] for baris in t["target"])
    dipa = Dipa.objects.bulk_create(
        Dipa(tahun_id=d["tahun"], kewenangan=d["kewenangan"], satker=satker[d["kode"]], nama_satker=d["nama"])
        for d in riwayat["dipa"]
    )
    _muat_revisi(dipa, riwayat)
    _muat_laporan(dipa, riwayat)


def _muat_revisi(dipa: list[Dipa], riwayat: Isi) -> None:
    pasangan = [
        (RevisiDipa(dipa=d, nomor=r["nomor"], berlaku_sejak=r["berlaku_sejak"]), r["rincian"])
        for d, isi in zip(dipa, riwayat["dipa"], strict=True)
        for r in isi["revisi"]
    ]
    RevisiDipa.objects.bulk_create(r for r, _ in pasangan)
    PaguRevisi.objects.bulk_create(
        PaguRevisi(revisi=r, jenis=j, pagu=p, blokir=b) for r, rincian in pasangan for j, (p, b) in rincian.items()
    )


def _muat_laporan(dipa: list[Dipa], riwayat: Isi) -> None:
    pasangan = [
        (LaporanTriwulan(dipa=d, triwulan=lap["triwulan"]), lap)
        for d, isi in zip(dipa, riwayat["dipa"], strict=True)
        for lap in isi["laporan"]
    ]
    LaporanTriwulan.objects.bulk_create(baris for baris, _ in pasangan)
    RincianDraf.objects.bulk_create(
        RincianDraf(laporan=baris, jenis=j, realisasi=n) for baris, lap in pasangan for j, n in lap["draf"].items()
    )
    versi = [[VersiLaporan(laporan=baris, nomor=n) for n in range(1, len(lap["versi"]) + 1)] for baris, lap in pasangan]
    VersiLaporan.objects.bulk_create(v for satu in versi for v in satu)
    RincianVersi.objects.bulk_create(
        RincianVersi(versi=v, jenis=j, realisasi=n)
        for satu, (_, lap) in zip(versi, pasangan, strict=True)
        for v, isi in zip(satu, lap["versi"], strict=True)
        for j, n in isi.items()
    )
    for satu, (baris, lap) in zip(versi, pasangan, strict=True):
        baris.status = lap["status"]
        baris.alasan_dikembalikan = "Angka belum cocok." if lap["status"] == "DIKEMBALIKAN" else ""
        baris.versi_diajukan = None if lap["diajukan"] is None else satu[lap["diajukan"]]
        baris.versi_terverifikasi = None if lap["terverifikasi"] is None else satu[lap["terverifikasi"]]
    LaporanTriwulan.objects.bulk_update(
        [baris for baris, _ in pasangan], ["status", "alasan_dikembalikan", "versi_diajukan", "versi_terverifikasi"]
    )
    rekap.susun_semua()
