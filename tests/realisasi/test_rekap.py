"""The summary follows every change, in its transaction, and equals the query over what it sums up."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from realisasi import alur
from realisasi.models import Dipa, LaporanTriwulan, Rekap
from realisasi.pemeriksaan import rekap as pemeriksaan
from realisasi.penilaian import RASIO_SATU, RASIO_TERBESAR, di_bawah, rasio
from realisasi.penolakan import Ditolak
from satker.models import Pengguna, PeranSatker
from satker.peran import Peran
from tests import pabrik

pytestmark = [pytest.mark.django_db, pytest.mark.basis_data]


def benar() -> bool:
    """Whether every row is there and right."""
    return list(pemeriksaan.beda()) == [] and Rekap.objects.filter(triwulan=4).count() == 2 * Dipa.objects.count()


@pytest.fixture
def pusat() -> Pengguna:
    return pabrik.buat_pengguna("pusat", peran=Peran.TIM_PUSAT)


@pytest.mark.parametrize("benih", range(4))
def test_sama_dengan_hitungan_sesudah_setiap_langkah(pusat: Pengguna, benih: int) -> None:
    """Random walks through what the application lets happen to two DIPA, looked at after each step."""
    acak = random.Random(benih)
    satker = pabrik.buat_satker("099026")
    kepala = pabrik.buat_pengguna("kepala", peran=PeranSatker.KEPALA, satker=satker)
    dipa = [
        pabrik.buat_dipa(satker, kewenangan=k, pagu={"52": 10**6, "53": 10**5}, blokir={"52": acak.randint(0, 10**6)})
        for k in ("DK", "TP")
    ]
    for q in (1, 2, 3, 4):
        pabrik.buat_periode(q)
    for langkah in range(40):
        satu = acak.choice(dipa)
        acak.choice([_lapor, _lapor, _putuskan, _putuskan, _revisi, _hapus_revisi])(acak, satu, kepala, pusat)
        assert benar(), langkah


def _lapor(acak: random.Random, dipa: Dipa, kepala: Pengguna, pusat: Pengguna) -> None:
    """A report in one of its states, as the factories leave it after the application's own saves."""
    q = acak.choice((1, 2, 3, 4))
    if LaporanTriwulan.objects.filter(dipa=dipa, triwulan=q).exists():
        return
    buat = acak.choice([pabrik.buat_laporan, pabrik.buat_laporan_diajukan, pabrik.buat_laporan_terverifikasi])
    buat(dipa, q, {"52": acak.randint(0, 10**5), "53": acak.randint(0, 10**4)})


def _putuskan(acak: random.Random, dipa: Dipa, kepala: Pengguna, pusat: Pengguna) -> None:
    semua = list(LaporanTriwulan.objects.filter(dipa=dipa).order_by("pk"))
    if not semua:
        return
    laporan = acak.choice(semua)
    pk, ke = laporan.pk, laporan.perubahan_ke
    try:
        with transaction.atomic():
            if laporan.status == "DIAJUKAN" and acak.random() < 0.5:
                alur.verifikasi(pk, pusat, ke)
            elif laporan.status == "DIAJUKAN":
                alur.kembalikan(pk, pusat, ke, "Periksa lagi.")
            elif laporan.status == "DIVERIFIKASI":
                alur.buka_kembali(pk, pusat, ke, "Dibuka lagi.")
            elif laporan.versi_terverifikasi_id is not None:
                alur.pulihkan(pk, pusat, ke, "Kembali ke yang diverifikasi.")
    except Ditolak:
        pass


def _revisi(acak: random.Random, dipa: Dipa, kepala: Pengguna, pusat: Pengguna) -> None:
    hari = dt.date(2026, acak.randint(1, 12), acak.randint(1, 28))
    pagu = {"52": acak.randint(1, 10**6), "57": acak.randint(0, 10**5)}
    pabrik.buat_revisi(dipa, pagu, blokir={"52": acak.randint(0, pagu["52"])}, berlaku_sejak=hari)


def _hapus_revisi(acak: random.Random, dipa: Dipa, kepala: Pengguna, pusat: Pengguna) -> None:
    terakhir = dipa.revisi.order_by("-nomor").first()
    if terakhir is not None and terakhir.nomor > 0:
        terakhir.delete()


def test_ikut_dibatalkan_bersama_perubahannya(pusat: Pengguna) -> None:
    dipa = pabrik.buat_dipa(pagu={"52": 1_000})
    sebelum = set(Rekap.objects.values_list("pk", "cap"))
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
        pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 400})
        assert set(Rekap.objects.values_list("pk", "cap")) != sebelum
        raise RuntimeError
    assert set(Rekap.objects.values_list("pk", "cap")) == sebelum


def test_draf_tidak_menyusun_ulang_dan_tidak_terlihat() -> None:
    dipa = pabrik.buat_dipa(pagu={"52": 1_000})
    laporan = pabrik.buat_laporan(dipa, 1, {"52": 400})
    sebelum = set(Rekap.objects.values_list("pk", "cap"))
    laporan.fisik = 40
    laporan.save()
    assert set(Rekap.objects.values_list("pk", "cap")) == sebelum
    assert set(Rekap.objects.values_list("realisasi", flat=True)) == {0}


