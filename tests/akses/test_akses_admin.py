"""The admin site by the same table: who enters it, and who does what with each model."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from satker.peran import Peran
from tests.akses.dunia import PERAN, Alamat, Dunia, bangun, semua_alamat
from tests.akses.tabel import ADMIN, baris
from tests.akses.test_akses import klien, tanya
from tests.pabrik import buat_kendala, buat_rekonsiliasi

pytestmark = pytest.mark.django_db

ALAMAT = [a for a in semua_alamat() if a.nama.startswith("admin:")]
MODEL = {
    nama: {
        "pusat": frozenset(pusat.split(",")) - {"-"},
        "administrator": frozenset(administrator.split(",")) - {"-"},
    }
    for nama, pusat, administrator in baris(ADMIN)
}
HALAMAN = {"changelist": "lihat", "add": "tambah", "change": "lihat", "history": "lihat", "delete": "hapus"}
# Of no model: for who may enter, and (the last three) for signing in and out, where `tests.satker.test_admin` looks.
UMUM = {"index", "app_list", "autocomplete", "jsi18n", "view_on_site", "password_change_done"}
MASUK_KELUAR = {"login", "logout", "password_change"}
BERMASUK = ("pusat", "administrator")


def model_dan_halaman(alamat: Alamat) -> tuple[str, str] | None:
    """`("satker_satker", "add")`; None for an address of no model."""
    nama = alamat.nama.removeprefix("admin:")
    if nama == "auth_user_password_change":  # the library's own name for it, whatever the model of users
        return "satker_pengguna", "change"
    model, _, halaman = nama.rpartition("_")
    return (model, halaman) if model in MODEL and halaman in HALAMAN else None


@pytest.fixture
def dunia(db: None) -> Dunia:
    dunia = bangun()
    dipa = apps.get_model("realisasi.dipa").objects.get(pk=dunia.milik["dipa_id"])
    buat_kendala(dipa)
    buat_rekonsiliasi(dipa)
    # Who has no factor would come no further than to setting one up (tests.satker.test_faktor).
    orang = apps.get_model("satker.pengguna").objects.filter(groups__name=Peran.PIMPINAN)
    orang.update(dua_langkah_sejak=timezone.now())
    dunia.orang["pimpinan"] = orang.get()
    apps.get_model("satker.wajibdualangkah").objects.create(peran=Peran.PIMPINAN)
    return dunia


def jalur(alamat: Alamat) -> str:
    """The address, filled with the first row of its model."""
    if "url" in alamat.isian:
        return "/admin/tidak-ada/"
    if alamat.pola.endswith("<path:object_id>/"):
        return "/admin/satker/satker/1/"
    bagian = model_dan_halaman(alamat)
    kunci = (
        apps.get_model(*bagian[0].split("_")).objects.order_by("pk").values_list("pk", flat=True).first()
        if bagian
        else 1
    )
    isian = {"object_id": kunci, "id": kunci, "content_type_id": 1, "app_label": "satker"}
    return reverse(alamat.nama, kwargs={n: isian[n] for n in alamat.isian})


def test_setiap_alamat_ada_di_tabel() -> None:
    """A new model or page of the admin site without an entry fails here."""
    asing = [
        a.nama
        for a in ALAMAT
        if model_dan_halaman(a) is None
        and a.nama.removeprefix("admin:") not in UMUM | MASUK_KELUAR
        and "url" not in a.isian
        and not a.pola.endswith("/<path:object_id>/")
    ]
    assert asing == []
    assert {m[0] for a in ALAMAT if (m := model_dan_halaman(a))} == set(MODEL)


@pytest.mark.parametrize("peran", [p for p in PERAN if p not in BERMASUK])
def test_yang_lain_tidak_masuk_ke_mana_pun(dunia: Dunia, peran: str) -> None:
    k, salah = klien(dunia, peran), []
    for alamat in ALAMAT:
        if alamat.nama.removeprefix("admin:") in MASUK_KELUAR:
            continue
        for cara in ("GET", "POST"):
            jawab, tulisan = tanya(k, cara, jalur(alamat))
            if jawab != ("masuk" if peran == "anonim" else "-") or tulisan:
                salah.append((alamat.nama, cara, jawab, tulisan))
    assert salah == []


@pytest.mark.parametrize("peran", BERMASUK)
def test_peran_yang_masuk(dunia: Dunia, peran: str) -> None:
    """Each page of each model, to look at and to send: what the table does not grant is refused and writes nothing."""
    k, salah = klien(dunia, peran), []
    for alamat in ALAMAT:
        if (bagian := model_dan_halaman(alamat)) is None:
            continue
        hak, halaman = MODEL[bagian[0]][peran], bagian[1]
        perlu = "ubah" if alamat.nama.endswith("password_change") else HALAMAN[halaman]
        jawab, tulisan = tanya(k, "GET", jalur(alamat))
        # Some rows are refused deletion with a sentence, on the page of the row.
        sah = {"baca", "antar"} if halaman == "delete" else {"baca"}
        if jawab not in (sah if perlu in hak else {"-"}) or tulisan:
            salah.append((alamat.nama, "GET", jawab, tulisan))
        jawab, tulisan = tanya(k, "POST", jalur(alamat))
        menulis = {"change": "ubah"}.get(halaman, perlu)
        if menulis not in hak and (jawab not in {"-", "baca"} or tulisan):
            salah.append((alamat.nama, "POST", jawab, tulisan))
    assert salah == []
