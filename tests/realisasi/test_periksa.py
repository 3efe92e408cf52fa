"""`manage.py periksa`: clean where only the application wrote, and finds each thing that came past it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from realisasi import bukti, pemeriksaan, rekap
from realisasi.models import Bukti, ButirImpor, Dipa, Impor, LaporanTriwulan, Rekap, RincianVersi, VersiLaporan
from realisasi.pembekuan import Cakupan, bekukan
from realisasi.posisi import Angka
from satker.models import PeranSatker
from tests import pabrik
from tests.pengosongan import jurnal_dapat_dikosongkan
from tests.realisasi.test_bukti import PDF

pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]


@pytest.fixture(autouse=True)
def media(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def dipa(media: Path) -> Dipa:
    """A DIPA with three reports, evidence, an import, a frozen pack, and rows that came and went."""
    satker = pabrik.buat_satker("099026")
    kepala = pabrik.buat_pengguna("kepala", peran=PeranSatker.KEPALA, satker=satker)
    dipa = pabrik.buat_dipa(satker, pagu={"52": 10_000, "53": 5_000})
    pabrik.buat_periode(3)
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 4_000, "53": 10})
    pabrik.buat_laporan_diajukan(dipa, 2, {"52": 2_000, "53": -10})
    bukti.lampirkan(dipa.pk, 3, kepala, SimpleUploadedFile("SP2D.pdf", PDF))
    impor = pabrik.buat_impor(satker)
    ButirImpor.objects.create(impor=impor, urutan=2, sebutan="Satker lain", sesudah={})
    berkas = impor.berkas.get()
    isi = b"kode;nama\n"
    berkas.berkas.save("satker.csv", ContentFile(isi), save=False)
    berkas.sha256 = hashlib.sha256(isi).hexdigest()
    berkas.save()
    pabrik.buat_kendala(dipa).delete()
    bekukan(Cakupan(2026, 2, "TP", Angka.SEMENTARA), "Rakor", None)
    return dipa


def sql(perintah: str, *nilai: object) -> None:
    """A statement as another program would send it."""
    with connection.cursor() as kursor:
        kursor.execute(perintah, nilai)
        assert kursor.rowcount > 0
    connection.check_constraints()


def temuan() -> dict[str, list[str]]:
    """What is found, by the check that found it."""
    hasil = {p.nama: [f"[{t.kunci}] {t.kalimat}" for t in pemeriksaan.cari(p)] for p in pemeriksaan.DAFTAR}
    return {nama: isi for nama, isi in hasil.items() if isi}


def periksa(*pilihan: str) -> tuple[int, str]:
    """Exit code and words of the command."""
    keluaran = StringIO()
    try:
        call_command("periksa", *pilihan, stdout=keluaran)
    except SystemExit as selesai:
        return int(str(selesai.code)), keluaran.getvalue()
    return 0, keluaran.getvalue()


# --- Clean ---------------------------------------------------------------------------
def test_bersih_pada_data_contoh(demo: None) -> None:
    kode, kata = periksa()
    assert kode == 0, kata
    assert kata.endswith("Bersih.\n")


def test_bersih_pada_yang_ditulis_aplikasi(dipa: Dipa) -> None:
    assert temuan() == {}


def test_jumlah_kueri_tidak_bertambah_dengan_baris(dipa: Dipa) -> None:
    def kueri() -> int:
        with CaptureQueriesContext(connection) as tercatat:
            for p in pemeriksaan.DAFTAR:
                if p.nama != "berkas":
                    assert list(pemeriksaan.cari(p)) == []
        return len(tercatat)

    kueri()  # content types are asked for once
    sedikit = kueri()
    for _ in range(3):
        pabrik.buat_laporan_terverifikasi(pabrik.buat_dipa(), 1, {"52": 1, "53": 2})
    assert kueri() == sedikit


# --- Planted behind the application's back -----------------------------------------------
def _versi(dipa: Dipa, triwulan: int = 1) -> VersiLaporan:
    return VersiLaporan.objects.get(laporan__dipa=dipa, laporan__triwulan=triwulan)


def _rincian(dipa: Dipa, triwulan: int, jenis: str) -> int:
    return RincianVersi.objects.get(versi=_versi(dipa, triwulan), jenis=jenis).pk


def angka_versi(dipa: Dipa) -> None:
    sql("UPDATE realisasi_rincianversi SET realisasi = 4001 WHERE id = %s", _rincian(dipa, 1, "52"))


def baris_versi_bertambah(dipa: Dipa) -> None:
    sql("INSERT INTO realisasi_rincianversi (versi_id, jenis, realisasi) VALUES (%s, '57', 1)", _versi(dipa).pk)


def baris_versi_hilang(dipa: Dipa) -> None:
    sql("DELETE FROM realisasi_rincianversi WHERE id = %s", _rincian(dipa, 1, "52"))


def kolom_versi_terisi(dipa: Dipa) -> None:
    sql("UPDATE realisasi_versilaporan SET fisik = 99 WHERE id = %s", _versi(dipa).pk)


def tunjuk_terverifikasi_asing(dipa: Dipa) -> None:
    lain = pabrik.buat_laporan_terverifikasi(pabrik.buat_dipa(), 1, {"52": 1})
    sql(
        "UPDATE realisasi_laporantriwulan SET versi_terverifikasi_id = %s WHERE dipa_id = %s AND triwulan = 1",
        lain.versi_terverifikasi_id, dipa.pk,
    )  # fmt: skip


def tunjuk_diajukan_asing(dipa: Dipa) -> None:
    sql(
        "UPDATE realisasi_laporantriwulan SET versi_diajukan_id = %s WHERE dipa_id = %s AND triwulan = 2",
        _versi(dipa).pk, dipa.pk,
    )  # fmt: skip


def bukti_asing(dipa: Dipa) -> None:
    satu = Bukti.objects.get()
    sql("INSERT INTO realisasi_bukti_versi (bukti_id, versilaporan_id) VALUES (%s, %s)", satu.pk, _versi(dipa).pk)


def pagu_berubah(dipa: Dipa) -> None:
    sql("UPDATE realisasi_pagurevisi SET pagu = 10001 WHERE jenis = '52' AND pagu = 10000")


def pagu_tanpa_jurnal(dipa: Dipa) -> None:
    sql(
        "INSERT INTO realisasi_pagurevisi (revisi_id, jenis, pagu, blokir) VALUES (%s, '51', 7, 0)",
        dipa.revisi.get().pk,
    )


def draf_berubah(dipa: Dipa) -> None:
    sql("UPDATE realisasi_rinciandraf SET realisasi = 1 WHERE jenis = '52'")


def hak_berubah(dipa: Dipa) -> None:
    sql("UPDATE satker_penugasan SET peran = 'OPERATOR'")


def libur_tanpa_jurnal(dipa: Dipa) -> None:
    sql("INSERT INTO realisasi_harilibur (tanggal, nama, jenis) VALUES ('2026-08-18', 'Libur', 'NASIONAL')")


def jurnal_terhapus(dipa: Dipa) -> None:
    with jurnal_dapat_dikosongkan(connection):
        sql(
            "DELETE FROM satker_catatanjurnal WHERE action = 0 AND object_id = %s AND content_type_id = "
            "(SELECT id FROM django_content_type WHERE app_label = 'realisasi' AND model = 'dipa')",
            dipa.pk,
        )


def negatif_sementara(dipa: Dipa) -> None:
    sql("UPDATE realisasi_rincianversi SET realisasi = -11 WHERE id = %s", _rincian(dipa, 2, "53"))


def negatif_resmi(dipa: Dipa) -> None:
    sql("UPDATE realisasi_rincianversi SET realisasi = -1 WHERE id = %s", _rincian(dipa, 1, "52"))


def berkas_hilang(dipa: Dipa) -> None:
    default_storage.delete(Bukti.objects.get().berkas.name)


def berkas_berubah(dipa: Dipa) -> None:
    Path(Bukti.objects.get().berkas.path).write_bytes(PDF + b" ")


def berkas_tanpa_pemilik(dipa: Dipa, menit: int = 61) -> None:
    default_storage.save("bukti/liar", ContentFile(b"x"))
    waktu = (timezone.now() - dt.timedelta(minutes=menit)).timestamp()
    os.utime(default_storage.path("bukti/liar"), (waktu, waktu))


def paket_berubah(dipa: Dipa) -> None:
    sql("UPDATE realisasi_pembekuandipa SET realisasi = realisasi + 1")


def butir_hilang_semua(dipa: Dipa) -> None:
    sql("DELETE FROM realisasi_butirimpor")


def butir_hilang_satu(dipa: Dipa) -> None:
    sql("DELETE FROM realisasi_butirimpor WHERE urutan = 1")


def rekap_berubah(dipa: Dipa) -> None:
    Rekap.objects.filter(dipa=dipa, sementara=True, triwulan=2).update(realisasi=7)


def rekap_tanpa_asal(dipa: Dipa) -> None:
    Rekap.objects.filter(dipa=dipa, sementara=False, triwulan=1).update(triwulan_data=None)


def rekap_hilang(dipa: Dipa) -> None:
    Rekap.objects.filter(dipa=dipa, sementara=False, triwulan=1).delete()


def rekap_lebih(dipa: Dipa) -> None:
    lain = pabrik.buat_dipa(pagu={})
    baris = Rekap.objects.filter(dipa=dipa).first()
    assert baris is not None
    baris.pk, baris.dipa = None, lain
    baris.save()


TANAMAN: list[tuple[Callable[[Dipa], None], dict[str, str]]] = [
    (angka_versi, {"versi": "sekarang “4001”, padahal menurut jurnal “4000”"}),
    (baris_versi_bertambah, {"versi": "tidak ada catatan apa pun"}),
    (baris_versi_hilang, {"versi": "tidak ada lagi, padahal jurnal tidak mencatat penghapusannya"}),
    (kolom_versi_terisi, {"versi": "fisik (%) sekarang “99”, padahal menurut jurnal “None”"}),
    (tunjuk_terverifikasi_asing, {"tunjuk": "versi terverifikasi yang ditunjuknya", "jurnal": "versi terverifikasi"}),
    (tunjuk_diajukan_asing, {"tunjuk": "versi diajukan yang ditunjuknya", "jurnal": "versi diajukan"}),
    (bukti_asing, {"tunjuk": "Bukti SP2D.pdf"}),
    (pagu_berubah, {"jurnal": "sekarang “10001”, padahal menurut jurnal “10000”"}),
    (pagu_tanpa_jurnal, {"jurnal": "tidak ada catatan apa pun"}),
    (draf_berubah, {"jurnal": "rincian draf"}),
    (hak_berubah, {"jurnal": "peran sekarang “OPERATOR”, padahal menurut jurnal “KEPALA”"}),
    (libur_tanpa_jurnal, {"jurnal": "[realisasi.harilibur 2026-08-18]"}),
    (jurnal_terhapus, {"jurnal": "[realisasi.dipa "}),
    (negatif_sementara, {"versi": "-11", "negatif": "53 Modal s.d. TW II"}),
    (negatif_resmi, {"versi": "-1", "negatif": "(angka resmi)"}),
    (berkas_hilang, {"berkas": "tidak ada di folder berkas"}),
    (berkas_berubah, {"berkas": "bukan lagi yang diunggah"}),
    (berkas_tanpa_pemilik, {"berkas": "[bukti/liar]"}),
    (paket_berubah, {"paket": "Rakor"}),
    (butir_hilang_semua, {"impor": "butirnya 0"}),
    (rekap_berubah, {"rekap": "Rekap TW II, angka sementara: realisasi tertulis 7, seharusnya 6000"}),
    (rekap_tanpa_asal, {"rekap": "Rekap TW I, angka resmi: triwulan_data tertulis kosong, seharusnya 1"}),
    (rekap_hilang, {"rekap": "Rekap TW I, angka resmi, tidak ada"}),
    (rekap_lebih, {"rekap": "padahal tidak ada revisi yang berlaku"}),
    (butir_hilang_satu, {"impor": "butirnya 1, seharusnya sedikitnya 2"}),
]


@pytest.mark.parametrize(("tanam", "dicari"), TANAMAN, ids=[t.__name__ for t, _ in TANAMAN])
def test_yang_ditanam_ditemukan(dipa: Dipa, tanam: Callable[[Dipa], None], dicari: dict[str, str]) -> None:
    tanam(dipa)
    if "rekap" not in dicari:
        rekap.susun_semua()
    hasil = temuan()
    assert set(hasil) == set(dicari)
    for nama, kata in dicari.items():
        assert any(kata in satu for satu in hasil[nama]), hasil[nama]


def test_berkas_yang_baru_disimpan_belum_dicari_pemiliknya(dipa: Dipa) -> None:
    """The row of an upload is committed after its file is stored."""
    berkas_tanpa_pemilik(dipa, menit=59)
    assert temuan() == {}


def test_laporan_yang_dikembalikan_tidak_membuat_jumlah_negatif(dipa: Dipa) -> None:
    """TW II with a return alone does not count while TW I is none (rule 6)."""
    lain = pabrik.buat_dipa()
    pabrik.buat_laporan_diajukan(lain, 1, {"52": 10})
    pabrik.buat_laporan_diajukan(lain, 2, {"52": -5})
    pabrik.kembalikan(LaporanTriwulan.objects.get(dipa=lain, triwulan=1))
    assert temuan() == {}


# --- The command ---------------------------------------------------------------------
def test_perintah_menyebut_temuan_dan_keluar_dengan_1(dipa: Dipa) -> None:
    angka_versi(dipa)
    rekap.susun_semua()
    kode, kata = periksa()
    assert kode == 1
    assert f"[realisasi.rincianversi {_rincian(dipa, 1, '52')}]" in kata
    assert "Versi laporan berubah sesudah diajukan: 1 temuan" in kata
    kode, kata = periksa("--format=json")
    hasil: dict[str, Any] = json.loads(kata)
    assert (kode, hasil["jumlah"]) == (1, 1)
    (satu,) = hasil["pemeriksaan"][0]["temuan"]
    assert satu["kunci"] == f"realisasi.rincianversi {_rincian(dipa, 1, '52')}"


def test_argumen_yang_salah_keluar_dengan_2(settings: LazySettings) -> None:
    perintah = [sys.executable, str(settings.BASE_DIR / "manage.py"), "periksa", "--format=xml"]
    lingkungan = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": settings.SECRET_KEY}
    assert subprocess.run(perintah, env=lingkungan, capture_output=True, check=False).returncode == 2


@pytest.mark.django_db(transaction=True)
def test_dibaca_pada_satu_saat_tanpa_menulis(dipa: Dipa) -> None:
    """Outside any transaction, as from the command line."""
    sebelum = Impor.objects.count()
    assert periksa()[0] == 0
    assert Impor.objects.count() == sebelum
    angka_versi(dipa)
    assert set(temuan()) == {"versi", "rekap"}
