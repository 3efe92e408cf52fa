"""A slow, obvious model of rules 2 to 9, written from the rules alone, to compare the query with.

It imports nothing of the project and shares nothing with it: plain loops over plain
dictionaries, every ratio a `Fraction`. A history is

    {
        "tahun": [{"tahun", "ambang_bp", "target": [{"triwulan", "kewenangan", "target_bp"}]}],
        "satker": [{"kode", "kode_provinsi", "provinsi"}],
        "dipa": [
            {
                "tahun", "kewenangan", "kode", "nama",
                "revisi": [{"nomor", "berlaku_sejak", "rincian": {jenis: (pagu, blokir)}}],
                "laporan": [{"triwulan", "status", "draf": {jenis: rupiah}, "versi": [{jenis: rupiah}],
                             "diajukan": index or None, "terverifikasi": index or None}],
            }
        ],
    }

with at most one report for each quarter of a DIPA; `kewenangan` of a target is "" for both.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

Isi = dict[str, Any]

HARI_TERAKHIR = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}


def jawab(riwayat: Isi, tahun: int, triwulan: int, kewenangan: str, angka: str) -> Isi:
    """What `manage.py posisi --format json` has to print."""
    baris = []
    for dipa in sorted(riwayat["dipa"], key=lambda d: (d["kewenangan"], d["kode"])):
        if dipa["tahun"] == tahun and kewenangan in (dipa["kewenangan"], "SEMUA"):
            satu = _posisi(riwayat, dipa, triwulan, angka)
            if satu is not None:
                baris.append(satu)
    return {
        "tahun": tahun,
        "triwulan": triwulan,
        "kewenangan": kewenangan,
        "angka": angka,
        "nasional": _nasional(riwayat, tahun, triwulan, baris),
        "satker": [{k: v for k, v in satu.items() if not k.startswith("_")} for satu in baris],
    }


def _posisi(riwayat: Isi, dipa: Isi, triwulan: int, angka: str) -> Isi | None:
    revisi = revisi_pada_akhir(dipa, triwulan)
    if revisi is None:
        return None
    pagu = blokir = 0
    for p, b in revisi["rincian"].values():
        pagu += p
        blokir += b
    efektif = pagu - blokir
    sampai = triwulan_data(dipa, triwulan, angka)
    realisasi = 0 if sampai is None else _kumulatif(dipa, sampai, angka)
    persen = Fraction(realisasi, efektif) if sampai is not None and efektif != 0 else None

    target = target_kewenangan(riwayat, dipa["tahun"], dipa["kewenangan"])
    ambang = _tahun(riwayat, dipa["tahun"])["ambang_bp"]
    if sampai != triwulan:
        status = "BELUM_LAPOR"
    elif triwulan == 4 and persen is not None and persen < Fraction(ambang, 10000):
        status = "DI_BAWAH_AMBANG"
    elif triwulan in target and persen is not None and persen < Fraction(target[triwulan], 10000):
        status = "DI_BAWAH_TARGET"
    elif triwulan in target and persen is not None:
        status = "TERCAPAI"
    else:
        status = "TANPA_TARGET"

    pangsa = None if sampai is None else pangsa_belanja(riwayat, dipa["tahun"], dipa["kewenangan"], sampai, angka)
    proyeksi = None if persen is None or pangsa is None or pangsa == 0 else persen / pangsa
    satker = next(s for s in riwayat["satker"] if s["kode"] == dipa["kode"])
    return {
        "kode": dipa["kode"],
        "kewenangan": dipa["kewenangan"],
        "nama": dipa["nama"],
        "provinsi": satker["provinsi"],
        "kode_provinsi": satker["kode_provinsi"],
        "pagu": pagu,
        "blokir": blokir,
        "pagu_efektif": efektif,
        "realisasi": realisasi,
        "persen": _tulis(persen, [ambang, target.get(triwulan)]),
        "target": _tulis_bp(target.get(triwulan)),
        "status": status,
        "triwulan_data": sampai,
        "proyeksi": _tulis(proyeksi, [ambang, target.get(4)]),
        "berisiko": proyeksi is not None and proyeksi < Fraction(ambang, 10000),
        "_persen": persen,
        "_target_bp": target.get(triwulan),
    }


def _nasional(riwayat: Isi, tahun: int, triwulan: int, baris: list[Isi]) -> Isi:
    pagu = blokir = realisasi = melapor = 0
    ada_laporan = False
    rasio = []
    target = []
    for satu in baris:
        pagu += satu["pagu"]
        blokir += satu["blokir"]
        realisasi += satu["realisasi"]
        if satu["triwulan_data"] is not None:
            ada_laporan = True
        if satu["triwulan_data"] == triwulan:
            melapor += 1
        if satu["_persen"] is not None:
            rasio.append(satu["_persen"])
        if satu["_target_bp"] not in target:
            target.append(satu["_target_bp"])
    batas = list(target)
    if baris:
        batas.append(_tahun(riwayat, tahun)["ambang_bp"])
    efektif = pagu - blokir
    persen = Fraction(realisasi, efektif) if ada_laporan and efektif != 0 else None
    rata_rata = sum(rasio, Fraction(0)) / len(rasio) if rasio else None
    return {
        "jumlah_satker": len(baris),
        "melapor": melapor,
        "pagu": pagu,
        "blokir": blokir,
        "pagu_efektif": efektif,
        "realisasi": realisasi,
        "persen": _tulis(persen, batas),
        "rata_rata_satker": _tulis(rata_rata, batas),
        "target": _tulis_bp(target[0]) if len(target) == 1 else None,
    }


# --- Rule 3 --------------------------------------------------------------------------


def revisi_pada_akhir(dipa: Isi, triwulan: int) -> Isi | None:
    """The revision in force at the end of a quarter."""
    bulan, hari = HARI_TERAKHIR[triwulan]
    akhir = dt.date(dipa["tahun"], bulan, hari)
    berlaku = None
    for revisi in dipa["revisi"]:
        if revisi["berlaku_sejak"] > akhir:
            continue
        if (
            berlaku is None
            or revisi["berlaku_sejak"] > berlaku["berlaku_sejak"]
            or (revisi["berlaku_sejak"] == berlaku["berlaku_sejak"] and revisi["nomor"] > berlaku["nomor"])
        ):
            berlaku = revisi
    return berlaku


def triwulan_mulai(dipa: Isi) -> int | None:
    """The first quarter at whose end a revision is in force."""
    for triwulan in (1, 2, 3, 4):
        if revisi_pada_akhir(dipa, triwulan) is not None:
            return triwulan
    return None


# --- Rules 2, 6 and 7 ----------------------------------------------------------------


def versi_diterima(dipa: Isi, triwulan: int, angka: str) -> dict[str, int] | None:
    """The amounts of the accepted version of a quarter's report, if it has one."""
    for laporan in dipa["laporan"]:
        if laporan["triwulan"] == triwulan:
            if angka == "sementara" and laporan["status"] == "DIAJUKAN":
                return laporan["versi"][laporan["diajukan"]]
            if laporan["terverifikasi"] is None:
                return None
            return laporan["versi"][laporan["terverifikasi"]]
    return None


