"""The journal: bulk writes leave an entry for each row, and no code writes in bulk past it."""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from auditlog.context import set_actor
from auditlog.registry import auditlog
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models

from realisasi.models import (
    ButirImpor,
    Dipa,
    LaporanTriwulan,
    PaguRevisi,
    PembekuanDipa,
    Rekap,
    RevisiDipa,
    StatusLaporan,
)
from satker.jurnal import create_bulk, create_tetap, delete_bulk, update_bulk
from satker.models import CatatanJurnal, Pengguna, Provinsi, Satker
from tests import pabrik

Action = CatatanJurnal.Action

APLIKASI = ("config", "satker", "realisasi", "dashboard")
# Writes that send no signal. `QuerySet.delete` is none of them: it collects what it deletes
# and sends a signal for each row of a model that has listeners.
TANPA_SINYAL = {"bulk_create", "abulk_create", "bulk_update", "abulk_update", "_raw_delete", "_update", "cursor"}
BOLEH = {
    # The one way: each of these writes the entries in the same transaction, and the entries.
    ("satker/jurnal.py", "bulk_create"),
    ("satker/jurnal.py", "update"),
    # The summary is made of what is journaled, in the same transaction.
    ("realisasi/rekap/penyusunan.py", "bulk_create"),
    # These set how much their transaction sees of others; they write nothing.
    ("realisasi/pembekuan.py", "cursor"),
    ("realisasi/potret.py", "cursor"),
    # These ask how far a log is, and how late.
    ("satker/replika.py", "cursor"),
    # A restore writes rows and journal as they were backed up, and how far their numbers went.
    ("realisasi/cadangan/baca.py", "cursor"),
    ("realisasi/cadangan/bentuk.py", "cursor"),
}


# --- create_bulk, update_bulk, delete_bulk -------------------------------------------------------
@pytest.mark.basis_data
@pytest.mark.django_db
def test_setiap_baris_massal_punya_catatan_dengan_pelaku(pusat: Pengguna) -> None:
    revisi = pabrik.buat_revisi(pabrik.buat_dipa(), {}, berlaku_sejak=dt.date(2026, 2, 1))
    with set_actor(pusat):
        baris = create_bulk(
            PaguRevisi, [PaguRevisi(revisi=revisi, jenis=j, pagu=1000) for j in ("51", "52", "53")], batch_size=2
        )
    catatan = catatan_untuk(PaguRevisi).filter(action=Action.CREATE, object_id__in=[b.pk for b in baris])
    assert catatan.count() == 3
    assert set(catatan.values_list("nama_pelaku", flat=True)) == {pusat.get_full_name()}
    assert catatan.first().changes["pagu"] == ["None", "1000"]


@pytest.mark.basis_data
@pytest.mark.django_db
def test_baris_massal_yang_gagal_tidak_meninggalkan_apa_pun() -> None:
    revisi = pabrik.buat_revisi(pabrik.buat_dipa(), {}, berlaku_sejak=dt.date(2026, 2, 1))
    sebelum = CatatanJurnal.objects.count()
    with pytest.raises(IntegrityError):
        create_bulk(PaguRevisi, [PaguRevisi(revisi=revisi, jenis=j, pagu=p) for j, p in (("52", 1), ("53", -1))])
    assert not PaguRevisi.objects.filter(revisi=revisi).exists()
    assert CatatanJurnal.objects.count() == sebelum


@pytest.mark.django_db
def test_perubahan_massal_mencatat_dari_dan_menjadi() -> None:
    dipa = [pabrik.buat_dipa(), pabrik.buat_dipa()]
    for satu, nama in zip(dipa, ("Nama baru", dipa[1].nama_satker), strict=True):
        satu.lama, satu.nama_satker = satu.nama_satker, nama
    assert update_bulk(Dipa, dipa, ["nama_satker"]) == 1
    (catatan,) = catatan_untuk(Dipa).filter(action=Action.UPDATE)
    assert catatan.object_id == dipa[0].pk
    assert catatan.changes == {"nama_satker": [dipa[0].lama, "Nama baru"]}
    assert Dipa.objects.get(pk=dipa[0].pk).nama_satker == "Nama baru"


@pytest.mark.basis_data
@pytest.mark.django_db
def test_perubahan_massal_dengan_nilai_yang_sama_dan_yang_berbeda(pusat: Pengguna) -> None:
    laporan = [pabrik.buat_laporan(pabrik.buat_dipa(), 1) for _ in range(3)]
    for n, satu in enumerate(laporan):
        satu.fisik, satu.diverifikasi_oleh, satu.nama_pemverifikasi = n, pusat, "Sama"
    assert update_bulk(LaporanTriwulan, laporan, ["fisik", "diverifikasi_oleh", "nama_pemverifikasi"], 2) == 3
    isi = LaporanTriwulan.objects.order_by("pk").values_list("fisik", "diverifikasi_oleh", "nama_pemverifikasi")
    assert list(isi) == [(n, pusat.pk, "Sama") for n in range(3)]
    assert catatan_untuk(LaporanTriwulan).filter(action=Action.UPDATE).count() == 3


