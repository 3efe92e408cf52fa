"""Whatever a form or an address holds, the answer is a page and never an error of the server.

The bodies are bytes as a hostile client sends them: any text with NUL and lone surrogates, digits
without end, the same key many times, a management form that lies. Whatever is not stored with
success leaves the draft as it was, and whatever is stored can be shown, printed and submitted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from realisasi.models import Dipa, Kendala, LaporanTriwulan
from satker.models import Pengguna
from tests import pabrik
from tests.realisasi.keadaan import DIKEMBALIKAN, ISIAN, KENDALA, TIDAK_ADA, Dunia, potret

pytestmark = [pytest.mark.basis_data, pytest.mark.django_db, pytest.mark.pada("2026-07-03 09:00")]

tenang = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
DITOLAK = {400, 403, 404, 409, 413, 422}
Pasangan = list[tuple[str, str]]


# --- What comes in -----------------------------------------------------------------------
SEMUA_TANDA = st.characters(exclude_categories=())  # lone surrogates and unassigned ones too
BURUK = st.sampled_from(
    [
        "",
        " ",
        "\0",
        "5\x000",
        "\ud800",
        "\udfff\ud800",
        "\ufffe",
        "\u202e",
        "\u180e",
        "\u200b",
        "\x1c",
        "\x85",
        "\u3000",
        "9" * 5_000,
        "-" + "9" * 30,
        str(10**15),
        str(-(10**15)),
        str(10**15 + 1),
        str(2**63),
        str(2**70),
        "-1",
        "0",
        "1e309",
        "NaN",
        "Infinity",
        "0x10",
        "٣٤",
        "1,234",
        "1.234.56",
        "Rp",
        "(5",
        "0000-00-00",
        "9999-99-99",
        "9999-12-31",
        "0001-01-01",
        "2026-02-30",
        "32/13/2026",
        "31-12-9999",
        "null",
        "[]",
        "{}",
        "tutup",
        "tarik",
        "teruskan",
        "SP2D",
        "AKRUAL",
        "PENGADAAN",
        "<script>alert(1)</script>",
        "{{ 7|add:7 }}",
        "' OR 1=1 --",
        "x" * 4_001,
        "\r\n" * 50,
        "52\t5\n53\t6",
        "00\t5",
    ]
)
TAK_TAMPAK = ["\u180e", "\u200b", "\x1c", "\x1f", "\x85", "\u2028", "\u3000", "\ufeff", "\u00ad", "\u2060"]
NILAI = st.one_of(BURUK, st.text(SEMUA_TANDA, max_size=30), st.integers().map(str))
JENIS = ("00", "51", "52", "53", "57", "99")
KENDALA_KOLOM = ("id", "tindakan", "kategori", "uraian", "tindak_lanjut", "penanggung_jawab", "batas_waktu")
KUNCI = st.one_of(
    st.sampled_from(
        [
            "perubahan_ke",
            "timpa",
            "basis",
            "tanggal_data",
            "fisik",
            "periksa",
            "teks",
            "kolom",
            "mulai",
            "json",
            *(f"{kolom}-{jenis}" for kolom in "rks" for jenis in JENIS),
            *(f"kendala-{n}-{kolom}" for n in (0, 1, 2, 19, 20) for kolom in KENDALA_KOLOM),
            "kendala-TOTAL_FORMS",
            "kendala-INITIAL_FORMS",
            "kendala-MIN_NUM_FORMS",
            "kendala-MAX_NUM_FORMS",
            "alasan-TERLAMBAT",
            "alasan-TURUN:52",
            "alasan-TIDAK_ADA:99",
            "alasan-",
            "alasan-\0",
            "alasan-\ud800",
            "alasan-" + "X" * 5_000,
        ]
    ),
    st.text(SEMUA_TANDA, max_size=12),
    st.text(SEMUA_TANDA, max_size=8).map(lambda teks: f"alasan-{teks}"),
)
UBAHAN = st.lists(st.tuples(KUNCI, NILAI), max_size=8)
HITUNGAN_FORMULIR = st.sampled_from(["", "-1", "0", "1", "2", "20", "21", str(10**9), str(2**70), "9" * 5_000, "dua"])


@st.composite
def isian(draw: st.DrawFn) -> tuple[set[str], Pasangan]:
    """What to leave out of a good form, and what to add to it."""
    hilang = draw(st.sets(st.sampled_from(["kendala-TOTAL_FORMS", "kendala-INITIAL_FORMS", "perubahan_ke", "r-52"])))
    ubah = draw(UBAHAN)
    for nama in ("kendala-TOTAL_FORMS", "kendala-INITIAL_FORMS"):
        if draw(st.booleans()):
            ubah.append((nama, draw(HITUNGAN_FORMULIR)))
    return hilang if draw(st.booleans()) else set(), ubah


def badan(pasangan: Pasangan) -> str:
    """As a form sends it, but with bytes that no browser would send."""

    def kutip(teks: str) -> str:
        return quote_from_bytes(teks.encode("utf-8", "surrogatepass"))

    return "&".join(f"{kutip(k)}={kutip(v)}" for k, v in pasangan)


def kirim(klien: Client, alamat: str, pasangan: Pasangan) -> Any:
    return klien.generic("POST", alamat, badan(pasangan), content_type="application/x-www-form-urlencoded")


# --- A report to write on --------------------------------------------------------------------
@pytest.fixture(params=[TIDAK_ADA, DIKEMBALIKAN])
def dunia(request: pytest.FixtureRequest) -> Dunia:
    dunia = Dunia()
    dunia.bawa_ke(request.param)
    pabrik.buat_kendala(dunia.dipa, 1, uraian="Blokir belum dibuka.")
    return dunia


@pytest.fixture
def klien(dunia: Dunia, masuk: Callable[[Pengguna], Client]) -> Client:
    """The kepala, who may do everything here; an exception of the server reaches the test."""
    klien = masuk(dunia.kepala)
    assert klien.raise_request_exception
    return klien


@pytest.fixture
def klien_pusat(dunia: Dunia, masuk: Callable[[Pengguna], Client]) -> Client:
    """Tim pusat, who reads every page of it."""
    return masuk(dunia.pusat)


def formulir(dunia: Dunia) -> Pasangan:
    """The entry form as a browser sends it, complete."""
    kendala = [
        (f"kendala-{n}-{nama}", str(nilai or ""))
        for n, k in enumerate(dunia.lembar().isian.kendala)
        for nama, nilai in (k.simpanan() | {"tindakan": k.tindakan or "teruskan"}).items()
    ]
    jumlah = str(len(dunia.lembar().isian.kendala))
    return [
        ("perubahan_ke", str(dunia.perubahan_ke)),
        ("r-52", "420.000.000"),
        ("k-52", ""),
        ("basis", "SP2D"),
        ("tanggal_data", "2026-06-30"),
        ("fisik", "41"),
        ("kendala-TOTAL_FORMS", jumlah),
        ("kendala-INITIAL_FORMS", jumlah),
        *kendala,
    ]


@contextmanager
def diurungkan() -> Iterator[None]:
    """Every example begins with the same rows."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _tampil_di_mana_mana(klien: Client, dipa: Dipa) -> None:
    """Whatever was stored can be shown again."""
    dasar = f"/pelaporan/{dipa.pk}/2/"
    for akhir, kode in (
        ("", {200}),
        ("periksa/", {200, 302}),
        ("cetak/?versi=draf", {200, 404}),
        ("cetak/", {200, 404}),
    ):
        assert klien.get(dasar + akhir).status_code in kode
    assert klien.get("/pelaporan/").status_code == 200


