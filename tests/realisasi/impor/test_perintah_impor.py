"""`manage.py impor`: what it prints, what it writes, and with which code it ends."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command, execute_from_command_line

from realisasi.models import Dipa, Impor, LaporanTriwulan, RealisasiPerbendaharaan, RevisiDipa, TahunAnggaran
from satker.models import CatatanJurnal, Pengguna, Satker
from tests import pabrik

pytestmark = pytest.mark.django_db

KEPALA_DIPA = "tahun,kewenangan,kode_satker,nomor_dipa,revisi,berlaku_sejak,jenis_belanja,pagu,blokir"
DIPA = "2026,TP,099026,DIPA-019.05.4.099026/2026,0,2026-01-02,52,1000000,0"


class Jalan:
    """Runs the command and keeps what it said."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def tulis(self, *baris: str, nama: str = "uji.csv") -> str:
        lintasan = self.folder / nama
        lintasan.write_text("\n".join(baris) + "\n", encoding="utf-8")
        return str(lintasan)

    def __call__(self, *argumen: str, kode: int = 0) -> Any:
        """What it printed as JSON; its code of exit must be this one."""
        self.keluar, self.galat = io.StringIO(), io.StringIO()
        hasil = 0
        try:
            call_command("impor", *argumen, "--format", "json", stdout=self.keluar, stderr=self.galat)
        except SystemExit as keluar:
            hasil = keluar.code
        assert hasil == kode, self.galat.getvalue()
        return json.loads(self.keluar.getvalue())


@pytest.fixture
def jalan(tmp_path: Path, settings: Any) -> Jalan:
    settings.MEDIA_ROOT = tmp_path / "media"
    return Jalan(tmp_path)


@pytest.fixture
def satker() -> Satker:
    return pabrik.buat_satker("099026", provinsi=pabrik.buat_provinsi("14"))


def test_tanpa_terapkan_hanya_pratinjau(jalan: Jalan, satker: Satker) -> None:
    semula = CatatanJurnal.objects.count()
    hasil = jalan(jalan.tulis(KEPALA_DIPA, DIPA), "--jenis", "dipa")
    assert (hasil["baru"], hasil["ditolak"], hasil["total"], hasil["tahun_baru"]) == (
        1,
        [],
        {"pagu": 1_000_000, "realisasi": None},
        [2026],
    )
    assert (hasil["total_berkas"], hasil["cocok"]) == (None, None)
    assert not TahunAnggaran.objects.exists()
    assert not Impor.objects.exists()
    assert CatatanJurnal.objects.count() == semula
    assert jalan.galat.getvalue() == ""


def test_terapkan_menulis_dan_menyimpan_berkasnya(jalan: Jalan, satker: Satker) -> None:
    berkas = jalan.tulis(KEPALA_DIPA, DIPA)
    jalan(berkas, "--jenis", "dipa", "--terapkan")
    assert Dipa.objects.get().nomor == "DIPA-019.05.4.099026/2026"
    simpanan = Impor.objects.get().berkas.get()
    with simpanan.berkas.open() as isi:
        assert isi.read() == Path(berkas).read_bytes()
    assert (simpanan.nama, simpanan.ukuran, len(simpanan.sha256)) == ("uji.csv", Path(berkas).stat().st_size, 64)
    ulang = jalan(berkas, "--jenis", "dipa", "--terapkan")
    assert (ulang["baru"], ulang["berubah"], ulang["tetap"]) == (0, 0, 1)
    assert Impor.objects.count() == 1


def test_atas_nama_akun_tim_pusat(jalan: Jalan, satker: Satker, pusat: Pengguna, pimpinan: Pengguna) -> None:
    """What a command writes bears a name as well as what a page writes, and only of who may."""
    berkas = jalan.tulis(KEPALA_DIPA, DIPA)
    for nama, kata in (("tidak-ada", "Tidak ada akun aktif"), (pimpinan.username, "Hanya tim pusat")):
        assert kata in jalan(berkas, "--jenis", "dipa", "--terapkan", "--oleh", nama, kode=2)["galat"]
    assert not Dipa.objects.exists()
    jalan(berkas, "--jenis", "dipa", "--terapkan", "--oleh", pusat.username)
    assert Impor.objects.get().nama_penerap == pusat.nama
    jenis = ("dipa", "revisidipa", "pagurevisi", "impor")
    catatan = CatatanJurnal.objects.filter(content_type__model__in=jenis)
    assert set(catatan.values_list("content_type__model", "nama_pelaku")) == {(j, pusat.nama) for j in jenis}


