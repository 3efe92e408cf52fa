"""The filter bar: what a page shows unasked, what an address may say, and what it says back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import time_machine
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dashboard import saringan
from realisasi.models import StatusLaporan
from realisasi.posisi import Angka
from satker.models import Pengguna
from tests.dashboard.halaman import Laman, buka, teks
from tests.pabrik import (
    buat_dipa,
    buat_laporan,
    buat_laporan_diajukan,
    buat_laporan_terverifikasi,
    buat_satker,
    buat_tahun,
    kembalikan,
)

MasukSebagai = Callable[[Pengguna | str], Client]
UANG = {"52": 100_000}


def bawaan(**isi: str) -> tuple[int, int, str]:
    """Year, quarter and kewenangan that a page shows for an address."""
    s, _ = saringan.baca(isi)
    return s.tahun, s.triwulan, s.kewenangan


def terpilih(laman: Laman) -> dict[str, str]:
    """What the selects of the filter bar show."""
    return {
        pilih.get("name", ""): next(o.get("value", "") for o in pilih.iter("option") if "selected" in o.attrib)
        for pilih in laman.semua("select")
        if pilih.get("id", "").startswith("f-")
    }


# --- What a page shows unasked ---------------------------------------------------------
@pytest.mark.pada("2026-07-10 09:00")
def test_tanpa_saringan_tahun_dan_triwulan_terakhir_yang_berlaporan(db: None) -> None:
    for tahun in (2025, 2026):
        dipa = buat_dipa(tahun=tahun)
        for tw in (1, 2, 3) if tahun == 2025 else (1,):
            buat_laporan_terverifikasi(dipa, tw, UANG)
    assert bawaan() == (2026, 1, "TP")
    assert bawaan(tahun="2025") == (2025, 3, "TP")


@pytest.mark.pada("2026-07-10 09:00")
def test_angka_yang_ditampilkan_menentukan_triwulan_bawaan(db: None) -> None:
    dipa = buat_dipa(tahun=2026)
    buat_laporan_terverifikasi(dipa, 1, UANG)
    buat_laporan_diajukan(dipa, 2, UANG)
    assert bawaan() == (2026, 1, "TP")
    assert bawaan(angka="resmi") == (2026, 1, "TP")
    assert bawaan(angka="sementara") == (2026, 2, "TP")


@pytest.mark.pada("2026-10-10 09:00")
def test_draf_dan_laporan_yang_dikembalikan_tidak_memilih_triwulan(db: None) -> None:
    dipa = buat_dipa(tahun=2026)
    buat_laporan_terverifikasi(dipa, 1, UANG)
    kembalikan(buat_laporan_diajukan(dipa, 2, UANG))
    buat_laporan(dipa, 3, UANG)
    assert bawaan(angka="sementara") == (2026, 1, "TP")
    # A verified report that was reopened keeps its verified version, and still counts.
    kembalikan(buat_laporan_terverifikasi(dipa, 2, UANG))
    assert bawaan() == (2026, 2, "TP")


@pytest.mark.parametrize(
    ("utc", "triwulan"),
    [
        ("2026-06-30T16:59:59", 1),  # 23:59:59 in Jakarta: the quarter is not over
        ("2026-06-30T17:00:00", 2),  # midnight in Jakarta, still June in London
    ],
)
def test_triwulan_berakhir_pada_tengah_malam_wib(
    db: None, jam: time_machine.Traveller, utc: str, triwulan: int
) -> None:
    dipa = buat_dipa(tahun=2026)
    buat_laporan_terverifikasi(dipa, 1, UANG)
    buat_laporan_terverifikasi(dipa, 2, UANG)
    jam.move_to(dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC), tick=False)
    assert bawaan() == (2026, triwulan, "TP")


@pytest.mark.pada("2027-01-04 09:00")
def test_tahun_yang_baru_dibuka_tidak_menggantikan_tahun_berlaporan(db: None) -> None:
    buat_laporan_terverifikasi(buat_dipa(tahun=2026), 1, UANG)
    buat_dipa(tahun=2027)
    assert bawaan() == (2026, 1, "TP")


@pytest.mark.pada("2026-05-04 09:00")
def test_tahun_tanpa_laporan_menampilkan_triwulan_berakhir_yang_terakhir(db: None) -> None:
    buat_dipa(tahun=2026)
    assert bawaan() == (2026, 1, "TP")
    buat_dipa(tahun=2025)
    assert bawaan(tahun="2025") == (2025, 4, "TP")


def test_kewenangan_bawaan_yang_satu_satunya_atau_keduanya(db: None) -> None:
    kantor = buat_satker()
    buat_laporan_terverifikasi(buat_dipa(kantor, tahun=2023, kewenangan="DK"), 4, UANG)
    assert bawaan(tahun="2023")[2] == "DK"
    buat_dipa(kantor, tahun=2023, kewenangan="TP")
    assert bawaan(tahun="2023")[2] == "SEMUA"
    assert bawaan(tahun="2023", kewenangan="TP")[2] == "TP"


def test_lembar_satker_memakai_tahun_satker_itu_sendiri(pusat: Pengguna, masuk: MasukSebagai) -> None:
    lama = buat_dipa(tahun=2023, kewenangan="DK")
    buat_laporan_terverifikasi(lama, 1, UANG)
    buat_laporan_terverifikasi(buat_dipa(tahun=2026), 1, UANG)
    laman = buka(masuk(pusat), f"/satker/{lama.satker.kode}/")
    assert terpilih(laman) == {"tahun": "2023", "triwulan": "1", "kewenangan": "DK"}


def test_demo_2_november_2026(demo: None, masuk: MasukSebagai) -> None:
    klien = masuk("pimpinan")
    bar = {"kewenangan": "TP", "pulau": ""}
    assert terpilih(buka(klien, "/")) == {"tahun": "2026", "triwulan": "2"} | bar
    assert terpilih(buka(klien, "/?angka=sementara")) == {"tahun": "2026", "triwulan": "3"} | bar
    assert terpilih(buka(klien, "/?tahun=2023")) == {"tahun": "2023", "triwulan": "4", "kewenangan": "DK", "pulau": ""}


def test_pilihan_seorang_tidak_mengubah_halaman_orang_lain(demo: None, masuk: MasukSebagai) -> None:
    satu, dua = masuk("pusat"), masuk("pimpinan")
    buka(satu, "/?tahun=2022&triwulan=2&angka=sementara&pulau=Jawa")
    for klien in (satu, dua):
        assert terpilih(buka(klien, "/"))["tahun"] == "2026"


# --- The address -----------------------------------------------------------------------
def test_setiap_saringan_ada_di_alamat_dan_kembali_sama() -> None:
    asal = saringan.Saringan(2023, 3, "TP", Angka.SEMENTARA, pulau="Jawa", urut="rupiah")
    alamat = parse_qs(asal.alamat)
    assert alamat == {
        "tahun": ["2023"],
        "triwulan": ["3"],
        "kewenangan": ["TP"],
        "angka": ["sementara"],
        "pulau": ["Jawa"],
        "urut": ["rupiah"],
    }
    form = saringan.FormSaringan({k: v[0] for k, v in alamat.items()})
    assert form.is_valid()
    assert form.cleaned_data == {
        "tahun": 2023,
        "triwulan": 3,
        "kewenangan": "TP",
        "angka": "sementara",
        "pulau": "Jawa",
        "urut": "rupiah",
    }


ALAMAT_LENGKAP = "tahun=2025&triwulan=3&kewenangan=TP&angka=sementara&pulau=Sumatera"


@pytest.mark.parametrize("halaman", ["/", "/satker/"])
def test_tautan_ke_satker_membawa_saringan_halaman(demo: None, masuk: MasukSebagai, halaman: str) -> None:
    laman = buka(masuk("pusat"), f"{halaman}?{ALAMAT_LENGKAP}")
    tautan = [urlsplit(t) for t in laman.tautan() if t.startswith(("/satker/0", "/satker/1"))]
    assert tautan
    for t in tautan:
        kueri = {k: v[0] for k, v in parse_qs(t.query).items()}
        assert kueri.items() >= {"tahun": "2025", "triwulan": "3", "kewenangan": "TP", "angka": "sementara"}.items()


@pytest.mark.parametrize("halaman", ["/", "/satker/", "/satker/099026/"])
def test_sakelar_angka_menjaga_saringan_yang_lain(demo: None, masuk: MasukSebagai, halaman: str) -> None:
    laman = buka(masuk("pusat"), f"{halaman}?{ALAMAT_LENGKAP}")
    (sakelar,) = [e for e in laman.semua("div", "switch") if e.get("aria-label") == "Angka"]
    resmi, sementara = [(a.get("href", ""), a.get("aria-current")) for a in sakelar.iter("a")]
    assert (resmi[1], sementara[1]) == (None, "true")
    kueri = {k: v[0] for k, v in parse_qs(resmi[0].lstrip("?")).items()}
    assert kueri.pop("angka") == "resmi"
    assert kueri.items() >= {"tahun": "2025", "triwulan": "3", "kewenangan": "TP", "pulau": "Sumatera"}.items()


@pytest.mark.parametrize("halaman", ["/", "/satker/", "/satker/099026/"])
def test_bilah_saringan_adalah_formulir_get_dengan_label(demo: None, masuk: MasukSebagai, halaman: str) -> None:
    laman = buka(masuk("pusat"), f"{halaman}?tahun=2025&triwulan=2&angka=sementara")
    (form,) = laman.semua("form", "filters")
    assert (form.get("method"), form.get("action")) == ("get", halaman)
    for pilih in form.iter("select"):
        label = [e for e in form.iter("label") if e.get("for") == pilih.get("id")]
        assert len(label) == 1
    assert [e.get("value") for e in form.iter("input") if e.get("name") == "angka"] == ["sementara"]
    assert [teks(e) for e in form.iter("button")] == ["Terapkan"]


# --- Bad values ------------------------------------------------------------------------
BURUK = [
    ("tahun", "20x6", "Tahun ditulis sebagai empat angka"),
    ("tahun", "99999", "Tahun ditulis sebagai empat angka"),
    ("tahun", "-1", "Tahun ditulis sebagai empat angka"),
    ("triwulan", "5", "Triwulan ditulis 1, 2, 3, atau 4"),
    ("triwulan", "0", "Triwulan ditulis 1, 2, 3, atau 4"),
    ("triwulan", "IV", "Triwulan ditulis 1, 2, 3, atau 4"),
    ("kewenangan", "KP", "Kewenangan ditulis DK, TP, atau SEMUA"),
    ("angka", "semua", "Angka ditulis resmi atau sementara"),
    ("pulau", "Atlantis", "Kelompok pulau tidak dikenal"),
    ("urut", "abjad", "Urutan ditulis persen atau rupiah"),
]


@pytest.mark.parametrize(("nama", "nilai", "pesan"), BURUK)
def test_nilai_buruk_disebut_dan_diganti_bawaan(
    demo: None, masuk: MasukSebagai, nama: str, nilai: str, pesan: str
) -> None:
    klien = masuk("pusat")
    for halaman in ("/", "/satker/", "/satker/099026/"):
        laman = buka(klien, f"{halaman}?{urlencode({nama: nilai})}")
        pemberitahuan = [
            teks(e) for e in laman.semua("div", "notice-kuning") if "Sebagian alamat tidak terbaca" in teks(e)
        ]
        assert len(pemberitahuan) == 1
        assert pesan in pemberitahuan[0]
        assert f"“{nilai}”" in pemberitahuan[0]
        assert terpilih(laman)["tahun"] == "2026"
        assert terpilih(laman)["triwulan"] == "2"


@pytest.mark.parametrize(
    ("alamat", "disebut"),
    [("status=TERLAMBAT", "TERLAMBAT"), ("cari=" + "a" * 101, "aaaa"), ("cari=%00", "cari")],
)
def test_pencarian_yang_tidak_terbaca_disebut(demo: None, masuk: MasukSebagai, alamat: str, disebut: str) -> None:
    laman = buka(masuk("pusat"), f"/satker/?tahun=2023&{alamat}")
    assert any(disebut in teks(e) for e in laman.semua("div", "notice-kuning"))


def test_nilai_yang_aneh_tidak_menjadi_markah(demo: None, masuk: MasukSebagai) -> None:
    klien = masuk("pusat")
    jahat = '"><script>alert(1)</script>'
    for halaman in ("/", "/satker/", "/satker/099026/"):
        isi = klien.get(halaman, {"tahun": jahat, "cari": jahat, "pulau": jahat}).content.decode()
        assert "<script>alert" not in isi
        assert "alert(1)" in isi


KUNCI = [*saringan.SYARAT, "cari", "status", "sort", "page", "per_page", "ekspor", "_"]
NILAI = st.one_of(
    st.text(max_size=30),
    st.integers(-(10**20), 10**20).map(str),
    st.sampled_from(
        [
            "2022", "2023", "2026", "1", "4", "DK", "TP", "SEMUA", "resmi", "sementara", "Jawa", "Papua", "rupiah",
            "persen", "-persen", "kode,-kode", "csv", "xlsx", "pdf", "BERISIKO", "0", "-1", "\x00", "٢٠٢٣", "1e3",
        ]
    ),
)  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kueri=st.lists(st.tuples(st.sampled_from(KUNCI), NILAI), max_size=5))
@example(kueri=[("per_page", "0")])
@example(kueri=[("per_page", "-1")])
@example(kueri=[("cari", "riau\x01"), ("ekspor", "xlsx")])
@example(kueri=[("page", "99999999999999999999")])
@example(kueri=[("sort", "nama"), ("sort", "-")])
@example(kueri=[("tahun", "2023"), ("kewenangan", "TP"), ("ekspor", "xlsx")])
@example(kueri=[("tahun", "2100"), ("ekspor", "csv")])
@example(kueri=[("tahun", "2000"), ("triwulan", "1")])
def test_alamat_apa_pun_dijawab_tanpa_galat(demo: None, masuk: MasukSebagai, kueri: list[tuple[str, str]]) -> None:
    klien = masuk("pusat")
    alamat = urlencode(kueri)
    for halaman in ("/", "/satker/", "/satker/099026/"):
        assert klien.get(f"{halaman}?{alamat}").status_code == 200
    assert klien.get(f"/satker/%00{alamat[:5]}/").status_code == 404


@pytest.mark.basis_data
@pytest.mark.parametrize("kueri", ["cari=%00", "tahun=%00&pulau=%00", "tahun=2000&cari=%F0%9F%8D%89", "page=%00"])
def test_alamat_ganjil_pada_basis_data_sungguhan(pusat: Pengguna, masuk: MasukSebagai, kueri: str) -> None:
    dipa = buat_dipa()
    klien = masuk(pusat)
    for halaman in ("/", "/satker/", f"/satker/{dipa.satker.kode}/"):
        assert klien.get(f"{halaman}?{kueri}").status_code == 200


@pytest.mark.basis_data
@pytest.mark.parametrize("kode", ["%00", "0%0099026", "999999999999999999999999", "%F0%9F%8D%89", "'--"])
def test_kode_satker_yang_ganjil_tidak_ditemukan(pusat: Pengguna, masuk: MasukSebagai, kode: str) -> None:
    assert masuk(pusat).get(f"/satker/{kode}/").status_code == 404


# --- Nothing to show -------------------------------------------------------------------
def test_tahun_yang_tidak_dikenal_menyebut_apa_yang_dapat_dilakukan(demo: None, masuk: MasukSebagai) -> None:
    laman = buka(masuk("pusat"), "/?tahun=2031")
    assert "Tahun 2031 belum dibuka" in laman.judul_bagian
    assert "/admin/realisasi/tahunanggaran/add/" in laman.tautan()
    assert terpilih(laman)["tahun"] == "2031"
    pimpinan = buka(masuk("pimpinan"), "/?tahun=2031")
    assert "Tahun 2031 belum dibuka" in pimpinan.judul_bagian
    assert not any("/admin/" in t for t in pimpinan.tautan())
    assert "?tahun=2026" in pimpinan.tautan()
    assert "Tahun 2031 belum dibuka" in buka(masuk("pusat"), "/satker/?tahun=2031").judul_bagian


def test_halaman_tanpa_angka_tidak_menyebut_angka_di_bawah(demo: None, masuk: MasukSebagai) -> None:
    for halaman in ("/", "/satker/", "/satker/099026/"):
        assert "masih berjalan" not in buka(masuk("pusat"), f"{halaman}?tahun=2031").teks


def test_tahun_dibuka_tanpa_dipa(pusat: Pengguna, masuk: MasukSebagai) -> None:
    buat_laporan_terverifikasi(buat_dipa(tahun=2026), 1, UANG)
    buat_tahun(2027)
    laman = buka(masuk(pusat), "/?tahun=2027")
    assert "Belum ada data untuk 2027" in laman.judul_bagian
    assert "/admin/realisasi/dipa/add/" in laman.tautan()


def test_kewenangan_yang_tidak_ada_diganti_yang_ada_dan_dikatakan(demo: None, masuk: MasukSebagai) -> None:
    """A year chosen in the filter bar keeps the kewenangan of the year before: no dead end."""
    for halaman in ("/", "/satker/", "/satker/099026/"):
        laman = buka(masuk("pusat"), f"{halaman}?tahun=2023&triwulan=4&kewenangan=TP")
        assert "Tahun 2023 tidak mempunyai DIPA TP; yang ditampilkan Dekonsentrasi." in laman.teks
        assert terpilih(laman)["kewenangan"] == "DK"


def test_pulau_tanpa_dipa_mengatakannya(pusat: Pengguna, masuk: MasukSebagai) -> None:
    """The satker of this test lies in Sumatera."""
    buat_laporan_terverifikasi(buat_dipa(tahun=2026), 1, UANG)
    laman = buka(masuk(pusat), "/?tahun=2026&pulau=Jawa")
    assert any("Jawa" in j for j in laman.judul_bagian)
    assert "Pilih kelompok pulau" in laman.teks


def test_dipa_yang_belum_berlaku_bukan_bagian_triwulan(pusat: Pengguna, masuk: MasukSebagai) -> None:
    buat_dipa(tahun=2026, berlaku_sejak=dt.date(2026, 5, 1))
    laman = buka(masuk(pusat), "/?tahun=2026&triwulan=1")
    assert any("yang berlaku pada akhir TW I 2026" in j for j in laman.judul_bagian)


def test_pemasangan_kosong_menuntun_tim_pusat(pusat: Pengguna, pimpinan: Pengguna, masuk: MasukSebagai) -> None:
    buat_satker()
    for halaman in ("/", "/satker/"):
        laman = buka(masuk(pusat), halaman)
        assert "Belum ada DIPA yang dimuat" in laman.judul_bagian
        assert {"/admin/realisasi/tahunanggaran/add/", "/admin/realisasi/dipa/add/"} <= set(laman.tautan())
        baca = buka(masuk(pimpinan), halaman)
        assert "Tim pusat Ditjen IKMA memasukkannya" in baca.teks
        assert not any("/admin/" in t for t in baca.tautan())


def test_langkah_di_pemasangan_kosong_dapat_dibuka(
    administrator: Pengguna, pusat: Pengguna, masuk: MasukSebagai
) -> None:
    for siapa in (administrator, pusat):
        klien = masuk(siapa)
        for tautan in buka(klien, "/").tautan():
            if tautan.startswith("/admin/"):
                assert klien.get(tautan).status_code == 200, tautan


def test_pemasangan_kosong_bagi_dinas(kepala: Pengguna, masuk: MasukSebagai) -> None:
    laman = buka(masuk(kepala), "/satker/099026/")
    assert "Belum ada DIPA untuk satker ini. Tim pusat Ditjen IKMA memasukkannya" in laman.teks


# --- One home for the rule of what was accepted ----------------------------------------
@pytest.mark.basis_data
def test_ketersediaan_menghitung_laporan_yang_diterima(db: None) -> None:
    dipa = buat_dipa(tahun=2026)
    buat_laporan_terverifikasi(dipa, 1, UANG)
    buat_laporan_diajukan(dipa, 2, UANG)
    draf = buat_laporan(dipa, 3, UANG)
    assert draf.status == StatusLaporan.DRAF
    resmi = saringan.Ketersediaan(Angka.RESMI)
    sementara = saringan.Ketersediaan(Angka.SEMENTARA)
    assert resmi.triwulan == {2026: {1}}
    assert sementara.triwulan == {2026: {1, 2}}
    assert resmi.kewenangan == {2026: {"TP"}}
    assert saringan.Ketersediaan(Angka.RESMI, buat_satker().pk).kosong