@pytest.mark.django_db
def test_perubahan_massal_membaca_keadaan_lama_dari_basis_data() -> None:
    dipa = pabrik.buat_dipa(nama_satker="Pertama")
    usang = Dipa.objects.get(pk=dipa.pk)
    dipa.nama_satker = "Kedua"
    dipa.save()
    usang.nama_satker = "Ketiga"
    update_bulk(Dipa, [usang], ["nama_satker"])
    terakhir = catatan_untuk(Dipa).filter(action=Action.UPDATE).order_by("pk").last()
    assert terakhir.changes == {"nama_satker": ["Kedua", "Ketiga"]}


@pytest.mark.django_db
def test_perubahan_massal_hanya_menulis_kolom_yang_disebut() -> None:
    laporan = pabrik.buat_laporan_diajukan(pabrik.buat_dipa(), 1, {"52": 10})
    laporan.status = StatusLaporan.DIKEMBALIKAN
    laporan.alasan_dikembalikan = "Belum cocok."
    laporan.fisik = 77
    update_bulk(LaporanTriwulan, [laporan], ["status", "alasan_dikembalikan"])
    laporan.refresh_from_db()
    assert (laporan.status, laporan.fisik == 77) == (StatusLaporan.DIKEMBALIKAN, False)


@pytest.mark.django_db
def test_perubahan_massal_pada_baris_yang_hilang_ditolak_seluruhnya() -> None:
    ada, hilang = pabrik.buat_dipa(nama_satker="Lama"), Dipa(pk=10**9, nama_satker="Baru")
    ada.nama_satker = "Baru"
    with pytest.raises(LookupError):
        update_bulk(Dipa, [ada, hilang], ["nama_satker"])
    assert Dipa.objects.get(pk=ada.pk).nama_satker == "Lama"


@pytest.mark.django_db
def test_delete_bulk_satu_entri_per_baris_dengan_isinya() -> None:
    pusat = pabrik.buat_pengguna("pusat")
    dipa = pabrik.buat_dipa(pagu={"52": 7_000, "53": 5_000})
    pagu = list(PaguRevisi.objects.filter(revisi__dipa=dipa))
    with set_actor(pusat):
        delete_bulk(PaguRevisi, pagu, 1)
    assert not PaguRevisi.objects.exists()
    entri = CatatanJurnal.objects.get_for_model(PaguRevisi).filter(action=CatatanJurnal.Action.DELETE)
    assert {(e.changes["jenis"][0], e.changes["pagu"][0], e.actor, e.id_dipa) for e in entri} == {
        ("52", "7000", pusat, dipa.pk),
        ("53", "5000", pusat, dipa.pk),
    }


@pytest.mark.basis_data
@pytest.mark.django_db
def test_delete_bulk_tidak_menghapus_yang_lain_diam_diam() -> None:
    dipa = pabrik.buat_dipa()
    semula = CatatanJurnal.objects.count()
    with pytest.raises(LookupError, match="seharusnya 1 baris itu saja"):
        delete_bulk(RevisiDipa, list(dipa.revisi.all()))  # its pagu would go with it
    hilang = RevisiDipa(pk=999, dipa=dipa, nomor=9, berlaku_sejak=dt.date(2026, 1, 2))
    with pytest.raises(LookupError):
        delete_bulk(RevisiDipa, [hilang])
    assert PaguRevisi.objects.filter(revisi__dipa=dipa).exists()
    assert CatatanJurnal.objects.count() == semula


@pytest.mark.parametrize(
    "tulis",
    [lambda: create_bulk(Provinsi, []), lambda: update_bulk(Provinsi, [], ["nama"]), lambda: delete_bulk(Provinsi, [])],
)
def test_model_yang_tidak_dicatat_ditolak(tulis: Callable[[], object]) -> None:
    with pytest.raises(LookupError, match="Provinsi"):
        tulis()


@pytest.mark.parametrize("model", [Dipa, Provinsi])
def test_hanya_catatan_tetap_yang_ditulis_tanpa_jurnal(model: type[models.Model]) -> None:
    with pytest.raises(LookupError, match=model.__name__):
        create_tetap(model, [])


@pytest.mark.django_db
def test_hapus_lewat_queryset_tercatat_dengan_yang_ikut_terhapus() -> None:
    dipa = pabrik.buat_dipa(pagu={"52": 1000})
    jumlah = RevisiDipa.objects.filter(dipa=dipa).count()
    Dipa.objects.filter(pk=dipa.pk).delete()
    for model, banyak in ((Dipa, 1), (RevisiDipa, jumlah), (PaguRevisi, jumlah)):
        assert catatan_untuk(model).filter(action=Action.DELETE).count() == banyak


