"""The frozen pack: what it keeps, that nothing later moves it, and who may make one."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models.signals import pre_delete
from django.test.utils import CaptureQueriesContext

from realisasi import penilaian
from realisasi.models import (
    Dipa,
    Kendala,
    LaporanTriwulan,
    PaguRevisi,
    Pembekuan,
    PembekuanDipa,
    PeriodePelaporan,
    RevisiDipa,
    TahunAnggaran,
    Target,
)
from realisasi.pembekuan import Cakupan, PaketRusak, baca, bekukan
from realisasi.penolakan import BukanHak, Ditolak
from realisasi.posisi import Angka, Buku, muat
from satker.models import CatatanJurnal, Pengguna, PeranSatker, Provinsi, Satker
from satker.peran import Peran
from tests import pabrik
from tests.realisasi.test_posisi_kasus import KASUS
from tests.riwayat import muat_kasus

pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]
TW2 = Cakupan(2026, 2, "TP", Angka.RESMI)


@pytest.fixture
def dunia(db: None) -> list[Dipa]:
    """Three DIPA with the year before, targets, a revision to come, kendala, and one silent."""
    for tahun in (2025, 2026):
        pabrik.buat_target(2, 6000, tahun=tahun)
        pabrik.buat_target(4, 9900, tahun=tahun)
    pabrik.buat_periode(2)
    hasil = []
    for kode, sekarang in (("099026", 700_000), ("069263", 550_000), ("059029", None)):
        satker = pabrik.buat_satker(kode)
        lama = pabrik.buat_dipa(satker, tahun=2025, kewenangan="DK")
        for q in (1, 2, 3, 4):
            pabrik.buat_laporan_terverifikasi(lama, q, {"52": 240_000})
        dipa = pabrik.buat_dipa(satker, pagu={"52": 900_000, "53": 200_000}, blokir={"53": 100_000})
        pabrik.buat_revisi(dipa, {"52": 2_000_000}, berlaku_sejak=dt.date(2026, 9, 1))
        pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 100_000})
        if sekarang is not None:
            pabrik.buat_laporan_diajukan(dipa, 2, {"52": sekarang - 100_000, "53": -5})
        hasil.append(dipa)
    pabrik.buat_laporan_terverifikasi(hasil[0], 2, {"52": 600_000, "53": -5})
    pabrik.buat_kendala(hasil[1], 2)
    pabrik.buat_kendala(hasil[1], 3, uraian="Baru tampak di TW III.")
    return hasil


def wajah(buku: Buku, c: Cakupan) -> list[Any]:
    """Everything that can be shown of positions, this year's quarters and those of the year before."""
    isi: list[Any] = []
    for tahun, sampai, kewenangan in ((c.tahun, c.triwulan, c.satu_kewenangan), (c.tahun - 1, 4, None)):
        if tahun not in buku.tahun:
            continue
        for q in range(1, sampai + 1):
            posisi = buku.posisi(tahun, q, kewenangan)
            isi.append(penilaian.kelompok(posisi, q))
            for p in posisi:
                a, prov = p.amanat, p.amanat.provinsi
                isi.append((a.kode, a.nama, a.nomor, a.kewenangan, prov.kode, prov.nama, prov.nama_pendek, prov.pulau))
                isi.append((p.pagu, p.blokir, p.realisasi, dict(p.realisasi_jenis), p.revisi, p.triwulan_data))
                isi.append((p.persen_bp, p.status, p.warna, p.proyeksi_bp, p.berisiko, p.target_bp, p.sasaran))
                isi.append((p.laporan.status, p.laporan.terverifikasi) if p.laporan else None)
    isi.append([buku.dasar_pangsa(c.tahun, k) for k in ("DK", "TP")])
    isi.append(buku.tahun[c.tahun])
    return isi


def ubah_semuanya() -> None:
    """Change whatever a figure, a name or a threshold of a pack rests on, past every guard."""
    for model, isi in (
        (TahunAnggaran, {"ambang_bp": 100, "batas_kuning_bp": 1, "terbitan": "lain", "ilustrasi": True}),
        (Target, {"target_bp": 77}),
        (Satker, {"nama": "Nama lain"}),
        (Dipa, {"nama_satker": "Nama lain", "nomor": ""}),
        (RevisiDipa, {"berlaku_sejak": dt.date(2024, 1, 1), "catatan": "lain"}),
        (PaguRevisi, {"pagu": 7, "blokir": 0}),
        (Kendala, {"uraian": "lain", "triwulan_ditutup": None}),
        (PeriodePelaporan, {"tenggat": dt.date(2026, 12, 31), "ditutup": dt.date(2026, 12, 31)}),
        (LaporanTriwulan, {"status": "DRAF", "versi_terverifikasi": None}),
    ):
        model._base_manager.update(**isi)
    for i, p in enumerate(Provinsi.objects.all()):
        Provinsi.objects.filter(pk=p.pk).update(nama=f"Lain {i}", nama_pendek=f"L{i}", pulau="Papua")
    pabrik.buat_laporan_terverifikasi(pabrik.buat_dipa(), 1, {"52": 5})