def triwulan_data(dipa: Isi, triwulan: int, angka: str) -> int | None:
    """The latest quarter, up to the asked one, whose figure counts."""
    mulai = triwulan_mulai(dipa)
    sampai = None
    if mulai is not None:
        for q in range(mulai, triwulan + 1):
            if versi_diterima(dipa, q, angka) is None:
                return sampai
            sampai = q
    return sampai


def _kumulatif(dipa: Isi, sampai: int, angka: str) -> int:
    jumlah = 0
    for q in range(triwulan_mulai(dipa) or 1, sampai + 1):
        versi = versi_diterima(dipa, q, angka)
        if versi is not None:
            for rupiah in versi.values():
                jumlah += rupiah
    return jumlah


# --- Rules 8 and 9 -------------------------------------------------------------------


def _tahun(riwayat: Isi, tahun: int) -> Isi:
    return next(t for t in riwayat["tahun"] if t["tahun"] == tahun)


def target_kewenangan(riwayat: Isi, tahun: int, kewenangan: str) -> dict[int, int]:
    """The targets of one kewenangan: its own row where there is one, else the row for both."""
    hasil = {}
    for siapa in ("", kewenangan):
        for t in _tahun(riwayat, tahun)["target"]:
            if t["kewenangan"] == siapa:
                hasil[t["triwulan"]] = t["target_bp"]
    return hasil


def tahun_dasar(riwayat: Isi, tahun: int, kewenangan: str, angka: str) -> list[Isi]:
    """The earlier years that a share is made from, latest first: their DIPA and their total."""
    dasar: list[Isi] = []
    for t in sorted({d["tahun"] for d in riwayat["dipa"] if d["tahun"] < tahun}, reverse=True):
        anggota = [
            d
            for d in riwayat["dipa"]
            if d["tahun"] == t and d["kewenangan"] == kewenangan and revisi_pada_akhir(d, 4) is not None
        ]
        if not anggota or any(triwulan_data(d, 4, angka) != 4 for d in anggota):
            continue
        total = sum(_kumulatif(d, 4, angka) for d in anggota)
        if total != 0 and len(dasar) < 3:
            dasar.append({"tahun": t, "dipa": anggota, "total": total})
    return dasar


def pangsa_belanja(riwayat: Isi, tahun: int, kewenangan: str, triwulan: int, angka: str) -> Fraction | None:
    """The share of a year's spending that is reached by a quarter."""
    if triwulan == 4:
        return Fraction(1)
    dasar = tahun_dasar(riwayat, tahun, kewenangan, angka)
    if dasar:
        sebagian = sum(_kumulatif(d, triwulan, angka) for t in dasar for d in t["dipa"])
        return Fraction(sebagian, sum(t["total"] for t in dasar))
    target = target_kewenangan(riwayat, tahun, kewenangan)
    if 4 not in target:
        return None
    jalur = {0: 0, **target}
    kiri = triwulan
    while kiri not in jalur:
        kiri -= 1
    kanan = triwulan
    while kanan not in jalur:
        kanan += 1
    nilai = Fraction(jalur[kiri])
    if kanan > kiri:
        nilai += Fraction(jalur[kanan] - jalur[kiri], kanan - kiri) * (triwulan - kiri)
    return nilai / target[4]


# --- Rule 1 --------------------------------------------------------------------------


def _tulis(rasio: Fraction | None, batas: list[int | None]) -> str | None:
    """Half up to two decimals, but below every threshold that the exact ratio is below."""
    if rasio is None:
        return None
    tepat = rasio * 10000
    bulat = (tepat + Fraction(1, 2)).__floor__()
    for b in batas:
        if b is not None and tepat < b:
            bulat = min(bulat, b - 1)
    return _tulis_bp(bulat)


def _tulis_bp(nilai: int | None) -> str | None:
    if nilai is None:
        return None
    angka = str(nilai).rjust(3, "0")
    return f"{angka[:-2]}.{angka[-2:]}"
