"""The journal says who did something, in which request; and nothing in it changes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import partial

import pytest
from auditlog.context import set_actor
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from realisasi.models import HariLibur, RevisiDipa
from satker import jurnal
from satker.models import CatatanJurnal, Pengguna, PeranSatker, Satker
from satker.peran import Peran
from tests import pabrik

pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]

Masuk = Callable[[Pengguna | str], Client]


def ubah_satker(klien: Client, satker: Satker, nama: str) -> str:
    """Rename a satker in the admin site; returns the id of the request."""
    isi = {
        "kode": satker.kode,
        "nama": nama,
        "provinsi": satker.provinsi_id,
        "kontak_nama": "",
        "kontak_telepon": "",
        "kontak_surel": "",
        "penugasan-TOTAL_FORMS": 0,
        "penugasan-INITIAL_FORMS": 0,
    }
    jawaban = klien.post(
        reverse("admin:satker_satker_change", args=[satker.pk]), isi, headers={"x-request-id": "palsu"}
    )
    assert jawaban.status_code == 302
    return jawaban.headers["X-Request-ID"]


def test_pelaku_dan_permintaan_tercatat(administrator: Pengguna, masuk: Masuk) -> None:
    satker = pabrik.buat_satker(nama="Nama lama")
    permintaan = ubah_satker(masuk(administrator), satker, "Nama baru")
    catatan = CatatanJurnal.objects.latest("pk")
    assert (catatan.actor, catatan.nama_pelaku) == (administrator, administrator.nama)
    assert catatan.actor_email == administrator.email
    assert catatan.cid == permintaan != "palsu"
    assert catatan.changes == {"nama": ["Nama lama", "Nama baru"]}


def test_satu_permintaan_mengikat_semua_perubahannya(pusat: Pengguna, masuk: Masuk) -> None:
    dipa = pabrik.buat_dipa()
    isi = {
        "dipa": dipa.pk,
        "nomor": 1,
        "berlaku_sejak": "2026-06-01",
        "catatan": "",
        "pagu-TOTAL_FORMS": 2,
        "pagu-INITIAL_FORMS": 0,
        **{
            f"pagu-{n}-{k}": v
            for n, j in enumerate(("52", "53"))
            for k, v in (("jenis", j), ("pagu", 9), ("blokir", 0))
        },
    }
    jawaban = masuk(pusat).post(reverse("admin:realisasi_revisidipa_add"), isi)
    catatan = CatatanJurnal.objects.filter(cid=jawaban.headers["X-Request-ID"])
    assert sorted(c.content_type.model for c in catatan) == ["pagurevisi", "pagurevisi", "revisidipa"]
    assert RevisiDipa.objects.count() == 2


def test_nama_tinggal_setelah_akun_dihapus(administrator: Pengguna, masuk: Masuk) -> None:
    lain = pabrik.buat_pengguna("akan-pergi", peran=Peran.ADMINISTRATOR, nama="Siti Rahmawati")
    ubah_satker(masuk(lain), pabrik.buat_satker(), "Nama baru")
    catatan = CatatanJurnal.objects.filter(nama_pelaku="Siti Rahmawati").latest("pk")
    banyak = CatatanJurnal.objects.count()
    klien = masuk(administrator)
    klien.post(reverse("admin:satker_pengguna_delete", args=[lain.pk]), {"post": "yes"})
    assert not Pengguna.objects.filter(username="akan-pergi").exists()
    assert CatatanJurnal.objects.count() > banyak
    assert CatatanJurnal.objects.get(pk=catatan.pk).nama_pelaku == "Siti Rahmawati"
    assert "Siti Rahmawati" in klien.get(reverse("admin:satker_catatanjurnal_changelist")).content.decode()
    assert (
        "Siti Rahmawati" in klien.get(reverse("admin:satker_catatanjurnal_change", args=[catatan.pk])).content.decode()
    )


def test_tulisan_massal_menyebut_pelaku_juga(pusat: Pengguna, masuk: Masuk) -> None:
    pabrik.buat_dipa()
    with set_actor(pusat):
        jurnal.create_bulk(HariLibur, [HariLibur(tanggal=dt.date(2026, 12, 25), nama="Natal")])
    assert CatatanJurnal.objects.latest("pk").nama_pelaku == pusat.nama


def test_pelaku_permintaan_tidak_terbawa_keluar(administrator: Pengguna, masuk: Masuk) -> None:
    ubah_satker(masuk(administrator), pabrik.buat_satker(), "Nama baru")
    jurnal.create_bulk(HariLibur, [HariLibur(tanggal=dt.date(2026, 12, 25), nama="Natal")])
    catatan = CatatanJurnal.objects.latest("pk")
    assert (catatan.actor, catatan.nama_pelaku, catatan.cid) == (None, "", None)


def test_pemberian_dan_pencabutan_peran_tercatat(administrator: Pengguna, masuk: Masuk) -> None:
    pengguna = pabrik.buat_pengguna("baru", peran=PeranSatker.OPERATOR)
    grup = Group.objects.get_or_create(name=Peran.TIM_PUSAT.value)[0]
    isi = {
        "username": "baru",
        "nama": pengguna.nama,
        "email": pengguna.email,
        "is_active": "on",
        "penugasan-TOTAL_FORMS": 0,
        "penugasan-INITIAL_FORMS": 0,
    }
    klien, tujuan = masuk(administrator), reverse("admin:satker_pengguna_change", args=[pengguna.pk])
    klien.post(tujuan, isi | {"groups": [grup.pk]})
    diberi = CatatanJurnal.objects.latest("pk")
    assert diberi.changes == {"groups": {"type": "m2m", "operation": "add", "objects": ["Tim pusat"]}}
    assert diberi.nama_pelaku == administrator.nama
    klien.post(tujuan, isi)
    assert CatatanJurnal.objects.latest("pk").changes["groups"]["operation"] == "delete"
    halaman = klien.get(reverse("admin:satker_catatanjurnal_change", args=[diberi.pk])).content.decode()
    assert "Tim pusat" in halaman


SANDI_BARU = "sesuatu-yang-lain-lagi"


def ganti_sendiri(pengguna: Pengguna, masuk: Masuk) -> Pengguna:
    isi = {"oldpassword": pabrik.KATA_SANDI, "password1": SANDI_BARU, "password2": SANDI_BARU}
    masuk(pengguna).post("/sandi/ganti/", isi)
    return pengguna


def atur_ulang(pengguna: Pengguna, masuk: Masuk) -> Pengguna:
    klien = Client()
    klien.post("/sandi/atur-ulang/", {"email": pengguna.email})
    tautan = re.search(r"http://testserver(/sandi/atur-ulang/\S+)", mail.outbox[0].body)
    assert tautan
    tujuan = klien.get(tautan[1], follow=True).redirect_chain[-1][0]
    klien.post(tujuan, {"password1": SANDI_BARU, "password2": SANDI_BARU})
    return pengguna


def oleh_administrator(pengguna: Pengguna, masuk: Masuk) -> Pengguna:
    administrator = pabrik.buat_pengguna("uji-administrator", peran=Peran.ADMINISTRATOR)
    alamat = reverse("admin:auth_user_password_change", args=[pengguna.pk])
    masuk(administrator).post(alamat, {"usable_password": "true", "password1": SANDI_BARU, "password2": SANDI_BARU})
    return administrator


@pytest.mark.parametrize("cara", [ganti_sendiri, atur_ulang, oleh_administrator])
def test_penggantian_kata_sandi_tercatat_tanpa_isinya(
    cara: Callable[[Pengguna, Masuk], Pengguna], masuk: Masuk
) -> None:
    pengguna = pabrik.buat_pengguna("rahasia")
    lama = pengguna.password
    pelaku = cara(pengguna, masuk)
    pengguna.refresh_from_db()
    assert pengguna.check_password(SANDI_BARU)
    (catatan,) = [
        c
        for c in CatatanJurnal.objects.filter(object_id=pengguna.pk, content_type__model="pengguna")
        if "password" in c.changes and c.action == CatatanJurnal.Action.UPDATE
    ]
    assert catatan.changes == {"password": ["(disembunyikan)", "(disembunyikan)"]}
    assert (catatan.actor, catatan.nama_pelaku) == (pelaku, pelaku.nama)
    for satu in CatatanJurnal.objects.all():
        for rahasia in (lama, pengguna.password):
            assert rahasia not in f"{satu.changes}{satu.serialized_data}"


def test_masuk_dan_pengacakan_ulang_tidak_dicatat(settings: Settings) -> None:
    pengguna = pabrik.buat_pengguna("rahasia")
    lama, banyak = pengguna.password, CatatanJurnal.objects.count()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher", *settings.PASSWORD_HASHERS]
    assert Client().post("/masuk/", {"login": "rahasia", "password": pabrik.KATA_SANDI}).status_code == 302
    pengguna.refresh_from_db()
    assert pengguna.password != lama
    assert CatatanJurnal.objects.count() == banyak


def test_catatan_tidak_dapat_diubah_atau_dihapus(administrator: Pengguna, masuk: Masuk) -> None:
    satker = pabrik.buat_satker()
    catatan = CatatanJurnal.objects.latest("pk")
    catatan.object_repr = "lain"
    with pytest.raises(TypeError, match="tidak dapat diubah"):
        catatan.save()
    with pytest.raises(TypeError, match="tidak dapat dihapus"):
        catatan.delete()
    for hapus in (
        CatatanJurnal.objects.all().delete,
        catatan.content_type.delete,
        partial(call_command, "auditlogflush", yes=True),
    ):
        with pytest.raises(TypeError, match="tidak dapat dihapus"), transaction.atomic():
            hapus()
    administrator.is_superuser = True
    administrator.save()
    klien = masuk(administrator)
    for halaman in ("change", "delete"):
        alamat = reverse(f"admin:satker_catatanjurnal_{halaman}", args=[catatan.pk])
        assert klien.post(alamat, {"post": "yes", "object_repr": "lain"}).status_code == 403
    assert CatatanJurnal.objects.get(pk=catatan.pk).object_repr == str(satker)


def test_halaman_jurnal_terbaca(pusat: Pengguna, masuk: Masuk) -> None:
    klien = masuk(pusat)
    dipa = pabrik.buat_dipa(pagu={"52": 1_234_567})
    baris = dipa.revisi.get().pagu.get()
    baris.pagu = 2_345_678
    baris.save()
    catatan = CatatanJurnal.objects.latest("pk")
    halaman = klien.get(reverse("admin:satker_catatanjurnal_change", args=[catatan.pk])).content.decode()
    for kata in ("Semula", "Menjadi", "1.234.567", "2.345.678", "pagu (Rp)", "diubah"):
        assert kata in halaman
    pembuatan = CatatanJurnal.objects.get(content_type__model="dipa")
    halaman = klien.get(reverse("admin:satker_catatanjurnal_change", args=[pembuatan.pk])).content.decode()
    assert str(dipa.satker) in halaman
    assert "Tugas Pembantuan" in halaman