@pytest.mark.parametrize("angka", list(Angka))
@pytest.mark.parametrize("kewenangan", ["TP", "SEMUA"])
def test_paket_memberi_angka_yang_sama_apa_pun_yang_berubah(
    dunia: list[Dipa], pusat: Pengguna, angka: Angka, kewenangan: str
) -> None:
    c = Cakupan(2026, 2, kewenangan, angka)
    semula = wajah(muat([2025, 2026], angka), c)
    catatan = bekukan(c, "Rakor TW II", pusat)
    ubah_semuanya()
    assert wajah(muat([2025, 2026], angka), c) != semula
    paket = baca(Pembekuan.objects.get(pk=catatan.pk))
    assert wajah(paket.buku, c) == semula
    assert [k.uraian for k in paket.kendala] == ["Lelang gagal dan harus diulang."]
    assert paket.kendala[0].dipa_id == dunia[1].pk
    assert paket.tenggat == {2: dt.date(2026, 7, 7)}


@pytest.mark.parametrize("nama", KASUS)
def test_paket_dari_riwayat_acak_sama_dengan_posisinya(nama: str) -> None:
    muat_kasus(nama)
    for tahun in TahunAnggaran.objects.values_list("tahun", flat=True):
        for kewenangan in ("DK", "TP", "SEMUA"):
            for q in (1, 3, 4):
                c = Cakupan(tahun, q, kewenangan, Angka.SEMENTARA)
                buku = muat([tahun - 1, tahun], c.angka)
                if buku.posisi(tahun, q, c.satu_kewenangan):
                    assert wajah(baca(bekukan(c, f"Uji {c}", None)).buku, c) == wajah(buku, c)


def test_catatan_menyebut_cakupan_dan_bagian_yang_terverifikasi(dunia: list[Dipa], pusat: Pengguna) -> None:
    catatan = bekukan(Cakupan(2026, 2, "TP", Angka.SEMENTARA), "  Rakor \n TW II ", pusat)
    catatan.refresh_from_db()
    assert str(catatan) == "Rakor TW II (TW II 2026, TP, angka sementara)"
    assert (catatan.jumlah, catatan.melapor, catatan.terverifikasi) == (3, 2, 1)
    assert (catatan.pagu, catatan.blokir, catatan.pagu_efektif) == (3_300_000, 300_000, 3_000_000)
    assert catatan.realisasi == 699_995 + 549_995 + 100_000
    assert catatan.realisasi_terverifikasi == 699_995 + 100_000 + 100_000
    assert catatan.tampil == {"persen_bp": 4500, "persen_pagu_bp": 4091, "rata_rata_bp": 4500, "target_bp": 6000}
    assert (catatan.nama_pembeku, catatan.dibekukan_oleh) == (pusat.nama, pusat)
    baris = {d.kode_satker: d for d in catatan.dipa.filter(tahun=2026)}
    assert (baris["099026"].revisi, baris["099026"].pagu, baris["099026"].status) == (0, 1_100_000, "TERCAPAI")
    assert baris["099026"].tampil["persen_bp"] == 7000
    assert (baris["059029"].triwulan_data, baris["059029"].status) == (1, "BELUM_LAPOR")
    assert catatan.dipa.filter(tahun=2025).count() == 3


def test_dipa_yang_belum_berlaku_ikut_tanpa_angka(dunia: list[Dipa]) -> None:
    pabrik.buat_dipa(berlaku_sejak=dt.date(2026, 8, 1))
    pabrik.buat_dipa(pagu={})
    catatan = bekukan(TW2, "Rakor", None)
    assert catatan.jumlah == 3
    assert catatan.dipa.filter(tahun=2026, revisi__isnull=True, pagu__isnull=True, status="").count() == 2
    assert len(baca(catatan).posisi) == 3


# --- Who may, and what is refused --------------------------------------------------------------
@pytest.mark.parametrize("peran", [Peran.PIMPINAN, Peran.ADMINISTRATOR, PeranSatker.KEPALA, None])
def test_hanya_tim_pusat_membekukan(dunia: list[Dipa], peran: Peran | PeranSatker | None) -> None:
    siapa = pabrik.buat_pengguna(peran=peran, is_superuser=peran is None)
    with pytest.raises(BukanHak, match="hanya untuk tim pusat"):
        bekukan(TW2, "Rakor", siapa)
    assert not Pembekuan.objects.exists()


