"""What a spreadsheet puts on the clipboard: a column, a block with codes; all of it or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realisasi.baca_rupiah import TERBESAR
from realisasi.rupiah import angka
from realisasi.tempelan import TempelanDitolak, baca_kisi, baca_tempelan

SEMUA = ["51", "52", "53", "57"]
NAMA = {"51": "Belanja pegawai", "52": "Belanja barang", "53": "Belanja modal", "57": "Bantuan sosial"}

BACA_O = (
    'Tidak terbaca: "95.000.00O". Tanda ke-10 adalah huruf O. '
    "Tulis rupiah penuh dengan angka saja, misalnya 95.000.000."
)
BACA_KOMA = (
    'Tidak terbaca: "1,234". Koma di sini dapat berarti dua hal. '
    "Tulis 1.234 bila maksudnya ribuan, atau 1 bila angka di belakang koma adalah sen."
)


def galat(teks: str, jenis: list[str] = SEMUA) -> list[tuple[str, str, str, str]]:
    with pytest.raises(TempelanDitolak) as salah:
        baca_tempelan(teks, jenis)
    return [tuple(g) for g in salah.value.galat]


# --- A column --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("teks", "hasil"),
    [
        ("1.000\n2.000", {"51": 1_000, "52": 2_000}),
        ("1.000\r\n2.000\r\n", {"51": 1_000, "52": 2_000}),
        ("1.000\r2.000\r", {"51": 1_000, "52": 2_000}),
        ("1000", {"51": 1_000}),
        ("\n1.000\n\n2.000\n\n", {"51": 1_000, "53": 2_000}),  # an empty cell passes over its row
        ("1.000\n-\n(2.000)", {"51": 1_000, "53": -2_000}),
        ("Rp 1.000,00\nRp 2.000,00", {"51": 1_000, "52": 2_000}),
        ("TW II saja (Rp)\n1.000\n2.000", {"51": 1_000, "52": 2_000}),
        ('"1.000"\n"2.000"', {"51": 1_000, "52": 2_000}),
        ("\t1.000\n\t2.000", {"51": 1_000, "52": 2_000}),  # an empty column beside it
        ("52\n53", {"51": 52, "52": 53}),  # a column alone holds amounts
        ("100\n50\n150\n0", {"51": 100, "52": 50, "53": 150, "57": 0}),
        ("100\n50\n25\n25\n200", {"51": 100, "52": 50, "53": 25, "57": 25}),  # and their sum
        ("100\n50\n25\n25\n-", {"51": 100, "52": 50, "53": 25, "57": 25}),
        ("Honor\t100\nRapat\t50\nJumlah\t150", {"51": 100, "52": 50}),
    ],
)
def test_a_column(teks: str, hasil: dict[str, int]) -> None:
    assert baca_tempelan(teks, SEMUA) == hasil


def test_a_column_from_a_later_row_on() -> None:
    assert baca_tempelan("100\n50", ["53", "57"]) == {"53": 100, "57": 50}
    assert baca_tempelan("100\n50\n150", ["53", "57"]) == {"53": 100, "57": 50}
    assert "Ada 3 angka, padahal hanya 2 baris" in galat("100\n50\n149", ["53", "57"])[0][3]
    assert "Ada 4 angka, padahal hanya 2 baris" in galat("1\n2\n3\n6", ["53", "57"])[0][3]


def test_one_bad_cell_refuses_all_and_names_each() -> None:
    assert galat("1.000\n95.000.00O\n1,234") == [
        (
            "52",
            "",
            "95.000.00O",
            BACA_O,
        ),
        (
            "53",
            "",
            "1,234",
            BACA_KOMA,
        ),
    ]


def test_a_total_that_is_not_the_sum_is_said() -> None:
    (satu,) = galat("100\n50\n25\n25\n201")
    assert satu[0] == "baris 5"
    (satu,) = galat("Honor\t100\nRapat\t50\nJumlah\t151")
    assert (satu[0], satu[1], satu[2]) == ("baris 3", "kolom 2", "151")
    assert "berjumlah 150" in satu[3]


# --- A block ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    "teks",
    [
        "52\t1.000\n57\t2.000",
        "57\t2.000\n52\t1.000",
        "52 Barang\t1.000\n57 Bantuan sosial\t2.000",
        "52 - Belanja Barang\t1.000\n57. Bansos\t2.000",
        "Belanja barang\t1.000\nBantuan  Sosial\t2.000",
        "BELANJA BARANG\t1.000\r\nBANTUAN SOSIAL\t2.000\r\n",
        "52\tBelanja barang\t1.000\n57\tBantuan sosial\t2.000\nJumlah\t\t3.000",
        "Kode\tJenis belanja\tTW II saja (Rp)\n52\tBelanja barang\t1.000\n57\tBantuan sosial\t2.000",
        "1.000\t52 Barang\n2.000\t57 Bantuan sosial",
        '"52\nBarang"\t1.000\n\n57\t2.000\nTOTAL\t3.000\n',
        "52\t1.000\n57\t2.000\nGrand Total\t3.000",
        "51\t-\n52\t1.000\n53\t\n57\t2.000",
        "\t52\t1.000\n\t57\t2.000",
    ],
)
def test_a_block_with_codes(teks: str) -> None:
    assert baca_tempelan(teks, SEMUA) == {"52": 1_000, "57": 2_000}


@pytest.mark.parametrize(
    ("teks", "pesan"),
    [
        ("52\t1.000\n57\t2.000\nJumlah\t3.001", "Baris jumlah tidak cocok: angka di atasnya berjumlah 3.000."),
        ("52\t1.000\n52\t2.000", "Kode 52 ada dua kali"),
        ("52 Barang\t1.000\n58 Lain-lain\t2.000", 'Baris "58 Lain-lain" tidak dapat ditempel'),
        ("52 Modal\t1.000\n53 Modal\t5", 'Baris "52 Modal" tidak dapat ditempel'),
        ("52\t1.000\t3.000\n57\t2.000\t4.000", "Ada angka di kolom 2, 3."),
        ("100\t200\n300\t400", "Ada angka di kolom 1, 2."),
        ("52 Barang\n57 Bansos", "Tidak ada angka"),
        ("", "Tidak ada angka"),
        ("\n \n\t\n", "Tidak ada angka"),
        ("-\n-", "Tidak ada angka"),
        ("halo", "Tanda ke-1 adalah huruf h."),
        ("1\n" * 201, "201 baris"),
        ("9" * 20_001, "terlalu panjang"),
    ],
)
def test_what_is_refused(teks: str, pesan: str) -> None:
    assert any(pesan in g[3] for g in galat(teks)), galat(teks)


def test_a_row_that_the_page_does_not_have_is_passed_over_only_if_it_is_nothing() -> None:
    assert baca_tempelan("51\t0\n52\t1.000", ["52"]) == {"52": 1_000}
    assert "51" in galat("51\t5\n52\t1.000", ["52"])[0][3]


# --- Any paste -------------------------------------------------------------------------
JUMLAH = st.integers(-TERBESAR // 4, TERBESAR // 4)


@given(st.dictionaries(st.sampled_from(SEMUA), JUMLAH, min_size=1), st.randoms(), st.booleans(), st.booleans())
def test_a_block_is_read_whatever_its_order(isi: dict[str, int], acak: object, jumlah: bool, nama: bool) -> None:
    urutan = list(isi)
    acak.shuffle(urutan)  # type: ignore[attr-defined]
    baris = [f"{NAMA[k] if nama else k}\t{angka(isi[k])}" for k in urutan]
    if jumlah:
        baris.append(f"Jumlah\t{angka(sum(isi.values()))}")
    assert baca_tempelan("\r\n".join(baris), SEMUA) == isi


@given(st.lists(JUMLAH, min_size=1, max_size=4))
def test_a_column_is_read(isi: list[int]) -> None:
    assert baca_tempelan("\n".join(map(str, isi)), SEMUA) == dict(zip(SEMUA, isi, strict=False))


@given(
    st.one_of(
        st.text(max_size=200),
        st.text(alphabet='0123456789.,-\t\n\r" O5JjumlahtotalRp', max_size=60),
        st.lists(st.sampled_from(["52", "57 x", "1.000", "", "-", "Jumlah", '"', "\t", "\n", "\r\n", "3"])).map(
            "".join
        ),
    ),
    st.lists(st.sampled_from(SEMUA), unique=True),
)
def test_any_text_is_read_or_refused_in_words(teks: str, jenis: list[str]) -> None:
    try:
        hasil = baca_tempelan(teks, jenis)
    except TempelanDitolak as salah:
        hasil, pesan = {}, [g.pesan.encode() for g in salah.galat]
    else:
        pesan = []
    assert bool(hasil) != bool(pesan)
    assert set(hasil) <= set(jenis)


KISI = (
    "Kode\tJenis belanja\tPagu (Rp)\tBlokir (Rp)\ts.d. TW I (Rp)\tTW II saja (Rp)\ts.d. TW II (Rp)\tSisa\tPersen\r\n"
    "52\tBarang\t1.184.000.000\t48.000.000\t131.420.000\t386.915.500\t518.335.500\t617.664.500\t45,63%\r\n"
    "53\tModal\t265.000.000\t0\t0\t95.000.000\t95.000.000\t170.000.000\t35,85%\r\n"
    "\tJumlah\t1.449.000.000\t48.000.000\t131.420.000\t481.915.500\t613.335.500\t787.664.500\t43,78%\r\n"
)
SEBELUM = {"51": 0, "52": 131_420_000, "53": 0, "57": 0}


def test_seluruh_kisi_ditempel_kembali() -> None:
    assert baca_kisi(KISI, SEBELUM) == {"52": 386_915_500, "53": 95_000_000}


def test_kisi_dengan_satu_sel_buruk_ditolak_seluruhnya() -> None:
    with pytest.raises(TempelanDitolak) as salah:
        baca_kisi(KISI.replace("\t95.000.000\t95", "\t95.000.00O\t95"), SEBELUM)
    assert [g.bagian for g in salah.value.galat] == ["53"]


def test_kisi_yang_tidak_cocok_dengan_kumulatifnya_ditolak() -> None:
    with pytest.raises(TempelanDitolak, match="kumulatif"):
        baca_kisi(KISI.replace("386.915.500\t518", "386.915.501\t518"), SEBELUM)


@pytest.mark.parametrize("teks", ["386.915.500\n95.000.000", "52\t386.915.500", KISI.replace("131.420.000", "7")])
def test_yang_bukan_kisi_halaman_ini_dibaca_seperti_biasa(teks: str) -> None:
    assert baca_kisi(teks, SEBELUM) is None
