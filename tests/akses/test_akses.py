"""Every address answers every role and method as the access table says, whoever owns what it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from satker.models import Satker
from tests.akses.dunia import DINAS, PERAN, Alamat, Dunia, Isian, bangun, semua_alamat
from tests.akses.tabel import TABEL, baris

pytestmark = pytest.mark.django_db

ALAMAT = {a.nama: a for a in semua_alamat() if not a.nama.startswith("admin:")}
HARAPAN = {(nama, cara): dict(zip(PERAN, sel, strict=True)) for nama, cara, *sel in baris(TABEL)}
# What an address needs in its query to be more than a question.
KUERI = {"dashboard:rakor_banding": "?lama={nomor}&baru=sekarang"}
# What counts as each word of the table, where that is more than the word itself.
SAH = {"kirim": {"baca", "antar", "400", "409", "422"}}
# An address that names nothing of anybody's: a reading in progress of one's own, a link from a mail.
BUKAN_MILIK = {"realisasi:kemajuan_impor", "account_reset_password_from_key"}


@pytest.fixture
def dunia(db: None) -> Dunia:
    return bangun()


def klien(dunia: Dunia, peran: str) -> Client:
    k = Client(raise_request_exception=False)
    if orang := dunia.orang[peran]:
        k.force_login(orang)
    return k


def jalur(alamat: Alamat, isian: Isian) -> str:
    return reverse(alamat.nama, kwargs={n: isian[n] for n in alamat.isian}) + KUERI.get(alamat.nama, "").format(**isian)


SAMPINGAN = ("django_session", '"tembolok"')


@contextmanager
def catat_tulisan() -> Iterator[list[str]]:
    """Collect the statements within that write, but for those of the session and of counters."""
    tulisan: list[str] = []

    def catat(jalankan: Callable[..., Any], sql: str, *sisa: Any) -> Any:
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")) and not any(t in sql for t in SAMPINGAN):
            tulisan.append(sql)
        return jalankan(sql, *sisa)

    with connection.execute_wrapper(catat):
        yield tulisan


def tanya(k: Client, cara: str, tujuan: str) -> tuple[str, list[str]]:
    """What one request answers, as a word of the table (or the status), and what it wrote; all undone after."""
    with catat_tulisan() as tulisan, transaction.atomic():
        jawaban = k.generic(cara, tujuan)
        if jawaban.streaming:
            b"".join(jawaban.streaming_content)  # type: ignore[arg-type]
        transaction.set_rollback(True)
    kode = jawaban.status_code
    if kode in {301, 302, 303}:
        masuk = jawaban["Location"].startswith(("/masuk/", "/admin/login/"))  # the latter leads to the former
        return ("masuk" if masuk else "antar"), tulisan
    return {200: "baca", 403: "-", 405: "x"}.get(kode, str(kode)), tulisan


def test_setiap_alamat_ada_di_tabel() -> None:
    """A new address without an entry fails here: say first who may open it."""
    assert {nama for nama, _cara in HARAPAN} == set(ALAMAT)
    assert len(HARAPAN) == 2 * len(ALAMAT)


@pytest.mark.parametrize("peran", PERAN)
def test_milik_sendiri(dunia: Dunia, peran: str) -> None:
    k, salah = klien(dunia, peran), []
    for (nama, cara), sel in HARAPAN.items():
        if nama == "account_logout" and cara == "POST":
            continue  # ends the session that the others need; tests.satker.test_masuk
        jawab, tulisan = tanya(k, cara, jalur(ALAMAT[nama], dunia.milik))
        # `periksa` leads to the entry page while there is no draft to check.
        if nama == "realisasi:periksa" and (sel[peran], jawab) == ("baca", "antar"):
            continue
        if jawab not in SAH.get(sel[peran], {sel[peran]}) or (tulisan and sel[peran] in {"-", "x", "masuk", "antar"}):
            salah.append((nama, cara, sel[peran], jawab, tulisan))
    assert salah == []


def jawaban_sah(peran: str, sel: str, mana: str) -> set[str]:
    """What may be answered for another satker's (`lain`) or for nothing (`tiada`), from the word for one's own.

    A dinas is refused alike whether it exists or not; who reads all finds the other's, and 404
    where there is nothing. A redirect of an address that only takes a form reads nothing.
    """
    if sel in {"masuk", "antar"}:
        return {sel}
    if sel == "-":
        return {"-"} if mana == "lain" or peran in {*DINAS, "tanpa"} else {"-", "404"}
    if peran in DINAS:
        return {"-"}
    return {"404"} if mana == "tiada" else SAH.get(sel, {sel})


@pytest.mark.parametrize("mana", ["lain", "tiada"])
@pytest.mark.parametrize("peran", PERAN)
def test_milik_satker_lain_dan_yang_tidak_ada(dunia: Dunia, peran: str, mana: str) -> None:
    k, isian, salah = klien(dunia, peran), getattr(dunia, mana), []
    for (nama, cara), sel in HARAPAN.items():
        if not ALAMAT[nama].isian or sel[peran] == "x" or nama in BUKAN_MILIK:
            continue
        jawab, tulisan = tanya(k, cara, jalur(ALAMAT[nama], isian))
        boleh = jawaban_sah(peran, sel[peran], mana) | ({"antar"} if nama == "realisasi:periksa" else set())
        if jawab not in boleh or (tulisan and (mana == "tiada" or boleh <= {"-", "masuk", "antar"})):
            salah.append((nama, cara, boleh, jawab, tulisan))
    assert salah == []


@pytest.mark.parametrize("peran", PERAN)
@pytest.mark.parametrize(
    ("nama", "wadah"),
    [("realisasi:unduh_bukti", "dipa_id"), ("realisasi:berkas_impor", "impor_id")],
)
def test_berkas_dari_wadah_lain_tidak_terunduh(dunia: Dunia, peran: str, nama: str, wadah: str) -> None:
    """One's own DIPA in the address opens no evidence of another's, whoever asks."""
    tujuan = jalur(ALAMAT[nama], dunia.lain | {wadah: dunia.milik[wadah]})
    assert tanya(klien(dunia, peran), "GET", tujuan)[0] in {"404", "-", "masuk"}


@pytest.mark.parametrize("peran", DINAS)
def test_tidak_ada_halaman_dinas_yang_menyebut_satker_lain(dunia: Dunia, peran: str) -> None:
    """Whatever satker, DIPA or report the query names: nothing of another one is shown, or handed out in a file."""
    Satker.objects.filter(kode=dunia.lain["kode"]).update(nama="Dinas Rahasia")
    k = klien(dunia, peran)
    kueri = "satker={kode}&dipa={dipa_id}&laporan={laporan_id}&lama={nomor}&baru=sekarang".format(**dunia.lain)
    bocor = []
    for nama, cara in HARAPAN:
        if cara != "GET":
            continue
        tujuan = reverse(nama, kwargs={n: dunia.milik[n] for n in ALAMAT[nama].isian})
        for tambahan in ("", "&ekspor=csv"):
            jawaban = k.get(f"{tujuan}?{kueri}{tambahan}")
            isi = b"".join(jawaban.streaming_content) if jawaban.streaming else jawaban.content  # type: ignore[arg-type]
            if b"Rahasia" in isi:
                bocor.append((nama, tambahan))
    assert bocor == []


@pytest.mark.parametrize("cara", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_cara_lain_tidak_pernah_menulis(dunia: Dunia, cara: str) -> None:
    """Methods that no page takes are refused to tim pusat, who may do most, and write nothing."""
    k, salah = klien(dunia, "pusat"), []
    for nama, alamat in ALAMAT.items():
        jawab, tulisan = tanya(k, cara, jalur(alamat, dunia.milik))
        if tulisan or (jawab not in {"x", "-"} and not nama.startswith(("account_", "mfa_"))):
            salah.append((nama, jawab, tulisan))
    assert salah == []
