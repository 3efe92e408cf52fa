"""Charts: every figure is one that Plotly accepts, in the project's colours and in Indonesian."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go
import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from dashboard import grafik, lembar, ringkasan
from dashboard.peringkat import Peringkat
from dashboard.saringan import Saringan
from dashboard.warna import GELAP, GRAFIK, TERANG
from realisasi.models import JenisBelanja
from realisasi.posisi import Angka, baca_tahun, muat
from realisasi.rekap import BukuRekap, Ruang
from satker.models import Satker
from tests.pabrik import (
    buat_dipa,
    buat_laporan_terverifikasi,
    buat_satker,
    buat_target,
)

WARNA = re.compile(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(")
TITIK_DESIMAL = re.compile(r"\d\.\d{1,2}\b(?!\d)")


def teks_dalam(isi: Any) -> Iterator[str]:
    """Every string of a figure."""
    if isinstance(isi, str):
        yield isi
    elif isinstance(isi, dict):
        for nilai in isi.values():
            yield from teks_dalam(nilai)
    elif isinstance(isi, list | tuple):
        for nilai in isi:
            yield from teks_dalam(nilai)


def periksa(gambar: grafik.Gambar) -> None:
    """What holds for every figure of the project."""
    # A figure crosses to the browser as JSON.
    assert json.loads(json.dumps(gambar, allow_nan=False)) == gambar
    tata = {k: v for k, v in gambar["layout"].items() if k != "meta"}
    go.Figure({"data": gambar["data"], "layout": tata})
    _periksa_sempit(gambar)
    dipakai = {w for t in teks_dalam(gambar) for w in WARNA.findall(t)}
    assert dipakai <= set(GRAFIK.values())
    assert gambar["layout"]["separators"] == ",."
    assert gambar["layout"]["height"] > 0
    for tulisan in tulisan_tampak(gambar):
        assert not TITIK_DESIMAL.search(tulisan.replace("s.d.", "")), tulisan
        assert "None" not in tulisan
        assert "nan" not in tulisan.split()
    for jejak in gambar["data"]:
        assert len(jejak["x"]) == len(jejak["y"])


def _periksa_sempit(gambar: grafik.Gambar) -> None:
    """The overrides of a phone point at what is there, and give a valid figure too."""
    sempit = json.loads(json.dumps({k: v for k, v in gambar["layout"].items() if k != "meta"}))
    for jalan, nilai in gambar["layout"]["meta"]["narrow"].items():
        *kunci, akhir = [int(k) if k.isdigit() else k for k in jalan.split(".")]
        tujuan = sempit
        for k in kunci:
            tujuan = tujuan[k]
        assert akhir in tujuan, jalan
        tujuan[akhir] = nilai
    go.Figure({"data": gambar["data"], "layout": sempit})


def tulisan_tampak(gambar: grafik.Gambar) -> list[str]:
    """What a reader sees: annotations, ticks, names in the hover text."""
    tata = gambar["layout"]
    hasil = [t["text"] for t in tata.get("annotations", ())]
    for sumbu in ("xaxis", "yaxis"):
        hasil += tata[sumbu].get("ticktext", ())
    return hasil


def semua_gambar(s: Saringan) -> dict[str, grafik.Gambar]:
    """The three figures of the national dashboard."""
    buku = BukuRekap(s.tahun, s.angka, baca_tahun())
    semua = buku.irisan(s.triwulan, Ruang(s.satu_kewenangan))
    daftar = Peringkat(s, buku, ringkasan.di_pulau(semua, s.pulau), None, timezone.localdate())
    r = ringkasan.susun(s, buku, semua, daftar)
    return {
        "lajur": grafik.lajur(r.lajur),
        "peringkat": grafik.peringkat(
            r.peringkat,
            buku.anggaran[s.tahun].ambang_bp,
            r.jawaban.garis_target_bp,
            tautan=s.alamat,
            jeda=r.peringkat_jeda,
            kata_jeda=f"{r.peringkat_dilewati} satker lain",
        ),
        "jenis": grafik.jenis(r.jenis),
    }


def gambar_dari(tahun: int, triwulan: int, kewenangan: str = "SEMUA", **isi: Any) -> dict[str, grafik.Gambar]:
    angka = isi.pop("angka", Angka.RESMI)
    return semua_gambar(Saringan(tahun, triwulan, kewenangan, angka, **isi))


# --- The demo --------------------------------------------------------------------------
def test_setiap_gambar_dasbor_dari_data_contoh_sah(demo: None) -> None:
    for angka in Angka:
        for tahun in (2022, 2023, 2024, 2025, 2026):
            for triwulan, kewenangan in itertools.product((1, 2, 3, 4), ("DK" if tahun < 2024 else "TP", "SEMUA")):
                for gambar in semua_gambar(Saringan(tahun, triwulan, kewenangan, angka)).values():
                    periksa(gambar)


def test_setiap_gambar_lembar_satker_dari_data_contoh_sah(demo: None) -> None:
    for kode in ("099026", "069263", "059029"):
        satker = Satker.objects.get(kode=kode)
        buku = muat([2022, 2023, 2024, 2025, 2026], Angka.SEMENTARA, satker=[satker.pk])
        for tahun, triwulan in itertools.product((2022, 2023, 2024, 2026), (1, 3, 4)):
            s = Saringan(tahun, triwulan, "SEMUA", Angka.SEMENTARA)
            periksa(grafik.lajur(lembar.susun(s, satker, buku, timezone.localdate(), berperingkat=False).lajur))


def test_peringkat_mewarnai_menurut_status_dan_membuka_satker(demo: None) -> None:
    gambar = gambar_dari(2026, 2, "TP")["peringkat"]
    (batang,) = gambar["data"]
    per_nama = {c[0]: (warna, c) for warna, c in zip(batang["marker"]["color"], batang["customdata"], strict=True)}
    assert per_nama["Jawa Barat"][0] == TERANG["hijau-fill"]
    assert per_nama["Riau"][0] == TERANG["merah-fill"]
    assert per_nama["Bali"][0] == TERANG["kuning-fill"]
    assert per_nama["Maluku (TW I)"][0] == TERANG["abu-fill"]
    assert per_nama["Riau"][1][-1] == "/satker/099026/?tahun=2026&triwulan=2&kewenangan=TP&angka=resmi"
    arsir = dict(zip((c[0] for c in batang["customdata"]), batang["marker"]["pattern"]["shape"], strict=True))
    assert {nama for nama, bentuk in arsir.items() if bentuk} == {
        "Maluku (TW I)",
        "Kalimantan Utara (TW I)",
        "Papua Pegunungan",
    }


def test_peringkat_bergaris_ambang_dan_target(demo: None) -> None:
    tulisan = [t.replace("\u00a0", " ") for t in tulisan_tampak(gambar_dari(2023, 4, "DK")["peringkat"])]
    assert any("90 %" in t for t in tulisan)
    assert any("99 %" in t for t in tulisan)
    assert any("81,18" in t for t in tulisan)


def test_sumbu_persen_mulai_dari_nol(demo: None) -> None:
    gambar = gambar_dari(2023, 4, "DK")
    assert gambar["lajur"]["layout"]["yaxis"]["range"][0] == 0
    assert gambar["peringkat"]["layout"]["xaxis"]["range"][0] == 0
    assert gambar["jenis"]["layout"]["xaxis"]["range"][0] == 0


# --- Edges -----------------------------------------------------------------------------
def test_dipa_tanpa_laporan(db: None) -> None:
    buat_dipa(tahun=2026)
    for gambar in gambar_dari(2026, 4).values():
        periksa(gambar)


def test_dipa_yang_pagunya_terblokir_semua(db: None) -> None:
    buat_laporan_terverifikasi(buat_dipa(tahun=2026, pagu={"52": 5}, blokir={"52": 5}), 1, {"52": 0})
    for gambar in gambar_dari(2026, 1).values():
        periksa(gambar)


def test_di_atas_seratus_persen_tetap_di_dalam_gambar(db: None) -> None:
    buat_target(4, 9900)
    dipa = buat_dipa(tahun=2026, pagu={"52": 100})
    for tw in (1, 2, 3, 4):
        buat_laporan_terverifikasi(dipa, tw, {"52": 45})
    gambar = gambar_dari(2026, 4)
    for g in gambar.values():
        periksa(g)
    assert gambar["lajur"]["layout"]["yaxis"]["range"][1] > 180
    assert gambar["peringkat"]["layout"]["xaxis"]["range"][1] > 180
    assert gambar["jenis"]["layout"]["xaxis"]["range"][1] >= 180


def test_realisasi_negatif_dan_jenis_tanpa_pagu(db: None) -> None:
    dipa = buat_dipa(tahun=2026, pagu={"52": 1_000})
    buat_laporan_terverifikasi(dipa, 1, {"52": 500, "53": 40})
    buat_laporan_terverifikasi(dipa, 2, {"52": -200, "53": 0})
    gambar = gambar_dari(2026, 2)
    for g in gambar.values():
        periksa(g)
    assert any("tanpa pagu" in t for t in tulisan_tampak(gambar["jenis"]))


def test_tanpa_satu_dipa_pun(db: None) -> None:
    buat_dipa(tahun=2026)
    for gambar in gambar_dari(2026, 1, pulau="Papua").values():
        periksa(gambar)


def test_nama_satker_tidak_menjadi_markah_di_grafik(db: None) -> None:
    """Plotly reads a few tags and addresses in its texts; a name is never one."""
    kantor = buat_satker()
    kantor.provinsi.nama = 'A <a href="javascript:1">x</a> & %{y}'
    kantor.provinsi.save()
    buat_laporan_terverifikasi(buat_dipa(kantor, tahun=2026), 1, {"52": 1})
    gambar = gambar_dari(2026, 1)["peringkat"]
    periksa(gambar)


def test_setiap_jenis_belanja_punya_nama_di_gambar(db: None) -> None:
    dipa = buat_dipa(tahun=2026, pagu={j.value: 1_000 for j in JenisBelanja})
    buat_laporan_terverifikasi(dipa, 1, {j.value: 100 for j in JenisBelanja})
    gambar = gambar_dari(2026, 1)["jenis"]
    periksa(gambar)
    assert len(set(gambar["data"][0]["y"])) == len(JenisBelanja)
    assert gambar["layout"]["height"] == grafik.tinggi_jenis(len(JenisBelanja))


# --- Labels and tokens -------------------------------------------------------------------
@given(
    nilai=st.lists(st.floats(0, 150, allow_nan=False), max_size=3),
    jarak=st.floats(0.1, 20),
)
def test_sebar_menjaga_jarak_dan_urutan(nilai: list[float], jarak: float) -> None:
    hasil = grafik.sebar(nilai, jarak)
    assert len(hasil) == len(nilai)
    urut = sorted(range(len(nilai)), key=nilai.__getitem__)
    tempat = [hasil[i] for i in urut]
    assert all(b - a >= jarak * 0.999 for a, b in itertools.pairwise(tempat))


def test_sebar_tidak_menggeser_yang_sudah_berjarak() -> None:
    assert grafik.sebar([90.0, 50.0, 70.0], 6) == [90.0, 50.0, 70.0]
    assert grafik.sebar([], 6) == []


def test_label_lajur_berjarak_17_px(demo: None) -> None:
    for tahun in (2022, 2023, 2024, 2025):
        gambar = gambar_dari(tahun, 4)["lajur"]
        tata = gambar["layout"]
        plot = tata["height"] - tata["margin"]["t"] - tata["margin"]["b"]
        satuan = plot / (tata["yaxis"]["range"][1] - tata["yaxis"]["range"][0])
        y = sorted(t["y"] * satuan for t in tata["annotations"] if t.get("x") == 4)
        assert all(b - a >= 16.9 for a, b in itertools.pairwise(y))


@pytest.mark.parametrize("tema", [TERANG, GELAP])
def test_setiap_warna_grafik_ada_di_kedua_tema(tema: dict[str, str]) -> None:
    assert set(GRAFIK) <= set(tema)
    assert {GRAFIK[nama] for nama in GRAFIK} <= set(TERANG.values())


def test_token_grafik_tidak_ada_yang_kembar() -> None:
    """`grafik.js` finds a token by its light value."""
    assert len(set(GRAFIK.values())) == len(GRAFIK)