@tenang
@given(ubah=isian())
def test_entri_draf_dan_ajukan(dunia: Dunia, klien: Client, ubah: tuple[set[str], Pasangan]) -> None:
    hilang, tambahan = ubah
    diganti = {k for k, _ in tambahan}
    for akhir, berhasil in (("", 302), ("draf/", 200)):
        with diurungkan():
            isi = [(k, v) for k, v in formulir(dunia) if k not in hilang | diganti] + tambahan
            sebelum = potret(dunia.dipa)
            jawaban = kirim(klien, f"/pelaporan/{dunia.dipa.pk}/2/{akhir}", isi)
            assert jawaban.status_code in {berhasil, *DITOLAK}
            if jawaban.status_code != berhasil:
                assert potret(dunia.dipa) == sebelum
                continue
            _tampil_di_mana_mana(klien, dunia.dipa)
            if akhir:
                continue
            # And submitted: what the form took is what the database takes.
            hitungan = [("perubahan_ke", str(dunia.perubahan_ke)), *((k, v) for k, v in tambahan if "alasan" in k)]
            jawaban = kirim(klien, f"/pelaporan/{dunia.dipa.pk}/2/ajukan/", hitungan)
            assert jawaban.status_code in {302, 422}
            _tampil_di_mana_mana(klien, dunia.dipa)


