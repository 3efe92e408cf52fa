"""What figures are of: a quarter alone, cumulative, another quantity; never guessed where it makes a difference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realisasi.impor import berkas
from realisasi.impor.bacaan import Bacaan, BerkasDitolak, JenisImpor, Pilihan
from realisasi.impor.bentuk import kenali
from realisasi.impor.rencana import Keadaan, periksa_klaim, susun
from tests.pabrik import buat_satker
from tests.realisasi.impor import buat, buat_realisasi_satker

TP = Pilihan(tahun=2026, kewenangan="TP")
TW1, TW2 = replace(TP, triwulan=1), replace(TP, triwulan=2)
KEPALA = ["Kode Satker", "Jenis Belanja", "Realisasi"]
DATA = ["019070", 52, 500]
TEMPLAT = ["kode_satker", "jenis_belanja", "realisasi"]


def baca(
    jenis: str, *baris: Sequence[Any], pilihan: Pilihan = TW2, lembar: str = "Data", nama: str = "uji.xlsx"
) -> Bacaan:
    """What a workbook of one sheet says, if it agrees with what was chosen."""
    bacaan = kenali(berkas.buka(nama, buat.xlsx((lembar, baris))), JenisImpor(jenis), pilihan)
    periksa_klaim(bacaan, pilihan)
    return bacaan


def ditolak(jenis: str, *baris: Sequence[Any], pilihan: Pilihan = TW2, lembar: str = "Data") -> BerkasDitolak:
    with pytest.raises(BerkasDitolak) as galat:
        baca(jenis, *baris, pilihan=pilihan, lembar=lembar)
    return galat.value


def angka(bacaan: Bacaan, *kolom: str) -> list[tuple[Any, ...]]:
    tabel = bacaan.baris[list(kolom or ("triwulan", "realisasi"))].astype(object)
    return list(tabel.where(tabel.notna(), None).itertuples(index=False, name=None))


# --- Titles ------------------------------------------------------------------------------

SAMPAI = (
    "REALISASI ANGGARAN S.D. TRIWULAN II TA 2026|Keadaan sampai dengan 30 Juni 2026|s.d. Juni 2026|per 30 Juni 2026"
    "|Realisasi kumulatif TW II 2026|Posisi 30-06-2026|Semester I TA 2026|Januari s.d. Juni 2026|TW I s.d. TW II 2026"
    "|s/d Triwulan 2|KUMULATIF"
)


@pytest.mark.parametrize("judul", SAMPAI.split("|"))
def test_a_title_says_that_figures_are_cumulative(judul: str) -> None:
    bacaan = baca("realisasi", [judul], KEPALA, DATA)
    assert angka(bacaan, "triwulan", "realisasi", "kumulatif") == [(2, 500, True)]
    galat = ditolak("laporan", [judul], KEPALA, DATA)
    assert "kumulatif s.d. TW II" in galat.pesan
    assert galat.ditemukan == tuple(KEPALA)


def test_a_cumulative_title_may_stand_beside_or_over_two_rows() -> None:
    for atas in (["TW II", None, None, "s.d. Juni 2026"],), (["REALISASI SAMPAI"], ["DENGAN TRIWULAN II"]):
        assert angka(baca("realisasi", *atas, KEPALA, DATA), "kumulatif") == [(True,)]
    assert angka(baca("realisasi", [*KEPALA[:2], "Realisasi Tahun Ini"], DATA), "kumulatif") == [(True,)]
    assert "menyebut tahunnya" in ditolak("realisasi", ["TW II"], [*KEPALA[:2], "Realisasi TA 2026"], DATA).pesan


@pytest.mark.parametrize("lembar", ["s.d. TW II", "sd Juni", "s.d. Juni 2026"])
def test_a_sheet_says_so_by_its_name(lembar: str) -> None:
    assert angka(baca("realisasi", KEPALA, DATA, lembar=lembar), "kumulatif") == [(True,)]
    assert "kumulatif" in ditolak("laporan", KEPALA, DATA, lembar=lembar).pesan


def test_a_note_below_and_the_name_of_the_file_say_so_too() -> None:
    catatan = [["TRIWULAN II 2026"], KEPALA, DATA, ["*) angka kumulatif"]]
    assert angka(baca("realisasi", *catatan), "kumulatif") == [(True,)]
    bernama = baca("realisasi", ["TRIWULAN II 2026"], KEPALA, DATA, nama="Realisasi s.d. Juni 2026.xlsx")
    assert angka(bernama, "kumulatif") == [(True,)]


@pytest.mark.parametrize(
    "judul", ["REALISASI TRIWULAN II TA 2026", "Periode April s.d. Juni 2026", "1/4/2026 - 30/6/2026"]
)
def test_a_title_of_the_quarter_alone(judul: str) -> None:
    assert angka(baca("laporan", [judul], KEPALA, DATA)) == [(2, 500)]
    assert angka(baca("realisasi", [judul], KEPALA, DATA), "kumulatif") == [(False,)]


@pytest.mark.parametrize(
    "judul", ["LAPORAN REALISASI BULAN JUNI 2026", "Periode Mei 2026", "Realisasi s.d. 15 Mei 2026", "Juni 2026"]
)
@pytest.mark.parametrize("jenis", ["laporan", "realisasi"])
def test_a_month_or_a_day_in_between_is_no_quarter(jenis: str, judul: str) -> None:
    assert "Yang diperlukan angka satu triwulan penuh" in ditolak(jenis, [judul], KEPALA, DATA).pesan


def test_the_first_quarter_is_the_same_either_way() -> None:
    assert angka(baca("laporan", ["s.d. Maret 2026"], KEPALA, DATA, pilihan=TW1)) == [(1, 500)]
    assert angka(baca("laporan", KEPALA, DATA, pilihan=TW1)) == [(1, 500)]


@pytest.mark.parametrize("judul", ["REALISASI TAHUN 2025", "DANA TP 2025", "REALISASI per 30-06-2025"])
def test_the_year_of_a_title_is_held_against_the_choice(judul: str) -> None:
    assert "2025" in ditolak("realisasi", [judul], TEMPLAT, DATA).pesan


def test_the_year_of_a_letter_claims_nothing() -> None:
    judul = ["DANA TP 2026", "Surat tanggal 2 Desember 2025", "Dicetak 3 Januari 2027"]
    assert angka(baca("laporan", *([j] for j in judul), TEMPLAT, DATA)) == [(2, 500)]


# --- Nothing says it ---------------------------------------------------------------------


@pytest.mark.parametrize("jenis", ["laporan", "realisasi"])
def test_without_a_word_it_is_refused_with_what_to_write(jenis: str) -> None:
    galat = ditolak(jenis, [*KEPALA[:2], "Total Realisasi"], DATA)
    assert 'Tulis "Realisasi TW II saja" atau "Realisasi s.d. TW II"' in galat.pesan
    assert galat.kurang
    for judul, kumulatif in (("Realisasi TW II saja", False), ("Realisasi s.d. TW II", True)):
        bacaan = baca("realisasi", [*KEPALA[:2], judul], DATA)
        assert angka(bacaan, "triwulan", "realisasi", "kumulatif") == [(2, 500, kumulatif)]


def test_the_own_layout_is_of_the_quarter_alone() -> None:
    bacaan = baca("laporan", TEMPLAT, DATA)
    assert (angka(bacaan), any("dibaca sebagai" in c for c in bacaan.catatan)) == ([(2, 500)], False)


@pytest.mark.parametrize("jenis", ["laporan", "realisasi"])
@pytest.mark.parametrize("judul", ["Realisasi", "REALISASI (Rp)"])
def test_a_plain_realisasi_is_what_the_template_means_by_it_and_the_preview_says_so(jenis: str, judul: str) -> None:
    bacaan = baca(jenis, [*KEPALA[:2], judul], DATA)
    assert angka(bacaan) == [(2, 500)]
    assert any("dibaca sebagai angka TW II saja" in c and "Realisasi s.d." in c for c in bacaan.catatan)


def test_rows_and_columns_that_name_their_quarter_are_of_it_alone() -> None:
    baris = baca("laporan", ["Kode Satker", "Triwulan", "Jenis Belanja", "Realisasi"], ["019070", "TW II", 52, 500])
    assert angka(baris) == [(2, 500)]
    kolom = baca("laporan", ["Kode Satker", "Jenis Belanja", "TW I", "TW II"], ["019070", 52, 200, 300], pilihan=TP)
    assert angka(kolom) == [(1, 200), (2, 300)]


# --- What the file proves ----------------------------------------------------------------


@pytest.mark.parametrize("judul", ["Total Realisasi", "Penyerapan", "Jumlah Realisasi", "Realisasi SP2D"])
def test_a_rest_beside_it_proves_that_it_is_cumulative(judul: str) -> None:
    kepala = ["Kode Satker", "Jenis Belanja", "Pagu", judul, "Sisa Pagu"]
    data = [["019070", 52, 1000, 500, 500], ["019070", 53, 300, 0, 300], ["029024", 52, 800, 100, 700]]
    assert set(angka(baca("realisasi", ["TRIWULAN II"], kepala, *data), "kumulatif")) == {(True,)}
    assert "sama dengan sisa" in ditolak("laporan", ["TRIWULAN II"], kepala, *data).pesan


def test_a_rest_that_contradicts_proves_nothing() -> None:
    galat = ditolak("realisasi", [*KEPALA[:2], "Pagu", "Realisasi", "Sisa"], ["019070", 52, 1000, 500, 300])
    assert "Tidak pasti" in galat.pesan


def test_a_quarter_in_the_heading_and_a_proof_of_the_contrary_are_refused() -> None:
    kepala = [*KEPALA[:2], "Pagu", "Realisasi TW II", "Sisa"]
    assert "angkanya kumulatif" in ditolak("laporan", kepala, ["019070", 52, 1000, 500, 500]).pesan
    assert angka(baca("laporan", kepala, ["019070", 52, 1000, 300, 500])) == [(2, 300)]


def test_pagu_beside_a_bare_realisasi_makes_it_cumulative() -> None:
    bacaan = baca("realisasi", [*KEPALA[:2], "Pagu", "Realisasi", "%"], ["019070", 52, 1000, 500, 0.5])
    assert angka(bacaan, "realisasi", "kumulatif") == [(500, True)]
    assert any("dibaca sebagai kumulatif" in c for c in bacaan.catatan)


# --- Columns of quarters and months under a cumulative title -----------------------------

TW = ["Kode Satker", "Jenis Belanja", "TW I", "TW II"]
BULAN = ["Kode Satker", "Jenis Belanja", "Jan", "Feb", "Mar", "Apr", "Mei", "Jun"]


def test_cumulative_columns_become_quarters_alone() -> None:
    tw = baca("laporan", ["REALISASI KUMULATIF TA 2026"], TW, ["019070", 52, 200, 500], pilihan=TP)
    assert angka(tw) == [(1, 200), (2, 300)]
    bulan = ["019070", 52, 50, 100, 200, 300, 400, 500]
    assert angka(baca("laporan", ["REALISASI KUMULATIF PER BULAN"], BULAN, bulan, pilihan=TP)) == [(1, 200), (2, 300)]


def test_a_title_until_a_quarter_over_its_columns_is_settled_by_the_amounts_or_refused() -> None:
    judul = ["Realisasi s.d. Triwulan II 2026"]
    naik, turun = ["019070", 52, 200, 500], ["019070", 52, 200, 150]
    assert "Tidak pasti" in ditolak("laporan", judul, TW, naik, pilihan=TP).pesan
    assert angka(baca("laporan", judul, TW, turun, pilihan=TP)) == [(1, 200), (2, 150)]
    jumlah = baca("laporan", judul, [*TW, "Jumlah"], [*naik, 700], pilihan=TP)
    assert angka(jumlah) == [(1, 200), (2, 500)]
    kumulatif = baca("laporan", judul, [*TW, "Jumlah"], [*naik, 500], pilihan=TP)
    assert angka(kumulatif) == [(1, 200), (2, 300)]


def test_a_heading_of_the_quarter_under_a_cumulative_title_is_refused() -> None:
    galat = ditolak("laporan", ["s.d. TW II 2026"], [*KEPALA[:2], "Realisasi TW II"], DATA)
    assert "judul kolomnya tidak" in galat.pesan


# --- A month's column --------------------------------------------------------------------


def test_of_a_month_and_until_it_the_cumulative_one_is_taken() -> None:
    kepala = [*KEPALA[:2], "Pagu", "Realisasi s.d. Bulan Lalu", "Realisasi Bulan Ini", "Realisasi s.d. Bulan Ini"]
    data = ["019070", 52, 1000, 400, 100, 500]
    assert angka(baca("realisasi", kepala, data), "realisasi", "kumulatif") == [(500, True)]
    assert "bukan akhir triwulan" in ditolak("realisasi", ["Bulan Mei 2026"], kepala, data).pesan
    assert baca("laporan", kepala, data).tolakan
    assert "satu bulan" in ditolak("laporan", kepala[:3] + kepala[4:5], ["019070", 52, 1000, 100]).pesan


# --- However it is told ------------------------------------------------------------------

SATU = [
    *(("judul", j) for j in SAMPAI.split("|")),
    *(("lembar", n) for n in ("s.d. TW II", "s.d. Juni")),
    *(
        ("kolom", k)
        for k in ("Realisasi s.d. TW II", "Realisasi s.d. 30 Juni 2026", "realisasi_sd", "Realisasi Kumulatif")
    ),
    *(("tidak", "") for _ in range(2)),
]


@given(
    cara=st.sampled_from(SATU),
    judul_lain=st.sampled_from(["", "LAPORAN REALISASI TRIWULAN II", "TA 2026", "Dicetak 3 Juli 2026"]),
    nama=st.sampled_from(["Realisasi", "Total Realisasi", "Penyerapan Anggaran", "realisasi"]),
    pendamping=st.sampled_from([(), ("Pagu",), ("Pagu", "Sisa")]),
    jumlah=st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=1, max_size=4),
    jenis=st.sampled_from(["laporan", "realisasi"]),
)
def test_a_cumulative_figure_is_never_taken_for_the_quarters(
    cara: tuple[str, str],
    judul_lain: str,
    nama: str,
    pendamping: tuple[str, ...],
    jumlah: list[tuple[int, int]],
    jenis: str,
) -> None:
    """TW I and II of each satker: what is accepted for TW II is the true figure, however little the file says."""
    di, tulisan = cara
    if di == "tidak" and (judul_lain.startswith("LAPORAN") or nama == "realisasi") and pendamping != ("Pagu", "Sisa"):
        return  # that says the quarter alone, or the contrary may not be seen
    if di == "tidak" and nama == "Realisasi" and not pendamping:
        return  # the same, as in the template; the preview says so
    kepala = ["Kode Satker", "Jenis Belanja", *pendamping[:1], tulisan if di == "kolom" else nama, *pendamping[1:]]
    baris: list[list[Any]] = [[j] for j in (judul_lain, tulisan if di == "judul" else "") if j]
    baris.append(kepala)
    for k, (satu, dua) in enumerate(jumlah):
        sd = 1000 * (satu + dua)
        isi = {"Pagu": 50_000, "Sisa": 50_000 - sd}
        baris.append([f"{19070 + k:06d}", 52, *(isi.get(n, sd) for n in kepala[2:])])
    try:
        bacaan = baca(jenis, *baris, lembar=tulisan if di == "lembar" else "Data")
    except BerkasDitolak:
        return
    for k, (q, n, rusak) in enumerate(angka(bacaan, "triwulan", "realisasi", "rusak")):
        satu, dua = jumlah[k]
        if jenis == "realisasi":
            assert bacaan.baris["kumulatif"].all()
            assert (q, n) == (2, 1000 * (satu + dua))
        else:
            assert rusak


# --- Other quantities --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("judul", "kepala"),
    [
        ("RENCANA PENARIKAN DANA TA 2026", ["Jan", "Feb", "Mar"]),
        ("TARGET PENYERAPAN TA 2026", ["TW I", "TW II", "TW III"]),
        ("PERSENTASE REALISASI TA 2026", ["TW I", "TW II", "TW III"]),
        ("TARGET REALISASI", ["Realisasi TW I", "Realisasi TW II", "Realisasi TW III"]),
    ],
)
def test_plans_targets_and_percentages_are_no_realisasi(judul: str, kepala: list[str]) -> None:
    assert (
        "realisasi" in ditolak("laporan", [judul], [*KEPALA[:2], *kepala], ["019070", 52, 1, 2, 3], pilihan=TP).kurang
    )


def test_pagu_is_no_realisasi_and_the_reverse() -> None:
    lebar = ["Kode Satker", "51", "52", "53"]
    assert "DAFTAR PAGU" in ditolak("laporan", ["DAFTAR PAGU"], lebar, ["019070", 1, 2, 3], pilihan=TW1).pesan
    dipa = ["Kode Satker", "Revisi", "Berlaku Sejak", "51", "52", "53"]
    baris = ["019070", 0, dt.date(2026, 1, 2), 1, 2, 3]
    assert "DAFTAR REALISASI" in ditolak("dipa", ["DAFTAR REALISASI"], dipa, baris, pilihan=TP).pesan
    assert len(baca("laporan", ["LAPORAN REALISASI ANGGARAN"], lebar, ["019070", 1, 2, 3], pilihan=TW1).baris) == 3
    assert len(baca("dipa", ["DAFTAR PAGU ANGGARAN"], dipa, baris, pilihan=TP).baris) == 3


def test_a_target_in_a_line_of_its_own_does_not_spoil_a_report() -> None:
    baris = [["LAPORAN REALISASI TW I"], ["Target penyerapan 60 %"], KEPALA, DATA]
    assert angka(baca("laporan", *baris, pilihan=TW1)) == [(1, 500)]


@pytest.mark.parametrize(
    ("judul", "isi"), [("Serapan", [85, 90]), ("Penyerapan", ["85", "90"]), ("Realisasi", [0.85, 1])]
)
def test_percentages_are_no_rupiah(judul: str, isi: list[Any]) -> None:
    data = [["019070", 52, isi[0]], ["019070", 53, isi[1]]]
    assert "persentase" in ditolak("laporan", [*KEPALA[:2], judul], *data, pilihan=TW1).pesan


# --- The export of the online monitoring, changed by hand ---------------------------------


@pytest.mark.parametrize("nama", [None, "BA"])
def test_the_export_per_satker_is_known_without_the_code_of_its_ministry(nama: str | None) -> None:
    buku = berkas.buka("a.xlsx", buat_realisasi_satker.buat(buat_realisasi_satker.baris()))
    baris = buku.lembar[0].tabel.to_numpy(object).tolist()
    baris[3][1] = nama or "x"
    if nama is None:
        baris = [b[:1] + b[2:] for b in baris]
    bacaan = baca("realisasi", *baris)
    assert angka(bacaan, "kode_satker", "jenis_belanja", "realisasi", "kumulatif") == [
        ("019070", "52", 300_000_000, True),
        ("019070", "53", 0, True),
    ]
    assert not bacaan.tolakan


@pytest.mark.parametrize(
    "cetak", ["Dicetak 1 Juli 2026", "Tanggal Cetak: 01-07-2026", "Tgl. cetak : 1 Juli 2026, 08:00"]
)
def test_its_day_of_printing(cetak: str) -> None:
    isi = buat_realisasi_satker.buat(buat_realisasi_satker.baris(), cetak=cetak)
    bacaan = kenali(berkas.buka("a.xlsx", isi), JenisImpor.REALISASI, TW2)
    assert set(bacaan.baris["tanggal_data"]) == {dt.date(2026, 7, 1)}


def test_its_title_must_end_with_a_quarter() -> None:
    isi = buat_realisasi_satker.buat(buat_realisasi_satker.baris(), judul="Realisasi s.d. Mei 2026")
    with pytest.raises(BerkasDitolak, match="bukan akhir triwulan"):
        kenali(berkas.buka("a.xlsx", isi), JenisImpor.REALISASI, TW2)


# --- DIPA --------------------------------------------------------------------------------

DIPA = ["Kode Satker", "Jenis Belanja", "Pagu", "Revisi", "Tanggal DIPA"]


def test_the_day_of_the_first_dipa_is_not_that_of_its_revisions() -> None:
    data = [["019070", 52, 100, 0, dt.date(2025, 12, 1)], ["019070", 52, 90, 3, dt.date(2025, 12, 1)]]
    bacaan = baca("dipa", DIPA, *data, pilihan=TP)
    assert [(t.baris, t.kolom) for t in bacaan.tolakan] == [(3, "Tanggal DIPA")]
    assert angka(bacaan, "revisi", "rusak") == [(0, False), (3, True)]

    dipilih = baca("dipa", DIPA, *data, pilihan=replace(TP, berlaku_sejak=dt.date(2026, 5, 5)))
    assert not dipilih.tolakan
    assert angka(dipilih, "berlaku_sejak") == [(dt.date(2025, 12, 1),), (dt.date(2026, 5, 5),)]


@pytest.mark.django_db
def test_pagu_that_is_not_split_cannot_stand_beside_pagu_that_is() -> None:
    buat_satker("019070")
    kepala = ["kode_satker", "jenis_belanja", "pagu", "revisi", "berlaku_sejak"]
    data = [["019070", j, n, 0, dt.date(2026, 1, 2)] for j, n in ((52, 100), (53, 50), ("00", 150))]
    rencana = susun([baca("dipa", kepala, *data, pilihan=TP)], TP)
    assert [b.keadaan for b in rencana.butir] == [Keadaan.DITOLAK]
    assert [(t.baris, t.kolom) for t in rencana.tolakan] == [(4, "jenis_belanja")]


@pytest.mark.parametrize(
    ("kolom", "isi"), [("kewenangan", ("TP", "DK")), ("tahun", (2026, 2025)), ("triwulan", (2, 3))]
)
def test_rows_of_more_than_was_chosen_are_not_taken_for_it(kolom: str, isi: tuple[Any, Any]) -> None:
    kepala = [kolom, *TEMPLAT]
    assert "Anda memilih" in ditolak("laporan", kepala, *([n, *DATA] for n in isi)).pesan


# --- What the next eyes found ------------------------------------------------------------


@pytest.mark.parametrize(
    "judul",
    [
        "YTD TW II",
        "s-d TW II",
        "Realisasi satu tahun 2026",
        "TW II 2026 (setahun)",
        "Cut off 30 Juni 2026",
        "Year to date",
    ],
)
def test_other_words_for_cumulative_are_known(judul: str) -> None:
    try:
        bacaan = baca("realisasi", [judul], KEPALA, DATA)
    except BerkasDitolak:
        return
    assert bacaan.baris["kumulatif"].all()


@pytest.mark.parametrize(
    "kata", ["PERKIRAAN", "ESTIMASI", "USULAN", "SIMULASI", "KEBUTUHAN", "POTENSI", "OUTLOOK", "RASIO", "DAYA SERAP"]
)
def test_what_is_not_spent_yet_is_no_realisasi(kata: str) -> None:
    assert kata in ditolak("realisasi", [f"{kata} REALISASI TRIWULAN II"], KEPALA, DATA).pesan


@pytest.mark.parametrize("judul", ["PAGU INDIKATIF", "USULAN REVISI DIPA", "RANCANGAN DIPA", "PAGU SETELAH BLOKIR"])
def test_a_pagu_that_is_not_in_force_is_none(judul: str) -> None:
    kepala = ["Kode Satker", "Jenis Belanja", "Pagu", "Revisi", "Berlaku Sejak"]
    assert ditolak("dipa", [judul], kepala, ["019070", 52, 500, 0, "2026-01-02"]).kurang == ("pagu",)


@pytest.mark.parametrize("judul", ["Blokir (%)", "% Blokir", "Persentase Blokir"])
def test_blokir_as_a_percentage_is_not_taken_for_none(judul: str) -> None:
    kepala = ["Kode Satker", "Jenis Belanja", "Pagu", judul, "Revisi", "Berlaku Sejak"]
    isi = ["019070", 52, 90_000, 10, 0, "2026-01-02"]
    assert "persentase" in ditolak("dipa", kepala, isi).pesan
    isi[3] = 0
    assert len(baca("dipa", kepala, isi).baris) == 1


def test_a_report_of_another_quarter_than_asked_is_said_to_be() -> None:
    pilihan = Pilihan(tahun=2026, kewenangan="TP", triwulan=2)
    with pytest.raises(BerkasDitolak, match="Berkas ini untuk TW I, Anda memilih TW II"):
        baca("laporan", ["Kode Satker", "Jenis Belanja", "Realisasi s.d. TW I"], ["019070", 52, 500], pilihan=pilihan)