@pytest.mark.parametrize(
    ("nama", "kata"),
    [
        ("", "Tulis nama rapatnya"),
        (" \n ", "Tulis nama rapatnya"),
        ("x" * 121, "yang ditulis 121"),
        ("a\x00b", "tanda"),
    ],
)
def test_nama_yang_tidak_dapat_dipakai(dunia: list[Dipa], pusat: Pengguna, nama: str, kata: str) -> None:
    with pytest.raises(Ditolak, match=kata):
        bekukan(TW2, nama, pusat)


@pytest.mark.pada("2026-07-20 13:05")
def test_nama_yang_sama_tidak_menimpa(dunia: list[Dipa], pusat: Pengguna) -> None:
    bekukan(TW2, "Rakor", pusat)
    with pytest.raises(Ditolak, match=r"sudah dibekukan 20 Juli 2026 pukul 13\.05 WIB oleh Nama uji-pusat") as galat:
        bekukan(TW2, " Rakor", pusat)
    assert "beri nama lain" in galat.value.pesan
    bekukan(Cakupan(2026, 2, "SEMUA", Angka.RESMI), "Rakor", pusat)
    assert Pembekuan.objects.count() == 2


@pytest.mark.parametrize("c", [Cakupan(2026, 2, "DK", Angka.RESMI), Cakupan(2031, 1, "SEMUA", Angka.RESMI)])
def test_tanpa_dipa_tidak_ada_yang_dibekukan(dunia: list[Dipa], pusat: Pengguna, c: Cakupan) -> None:
    with pytest.raises(Ditolak, match="tidak ada yang dapat dibekukan"):
        bekukan(c, "Rakor", pusat)


def test_tahun_yang_ditutup_masih_dapat_dibekukan(dunia: list[Dipa], pusat: Pengguna) -> None:
    TahunAnggaran.objects.filter(tahun=2026).update(ditutup=True)
    assert bekukan(TW2, "Rakor", pusat).jumlah == 3


# --- A record ----------------------------------------------------------------------------------
def test_paket_tidak_dapat_diubah_atau_dihapus(dunia: list[Dipa]) -> None:
    catatan = bekukan(TW2, "Rakor", None)
    for objek in (catatan, catatan.dipa.first()):
        for cara in (objek.save, objek.delete):
            with pytest.raises(TypeError, match="tidak dapat"):
                cara()
        for ubah in (type(objek).objects.all().delete, lambda o=objek: type(o).objects.update(pagu=1)):
            with pytest.raises(TypeError, match="tidak dapat"):
                ubah()
        with pytest.raises(TypeError):
            pre_delete.send(type(objek), instance=objek, using="default")


@pytest.mark.parametrize(
    ("model", "isi"),
    [
        (PembekuanDipa, {"realisasi": 1}),
        (PembekuanDipa, {"nama_satker": "Lain"}),
        (Pembekuan, {"nama": "Lain"}),
        (Pembekuan, {"realisasi": 1}),
        (Pembekuan, {"dasar": {"tahun": {}, "riwayat": {}, "provinsi": [], "tenggat": {}}}),
    ],
)
def test_paket_yang_diubah_di_basis_data_tidak_ditampilkan(
    dunia: list[Dipa], model: type[Any], isi: dict[str, Any]
) -> None:
    catatan = bekukan(TW2, "Rakor", None)
    with connection.cursor() as kursor:
        kolom, nilai = next(iter(isi.items()))
        tulis = model._meta.get_field(kolom).get_db_prep_save(nilai, connection)
        kursor.execute(f"UPDATE {model._meta.db_table} SET {kolom} = %s", [tulis])  # noqa: S608
    with pytest.raises(PaketRusak, match="tidak sama lagi"):
        baca(Pembekuan.objects.get(pk=catatan.pk))


def test_aturan_hitung_yang_berubah_dikatakan(dunia: list[Dipa], monkeypatch: pytest.MonkeyPatch) -> None:
    catatan = bekukan(TW2, "Rakor", None)
    monkeypatch.setattr(penilaian, "BP", 9_000)
    with pytest.raises(PaketRusak, match="Aturan hitung berubah"):
        baca(catatan)