@tenang
@given(tambahan=UBAHAN)
def test_ajukan_langsung(dunia: Dunia, klien: Client, tambahan: Pasangan) -> None:
    """Of a refusal only reasons may stay, which were typed on the summary."""
    with diurungkan():
        sebelum = potret(dunia.dipa)
        jawaban = kirim(klien, f"/pelaporan/{dunia.dipa.pk}/2/ajukan/", tambahan)
        assert jawaban.status_code in {200, 302, *DITOLAK}  # 200 is the page that stores reasons by itself
        if jawaban.status_code != 302:
            sesudah = potret(dunia.dipa)
            assert sesudah["VersiLaporan"] == sebelum["VersiLaporan"]
            assert sesudah["RincianDraf"] == sebelum["RincianDraf"]
            assert sesudah["Kendala"] == sebelum["Kendala"]
        _tampil_di_mana_mana(klien, dunia.dipa)


@tenang
@given(teks=st.one_of(NILAI, st.lists(NILAI, max_size=5).map("\n".join)), tambahan=UBAHAN, kolom=st.sampled_from("rkx"))
def test_tempel(dunia: Dunia, klien: Client, teks: str, tambahan: Pasangan, kolom: str) -> None:
    for json in ([], [("json", "1")]):
        with diurungkan():
            sebelum = potret(dunia.dipa)
            isi = [*tambahan, ("teks", teks), ("kolom", kolom), *json]
            jawaban = kirim(klien, f"/pelaporan/{dunia.dipa.pk}/2/tempel/", isi)
            assert jawaban.status_code in {200, 302, *DITOLAK}
            if jawaban.status_code != 302:
                assert potret(dunia.dipa) == sebelum
            _tampil_di_mana_mana(klien, dunia.dipa)


@tenang
@given(
    kueri=st.lists(
        st.tuples(
            st.one_of(
                st.sampled_from(["versi", "satker", "tahun", "triwulan", "hal"]), st.text(SEMUA_TANDA, max_size=9)
            ),
            NILAI,
        ),
        max_size=5,
    ),
    mentah=st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="#"), max_size=20),
)
def test_kueri_alamat(dunia: Dunia, klien: Client, klien_pusat: Client, kueri: Pasangan, mentah: str) -> None:
    dasar = f"/pelaporan/{dunia.dipa.pk}/2/"
    for alamat in ("/pelaporan/", dasar, f"{dasar}periksa/", f"{dasar}cetak/"):
        for pembaca in (klien, klien_pusat):
            jawaban = pembaca.get(f"{alamat}?{badan(kueri)}&{mentah}")
            assert jawaban.status_code in {200, 302, 400, 403, 404}


# --- Single ones, named ------------------------------------------------------------------------
def _ganti(dunia: Dunia, **isi: str) -> Pasangan:
    isi = {k.replace("__", "-"): v for k, v in isi.items()}
    return [(k, v) for k, v in formulir(dunia) if k not in isi] + list(isi.items())


@pytest.mark.parametrize("kolom", ["r-52", "k-52", "fisik", "tanggal_data", "basis", "perubahan_ke", "kendala-0-id"])
def test_isian_yang_tidak_terbaca_disebut_dan_tidak_disimpan(dunia: Dunia, klien: Client, kolom: str) -> None:
    terbaca = {("r-52", "-1"), ("k-52", "-1"), ("r-52", "\0"), ("k-52", "\0"), ("fisik", "\0")}
    sebelum = potret(dunia.dipa)
    for nilai in ("9" * 5_000, "\0", "\ud800", str(2**70), "-1", "0000-00-00", "9999-99-99"):
        with diurungkan():
            isi = [(k, v) for k, v in formulir(dunia) if k not in {kolom, "r-52"}] + [(kolom, nilai)]
            jawaban = kirim(klien, f"/pelaporan/{dunia.dipa.pk}/2/", isi)
            if jawaban.status_code == 302:
                assert (kolom, nilai) in terbaca
            else:
                assert jawaban.status_code in {409, 422}
                assert potret(dunia.dipa) == sebelum