@pytest.mark.django_db
def test_catatan_memuat_kolom_baris_itu_saja() -> None:
    satker = pabrik.buat_satker()
    catatan = catatan_untuk(Satker).get(object_id=satker.pk)
    assert set(catatan.changes) == {f.name for f in Satker._meta.concrete_fields}
    pengguna = pabrik.buat_pengguna()
    catatan = catatan_untuk(Pengguna).get(object_id=pengguna.pk, action=Action.CREATE)
    assert "last_login" not in catatan.changes


@pytest.mark.django_db
def test_catatan_jurnal_tidak_dapat_diubah_atau_dihapus() -> None:
    pabrik.buat_satker()
    catatan = catatan_untuk(Satker).first()
    with pytest.raises(TypeError):
        catatan.save()
    with pytest.raises(TypeError):
        catatan.delete()


def catatan_untuk(model: type[models.Model]) -> models.QuerySet[CatatanJurnal]:
    """Entries about rows of one model."""
    label = model._meta
    return CatatanJurnal.objects.filter(content_type__app_label=label.app_label, content_type__model=label.model_name)


# --- Nobody writes past it ---------------------------------------------------------------
def test_tidak_ada_tulisan_massal_di_luar_jurnal() -> None:
    temuan = {
        (str(berkas.relative_to(settings.BASE_DIR)), nama, baris)
        for aplikasi in APLIKASI
        for berkas in (settings.BASE_DIR / aplikasi).rglob("*.py")
        if "migrations" not in berkas.parts
        for nama, baris in tulisan_tanpa_sinyal(berkas.read_text(encoding="utf-8"))
    }
    terlarang = sorted(t for t in temuan if t[:2] not in BOLEH)
    assert not terlarang, f"pakai satker.jurnal.create_bulk atau update_bulk: {terlarang}"
    tidak_terpakai = BOLEH - {t[:2] for t in temuan}
    assert not tidak_terpakai, f"izin tanpa pemakai: {tidak_terpakai}"


@pytest.mark.parametrize(
    ("kode", "nama"),
    [
        ("Dipa.objects.bulk_create(baris)", "bulk_create"),
        ("manajer = Dipa.objects\nmanajer.bulk_update(baris, ['nomor'])", "bulk_update"),
        ("dipa.laporan.filter(triwulan=1).update(status='DRAF')", "update"),
        ("baris.update(**isi)", "update"),
        ("await Dipa.objects.aupdate(nomor='')", "aupdate"),
        ("Dipa.objects.all()._raw_delete('default')", "_raw_delete"),
        ("tulis = Dipa.objects.bulk_create", "bulk_create"),
        ("connection.cursor().execute(perintah)", "cursor"),
    ],
)
def test_pemeriksaan_menemukan_tulisan_massal(kode: str, nama: str) -> None:
    assert nama in {temuan for temuan, _ in tulisan_tanpa_sinyal(kode)}


@pytest.mark.parametrize("kode", ["kamus.update({'a': 1})", "sidik.update(isi)", "dipa.save()", "dipa.delete()"])
def test_pemeriksaan_membiarkan_yang_lain(kode: str) -> None:
    assert not list(tulisan_tanpa_sinyal(kode))


def tulisan_tanpa_sinyal(kode: str) -> Iterator[tuple[str, int]]:
    """Name and line of everything in a source text that writes rows without a signal.

    `update` is a query set's when it is called with keywords alone: a dictionary and a hash
    are given their argument by position.
    """
    for simpul in ast.walk(ast.parse(kode)):
        if isinstance(simpul, ast.Attribute) and simpul.attr in TANPA_SINYAL:
            yield simpul.attr, simpul.lineno
        if (
            isinstance(simpul, ast.Call)
            and isinstance(simpul.func, ast.Attribute)
            and simpul.func.attr in {"update", "aupdate"}
            and simpul.keywords
            and not simpul.args
        ):
            yield simpul.func.attr, simpul.lineno


def test_setiap_model_yang_menyimpan_data_kerja_dicatat() -> None:
    tanpa_jurnal = {
        model
        for aplikasi in ("satker", "realisasi")
        for model in apps.get_app_config(aplikasi).get_models()
        if not auditlog.contains(model)
    }
    # Provinces are reference data that no page changes; the journal does not journal itself, nor
    # what is a record of the same kind: what an import changed, and the rows of a frozen pack. The
    # summary is made of the rest.
    assert tanpa_jurnal == {Provinsi, CatatanJurnal, ButirImpor, PembekuanDipa, Rekap}
