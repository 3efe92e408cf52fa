"""Random histories through the command: every value of `posisi` agrees with the slow model."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from realisasi.models import LaporanTriwulan, TahunAnggaran
from tests.model_lambat import Isi, jawab, revisi_pada_akhir, triwulan_mulai
from tests.perintah import posisi
from tests.riwayat_acak import buat_riwayat

pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]

BENIH = range(100, 106)
BAWAAN = [{"triwulan": 2, "kewenangan": "", "target_bp": 6000}, {"triwulan": 4, "kewenangan": "", "target_bp": 9900}]
DITERIMA = {"DIVERIFIKASI": "terverifikasi", "DIAJUKAN": "diajukan"}


def sederhanakan(riwayat: Isi) -> Isi:
    """The same history as a file can tell it: one version for each report, quarters without a gap, default targets."""
    hasil = deepcopy(riwayat)
    nama = {s["kode"]: f"Dinas {s['kode']}" for s in hasil["satker"]}
    for tahun in hasil["tahun"]:
        tahun |= {"ambang_bp": 9000, "target": BAWAAN}
    for dipa in hasil["dipa"]:
        dipa["nama"] = nama[dipa["kode"]]
        for revisi in dipa["revisi"]:
            revisi["rincian"] = _terpilah(revisi["rincian"])
        dipa["laporan"] = list(_berurutan(dipa))
    return hasil


def _terpilah(rincian: Isi) -> Isi:
    """A revision is split or not: what is not, beside what is, is on goods here."""
    if "00" not in rincian or len(rincian) == 1:
        return rincian
    hasil = {j: isi for j, isi in rincian.items() if j != "00"}
    pagu, blokir = (a + b for a, b in zip(hasil.get("52", (0, 0)), rincian["00"], strict=True))
    return {**hasil, "52": (pagu, blokir)}


def _berurutan(dipa: Isi) -> Iterable[Isi]:
    milik = {lap["triwulan"]: lap for lap in dipa["laporan"]}
    sebelum = "DIVERIFIKASI"
    for q in range(triwulan_mulai(dipa) or 5, 5):
        lap = milik.get(q)
        if lap is None or lap["status"] not in DITERIMA:
            return
        # Nothing verified stands on what is only submitted.
        status = lap["status"] if sebelum == "DIVERIFIKASI" else "DIAJUKAN"
        versi = _dirinci(lap["versi"][lap[DITERIMA[lap["status"]]]])
        if not versi:
            return
        sebelum = status
        ke = 0 if status == "DIVERIFIKASI" else None
        yield {"triwulan": q, "status": status, "draf": {}, "versi": [versi], "diajukan": 0, "terverifikasi": ke}


def _dirinci(versi: Isi) -> Isi:
    """Only pagu can be not yet split: what was spent under no jenis was spent on goods here."""
    if "00" not in versi:
        return versi
    hasil = {j: n for j, n in versi.items() if j != "00"}
    return {**hasil, "52": hasil.get("52", 0) + versi["00"]}


def tulis(lintasan: Path, baris: list[dict[str, Any]], acak: random.Random) -> Path:
    """Rows as a CSV file, in any order."""
    acak.shuffle(baris)
    with lintasan.open("w", encoding="utf-8", newline="") as f:
        penulis = csv.DictWriter(f, list(baris[0]))
        penulis.writeheader()
        penulis.writerows(baris)
    return lintasan


def berkas(riwayat: Isi, folder: Path, benih: int) -> list[tuple[str, Path]]:
    acak = random.Random(benih)
    satker = [
        {"kode_satker": s["kode"], "nama_satker": f"Dinas {s['kode']}", "kode_provinsi": s["kode_provinsi"]}
        for s in riwayat["satker"]
    ]
    kunci = [
        ({"tahun": d["tahun"], "kewenangan": d["kewenangan"], "kode_satker": d["kode"]}, d) for d in riwayat["dipa"]
    ]
    pagu = [
        {
            **k,
            "nomor_dipa": "",
            "revisi": r["nomor"],
            "berlaku_sejak": r["berlaku_sejak"],
            "jenis_belanja": j,
            "pagu": p,
            "blokir": b,
        }
        for k, d in kunci
        for r in d["revisi"]
        for j, (p, b) in r["rincian"].items()
    ]
    laporan = [
        {**k, "triwulan": lap["triwulan"], "jenis_belanja": j, "realisasi": n, "status": lap["status"]}
        for k, d in kunci
        for lap in d["laporan"]
        for j, n in lap["versi"][0].items()
    ]
    isi = {"satker": satker, "dipa": pagu, "laporan": laporan}
    return [(jenis, tulis(folder / f"{jenis}.csv", baris, acak)) for jenis, baris in isi.items()]


@pytest.mark.parametrize("benih", BENIH)
def test_setiap_nilai_sama_dengan_model_lambat(benih: int, tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    riwayat = sederhanakan(buat_riwayat(benih))
    call_command("muat_referensi", verbosity=0)
    for jenis, lintasan in berkas(riwayat, tmp_path, benih):
        keluaran = io.StringIO()
        call_command("impor", str(lintasan), "--jenis", jenis, "--format", "json", "--terapkan", stdout=keluaran)
        assert json.loads(keluaran.getvalue())["ditolak"] == []
    assert LaporanTriwulan.objects.exists()
    for tahun in TahunAnggaran.objects.values_list("tahun", flat=True):
        for q in (1, 2, 3, 4):
            for kewenangan in ("DK", "TP", "SEMUA"):
                for angka in ("resmi", "sementara"):
                    tanya = (tahun, q, kewenangan, angka)
                    assert posisi(*tanya) == jawab(riwayat, *tanya), tanya


def test_riwayat_acak_memuat_yang_dapat_salah() -> None:
    """The comparison is worth something only if the histories hold what an import may get wrong."""
    dipa = [d for benih in BENIH for d in sederhanakan(buat_riwayat(benih))["dipa"]]
    laporan = [(d, lap) for d in dipa for lap in d["laporan"]]
    assert {lap["status"] for _, lap in laporan} == {"DIAJUKAN", "DIVERIFIKASI"}
    assert any(n < 0 for _, lap in laporan for n in lap["versi"][0].values())
    assert any(d["laporan"][0]["triwulan"] > 1 for d in dipa if d["laporan"])
    assert any("00" in r["rincian"] for d in dipa for r in d["revisi"])
    assert any(j not in revisi_pada_akhir(d, lap["triwulan"])["rincian"] for d, lap in laporan for j in lap["versi"][0])
    assert any(r["berlaku_sejak"].year > d["tahun"] for d in dipa for r in d["revisi"])
    assert any(r["berlaku_sejak"].year < d["tahun"] for d in dipa for r in d["revisi"])
