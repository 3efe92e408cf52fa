"""The pages of the import: who may open them, the preview, what is written and when, undo, the register."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from realisasi.models import BerkasImpor, Dipa, Impor, KeadaanImpor, PaguRevisi, RevisiDipa, TahunAnggaran
from satker.models import CatatanJurnal, Pengguna, PeranSatker, Satker
from satker.peran import Peran
from tests import pabrik
from tests.realisasi.impor.buat_fa_detail import buat
from tests.realisasi.impor.layar import baris_dipa, buku, csv, dilihat, lihat, pratinjau, satker, teks, terapkan, unggah

pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]

MasukSebagai = Callable[[Pengguna | str], Client]


@pytest.fixture
def klien(pusat: Pengguna, masuk: MasukSebagai) -> Client:
    return masuk(pusat)


@pytest.fixture
def riau(satker_dinas: Satker) -> Dipa:
    """A DIPA of satker 099026 with one revision."""
    return pabrik.buat_dipa(satker_dinas, pagu={"52": 1_000_000})


# --- Access ---------------------------------------------------------------------------


def alamat(impor: Impor) -> list[str]:
    berkas = impor.berkas.get()
    return [
        "/impor/",
        "/impor/templat/dipa/",
        f"/impor/{impor.pk}/",
        f"/impor/{impor.pk}/tolakan/",
        f"/impor/{impor.pk}/berkas/{berkas.pk}/",
    ]


def test_yang_tidak_berhak_ditolak_dengan_kata_kata(klien: Client, riau: Dipa, masuk: MasukSebagai) -> None:
    impor = pratinjau(klien, "dipa", csv(baris_dipa(pagu="x")))
    orang = [pabrik.buat_pengguna(peran=p) for p in (Peran.PIMPINAN, *PeranSatker)] + [pabrik.buat_pengguna()]
    for siapa in orang:
        mereka = masuk(siapa)
        for satu in [*alamat(impor), f"/impor/kemajuan/{uuid4()}/"]:
            jawaban = mereka.get(satu)
            assert jawaban.status_code == 403
            assert "Tidak berwenang" in teks(jawaban)
            assert "dipa.csv" not in teks(jawaban)
        for tindakan in ("", f"{impor.pk}/terapkan/", f"{impor.pk}/batalkan/"):
            assert mereka.post(f"/impor/{tindakan}").status_code == 403
        assert 'href="/impor/"' not in mereka.get("/riwayat/").content.decode()


def test_tanpa_masuk_ke_halaman_masuk(klien: Client, riau: Dipa, client: Client) -> None:
    for satu in alamat(pratinjau(klien, "dipa", csv(baris_dipa()))):
        assert client.get(satu)["Location"].startswith("/masuk/")


def test_administrator_membaca_daftar_dan_tidak_bertindak(
    klien: Client, riau: Dipa, administrator: Pengguna, masuk: MasukSebagai
) -> None:
    impor = pratinjau(klien, "dipa", csv(baris_dipa(revisi=1, pagu=2_000_000), baris_dipa(revisi=2, pagu="x")))
    pembaca = masuk(administrator)
    for satu in alamat(impor):
        jawaban = pembaca.get(satu)
        assert jawaban.status_code == 200
        b"".join(jawaban)  # reads a file to its end, which closes it
    daftar = pembaca.get("/impor/").content.decode()
    assert "dipa.csv" in daftar
    assert "form-impor" not in daftar
    assert "Terapkan" not in pembaca.get(f"/impor/{impor.pk}/").content.decode()
    assert unggah(pembaca, "dipa", csv(baris_dipa())).status_code == 403
    assert pembaca.post(f"/impor/{impor.pk}/terapkan/", {"lewati_ditolak": "ya"}).status_code == 403
    assert riau.revisi.count() == 1


# --- Preview --------------------------------------------------------------------------


def test_pratinjau_tidak_menulis_apa_pun_selain_dirinya(klien: Client, riau: Dipa) -> None:
    sebelum = (RevisiDipa.objects.count(), PaguRevisi.objects.count(), CatatanJurnal.objects.count())
    impor = pratinjau(klien, "dipa", csv(baris_dipa(pagu=2_000_000), baris_dipa(revisi=1, pagu=3_000_000)))
    assert (RevisiDipa.objects.count(), PaguRevisi.objects.count()) == sebelum[:2]
    # The import and its file are in the journal, and nothing else.
    objek = set(CatatanJurnal.objects.order_by("pk")[sebelum[2] :].values_list("content_type__model", flat=True))
    assert objek <= {"impor", "berkasimpor"}
    assert impor.keadaan == KeadaanImpor.PRATINJAU
    halaman = lihat(klien, impor)
    assert "Belum ada yang ditulis" in halaman
    assert "Baru 1 revisi" in halaman
    assert "Berubah 1 revisi" in halaman


def test_nilai_lama_dan_baru_berdampingan(klien: Client, riau: Dipa) -> None:
    impor = pratinjau(klien, "dipa", csv(baris_dipa(pagu=1_250_000)))
    halaman = lihat(klien, impor, "?bagian=berubah")
    assert "Pagu 52 Barang 1.000.000 1.250.000 +250.000" in halaman
    assert "1 isi lain tetap" not in halaman
    assert "Berlaku sejak 1 Januari 2026 2 Januari 2026" in halaman


def test_yang_ditolak_menyebut_baris_kolom_isi_dan_cara(klien: Client, riau: Dipa) -> None:
    impor = pratinjau(klien, "dipa", csv(baris_dipa(revisi=1, pagu="12O000"), baris_dipa("111111", revisi=1)))
    halaman = lihat(klien, impor)
    assert "2 pagu “12O000”".replace("“", "").replace("”", "") in halaman
    assert "huruf O" in halaman
    assert "3 kode_satker 111111 Satker 111111 belum terdaftar" in halaman
    assert "2 revisi yang karena itu tidak ditulis" in halaman


def test_yang_tetap_hanya_dihitung(klien: Client, riau: Dipa) -> None:
    impor = pratinjau(klien, "dipa", csv("2026,TP,099026,,0,2026-01-01,52,1000000,0"))
    halaman = lihat(klien, impor)
    assert "Tetap 1 revisi" in halaman
    assert "semuanya sudah sama dengan data yang ada" in halaman
    assert "Terapkan" not in halaman.split("Tetap")[1]


def test_jumlah_yang_tidak_cocok_diperingatkan(klien: Client, riau: Dipa) -> None:
    isi = [csv(baris_dipa(revisi=1, pagu=400), baris_dipa(revisi=1, jenis="53", pagu=500), "Jumlah,,,,,,,1000,0")]
    halaman = lihat(klien, pratinjau(klien, "dipa", *isi))
    assert "Jumlah yang terbaca tidak sama dengan jumlah di berkasnya" in halaman
    assert "Pagu 900 1.000 100" in halaman
    cocok = [csv(baris_dipa(revisi=1, pagu=400), baris_dipa(revisi=1, jenis="53", pagu=600), "Jumlah,,,,,,,1000,0")]
    halaman = lihat(klien, pratinjau(klien, "dipa", *cocok))
    assert "tidak sama" not in halaman
    assert "Pagu 1.000 1.000 sama" in halaman


def test_tahun_yang_akan_dibuka_disebut(klien: Client, satker_dinas: Satker) -> None:
    impor = pratinjau(klien, "dipa", csv("2019,DK,099026,,0,2019-01-02,52,5000,0"))
    assert "Tahun anggaran 2019 belum ada" in lihat(klien, impor)
    assert not TahunAnggaran.objects.filter(pk=2019).exists()
    terapkan(klien, impor)
    assert TahunAnggaran.objects.filter(pk=2019).exists()
    assert "Tahun anggaran 2019 dibuka" in lihat(klien, impor)


def test_yang_dipilih_dan_yang_disebut_berkas(klien: Client, riau: Dipa) -> None:
    isi = buku([["Realisasi TW I 2026"], ["Kode Satker", "Jenis Belanja", "Realisasi s.d."], ["099026", "52", 100]])
    jawaban = unggah(klien, "realisasi", isi, tahun="2026", triwulan="2", kewenangan="TP")
    assert jawaban.status_code == 422
    assert "untuk TW I 2026, Anda memilih TW II 2026" in teks(jawaban)
    halaman = lihat(klien, pratinjau(klien, "realisasi", isi, tahun="2026", triwulan="1", kewenangan="TP"))
    assert "dipilih: TW I 2026, TP" in halaman
    assert "Menurut isinya, berkas ini untuk TW I 2026" in halaman


def test_isi_berkas_tidak_pernah_menjadi_html(klien: Client) -> None:
    pabrik.buat_provinsi("14")
    impor = pratinjau(klien, "satker", satker('990001,"<img src=x onerror=a()> & Dinas",14', nama="a<b>.csv"))
    isi = klien.get(f"/impor/{impor.pk}/").content.decode()
    assert "<img src=x" not in isi
    assert "&lt;img src=x onerror=a()&gt; &amp; Dinas" in isi
    assert "<b>.csv" not in klien.get("/impor/").content.decode()


def test_pratinjau_besar_berhalaman_dengan_kueri_tetap(klien: Client, satker_dinas: Satker) -> None:
    pabrik.buat_dipa(satker_dinas, pagu={"52": 1})
    kecil = pratinjau(klien, "dipa", csv(*(baris_dipa(revisi=n) for n in range(1, 4))))
    besar = pratinjau(klien, "dipa", csv(*(baris_dipa(str(200_000 + n), pagu="?") for n in range(3_000))))
    banyak = []
    for impor in (kecil, besar):
        with CaptureQueriesContext(
            connection,
        ) as kueri:
            jawaban = klien.get(f"/impor/{impor.pk}/")
        banyak.append(len(kueri))
    assert banyak[0] == banyak[1]
    assert jawaban.content.decode().count("<tr>") <= 52
    assert "Halaman 1 dari 100" in teks(jawaban)  # type: ignore[arg-type]
    assert "Halaman 100 dari 100" in lihat(klien, besar, "?bagian=ditolak&hal=999")
    assert "Tidak ada revisi yang baru" in lihat(klien, besar, "?bagian=baru&hal=x")


# --- Files that are refused -----------------------------------------------------------


def test_berkas_yang_tidak_dikenali_menyebut_kurangnya_dan_templatnya(klien: Client) -> None:
    jawaban = unggah(klien, "dipa", csv("a,b", kepala="Kode Satker,Pagu", nama="salah.csv"))
    halaman = teks(jawaban)
    assert jawaban.status_code == 422
    assert "salah.csv:" in halaman
    assert "Yang ditemukan Kode Satker, Pagu" in halaman
    assert "Yang belum ada" in halaman
    assert 'href="/impor/templat/dipa/">Unduh templat DIPA dan revisi' in jawaban.content.decode()
    assert not Impor.objects.exists()


def test_satu_berkas_buruk_menahan_semuanya_dan_setiap_yang_buruk_disebut(klien: Client, riau: Dipa) -> None:
    jawaban = unggah(
        klien,
        "dipa",
        csv(baris_dipa(revisi=1)),
        SimpleUploadedFile("gambar.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        SimpleUploadedFile("kosong.csv", b" "),
    )
    halaman = teks(jawaban)
    assert jawaban.status_code == 422
    assert "2 dari 3 berkas tidak dapat dipakai" in halaman
    assert "gambar.xlsx: Berkas ini gambar PNG" in halaman
    assert "kosong.csv: Berkas ini kosong" in halaman
    assert not Impor.objects.exists()
    assert not BerkasImpor.objects.exists()


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        ({}, "Belum ada berkas"),
        ({"jenis": ""}, "Pilih apa yang diimpor"),
        ({"jenis": "rahasia"}, "Pilih salah satu dari empat"),
        ({"jenis": "dipa", "tahun": "20x6"}, "Tulis empat angka"),
        ({"jenis": "laporan", "triwulan": "5"}, "Pilih TW I sampai TW IV"),
        ({"jenis": "dipa", "satker": "12"}, "Tulis enam angka"),
        ({"jenis": "dipa", "berlaku_sejak": "kemarin"}, "tidak terbaca sebagai tanggal"),
        ({"jenis": "dipa", "kewenangan": "KP"}, "Pilih DK atau TP"),
    ],
)
def test_isian_yang_salah_disebut_di_tempatnya(klien: Client, isi: dict[str, str], kata: str) -> None:
    berkas = {} if not isi else {"berkas": csv(baris_dipa())}
    jawaban = klien.post("/impor/", {"jenis": "dipa", **isi, **berkas})
    assert jawaban.status_code == 422
    assert kata in teks(jawaban)  # type: ignore[arg-type]


def test_isian_jenis_lain_diabaikan(klien: Client) -> None:
    pabrik.buat_provinsi("14")
    impor = pratinjau(klien, "satker", satker("990001,Dinas,14"), tahun="salah", triwulan="2")
    assert impor.pilihan == {}


def test_banyak_berkas_sekaligus_satu_pratinjau(klien: Client) -> None:
    kode = [f"{100_000 + n}" for n in range(38)]
    for k in kode:
        pabrik.buat_dipa(pabrik.buat_satker(k))
    berkas = [SimpleUploadedFile("FA_Detail.xlsx", buat(satker=(k, f"DINAS {k}"))) for k in kode]
    impor = pratinjau(klien, "realisasi", *berkas, kewenangan="TP")
    assert impor.ringkasan["baru"] == 38, impor.ringkasan["ditolak"][:3]
    assert len(set(impor.berkas.values_list("nama", flat=True))) == 38
    halaman = lihat(klien, impor)
    assert "Lihat 38 berkas" in halaman
    assert "dan 37 berkas lain" in teks(klien.get("/impor/"))  # type: ignore[arg-type]
    terapkan(klien, impor)
    impor.refresh_from_db()
    assert impor.butir.count() == 38


def test_terlalu_banyak_berkas_satu_kalimat_dan_halaman_lain_tetap_sepuluh(
    klien: Client, riau: Dipa, kepala: Pengguna, masuk: MasukSebagai
) -> None:
    jawaban = unggah(klien, "dipa", *(csv(baris_dipa(), nama=f"{n}.csv") for n in range(63)))
    assert jawaban.status_code == 422
    assert "Paling banyak 60 berkas sekaligus; 3 lainnya tidak dibaca" in teks(jawaban)
    lain = {"berkas": [SimpleUploadedFile(f"{n}.pdf", b"%PDF-") for n in range(11)]}
    assert masuk(kepala).post(f"/pelaporan/{riau.pk}/3/bukti/", lain).status_code == 400


def test_kiriman_besar_hanya_untuk_impor_dan_hanya_yang_masuk(klien: Client, client: Client) -> None:
    pabrik.buat_provinsi("14")
    banyak = settings.BATAS_PERMINTAAN // 30_000 + 1
    besar = csv(
        *(f"{990_000 + n},Dinas,14,{'x' * 30_000}" for n in range(banyak)),
        kepala="kode_satker,nama_satker,kode_provinsi,keterangan",
    )
    assert pratinjau(klien, "satker", besar).ringkasan["baru"] == banyak
    besar.seek(0)
    assert client.post("/impor/", {"jenis": "satker", "berkas": besar}).status_code == 413
    besar.seek(0)
    assert klien.post("/verifikasi/massal/", {"berkas": besar}).status_code == 413
    jawaban = klien.generic("POST", "/impor/", b"", CONTENT_LENGTH=str(65 * 1024 * 1024))
    assert jawaban.status_code == 413
    assert "kirim berkas-berkasnya dalam beberapa kali" in teks(jawaban)  # type: ignore[arg-type]


# --- Applying -------------------------------------------------------------------------


def test_menerapkan_menulis_dan_mencatat(klien: Client, riau: Dipa, pusat: Pengguna) -> None:
    impor = pratinjau(klien, "dipa", csv(baris_dipa(revisi=1, pagu=3_000_000)))
    jawaban = klien.post(f"/impor/{impor.pk}/terapkan/", {"dilihat": dilihat(klien, impor)}, follow=True)
    assert "diterapkan" in teks(jawaban)  # type: ignore[arg-type]
    assert PaguRevisi.objects.get(revisi__dipa=riau, revisi__nomor=1).pagu == 3_000_000
    impor.refresh_from_db()
    assert (impor.keadaan, impor.nama_penerap) == (KeadaanImpor.DITERAPKAN, pusat.get_full_name())
    halaman = lihat(klien, impor)
    assert f"oleh {pusat.get_full_name()}" in halaman
    assert "Pagu 52 Barang 3.000.000" in halaman
    assert "Batalkan impor ini" in halaman
    ulang = pratinjau(klien, "dipa", csv(baris_dipa(revisi=1, pagu=3_000_000)))
    assert (ulang.ringkasan["baru"], ulang.ringkasan["berubah"], ulang.ringkasan["tetap"]) == (0, 0, 1)


def test_dengan_yang_ditolak_hanya_bila_disetujui(klien: Client, riau: Dipa) -> None:
    impor = pratinjau(klien, "dipa", csv(baris_dipa(revisi=1), baris_dipa(revisi=2, pagu="x")))
    jawaban = terapkan(klien, impor)
    assert jawaban.status_code == 422
    assert "Ada yang ditolak, jadi tidak ada yang diterapkan" in teks(jawaban)  # type: ignore[arg-type]
    assert riau.revisi.count() == 1
    assert terapkan(klien, impor, lewati_ditolak="ya").status_code == 302
    assert sorted(riau.revisi.values_list("nomor", flat=True)) == [0, 1]
    assert "Yang ditolak dilewati" in lihat(klien, impor)


def test_data_yang_berubah_sejak_pratinjau_diperlihatkan_dahulu(klien: Client, riau: Dipa) -> None:
    impor = pratinjau(klien, "dipa", csv(baris_dipa(pagu=1_250_000)))
    lama = dilihat(klien, impor)
    PaguRevisi.objects.filter(revisi__dipa=riau).update(pagu=1_100_000)
    # Again from the old page, as a second click or another tab would: it has not been looked at yet.
    for _ in range(2):
        jawaban = terapkan(klien, impor, dilihat=lama)
        assert jawaban.status_code == 409
        halaman = teks(jawaban)
        assert "Data berubah sejak pratinjau ini dibuat" in halaman
        assert "1.100.000 1.250.000 +150.000" in halaman
        assert PaguRevisi.objects.get(revisi__dipa=riau).pagu == 1_100_000
    assert terapkan(klien, impor).status_code == 302
    assert PaguRevisi.objects.get(revisi__dipa=riau).pagu == 1_250_000


def test_menerapkan_dua_kali_menulis_sekali(klien: Client, riau: Dipa) -> None:
    impor = pratinjau(klien, "dipa", csv(baris_dipa(revisi=1)))
    terapkan(klien, impor)
    jawaban = terapkan(klien, impor)
    assert jawaban.status_code == 409
    assert "sudah diterapkan oleh" in teks(jawaban)  # type: ignore[arg-type]
    assert riau.revisi.count() == 2


def test_berkas_yang_hilang_dari_penyimpanan_satu_kalimat(klien: Client, riau: Dipa) -> None:
    impor = pratinjau(klien, "dipa", csv(baris_dipa(revisi=1), baris_dipa(revisi=2, pagu="x")))
    berkas = impor.berkas.get()
    default_storage.delete(berkas.berkas.name)
    for jawaban in (
        terapkan(klien, impor, lewati_ditolak="ya"),
        klien.get(f"/impor/{impor.pk}/tolakan/"),
    ):
        assert jawaban.status_code in {409, 422}
        assert "dipa.csv tidak ada lagi di penyimpanan" in teks(jawaban)  # type: ignore[arg-type]
    assert klien.get(f"/impor/{impor.pk}/berkas/{berkas.pk}/").status_code == 404
    assert riau.revisi.count() == 1


@pytest.mark.parametrize("tindakan", ["terapkan", "batalkan"])
def test_get_tidak_menulis(klien: Client, riau: Dipa, tindakan: str) -> None:
    impor = pratinjau(klien, "dipa", csv(baris_dipa(revisi=1)))
    assert klien.get(f"/impor/{impor.pk}/{tindakan}/")["Location"] == f"/impor/{impor.pk}/"
    assert riau.revisi.count() == 1
    assert klien.post(f"/impor/999999/{tindakan}/").status_code == 404


# --- Undoing --------------------------------------------------------------------------


def test_membatalkan_mengembalikan_yang_semula(klien: Client, riau: Dipa) -> None:
    impor = pratinjau(klien, "dipa", csv(baris_dipa(pagu=5), baris_dipa(revisi=1)))
    terapkan(klien, impor)
    assert klien.post(f"/impor/{impor.pk}/batalkan/").status_code == 302
    assert PaguRevisi.objects.get(revisi__dipa=riau).pagu == 1_000_000
    assert "Yang ada sebelumnya dikembalikan" in lihat(klien, impor)
    assert klien.post(f"/impor/{impor.pk}/batalkan/").status_code == 409


def test_yang_tidak_dapat_dibatalkan_menyebut_sebabnya(klien: Client, riau: Dipa) -> None:
    impor = pratinjau(klien, "dipa", csv(baris_dipa(pagu=5)))
    terapkan(klien, impor)
    lain = pratinjau(klien, "dipa", csv(baris_dipa(pagu=6)))
    terapkan(klien, lain)
    jawaban = klien.post(f"/impor/{impor.pk}/batalkan/")
    assert jawaban.status_code == 409
    assert "099026" in teks(jawaban).split("Belum dilakukan.")[1][:300]  # type: ignore[arg-type]
    assert PaguRevisi.objects.get(revisi__dipa=riau).pagu == 6


# --- The register ---------------------------------------------------------------------


def test_daftar_dicari_dan_berhalaman_dengan_kueri_tetap(klien: Client, riau: Dipa) -> None:
    pabrik.buat_impor(riau.satker)
    with CaptureQueriesContext(connection) as satu:
        klien.get("/impor/")
    for n in range(30):
        impor = pabrik.buat_impor(jenis="dipa")
        BerkasImpor.objects.filter(impor=impor).update(nama=f"berkas-{n:02d}.xlsx")
    with CaptureQueriesContext(connection) as banyak:
        halaman = teks(klien.get("/impor/"))  # type: ignore[arg-type]
    assert len(satu) == len(banyak)
    assert "31 impor" in halaman
    assert "Halaman 1 dari 2" in halaman
    assert "berkas-29.xlsx" in halaman
    assert "berkas-04.xlsx" not in halaman
    assert "berkas-04.xlsx" in teks(klien.get("/impor/?hal=2"))  # type: ignore[arg-type]
    for kueri, jumlah in {
        "cari=berkas-07": 1,
        "cari=nama+pengimpor": 31,
        "jenis=satker": 1,
        "keadaan=DITERAPKAN": 31,
        "keadaan=DIBATALKAN": 0,
        "jenis=dipa&cari=tidak-ada": 0,
        "jenis=aneh&keadaan=aneh&hal=-1": 31,
    }.items():
        assert f"{jumlah} impor" in teks(klien.get(f"/impor/?{kueri}")), kueri  # type: ignore[arg-type]


def test_daftar_menyebut_apa_yang_berubah(klien: Client, riau: Dipa) -> None:
    impor = pratinjau(klien, "dipa", csv(baris_dipa(pagu=5), baris_dipa(revisi=1), baris_dipa(revisi=2, pagu="x")))
    assert "1 revisi baru, 1 berubah, 1 ditolak" in teks(klien.get("/impor/"))  # type: ignore[arg-type]
    terapkan(klien, impor, lewati_ditolak="ya")
    assert "dipa.csv" in teks(klien.get("/impor/?cari=099026"))  # type: ignore[arg-type]


def test_berkas_asli_diunduh_seperti_datangnya(klien: Client, riau: Dipa) -> None:
    isi = csv(baris_dipa(revisi=1), nama="../../etc/dipa;.csv")
    impor = pratinjau(klien, "dipa", isi)
    berkas = impor.berkas.get()
    jawaban = klien.get(f"/impor/{impor.pk}/berkas/{berkas.pk}/")
    isi.seek(0)
    assert b"".join(jawaban) == isi.read()  # type: ignore[arg-type]
    assert jawaban["Content-Disposition"].startswith("attachment")
    assert "sandbox" in jawaban["Content-Security-Policy"]
    lain = pabrik.buat_impor()
    assert klien.get(f"/impor/{lain.pk}/berkas/{berkas.pk}/").status_code == 404


def test_perbaikan_diunggah_dengan_pilihan_yang_sama(klien: Client, riau: Dipa) -> None:
    impor = pratinjau(klien, "dipa", csv(baris_dipa(revisi=1)), tahun="2026", kewenangan="TP")
    isi = klien.get(f"/impor/?ulang={impor.pk}").content.decode()
    assert 'value="dipa" required aria-describedby="isi-dipa" checked' in isi
    assert 'name="tahun" value="2026"' in isi
    assert '<option value="TP" selected>' in isi
    for aneh in ("x", "999999", "9" * 30, "-1"):
        assert klien.get(f"/impor/?ulang={aneh}").status_code == 200


# --- Progress, templates, weight ------------------------------------------------------


def test_yang_sedang_dibaca_hanya_bagi_yang_mengunggah(klien: Client, riau: Dipa, masuk: MasukSebagai) -> None:
    tanda = uuid4()
    pratinjau(klien, "dipa", csv(baris_dipa()), kemajuan=str(tanda))
    assert klien.get(f"/impor/kemajuan/{tanda}/").json() == {"kata": "Membandingkan dengan data yang ada"}
    lain = masuk(pabrik.buat_pengguna(peran=Peran.TIM_PUSAT))
    assert lain.get(f"/impor/kemajuan/{tanda}/").json() == {"kata": ""}
    cache.clear()
    pratinjau(klien, "dipa", csv(baris_dipa()), kemajuan="../../kunci-lain")


@pytest.mark.parametrize("nama", ["satker", "dipa", "realisasi", "realisasi_sd", "laporan"])
def test_templat_diunduh(klien: Client, nama: str) -> None:
    jawaban = klien.get(f"/impor/templat/{nama}/")
    assert jawaban.content.startswith(b"PK")
    assert jawaban["Content-Disposition"].startswith('attachment; filename="templat-')
    assert f"/impor/templat/{nama}/" in klien.get("/impor/").content.decode()
    assert klien.get("/impor/templat/rahasia/").status_code == 404


def test_halaman_lain_tidak_memuat_pandas() -> None:
    perintah = (
        "import sys, django; django.setup()\n"
        "from django.urls import get_resolver; get_resolver().url_patterns\n"
        "import realisasi.views.impor\n"
        "sys.exit('pandas' in sys.modules or 'python_calamine' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", perintah], cwd=settings.BASE_DIR, check=False).returncode == 0


# --- What nobody applied ----------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_pratinjau_yang_lama_terbengkalai_dibuang_yang_diterapkan_disimpan(
    pusat: Pengguna, masuk: MasukSebagai, riau: Dipa, jam: time_machine.Traveller
) -> None:
    def unggah_pada(hari: dt.date, revisi: int) -> Impor:
        jam.move_to(dt.datetime.combine(hari, dt.time(9), timezone.get_default_timezone()))
        return pratinjau(masuk(pusat), "dipa", csv(baris_dipa(revisi=revisi)))

    hari = dt.date(2026, 3, 2)
    lama, diterapkan = unggah_pada(hari, 1), unggah_pada(hari, 2)
    terapkan(masuk(pusat), diterapkan)
    terbengkalai = lama.berkas.get()
    muda = unggah_pada(hari + dt.timedelta(days=29), 3)
    assert set(Impor.objects.all()) == {lama, diterapkan, muda}
    baru = unggah_pada(hari + dt.timedelta(days=31), 4)
    assert set(Impor.objects.all()) == {diterapkan, muda, baru}
    assert not default_storage.exists(terbengkalai.berkas.name or "")
    assert all(default_storage.exists(b.berkas.name or "") for b in BerkasImpor.objects.all())
    hapus = CatatanJurnal.objects.get_for_model(BerkasImpor).get(action=CatatanJurnal.Action.DELETE)
    assert terbengkalai.sha256 in str(hapus.changes)