def test_yang_ditolak_menahan_semuanya_dengan_kode_1(jalan: Jalan, satker: Satker) -> None:
    berkas = jalan.tulis(KEPALA_DIPA, DIPA, DIPA.replace("099026", "123456"))
    for argumen in ((), ("--terapkan",)):
        hasil = jalan(berkas, "--jenis", "dipa", *argumen, kode=1)
        (ditolak,) = hasil["ditolak"]
        assert (ditolak["baris"], ditolak["kolom"], ditolak["nilai"]) == (3, "kode_satker", "123456")
        assert set(ditolak) == {"baris", "kolom", "nilai", "pesan"}
        assert hasil["baru"] == 1
        assert not Dipa.objects.exists()
    assert "tidak ada yang ditulis" in jalan.galat.getvalue()
    jalan(berkas, "--jenis", "dipa", "--terapkan", "--lewati-ditolak", kode=1)
    assert Dipa.objects.count() == 1
    assert Impor.objects.get().lewati_ditolak


def test_yang_ditolak_menyebut_kolom_seperti_dalam_berkasnya(jalan: Jalan, satker: Satker) -> None:
    judul = "TA,Kewenangan,KDSATKER,Nomor DIPA,Revisi ke,Tanggal Revisi,Jenis Belanja,PAGU REVISI,Blokir"
    lebih = DIPA.replace(",0,2026", ",1,2026").removesuffix(",0") + ",2000000"
    berkas = jalan.tulis(judul, DIPA.replace("099026", "123456"), lebih)
    ditolak = jalan(berkas, "--jenis", "dipa", kode=1)["ditolak"]
    assert [(d["baris"], d["kolom"]) for d in ditolak] == [(2, "KDSATKER"), (3, "Blokir")]


def test_beberapa_berkas_dalam_satu_pratinjau(jalan: Jalan, satker: Satker) -> None:
    satu = jalan.tulis(KEPALA_DIPA, DIPA)
    dua = jalan.tulis(KEPALA_DIPA, DIPA.replace(",0,2026-01-02", ",1,2026-05-04"), nama="dua.csv")
    tiga = jalan.tulis(KEPALA_DIPA, DIPA.replace("099026", "123456"), nama="tiga.csv")
    hasil = jalan(satu, dua, tiga, "--jenis", "dipa", kode=1)
    assert hasil["baru"] == 2
    assert hasil["ditolak"][0]["berkas"] == "tiga.csv"
    jalan(satu, dua, "--jenis", "dipa", "--terapkan")
    assert list(RevisiDipa.objects.order_by("nomor").values_list("nomor", flat=True)) == [0, 1]
    assert sorted(Impor.objects.get().berkas.values_list("nama", flat=True)) == ["dua.csv", "uji.csv"]


def test_berkas_bernama_sama_dari_folder_lain_dibedakan(jalan: Jalan, satker: Satker, tmp_path: Path) -> None:
    (tmp_path / "lain").mkdir()
    satu = jalan.tulis(KEPALA_DIPA, DIPA)
    dua = jalan.tulis(KEPALA_DIPA, DIPA.replace("099026", "123456"), nama="lain/uji.csv")
    hasil = jalan(satu, dua, "--jenis", "dipa", kode=1)
    assert hasil["ditolak"][0]["berkas"] == dua


def test_laporan_dan_realisasi_lewat_perintah(jalan: Jalan, satker: Satker) -> None:
    pabrik.buat_dipa(satker)
    laporan = jalan.tulis(
        "tahun,triwulan,kewenangan,kode_satker,jenis_belanja,realisasi,status", "2026,1,TP,099026,52,70,DIVERIFIKASI"
    )
    assert jalan(laporan, "--jenis", "laporan", "--terapkan")["total"] == {"pagu": None, "realisasi": 70}
    assert LaporanTriwulan.objects.get().versi_terverifikasi.asal == "uji.csv"
    realisasi = jalan.tulis(
        "tahun,triwulan,kewenangan,kode_satker,jenis_belanja,realisasi_sd,basis,tanggal_data",
        "2026,1,TP,099026,52,75,SP2D,2026-04-01",
    )
    jalan(realisasi, "--jenis", "realisasi", "--terapkan")
    assert RealisasiPerbendaharaan.objects.get().realisasi_sd == 75


