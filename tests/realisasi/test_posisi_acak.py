"""On random histories the query and its command give what the slow model gives, in every value."""

from __future__ import annotations

import json
from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command

from tests.model_lambat import (
    HARI_TERAKHIR,
    Isi,
    jawab,
    pangsa_belanja,
    revisi_pada_akhir,
    tahun_dasar,
    triwulan_mulai,
)
from tests.riwayat_acak import buat_riwayat, muat

BENIH = range(24)
KEWENANGAN = ("DK", "TP", "SEMUA")
ANGKA = ("resmi", "sementara")


def tanya(tahun: int, triwulan: int, kewenangan: str, angka: str) -> Isi:
    keluaran = StringIO()
    call_command(
        "posisi", format="json", tahun=tahun, triwulan=triwulan, kewenangan=kewenangan, angka=angka, stdout=keluaran
    )
    return json.loads(keluaran.getvalue())


def pertanyaan(riwayat: Isi) -> list[tuple[int, int, str, str]]:
    return [
        (t["tahun"], triwulan, kewenangan, angka)
        for t in riwayat["tahun"]
        for triwulan in (1, 2, 3, 4)
        for kewenangan in KEWENANGAN
        for angka in ANGKA
    ]


@pytest.mark.django_db
@pytest.mark.basis_data
@pytest.mark.parametrize("benih", BENIH)
def test_every_value_agrees_with_the_slow_model(benih: int) -> None:
    riwayat = buat_riwayat(benih)
    muat(riwayat)
    for satu in pertanyaan(riwayat):
        hasil, harapan = tanya(*satu), jawab(riwayat, *satu)
        assert hasil["satker"] == harapan["satker"], satu
        assert hasil == harapan, satu


# --- The comparison is worth something only if the histories hold what can go wrong -----


@pytest.fixture(scope="module")
def semua() -> list[Isi]:
    return [buat_riwayat(benih) for benih in BENIH]


def test_histories_hold_every_kind_of_revision(semua: list[Isi]) -> None:
    ada: Counter[str] = Counter()
    for dipa in (d for r in semua for d in r["dipa"]):
        tahun = dipa["tahun"]
        hari = [r["berlaku_sejak"] for r in dipa["revisi"]]
        ada["in December before"] += any(h.year == tahun - 1 for h in hari)
        ada["first one only after the year"] += min(hari).year > tahun
        ada["a later one after the year"] += min(hari).year <= tahun < max(hari).year
        ada["two on one day"] += len(set(hari)) < len(hari)
        ada["not in the order of the numbers"] += hari != sorted(hari)
        ada["on the last day of a quarter"] += any((h.month, h.day) in HARI_TERAKHIR.values() for h in hari)
        ada["on the first day of the next"] += any((h.month, h.day) in ((4, 1), (7, 1), (10, 1)) for h in hari)
        ada["begins after TW I"] += (triwulan_mulai(dipa) or 0) > 1
        efektif = [
            sum(p - b for p, b in r["rincian"].values())
            for q in (1, 2, 3, 4)
            if (r := revisi_pada_akhir(dipa, q)) is not None
        ]
        ada["pagu efektif changes within the year"] += len(set(efektif)) > 1
        ada["no pagu efektif"] += 0 in efektif
        ada["beyond 64 bits in the product"] += any(e * 10_000 > 2**63 for e in efektif)
    kurang = {apa: n for apa, n in ada.items() if n < 5}
    assert not kurang
    assert len(ada) == 11