@pytest.mark.parametrize("jumlah", ["", "-1", str(10**9), str(2**70), "dua", "41"])
def test_formulir_kendala_yang_berbohong(dunia: Dunia, klien: Client, jumlah: str) -> None:
    sebelum = potret(dunia.dipa)
    isi = [(k, v) for k, v in formulir(dunia) if k != "kendala-TOTAL_FORMS"] + [("kendala-TOTAL_FORMS", jumlah)]
    jawaban = kirim(klien, f"/pelaporan/{dunia.dipa.pk}/2/", isi)
    assert jawaban.status_code == (302 if jumlah == "-1" else 422)
    if jumlah != "-1":
        assert potret(dunia.dipa) == sebelum


def test_tanpa_formulir_kendala_tidak_ada_yang_disimpan(dunia: Dunia, klien: Client) -> None:
    sebelum = potret(dunia.dipa)
    isi = [(k, v) for k, v in formulir(dunia) if not k.startswith("kendala-")]
    for akhir in ("", "draf/"):
        assert kirim(klien, f"/pelaporan/{dunia.dipa.pk}/2/{akhir}", isi).status_code == 422
    assert potret(dunia.dipa) == sebelum


def test_terlalu_banyak_isian_ditolak(dunia: Dunia, klien: Client) -> None:
    isi = [*formulir(dunia), *((f"alasan-{n}", "x") for n in range(2_000))]
    assert kirim(klien, f"/pelaporan/{dunia.dipa.pk}/2/", isi).status_code == 400
    assert kirim(klien, f"/pelaporan/{dunia.dipa.pk}/2/", [("r-52", "9" * 3_000_000)]).status_code in {400, 413}


def test_kunci_alasan_yang_tidak_dikenal_tidak_disimpan(dunia: Dunia, klien: Client) -> None:
    isi = [*formulir(dunia), ("alasan-\0", "x"), ("alasan-BUKAN:52", "y"), ("alasan-TERLAMBAT", "Menunggu SP2D.")]
    assert kirim(klien, f"/pelaporan/{dunia.dipa.pk}/2/", isi).status_code == 302
    assert dunia.laporan is not None
    assert dunia.laporan.alasan_draf == {"TERLAMBAT": {"teks": "Menunggu SP2D.", "besar": 0}}


def test_kendala_satker_lain_tidak_tersentuh(dunia: Dunia, klien: Client) -> None:
    milik_lain = pabrik.buat_kendala(pabrik.buat_dipa(), 1)
    isi = dict(formulir(dunia)) | {"kendala-0-id": str(milik_lain.pk), "kendala-0-tindakan": "tutup"}
    assert kirim(klien, f"/pelaporan/{dunia.dipa.pk}/2/", list(isi.items())).status_code == 302
    assert dunia.laporan is not None
    assert milik_lain.pk not in [k.id for k in dunia.lembar().isian.kendala]
    jawaban = kirim(klien, f"/pelaporan/{dunia.dipa.pk}/2/ajukan/", [("perubahan_ke", str(dunia.perubahan_ke))])
    assert jawaban.status_code in {302, 422}
    assert Kendala.objects.get(pk=milik_lain.pk).triwulan_ditutup is None


@pytest.mark.parametrize("jenis", ["r-52", "k-52"])
@pytest.mark.parametrize("nilai", [10**15, -(10**15), 10**15 - 150_000_000, -(10**15) + 150_000_000])
def test_angka_di_batas_yang_dapat_disimpan(dunia: Dunia, klien: Client, jenis: str, nilai: int) -> None:
    """A cumulative figure stands for another amount, which must fit too."""
    isi = [(k, v) for k, v in formulir(dunia) if k != "r-52"] + [(jenis, str(nilai))]
    sebelum = potret(dunia.dipa)
    saja = nilai if jenis == "r-52" else nilai - 150_000_000
    jawaban = kirim(klien, f"/pelaporan/{dunia.dipa.pk}/2/", isi)
    if abs(saja) <= 10**15:
        assert jawaban.status_code == 302
        assert dunia.lembar().isian.realisasi == {"52": saja}
        _tampil_di_mana_mana(klien, dunia.dipa)
    else:
        assert jawaban.status_code == 422
        assert potret(dunia.dipa) == sebelum
    with diurungkan():
        hitungan = ("perubahan_ke", str(dunia.perubahan_ke))
        tempelan = [("teks", str(nilai)), ("kolom", jenis[0]), hitungan]
        jawaban = kirim(klien, f"/pelaporan/{dunia.dipa.pk}/2/tempel/", tempelan)
        assert jawaban.status_code == (302 if abs(saja) <= 10**15 else 422)