@pytest.mark.parametrize(
    "isi",
    [
        {"nama": " "},
        {"tahun": 1999},
        {"triwulan": 5},
        {"kewenangan": "KP"},
        {"angka": "lain"},
        {"jumlah": 0, "melapor": 0, "terverifikasi": 0},
        {"melapor": 4},
        {"terverifikasi": 3},
        {"blokir": -1},
        {"blokir": 3_300_001},
    ],
)
def test_yang_ditolak_basis_data(dunia: list[Dipa], isi: dict[str, Any]) -> None:
    catatan = bekukan(TW2, "Rakor", None)
    salinan = {f.attname: getattr(catatan, f.attname) for f in Pembekuan._meta.concrete_fields if f.name != "id"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Pembekuan.objects.create(**salinan | {"nama": "Lain"} | isi)


@pytest.mark.parametrize(
    "isi",
    [
        {"urutan": 0},
        {"kode_satker": "099026", "tahun": 2026},
        {"kode_satker": "9902"},
        {"kewenangan": "KP"},
        {"kode_provinsi": "x"},
        {"pagu": None},
        {"blokir": 1_100_001},
        {"status": ""},
        {"status": "LAIN"},
        {"triwulan_data": 5},
        {"triwulan_data": None},
        {"revisi": None},
    ],
)
def test_yang_ditolak_basis_data_dari_satu_dipa(dunia: list[Dipa], isi: dict[str, Any]) -> None:
    dipa = bekukan(TW2, "Rakor", None).dipa.get(tahun=2026, kode_satker="069263")
    salinan = {f.attname: getattr(dipa, f.attname) for f in PembekuanDipa._meta.concrete_fields if f.name != "id"}
    with pytest.raises(IntegrityError), transaction.atomic():
        PembekuanDipa.objects.create(**salinan | {"urutan": 99, "kode_satker": "000001"} | isi)


def test_gagal_di_tengah_tidak_meninggalkan_apa_pun(dunia: list[Dipa], monkeypatch: pytest.MonkeyPatch) -> None:
    def gagal(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("realisasi.pembekuan.create_tetap", gagal)
    with pytest.raises(RuntimeError):
        bekukan(TW2, "Rakor", None)
    assert not Pembekuan.objects.exists()
    assert not CatatanJurnal.objects.filter(content_type__model="pembekuan").exists()


@pytest.mark.django_db(transaction=True)
def test_membekukan_di_luar_transaksi_lain(dunia: list[Dipa], pusat: Pengguna) -> None:
    """As a page and a command do: the transaction is its own, and reads one moment."""
    catatan = bekukan(TW2, "Rakor", pusat)
    assert len(baca(catatan).posisi) == 3


def test_banyaknya_kueri_tidak_bertambah_dengan_dipa(dunia: list[Dipa]) -> None:
    def hitung(nama: str) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as membekukan:
            catatan = bekukan(TW2, nama, None)
        with CaptureQueriesContext(connection) as membaca:
            baca(catatan)
        return len(membekukan), len(membaca)

    sedikit = hitung("Satu")
    for _ in range(8):
        pabrik.buat_laporan_terverifikasi(pabrik.buat_dipa(), 1, {"52": 5})
    assert hitung("Dua") == sedikit
    assert sedikit[1] == 1


# --- manage.py bekukan -------------------------------------------------------------------------
def jalankan(**pilihan: Any) -> str:
    keluaran = StringIO()
    bawaan = {"tahun": 2026, "triwulan": 2, "kewenangan": "TP", "nama": "Rakor TW II"}
    call_command("bekukan", **bawaan | pilihan, stdout=keluaran)
    return keluaran.getvalue().replace("\u00a0", " ")


def test_perintah_membekukan_atas_nama_tim_pusat(dunia: list[Dipa], pusat: Pengguna) -> None:
    keluaran = jalankan(oleh=pusat.username, angka="sementara")
    paket = Pembekuan.objects.get()
    assert keluaran == (
        f"Paket nomor {paket.pk} dibekukan: Rakor TW II (TW II 2026, TP, angka sementara). 3 DIPA, 2 melapor, "
        "Rp 1.349.990 dari pagu efektif Rp 3.000.000, 45,00 %.\n"
    )
    entri = CatatanJurnal.objects.get(content_type__model="pembekuan")
    assert (entri.actor_id, entri.nama_pelaku) == (pusat.pk, pusat.nama)
    assert entri.changes["nama"] == ["None", "Rakor TW II"]
    assert not {"dasar", "sidik"} & set(entri.changes)


def test_perintah_tanpa_nama_akun(dunia: list[Dipa]) -> None:
    jalankan()
    assert Pembekuan.objects.get().nama_pembeku == "Petugas server (perintah bekukan)"


@pytest.mark.parametrize(
    ("pilihan", "kata"),
    [
        ({"oleh": "tidak-ada"}, "Tidak ada akun aktif"),
        ({"kewenangan": "DK"}, "tidak ada yang dapat dibekukan"),
        ({"nama": " "}, "Tulis nama rapatnya"),
    ],
)
def test_perintah_menolak_dengan_kalimat(dunia: list[Dipa], pilihan: dict[str, str], kata: str) -> None:
    with pytest.raises(CommandError, match=kata):
        jalankan(**pilihan)


def test_perintah_atas_nama_pimpinan_ditolak(dunia: list[Dipa], pimpinan: Pengguna) -> None:
    with pytest.raises(CommandError, match="hanya untuk tim pusat"):
        jalankan(oleh=pimpinan.username)