@pytest.mark.parametrize(
    ("isi", "argumen"),
    [
        (None, ()),
        ("", ()),
        ("bukan,kepala,yang,dikenal\n1,2,3,4\n", ()),
        (f"{KEPALA_DIPA}\n{DIPA}\n", ("--tahun", "2025")),
    ],
    ids=["tidak ada", "kosong", "kepala asing", "tahun lain"],
)
def test_berkas_yang_tidak_dapat_dipakai_satu_kalimat_dengan_kode_2(
    jalan: Jalan, satker: Satker, isi: str | None, argumen: tuple[str, ...]
) -> None:
    berkas = str(jalan.folder / "tidak-ada.csv")
    if isi is not None:
        Path(berkas).write_text(isi)
    hasil = jalan(berkas, "--jenis", "dipa", *argumen, kode=2)
    assert set(hasil) == {"galat"}
    assert "tidak-ada.csv" in hasil["galat"]
    assert jalan.galat.getvalue().strip() == hasil["galat"]


def test_folder_dan_berkas_yang_disebut_dua_kali_ditolak(jalan: Jalan) -> None:
    assert "bukan berkas" in jalan(str(jalan.folder), "--jenis", "dipa", kode=2)["galat"]
    berkas = jalan.tulis(KEPALA_DIPA, DIPA)
    assert "dua kali" in jalan(berkas, berkas, "--jenis", "dipa", kode=2)["galat"]


@pytest.mark.parametrize(
    "argumen",
    [
        ("--jenis", "lain"),
        (),
        ("--jenis", "dipa", "--tahun", "26"),
        ("--jenis", "dipa", "--triwulan", "5"),
        ("--jenis", "dipa", "--kewenangan", "KP"),
        ("--jenis", "dipa", "--satker", "99026"),
        ("--jenis", "dipa", "--berlaku-sejak", "2/1/2026"),
        ("--jenis", "dipa", "--tidak-ada"),
    ],
)
def test_argumen_yang_salah_berakhir_dengan_kode_2(argumen: tuple[str, ...], capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit) as keluar:
        execute_from_command_line(["manage.py", "impor", "berkas.csv", *argumen])
    assert keluar.value.code == 2
    with pytest.raises(CommandError):
        call_command("impor", "berkas.csv", *argumen)


def test_tabel_untuk_orang(jalan: Jalan, satker: Satker) -> None:
    pabrik.buat_dipa(satker, pagu={"52": 5})
    berkas = jalan.tulis(
        KEPALA_DIPA, DIPA, DIPA.replace(",0,2026-01-02", ",1,2026-12-31"), DIPA.replace("099026", "123456")
    )
    keluar, galat = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit):
        call_command("impor", berkas, "--jenis", "dipa", stdout=keluar, stderr=galat)
    teks = keluar.getvalue().replace("\u00a0", " ")
    for bagian in (
        "DIPA dan revisi, uji.csv",
        "1 baru, 1 berubah, 0 tetap, 1 ditolak",
        "Jumlah pagu: Rp 3.000.000",
        "Pagu 52 Barang: Rp 5 -> Rp 1.000.000",
        "Nomor DIPA: – -> DIPA-019.05.4.099026/2026",
        "Peringatan: 099026",
        "Ditolak: uji.csv, baris 4, kode_satker '123456': Satker 123456 belum terdaftar",
        "Tidak ada yang ditulis.",
    ):
        assert bagian in teks


def test_bilah_kemajuan_hanya_di_terminal(jalan: Jalan, satker: Satker) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    berkas = jalan.tulis(KEPALA_DIPA, DIPA)
    pilihan: dict[str, Callable[[], io.StringIO]] = {"ya": Terminal, "tidak": io.StringIO}
    tertulis = {}
    for nama, buat in pilihan.items():
        galat = buat()
        call_command("impor", berkas, "--jenis", "dipa", stdout=io.StringIO(), stderr=galat)
        tertulis[nama] = galat.getvalue()
    assert ("uji.csv" in tertulis["ya"], tertulis["tidak"]) == (True, "")
