"""The refused rows as a workbook: as they stood, what is wrong beside each; mended and uploaded they are taken."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from realisasi.impor import tolakan_buku
from realisasi.models import Dipa, Impor, PaguRevisi
from satker.models import Pengguna, Satker
from tests import pabrik
from tests.realisasi.impor.buat_fa_detail import buat
from tests.realisasi.impor.layar import baris_dipa, buku, csv, isi_buku, pratinjau, teks, terapkan

pytestmark = pytest.mark.django_db

MasukSebagai = Callable[[Pengguna | str], Client]
PESAN = "Yang harus diperbaiki"


@pytest.fixture
def klien(pusat: Pengguna, masuk: MasukSebagai) -> Client:
    return masuk(pusat)


@pytest.fixture
def riau(satker_dinas: Satker) -> Dipa:
    return pabrik.buat_dipa(satker_dinas, pagu={"52": 1_000_000})


def unduh(klien: Client, impor: Impor) -> dict[str, list[tuple[Any, ...]]]:
    return isi_buku(klien.get(f"/impor/{impor.pk}/tolakan/"))  # type: ignore[arg-type]


def perbaiki(klien: Client, impor: Impor, ganti: dict[Any, Any]) -> SimpleUploadedFile:
    """The workbook with every cell that holds one of these set to what belongs there."""
    isi = load_workbook(io.BytesIO(klien.get(f"/impor/{impor.pk}/tolakan/").content))
    kena = set()
    for kertas in isi.worksheets:
        for baris in kertas.iter_rows():
            for sel in baris:
                if sel.value in ganti:
                    kena.add(sel.value)
                    sel.value = ganti[sel.value]
    assert kena == set(ganti)
    keluaran = io.BytesIO()
    isi.save(keluaran)
    return SimpleUploadedFile("diperbaiki.xlsx", keluaran.getvalue())


REKAP = [
    ["Rekap DIPA TA 2026"],
    [],
    ["No", "KDSATKER", "Kewenangan", "Revisi ke", "Berlaku Sejak", "Jenis Belanja", "Pagu DIPA", "Ket"],
    [1, "099026", "TP", 1, "2026-02-01", "52", 500_000, "=1+1"],
    [2, "099026", "TP", 1, "2026-02-01", "53", "7O0000", ""],
    [3, "099026", "TP", 2, "2026-03-01", "52", 900_000, ""],
    ["Jumlah", "", "", "", "", "", 1_400_000, ""],
]


def test_baris_seperti_di_berkasnya_dengan_pesan_di_sampingnya(klien: Client, riau: Dipa) -> None:
    impor = pratinjau(klien, "dipa", buku(REKAP, lembar="Rekap"))
    (nama, isi), *lain = unduh(klien, impor).items()
    assert not lain
    assert nama == "Rekap"
    assert isi[0][0] == "Rekap DIPA TA 2026"
    assert isi[2][:8] == tuple(REKAP[2])
    assert isi[2][8] == PESAN
    # The whole revision, and nothing of the one that was accepted.
    assert [b[0] for b in isi[3:]] == [1, 2]
    assert isi[4][:7] == (2, "099026", "TP", 1, "2026-02-01", "53", "7O0000")
    assert isi[4][8].startswith("Pagu DIPA: ")
    assert "huruf O" in isi[4][8]
    assert "sendiri tidak salah" in isi[3][8]
    assert isi[4][9] == "Rekap, baris 5"


def test_rumus_tetap_teks(klien: Client, riau: Dipa) -> None:
    rekap = [*REKAP[:3], [1, "099026", "TP", 1, "2026-02-01", "52", "'=2*3", "@SUM(A1)"]]
    impor = pratinjau(klien, "dipa", buku(rekap))
    isi = load_workbook(io.BytesIO(klien.get(f"/impor/{impor.pk}/tolakan/").content))
    assert all(sel.data_type != "f" for kertas in isi.worksheets for baris in kertas.iter_rows() for sel in baris)


def test_diperbaiki_lalu_diunggah_lagi(klien: Client, riau: Dipa) -> None:
    impor = pratinjau(klien, "dipa", buku(REKAP))
    terapkan(klien, impor, lewati_ditolak="ya")
    kedua = pratinjau(klien, "dipa", perbaiki(klien, impor, {"7O0000": 700_000}))
    assert kedua.ringkasan["ditolak"] == []
    assert (kedua.ringkasan["baru"], kedua.ringkasan["berubah"]) == (1, 0)
    terapkan(klien, kedua)
    assert PaguRevisi.objects.get(revisi__nomor=1, jenis="53").pagu == 700_000
    # By now the first file would be taken but for the bad cell, so it is refused still.
    assert "Ditolak" not in unduh(klien, impor)


def test_akun_dijumlahkan_lagi_bersama_saudaranya(klien: Client, riau: Dipa) -> None:
    rekap = [
        ["Tahun", "Kewenangan", "Kode Satker", "Revisi", "Berlaku Sejak", "Akun", "Pagu"],
        [2026, "TP", "099026", 1, "2026-02-01", "521211", 100],
        [2026, "TP", "099026", 1, "2026-02-01", "521219", "2OO"],
        [2026, "TP", "099026", 1, "2026-02-01", "524111", 300],
        [2026, "TP", "099026", 2, "2026-03-01", "524111", 300],
    ]
    impor = pratinjau(klien, "dipa", buku(rekap))
    (isi,) = unduh(klien, impor).values()
    assert {b[5] for b in isi[1:]} == {"521211", "521219", "524111"}
    kedua = pratinjau(klien, "dipa", perbaiki(klien, impor, {"2OO": 200}))
    assert kedua.ringkasan["ditolak"] == []
    terapkan(klien, kedua)
    assert PaguRevisi.objects.get(revisi__dipa=riau, revisi__nomor=1).pagu == 600


def test_beberapa_berkas_masing_masing_lembarnya(klien: Client, riau: Dipa) -> None:
    impor = pratinjau(
        klien,
        "dipa",
        csv(baris_dipa(revisi=1, pagu="x1"), nama="satu.csv"),
        csv(baris_dipa("111111"), nama="dua.csv"),
        csv(baris_dipa(revisi=2), nama="tiga.csv"),
    )
    isi = unduh(klien, impor)
    assert len(isi) == 2
    asal = {baris[-1] for lembar in isi.values() for baris in lembar[1:]}
    assert asal == {"satu.csv, baris 2", "dua.csv, baris 2"}
    kedua = pratinjau(klien, "dipa", perbaiki(klien, impor, {"x1": 10, "111111": "099026"}))
    assert kedua.ringkasan["ditolak"] == []


def test_yang_bukan_tabel_diberikan_dalam_bentuk_sendiri(klien: Client) -> None:
    impor = pratinjau(
        klien, "realisasi", SimpleUploadedFile("fa.xlsx", buat(satker=("099026", "DINAS"))), kewenangan="TP"
    )
    (isi,) = unduh(klien, impor).values()
    assert isi[0][:6] == ("tahun", "triwulan", "kewenangan", "kode_satker", "jenis_belanja", "realisasi_sd")
    assert "belum terdaftar" in isi[1][8]
    assert isi[1][3] == "099026"
    pabrik.buat_dipa(pabrik.buat_satker("099027"))
    kedua = pratinjau(klien, "realisasi", perbaiki(klien, impor, {"099026": "099027"}))
    assert kedua.ringkasan["ditolak"] == []
    assert kedua.ringkasan["baru"] == 1


def test_tanpa_yang_ditolak_satu_kalimat(klien: Client, riau: Dipa) -> None:
    impor = pratinjau(klien, "dipa", csv(baris_dipa(revisi=1)))
    jawaban = klien.get(f"/impor/{impor.pk}/tolakan/")
    assert jawaban.status_code == 409
    assert "Tidak ada lagi yang ditolak" in teks(jawaban)  # type: ignore[arg-type]


def test_terlalu_banyak_untuk_satu_buku_satu_kalimat(klien: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tolakan_buku, "BARIS_TERBANYAK", 20)
    impor = pratinjau(klien, "dipa", csv(*(baris_dipa(str(100_000 + n)) for n in range(21))))
    jawaban = klien.get(f"/impor/{impor.pk}/tolakan/")
    assert jawaban.status_code == 409
    assert "terlalu banyak untuk diperbaiki satu per satu" in teks(jawaban)  # type: ignore[arg-type]
