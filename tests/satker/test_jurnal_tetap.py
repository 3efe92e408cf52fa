"""Nothing changes or deletes an entry of the journal, not even past the application; and each
entry knows whose the changed row was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from importlib import import_module

import pytest
import time_machine
from auditlog.context import set_actor
from auditlog.registry import auditlog
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from realisasi.models import (
    Bukti,
    CatatanPengembalian,
    Dipa,
    HariLibur,
    KendalaVersi,
    PaguRevisi,
    PeringatanVersi,
    PerpanjanganPeriode,
    RealisasiPerbendaharaan,
)
from realisasi.pembekuan import Cakupan, bekukan
from realisasi.posisi import Angka
from satker import permintaan
from satker.jurnal import create_bulk, milik_tercatat, update_bulk
from satker.models import CatatanJurnal, Pengguna, PeranSatker, WajibDuaLangkah
from tests import pabrik

pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]

Masuk = Callable[[Pengguna | str], Client]
TABEL = CatatanJurnal._meta.db_table
assert TABEL == "satker_catatanjurnal", "perintah di bawah menyebut tabel ini"


# --- The database refuses ----------------------------------------------------------------
def perintah(sql: str) -> None:
    """Run a statement as another program would."""
    with connection.cursor() as kursor:
        kursor.execute(sql)


def tuntaskan() -> None:
    """Have the checks that wait for the end of the transaction done now: PostgreSQL changes no table before."""
    connection.check_constraints()


UBAH = [
    "UPDATE satker_catatanjurnal SET object_repr = 'lain'",
    "UPDATE satker_catatanjurnal SET id_satker = 1",
    "UPDATE satker_catatanjurnal SET actor_id = NULL, nama_pelaku = ''",
]
HAPUS = [
    "DELETE FROM satker_catatanjurnal",
    "DELETE FROM satker_catatanjurnal WHERE id = (SELECT max(id) FROM satker_catatanjurnal)",
]


@pytest.mark.parametrize(("sql", "pesan"), [(s, "tidak dapat diubah") for s in UBAH] + [(s, "dihapus") for s in HAPUS])
def test_basis_data_menolak_perubahan_dan_penghapusan(sql: str, pesan: str) -> None:
    pabrik.buat_satker()
    sebelum = list(CatatanJurnal.objects.order_by("pk").values())
    with pytest.raises(IntegrityError, match=pesan), transaction.atomic():
        perintah(sql)
    assert list(CatatanJurnal.objects.order_by("pk").values()) == sebelum != []


def test_basis_data_menolak_penggantian_dengan_sisipan() -> None:
    pabrik.buat_satker()
    kolom = ", ".join(f.column for f in CatatanJurnal._meta.concrete_fields)
    salinan = f"SELECT {kolom} FROM {TABEL}"  # noqa: S608
    ganti = {
        "sqlite": f"INSERT OR REPLACE INTO {TABEL} ({kolom}) {salinan}",
        "postgresql": f"INSERT INTO {TABEL} ({kolom}) {salinan} ON CONFLICT (id) DO UPDATE SET object_repr = 'lain'",
    }[connection.vendor]
    sebelum = list(CatatanJurnal.objects.order_by("pk").values())
    with pytest.raises(IntegrityError, match="tidak dapat diubah"), transaction.atomic():
        perintah(ganti)
    assert list(CatatanJurnal.objects.order_by("pk").values()) == sebelum != []


def test_pengosongan_seluruh_tabel_ditolak() -> None:
    """Whether by Django's own `flush` or the journal library's command."""
    pabrik.buat_satker()
    tuntaskan()
    sebelum = CatatanJurnal.objects.count()
    kosongkan = connection.ops.sql_flush(import_module("django.core.management.color").no_style(), [TABEL])
    with pytest.raises(IntegrityError, match="tidak dapat dihapus"), transaction.atomic():
        perintah(kosongkan[0])
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError, match="tidak dapat dihapus"), transaction.atomic():
            perintah("TRUNCATE django_content_type CASCADE")
        with pytest.raises(IntegrityError, match="tidak dapat dihapus"), transaction.atomic():
            perintah("SET LOCAL session_replication_role = replica; DELETE FROM satker_catatanjurnal")
        with pytest.raises(IntegrityError, match="tidak dapat dihapus"), transaction.atomic():
            call_command("auditlogflush", yes=True, truncate=True)
    assert CatatanJurnal.objects.count() == sebelum > 0


def test_menulis_menghapus_akun_dan_data_tetap_dapat(pusat: Pengguna, masuk: Masuk) -> None:
    satker = pabrik.buat_satker()
    pengguna = pabrik.buat_pengguna(peran=PeranSatker.OPERATOR, satker=satker)
    catatan = CatatanJurnal.objects.create(
        content_type=CatatanJurnal.objects.latest("pk").content_type,
        object_pk="1",
        object_repr="apa pun",
        action=CatatanJurnal.Action.UPDATE,
        actor=pengguna,
    )
    kunci, nama = pengguna.pk, pengguna.nama
    pengguna.delete()
    satker.delete()
    catatan.refresh_from_db()
    assert (catatan.actor_id, catatan.nama_pelaku) == (kunci, nama)


def test_pemicu_dapat_dilepas_dan_dipasang_lagi_oleh_migrasi() -> None:
    pemicu = import_module("satker.migrations.0006_jurnal_tetap")
    pabrik.buat_satker()
    tuntaskan()
    pemicu.remove(connection)
    pemicu.remove(connection)
    perintah("UPDATE satker_catatanjurnal SET changes_text = ''")
    tuntaskan()
    pemicu.install(connection)
    with pytest.raises(IntegrityError), transaction.atomic():
        perintah("UPDATE satker_catatanjurnal SET changes_text = ''")


# --- Whose the changed row was -----------------------------------------------------------
def milik(objek: models.Model, **saring: object) -> list[dict[str, int | None]]:
    """What the entries about a row say, oldest first."""
    meta = type(objek)._meta
    catatan = CatatanJurnal.objects.filter(
        content_type__app_label=meta.app_label, content_type__model=meta.model_name, object_pk=str(objek.pk), **saring
    ).order_by("pk")
    return list(catatan.values("id_satker", "tahun", "id_dipa", "id_laporan"))


def isi_semua() -> tuple[Dipa, list[tuple[models.Model, dict[str, int | None]]]]:
    """A row of every model, with what it belongs to."""
    dipa = pabrik.buat_dipa(pagu={"52": 1_000})
    laporan = pabrik.buat_laporan_diajukan(dipa, 2, {"52": 10})
    versi = laporan.versi_diajukan
    assert versi is not None
    periode = pabrik.buat_periode(2)
    kendala = pabrik.buat_kendala(dipa)
    bukti = Bukti.objects.create(
        laporan=laporan, berkas="bukti/x", nama="x.pdf", jenis="PDF", ukuran=1, sha256="0", diunggah_pada=timezone.now()
    )
    satker = {"id_satker": dipa.satker_id, "tahun": None, "id_dipa": None, "id_laporan": None}
    tahun = {"id_satker": None, "tahun": 2026, "id_dipa": None, "id_laporan": None}
    milik_dipa = satker | {"tahun": 2026, "id_dipa": dipa.pk}
    milik_laporan = milik_dipa | {"id_laporan": laporan.pk}
    tanpa_pemilik = dict.fromkeys(satker)
    impor = pabrik.buat_impor()
    penugasan = pabrik.buat_pengguna(peran=PeranSatker.KEPALA, satker=dipa.satker).penugasan.get()
    isi_kendala = {k: getattr(kendala, k) for k in ("kategori", "uraian", "tindak_lanjut", "penanggung_jawab")}
    return dipa, [
        (dipa.satker, satker),
        (penugasan, satker),
        (dipa.tahun, tahun),
        (pabrik.buat_target(2, 6000), tahun),
        (periode, tahun),
        (HariLibur.objects.create(tanggal=dt.date(2026, 12, 25), nama="Natal"), tahun),
        (
            PerpanjanganPeriode.objects.create(
                periode=periode, satker=dipa.satker, sampai=dt.date(2026, 11, 9), alasan="Banjir"
            ),
            satker | {"tahun": 2026},
        ),
        (dipa, milik_dipa),
        (dipa.revisi.get(), milik_dipa),
        (dipa.revisi.get().pagu.get(), milik_dipa),
        (kendala, milik_dipa),
        (RealisasiPerbendaharaan.objects.create(dipa=dipa, triwulan=2, jenis="52", realisasi_sd=1), milik_dipa),
        (pabrik.buat_rekonsiliasi(dipa), milik_dipa),
        (dipa.pengingat.create(triwulan=2, hari=dt.date(2026, 11, 2), penerima="a@dinas.example"), milik_dipa),
        (laporan, milik_laporan),
        (laporan.rincian_draf.get(), milik_laporan),
        (versi, milik_laporan),
        (versi.rincian.get(), milik_laporan),
        (PeringatanVersi.objects.create(versi=versi, kode="LONCATAN", judul="Loncatan", teks="x"), milik_laporan),
        (
            KendalaVersi.objects.create(
                versi=versi, triwulan_dibuka=1, batas_waktu=dt.date(2026, 12, 1), **isi_kendala
            ),
            milik_laporan,
        ),
        (CatatanPengembalian.objects.create(laporan=laporan, bagian="52", teks="Periksa."), milik_laporan),
        (bukti, milik_laporan),
        (impor, tanpa_pemilik),
        (impor.berkas.get(), tanpa_pemilik),
        (bekukan(Cakupan(2026, 2, "TP", Angka.RESMI), "Rakor", None), tanpa_pemilik),
    ]


def test_catatan_tahu_milik_siapa_baris_itu() -> None:
    _, isi = isi_semua()
    for objek, harapan in isi:
        assert milik(objek)[0] == harapan, objek
    # A new model says what it belongs to, or is for national roles alone, as accounts are.
    assert {type(objek) for objek, _ in isi} | {Pengguna, WajibDuaLangkah} == set(auditlog.get_models())
    assert milik(Pengguna.objects.first())[0] == dict.fromkeys(("id_satker", "tahun", "id_dipa", "id_laporan"))


def test_keluar_masuknya_anggota_juga_tahu_milik_siapa() -> None:
    dipa, isi = isi_semua()
    bukti = next(o for o, _ in isi if isinstance(o, Bukti))
    bukti.versi.add(bukti.laporan.versi_diajukan)
    catatan = milik(bukti)
    assert len(catatan) == 2
    assert catatan[1] == catatan[0]
    assert catatan[1]["id_dipa"] == dipa.pk


def test_yang_ikut_terhapus_tetap_tahu_milik_siapa() -> None:
    dipa = pabrik.buat_dipa(pagu={"52": 1_000})
    pagu, laporan = dipa.revisi.get().pagu.get(), pabrik.buat_laporan(dipa, 1, {"52": 5})
    draf = laporan.rincian_draf.get()
    kunci = dipa.pk
    hapus = partial(milik, action=CatatanJurnal.Action.DELETE)
    salinan = [PaguRevisi(pk=pagu.pk), type(draf)(pk=draf.pk), type(laporan)(pk=laporan.pk), Dipa(pk=dipa.pk)]
    Dipa.objects.filter(pk=kunci).delete()
    for objek in salinan:
        (catatan,) = hapus(objek)
        assert catatan["id_dipa"] == kunci, objek
        assert catatan["id_satker"] == dipa.satker_id


@pytest.mark.parametrize("banyak", [1, 3, 600])
def test_milik_banyak_baris_dibaca_sedikit_kueri(banyak: int) -> None:
    """None where the references are in memory, else one for 500 of them."""
    pagu = pabrik.buat_dipa(pagu={"52": 1_000}).revisi.get().pagu.select_related("revisi__dipa").get()
    with CaptureQueriesContext(connection) as tangkapan:
        (dari_memori,) = milik_tercatat([pagu])
    assert len(tangkapan) == 0
    baris = [PaguRevisi(pk=pagu.pk, revisi_id=pagu.revisi_id) for _ in range(banyak)]
    with CaptureQueriesContext(connection) as tangkapan:
        dari_basis_data = milik_tercatat(baris)
    assert len(tangkapan) == 1
    assert set(dari_basis_data) == {dari_memori}
    assert (dari_memori.dipa, dari_memori.tahun) == (pagu.revisi.dipa_id, 2026)


def test_tulisan_massal_tahu_milik_siapa() -> None:
    revisi = [pabrik.buat_dipa(pagu={}).revisi.create(nomor=0, berlaku_sejak="2026-01-01") for _ in range(2)]
    baris = create_bulk(PaguRevisi, [PaguRevisi(revisi_id=r.pk, jenis="52", pagu=1) for r in revisi])
    for pagu, r in zip(baris, revisi, strict=True):
        (catatan,) = milik(pagu)
        assert catatan == {"id_satker": r.dipa.satker_id, "tahun": 2026, "id_dipa": r.dipa_id, "id_laporan": None}


def test_perubahan_massal_tahu_milik_siapa() -> None:
    dipa = pabrik.buat_dipa()
    dipa.nama_satker = "Nama lain"
    update_bulk(Dipa, [dipa], ["nama_satker"])
    assert milik(dipa)[-1] == {
        "id_satker": dipa.satker_id,
        "tahun": 2026,
        "id_dipa": dipa.pk,
        "id_laporan": None,
    }


def test_catatan_lama_diisi_dari_jurnal_sendiri() -> None:
    """The migration fills what was written before, also where the row is gone by now."""
    isi_semua()
    lain = pabrik.buat_dipa()
    Dipa.objects.filter(pk=lain.pk).delete()
    # Decisions on differences are younger than the migration, so that none of theirs is from before it.
    urut = CatatanJurnal.objects.exclude(content_type__model="rekonsiliasi").order_by("pk")
    kolom = ("pk", "id_satker", "tahun", "id_dipa", "id_laporan")
    harapan = list(urut.values(*kolom))
    tuntaskan()
    pemicu = import_module("satker.migrations.0006_jurnal_tetap")
    pemicu.remove(connection)
    perintah("UPDATE satker_catatanjurnal SET id_satker = NULL, tahun = NULL, id_dipa = NULL, id_laporan = NULL")
    import_module("satker.migrations.0005_milik_jurnal").fill(_TanpaPenjaga(), connection.schema_editor())
    tuntaskan()
    pemicu.install(connection)
    assert list(urut.values(*kolom)) == harapan


class _TanpaPenjaga:
    """Models as a migration sees them: the tables alone, without what the code adds."""

    def get_model(self, app: str, nama: str) -> type[models.Model]:
        from django.db.migrations.executor import MigrationExecutor

        return MigrationExecutor(connection).loader.project_state().apps.get_model(app, nama)


# --- What was changed together -----------------------------------------------------------
def test_kelompok_mengikat_satu_permintaan_atau_satu_menit(pusat: Pengguna, jam: time_machine.Traveller) -> None:
    jam.move_to(dt.datetime(2026, 11, 2, 9, 0, 5, tzinfo=dt.UTC))
    token = permintaan._request_id.set("permintaan-1")
    tahun = pabrik.buat_tahun()
    satu = create_bulk(HariLibur, [HariLibur(tanggal=dt.date(2026, 12, 25), nama="Natal")])[0]
    permintaan._request_id.reset(token)
    dua, tiga = pabrik.buat_target(2, 6000), pabrik.buat_target(4, 9900)
    with set_actor(pusat):
        empat = pabrik.buat_target(1, 1000)
    jam.move_to(dt.datetime(2026, 11, 2, 9, 1, 5, tzinfo=dt.UTC))
    lima = pabrik.buat_target(3, 8000)
    assert [kelompok(o) for o in (tahun, satu, dua, tiga, empat, lima)] == [
        "permintaan-1",
        "permintaan-1",
        "2026-11-02 09:00",
        "2026-11-02 09:00",
        f"2026-11-02 09:00 {pusat.pk}",
        "2026-11-02 09:01",
    ]


def kelompok(objek: models.Model) -> str:
    """The group of the only entry about a row."""
    return CatatanJurnal.objects.get(content_type__model=objek._meta.model_name, object_pk=str(objek.pk)).kelompok


def test_kelompok_catatan_lama_diisi_migrasi(pusat: Pengguna) -> None:
    with set_actor(pusat):
        pabrik.buat_satker()
    token = permintaan._request_id.set("permintaan-1")
    pabrik.buat_satker()
    permintaan._request_id.reset(token)
    urut = CatatanJurnal.objects.order_by("pk").values_list("pk", "kelompok")
    harapan = list(urut)
    assert len({k for _, k in harapan}) >= 3
    pemicu = import_module("satker.migrations.0006_jurnal_tetap")
    tuntaskan()
    pemicu.remove(connection)
    perintah("UPDATE satker_catatanjurnal SET kelompok = ''")
    import_module("satker.migrations.0007_kelompok_jurnal").fill(_TanpaPenjaga(), connection.schema_editor())
    tuntaskan()
    pemicu.install(connection)
    assert list(urut) == harapan