def test_setiap_perubahan_memberi_cap_baru() -> None:
    """Pages kept in memory are told apart by it."""
    dipa = pabrik.buat_dipa(pagu={"52": 1_000})
    lain = pabrik.buat_dipa(pagu={"52": 1_000})
    cap = [dict(Rekap.objects.filter(triwulan=4).values_list("dipa", "cap"))]
    for ubah in (
        lambda: pabrik.buat_laporan_diajukan(dipa, 1, {"52": 400}),
        lambda: pabrik.buat_revisi(dipa, {"52": 900}, berlaku_sejak=dt.date(2026, 2, 1)),
        lambda: Dipa.objects.get(pk=dipa.pk).save(),
    ):
        ubah()
        cap.append(dict(Rekap.objects.filter(triwulan=4).values_list("dipa", "cap")))
    assert len({c[dipa.pk] for c in cap}) == 4
    assert len({c[lain.pk] for c in cap}) == 1


def test_revisi_di_admin_menyusunnya_satu_kali(masuk: Callable[[Pengguna], Client], pusat: Pengguna) -> None:
    """However many amounts a revision has."""
    dipa = pabrik.buat_dipa(pagu={"52": 1_000})
    isi = {"dipa": dipa.pk, "nomor": 1, "berlaku_sejak": "2026-06-01", "catatan": ""}
    isi |= {"pagu-TOTAL_FORMS": 2, "pagu-INITIAL_FORMS": 0}
    for n, jenis in enumerate(("52", "53")):
        isi |= {f"pagu-{n}-jenis": jenis, f"pagu-{n}-pagu": 9, f"pagu-{n}-blokir": 0}
    klien = masuk(pusat)
    with CaptureQueriesContext(connection) as tangkapan:
        assert klien.post(reverse("admin:realisasi_revisidipa_add"), isi).status_code == 302
    assert sum('INSERT INTO "realisasi_rekap"' in q["sql"] for q in tangkapan) == 1
    assert benar()
    assert set(Rekap.objects.filter(triwulan=4).values_list("pagu", flat=True)) == {18}


@pytest.mark.parametrize("halaman", ["change", "delete", "changelist", "add"])
def test_membuka_halaman_admin_tidak_menahan_yang_menulis(
    masuk: Callable[[Pengguna], Client], pusat: Pengguna, halaman: str
) -> None:
    """On SQLite a transaction takes the one lock for writing when it begins."""
    revisi = pabrik.buat_dipa(pagu={"52": 1_000}).revisi.get()
    tujuan = reverse(
        f"admin:realisasi_revisidipa_{halaman}", args=[revisi.pk] if halaman in {"change", "delete"} else []
    )
    klien = masuk(pusat)
    with CaptureQueriesContext(connection) as tangkapan:
        assert klien.get(tujuan).status_code == 200
    assert not [q["sql"] for q in tangkapan if "SAVEPOINT" in q["sql"]]


def test_dipa_yang_dihapus_tidak_meninggalkan_rekap() -> None:
    dipa = pabrik.buat_dipa(pagu={"52": 1_000})
    dipa.delete()
    assert not Rekap.objects.exists()


def test_revisi_yang_dipilih_dan_dihapus_di_admin(masuk: Callable[[Pengguna], Client], pusat: Pengguna) -> None:
    """The action of the list deletes by query, and says so to nobody row by row."""
    dipa = [pabrik.buat_dipa(pagu={"52": 1_000}) for _ in range(2)]
    revisi = [pabrik.buat_revisi(d, {"52": 800}, berlaku_sejak=dt.date(2026, 2, 1)) for d in dipa]
    isi = {"action": "delete_selected", "_selected_action": [r.pk for r in revisi], "post": "yes"}
    masuk(pusat).post(reverse("admin:realisasi_revisidipa_changelist"), isi)
    assert set(Rekap.objects.filter(triwulan=4).values_list("pagu", flat=True)) == {1_000}
    assert benar()


def test_perintah_menyusun_ulang_yang_rusak(capsys: pytest.CaptureFixture[str]) -> None:
    dipa = pabrik.buat_dipa(pagu={"52": 1_000})
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 400})
    Rekap.objects.filter(triwulan=1).update(realisasi=1)
    Rekap.objects.filter(triwulan=2).delete()
    assert not benar()
    call_command("susun_ulang_rekap", verbosity=0)
    assert benar()
    assert "Rekap 1 DIPA disusun ulang" in capsys.readouterr().out


@given(
    st.integers(-(10**15), 10**15),
    st.integers(1, 10**15),
    st.integers(0, 20_000),
)
def test_membandingkan_rasio_adalah_membandingkan_perbandingannya(realisasi: int, efektif: int, batas: int) -> None:
    """Rule 1 and 8: a threshold in basis points is met by the exact ratio exactly where `rasio` meets it."""
    r = rasio(realisasi, efektif)
    assert r is not None
    if abs(r) < RASIO_TERBESAR:
        assert (r < batas * RASIO_SATU // 10_000) == di_bawah(realisasi, efektif, batas)
