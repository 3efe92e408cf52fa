"""The warnings of a report, pure: each at both sides of its boundary, and what holds for any amounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realisasi.peringatan import Bahan, Baris, Kode, Peringatan, periksa

JUTA = 1_000_000


def baris(
    sekarang: int | None,
    *,
    pagu: int | None = 1_000 * JUTA,
    sebelum: int = 0,
    jenis: str = "52",
    nama: str = "52 Barang",
) -> Baris:
    return Baris(jenis, nama, pagu, sebelum, sekarang)


def bahan(*isi: Baris, **lain: object) -> Bahan:
    bawaan: dict[str, object] = {"triwulan": 2, "pertama": 1, "pagu_efektif": 1_000 * JUTA, "pagu": 1_000 * JUTA}
    return Bahan(baris=isi, **bawaan | lain)  # type: ignore[arg-type]


def kunci(b: Bahan) -> set[str]:
    return {p.kunci for p in periksa(b)}


def satu(b: Bahan, kode: str) -> Peringatan:
    (hasil,) = [p for p in periksa(b) if p.kode == kode]
    return hasil


def test_angka_biasa_tanpa_peringatan() -> None:
    assert periksa(bahan(baris(300 * JUTA, sebelum=150 * JUTA), riwayat=(150 * JUTA,))) == ()


# --- Above the pagu efektif, and above the pagu of one jenis --------------------------
@pytest.mark.parametrize(("kumulatif", "ada"), [(799_999_999, False), (800_000_000, False), (800_000_001, True)])
def test_di_atas_pagu_efektif(kumulatif: int, ada: bool) -> None:
    b = bahan(baris(kumulatif - 100 * JUTA, sebelum=100 * JUTA), pagu_efektif=800 * JUTA)
    assert ("DI_ATAS_PAGU_EFEKTIF" in kunci(b)) is ada
    assert "PAGU_MINUS:52" not in kunci(b)


def test_di_atas_pagu_efektif_menyebut_selisihnya() -> None:
    p = satu(bahan(baris(900 * JUTA), pagu_efektif=800 * JUTA), "DI_ATAS_PAGU_EFEKTIF")
    assert "100.000.000" in p.judul
    assert "900.000.000" in p.teks
    assert "TW II" in p.teks


@pytest.mark.parametrize(("kumulatif", "ada"), [(499_999_999, False), (500_000_000, False), (500_000_001, True)])
def test_pagu_minus_diukur_ke_pagu_penuh_jenis(kumulatif: int, ada: bool) -> None:
    isi = baris(kumulatif - 200 * JUTA, sebelum=200 * JUTA, pagu=500 * JUTA), baris(0, jenis="53", nama="53 Modal")
    assert ("PAGU_MINUS:52" in kunci(bahan(*isi))) is ada


def test_pagu_minus_pada_jenis_di_luar_dipa_tetap_disebut() -> None:
    p = satu(bahan(baris(1, pagu=0, jenis="57", nama="57 Bansos")), "PAGU_MINUS")
    assert p.kunci == "PAGU_MINUS:57"
    assert "tidak memuat jenis ini" in p.teks


def test_pagu_minus_dari_triwulan_lalu_juga_bila_triwulan_ini_belum_diisi() -> None:
    """A revision took the pagu away after the money was spent."""
    assert "PAGU_MINUS:52" in kunci(bahan(baris(None, sebelum=5, pagu=4)))


def test_belum_dirinci_tidak_mengenal_pagu_minus() -> None:
    assert kunci(bahan(baris(900 * JUTA, pagu=None), riwayat=())) == set()
    assert kunci(bahan(baris(1_001 * JUTA, pagu=None))) == {"DI_ATAS_PAGU_EFEKTIF"}


# --- A thousand or a million times off ------------------------------------------------
@pytest.mark.parametrize(
    ("sekarang", "kata"),
    [
        (1, "jutaan"),
        (1_000, "jutaan"),
        (1_001, "ribuan"),
        (1_000_000, "ribuan"),
        (1_000_001, None),
        (-1_000_000, "ribuan"),
        (0, None),
        (99_999_999_999, None),
        (100_000_000_000, "seribu kali"),
        (-100_000_000_000, "seribu kali"),
        (99_999_999_999_999, "seribu kali"),
        (100_000_000_000_000, "sejuta kali"),
    ],
)
def test_satuan_terhadap_pagu_semilyar(sekarang: int, kata: str | None) -> None:
    b = bahan(baris(sekarang, sebelum=10**15))
    assert ("SATUAN:52" in kunci(b)) is (kata is not None)
    if kata:
        assert kata in satu(b, "SATUAN").teks


def test_satuan_tanpa_pagu_jenis_memakai_pagu_seluruhnya() -> None:
    for pagu in (None, 0):
        assert "SATUAN:52" in kunci(bahan(baris(1 * JUTA, pagu=pagu)))
        assert "SATUAN:52" not in kunci(bahan(baris(1 * JUTA + 1, pagu=pagu)))
    assert "SATUAN:52" not in kunci(bahan(baris(1, pagu=0), pagu=0, pagu_efektif=0))


# --- Against the pattern ---------------------------------------------------------------
@pytest.mark.parametrize(
    ("sekarang", "riwayat", "ada"),
    [
        (450_000_000, (150_000_000,), False),  # three times is no jump
        (450_000_001, (150_000_000,), True),
        (450_000_001, (150_000_000, 20), True),
        (450_000_001, (20, 150_000_001), False),
        (249_999_999, (1,), False),  # less than a quarter of the pagu efektif
        (250_000_000, (1,), True),
        (900_000_000, (), False),  # nothing to compare with
        (900_000_000, (0, 0), False),
        (900_000_000, (-5,), False),
    ],
)
def test_lonjakan(sekarang: int, riwayat: Sequence[int], ada: bool) -> None:
    assert ("LONJAKAN" in kunci(bahan(baris(sekarang), riwayat=riwayat))) is ada


def test_lonjakan_menjumlah_semua_jenis() -> None:
    isi = baris(200 * JUTA), baris(100 * JUTA, jenis="53", nama="53 Modal")
    assert "LONJAKAN" in kunci(bahan(*isi, riwayat=(99 * JUTA,)))
    assert "LONJAKAN" not in kunci(bahan(*isi, riwayat=(100 * JUTA,)))


# --- Nothing new, less than before, late ------------------------------------------------
@pytest.mark.parametrize(
    ("isi", "triwulan", "ada"),
    [
        ((0,), 2, True),
        ((0, 0), 2, True),
        ((0, None), 2, True),
        ((None, None), 2, False),  # not filled in is something else than zero
        ((0, 1), 2, False),
        ((5, -5), 2, False),
        ((0,), 1, False),  # the first quarter has none before it
    ],
)
def test_tanpa_perubahan(isi: Sequence[int | None], triwulan: int, ada: bool) -> None:
    daftar = [baris(n, jenis=j, sebelum=10 * JUTA) for n, j in zip(isi, ("52", "53"), strict=False)]
    assert ("TANPA_PERUBAHAN" in kunci(bahan(*daftar, triwulan=triwulan))) is ada


def test_tanpa_perubahan_dihitung_dari_triwulan_pertama_yang_berlaku() -> None:
    assert "TANPA_PERUBAHAN" not in kunci(bahan(baris(0), triwulan=3, pertama=3))
    assert "TANPA_PERUBAHAN" in kunci(bahan(baris(0), triwulan=4, pertama=3))


@pytest.mark.parametrize(
    ("lalu", "sekarang", "ada"),
    [
        ({"52": 5_000_000}, 4_999_999, True),
        ({"52": 5_000_000}, 5_000_000, False),
        ({"53": 9_000_000}, 1_000_001, False),
    ],
)
def test_turun_dari_versi_sebelumnya(lalu: Mapping[str, int], sekarang: int, ada: bool) -> None:
    assert ("TURUN:52" in kunci(bahan(baris(sekarang), versi_lalu=lalu))) is ada


def test_turun_juga_bila_jenis_itu_dikosongkan() -> None:
    isi = baris(300 * JUTA), baris(None, jenis="57", nama="57 Bansos")
    assert "TURUN:57" in kunci(bahan(*isi, versi_lalu={"52": 300 * JUTA, "57": 1}))
    assert "TURUN:57" not in kunci(bahan(*isi, versi_lalu={"52": 300 * JUTA, "57": 0}))


@pytest.mark.parametrize(("hari", "ada"), [(0, False), (1, True), (84, True)])
def test_terlambat(hari: int, ada: bool) -> None:
    b = bahan(baris(300 * JUTA), terlambat=hari)
    assert ("TERLAMBAT" in kunci(b)) is ada
    assert not ada or f"{hari} hari" in satu(b, "TERLAMBAT").judul


# --- Whatever the amounts ----------------------------------------------------------------
UANG = st.one_of(st.integers(-(10**15), 10**15), st.sampled_from([0, 1, -1, 10**6, 10**9, 10**12, 10**15]))
PAGU = st.one_of(st.none(), st.integers(0, 10**15), st.just(0))


@st.composite
def sembarang(draw: st.DrawFn, *, tanpa_angka: bool = False) -> Bahan:
    jenis = draw(st.lists(st.sampled_from(["00", "51", "52", "53", "57"]), min_size=1, max_size=5, unique=True))
    nol = st.just(0)
    isi = [
        Baris(
            j,
            f"{j} nama",
            draw(PAGU),
            draw(nol if tanpa_angka else UANG),
            None if tanpa_angka else draw(st.one_of(st.none(), UANG)),
        )
        for j in jenis
    ]
    pertama = draw(st.integers(1, 4))
    pagu = sum(b.pagu or 0 for b in isi)
    return Bahan(
        triwulan=draw(st.integers(pertama, 4)),
        pertama=pertama,
        pagu_efektif=draw(st.integers(0, pagu)),
        pagu=pagu,
        baris=isi,
        riwayat=draw(st.lists(UANG, max_size=3)),
        versi_lalu=draw(st.dictionaries(st.sampled_from(jenis), UANG)),
        terlambat=0 if tanpa_angka else draw(st.integers(0, 400)),
    )


@given(sembarang())
def test_setiap_kunci_paling_banyak_sekali(b: Bahan) -> None:
    """The database keeps one reason for each kind and jenis of a version."""
    semua = [p.kunci for p in periksa(b)]
    assert len(semua) == len(set(semua))


@given(sembarang())
def test_setiap_peringatan_menyebut_jenis_yang_ada_dan_muat_disimpan(b: Bahan) -> None:
    for p in periksa(b):
        assert p.jenis in {"", *(x.jenis for x in b.baris)}
        assert p.kode in set(Kode)
        assert 0 < len(p.judul) <= 200
        assert p.teks


@given(sembarang())
def test_pagu_minus_tidak_pernah_tanpa_pagu(b: Bahan) -> None:
    tanpa_pagu = {x.jenis for x in b.baris if x.pagu is None}
    assert not tanpa_pagu & {p.jenis for p in periksa(b) if p.kode is Kode.PAGU_MINUS}


@given(sembarang(tanpa_angka=True))
def test_tanpa_angka_tanpa_peringatan(b: Bahan) -> None:
    assert periksa(b) == ()


@given(sembarang())
def test_urutan_baris_tidak_mengubah_peringatan(b: Bahan) -> None:
    terbalik = Bahan(**{**b.__dict__, "baris": list(reversed(b.baris))})
    assert kunci(b) == kunci(terbalik)