def test_belum_dirinci_terbuka_tersimpan_dan_diajukan(masuk: Callable[[Pengguna], Client]) -> None:
    dunia = Dunia()
    pabrik.buat_revisi(dunia.dipa, {"00": 1_000_000_000}, berlaku_sejak=pabrik.dt.date(2026, 5, 1))
    klien = masuk(dunia.kepala)
    dasar = f"/pelaporan/{dunia.dipa.pk}/2/"
    halaman = klien.get(dasar)
    assert halaman.status_code == 200
    assert "belum dirinci" in halaman.content.decode()
    assert kirim(klien, f"{dasar}tempel/", [("teks", "00\t5.000.000")]).status_code == 422
    isi = [*formulir(dunia), ("k-53", "12.000.000")]
    kendala = {f"kendala-0-{nama}": nilai for nama, nilai in KENDALA.simpanan().items() if nama != "id"}
    isi = [(k, v) for k, v in isi if not k.endswith("_FORMS")] + list(kendala.items())
    isi += [("kendala-TOTAL_FORMS", "1"), ("kendala-INITIAL_FORMS", "0")]
    assert kirim(klien, dasar, isi).status_code == 302
    assert dunia.lembar().isian.realisasi == {"52": 420_000_000, "53": 12_000_000}
    _tampil_di_mana_mana(klien, dunia.dipa)
    assert kirim(klien, f"{dasar}ajukan/", [("perubahan_ke", str(dunia.perubahan_ke))]).status_code == 302
    assert LaporanTriwulan.objects.get(dipa=dunia.dipa, triwulan=2).versi.get().rincian.count() == 2
    for akhir in ("", "cetak/", "periksa/"):
        assert klien.get(dasar + akhir).status_code in {200, 302}


def test_kendala_dari_tanda_yang_tidak_tampak(dunia: Dunia, klien: Client) -> None:
    """What Python takes for a blank and what a database takes for one are not the same."""
    for tanda in TAK_TAMPAK:
        with diurungkan():
            _ajukan_kendala_dari(dunia, klien, tanda)


def _ajukan_kendala_dari(dunia: Dunia, klien: Client, tanda: str) -> None:
    kolom = {"kategori": "PENGADAAN", "batas_waktu": "2026-12-01"}
    kolom |= dict.fromkeys(["uraian", "tindak_lanjut", "penanggung_jawab"], tanda)
    isi = dict(formulir(dunia))
    nomor = int(isi["kendala-TOTAL_FORMS"])
    isi |= {f"kendala-{nomor}-{nama}": nilai for nama, nilai in kolom.items()}
    isi["kendala-TOTAL_FORMS"] = str(nomor + 1)
    jawaban = kirim(klien, f"/pelaporan/{dunia.dipa.pk}/2/", list(isi.items()))
    assert jawaban.status_code in {302, 422}
    jawaban = kirim(klien, f"/pelaporan/{dunia.dipa.pk}/2/ajukan/", [("perubahan_ke", str(dunia.perubahan_ke))])
    assert jawaban.status_code in {302, 422}


def test_mengosongkan_satu_kolom_menyimpan_yang_lain(dunia: Dunia, klien: Client) -> None:
    """Without script nothing empties the other column: what is left in one of them is meant."""
    alamat = f"/pelaporan/{dunia.dipa.pk}/2/"
    for r, k, hasil in (
        ("5.000.000", "", {"52": 5_000_000}),
        ("5.000.000", "", {"52": 5_000_000}),  # once more, as with a double click
        ("", "157.000.000", {"52": 7_000_000}),
        ("7.000.000", "159.000.000", {"52": 9_000_000}),
        ("8.000.000", "159.000.000", {"52": 8_000_000}),
        ("", "", {}),
    ):
        assert kirim(klien, alamat, _ganti(dunia, r__52=r, k__52=k)).status_code == 302
        assert dunia.lembar().isian.realisasi == hasil
    assert kirim(klien, alamat, _ganti(dunia, r__52="1.000.000", k__52="2.000.000")).status_code == 422
    assert ISIAN.realisasi  # the good form that all of this departs from