def test_histories_hold_every_kind_of_report(semua: list[Isi]) -> None:
    ada: Counter[str] = Counter()
    for dipa in (d for r in semua for d in r["dipa"]):
        laporan = {lap["triwulan"]: lap for lap in dipa["laporan"]}
        mulai = triwulan_mulai(dipa)
        for lap in laporan.values():
            pernah = lap["terverifikasi"] is not None
            ada[f"{lap['status']}, {'once verified' if pernah else 'never verified'}"] += 1
            ada["verified version older than the last"] += pernah and lap["terverifikasi"] + 1 < len(lap["versi"])
            ada["three versions"] += len(lap["versi"]) == 3
            ada["returns"] += any(n < 0 for v in lap["versi"] for n in v.values())
            ada["accepted without rows"] += {} in lap["versi"]
            ada["before the DIPA is in force"] += mulai is None or lap["triwulan"] < mulai
            ada["later quarter verified behind a gap"] += (
                pernah and mulai is not None and lap["triwulan"] > mulai and lap["triwulan"] - 1 not in laporan
            )
            sebelumnya = laporan.get(lap["triwulan"] - 1)
            ada["later quarter verified behind one sent back"] += (
                lap["status"] == "DIVERIFIKASI"
                and sebelumnya is not None
                and sebelumnya["status"] == "DIKEMBALIKAN"
                and sebelumnya["terverifikasi"] is None
            )
    for riwayat in semua:
        milik = Counter((d["tahun"], d["kode"]) for d in riwayat["dipa"])
        ada["both kewenangan for one satker"] += sum(n == 2 for n in milik.values())
    kurang = {apa: n for apa, n in ada.items() if n < 5}
    assert not kurang
    assert len(ada) == 14


def test_answers_hold_every_status_and_every_way_to_project(semua: list[Isi]) -> None:
    ada: Counter[str] = Counter()
    for riwayat in semua:
        for t in riwayat["tahun"]:
            khusus = {b["kewenangan"] for b in t["target"]} - {""}
            ada["target of one kewenangan"] += bool(khusus)
        for tahun, triwulan, kewenangan, angka in pertanyaan(riwayat):
            jawaban = jawab(riwayat, tahun, triwulan, kewenangan, angka)
            nasional = jawaban["nasional"]
            ada["group without percentage"] += bool(jawaban["satker"]) and nasional["persen"] is None
            ada["group with different targets"] += len({s["target"] for s in jawaban["satker"]}) > 1
            ada["sementara differs"] += (
                angka == "sementara"
                and jawab(riwayat, tahun, triwulan, kewenangan, "resmi")["satker"] != jawaban["satker"]
            )
            for s in jawaban["satker"]:
                ada[s["status"]] += 1
                ada["berisiko" if s["berisiko"] else "tidak berisiko"] += s["proyeksi"] is not None
                ada["figure of an earlier quarter"] += s["triwulan_data"] not in (None, triwulan)
                ada["no figure that year"] += s["triwulan_data"] is None
                if s["triwulan_data"] in (None, 4):
                    continue
                dasar = tahun_dasar(riwayat, tahun, s["kewenangan"], angka)
                ada[f"projected from {len(dasar)} years"] += 1
                pangsa = pangsa_belanja(riwayat, tahun, s["kewenangan"], s["triwulan_data"], angka)
                ada["no share"] += pangsa is None
                ada["share of zero"] += pangsa == 0
    kurang = {apa: n for apa, n in ada.items() if n < 10}
    assert not kurang
    assert len(ada) == 19


def test_amounts_lie_on_and_beside_the_thresholds(semua: list[Isi]) -> None:
    tepat = nyaris = 0
    for riwayat in semua:
        ambang = {t["tahun"]: t["ambang_bp"] for t in riwayat["tahun"]}
        for satu in pertanyaan(riwayat):
            for s in jawab(riwayat, *satu)["satker"]:
                if s["persen"] is None:
                    continue
                selisih = s["realisasi"] * 10_000 - ambang[satu[0]] * s["pagu_efektif"]
                tepat += selisih == 0
                nyaris += -s["pagu_efektif"] <= 2 * selisih < 0  # would round up to the ambang
    assert tepat >= 10
    assert nyaris >= 50


def test_running_totals_are_never_negative(semua: list[Isi]) -> None:
    """Rule 2 holds in the histories themselves, so that what they ask is a fair question."""
    for riwayat in semua:
        for satu in pertanyaan(riwayat):
            assert all(s["realisasi"] >= 0 for s in jawab(riwayat, *satu)["satker"])
