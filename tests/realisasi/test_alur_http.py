"""Who may do what to a report in which state, at the level of HTTP (rules 10 and 11).

One table: a row for each action of the owner of that right, a column for each state of the report.
An entry is the state that the action leads to, or the status of the refusal. Whoever does not have
the right is refused in every state, and a refusal of whatever kind leaves nothing behind.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.test import Client

from realisasi.models import Dipa, LaporanTriwulan, PerpanjanganPeriode, StatusLaporan
from satker.models import CatatanJurnal, Pengguna, PeranSatker
from satker.peran import Peran
from tests import pabrik
from tests.realisasi.keadaan import (
    DIAJUKAN,
    DIAJUKAN_LAGI,
    DIBUKA_KEMBALI,
    DIKEMBALIKAN,
    DIVERIFIKASI,
    DRAF,
    TIDAK_ADA,
    potret,
)
from tests.realisasi.tindakan import Meja, coba, kirim

pytestmark = [pytest.mark.django_db, pytest.mark.pada("2026-07-03 09:00")]

MASUK = 302
KEADAAN = (TIDAK_ADA, DRAF, DIAJUKAN, DIVERIFIKASI, DIKEMBALIKAN, DIBUKA_KEMBALI, DIAJUKAN_LAGI)

S, A, V, K = "DRAF", "DIAJUKAN", "DIVERIFIKASI", "DIKEMBALIKAN"
#                    tidak ada  draf  diajukan  diverifikasi  dikembalikan  dibuka kembali  diajukan lagi
TABEL: dict[str, tuple[str | int, ...]] = {
    "simpan draf":       (S,    S,    409,      409,          K,            K,              409),
    "simpan otomatis":   (S,    S,    409,      409,          K,            K,              409),
    "tempel":            (S,    S,    409,      409,          K,            K,              409),
    "unggah buku":       (S,    S,    409,      409,          K,            K,              409),
    "pakai buku":        (S,    S,    409,      409,          K,            K,              409),
    "unggah bukti":      (S,    S,    409,      409,          K,            K,              409),
    "lepas bukti":       (409,  S,    409,      409,          K,            K,              409),
    "ajukan":            (422,  A,    409,      409,          A,            A,              409),
    "verifikasi":        (404,  409,  V,        409,          409,          409,            V),
    "verifikasi massal": (422,  409,  V,        409,          409,          409,            V),
    "kembalikan":        (404,  409,  K,        409,          409,          409,            K),
    "buka kembali":      (404,  409,  409,      K,            409,          409,            409),
    "pulihkan":          (404,  409,  422,      409,          422,          V,              V),
}  # fmt: skip
MENGISI = ("simpan draf", "simpan otomatis", "tempel", "unggah buku", "pakai buku", "unggah bukti", "lepas bukti")
DINAS = (*MENGISI, "ajukan")
PUSAT = ("verifikasi", "verifikasi massal", "kembalikan", "buka kembali", "pulihkan")

BOLEH: dict[str, tuple[str, ...]] = {
    "operator": MENGISI,
    "kepala": DINAS,
    "tim pusat": PUSAT,
    "operator satker lain": (),
    "kepala satker lain": (),
    "pimpinan": (),
    "administrator": (),
    "superuser tanpa peran": (),
    "tanpa peran": (),
    "tanpa login": (),
}


# --- Who acts ----------------------------------------------------------------------------
def _buat(peran: str, dunia: Meja) -> Pengguna | None:
    satker_lain = pabrik.buat_dipa().satker
    return {
        "operator": lambda: dunia.operator,
        "kepala": lambda: dunia.kepala,
        "tim pusat": lambda: dunia.pusat,
        "operator satker lain": lambda: pabrik.buat_pengguna(peran=PeranSatker.OPERATOR, satker=satker_lain),
        "kepala satker lain": lambda: pabrik.buat_pengguna(peran=PeranSatker.KEPALA, satker=satker_lain),
        "pimpinan": lambda: pabrik.buat_pengguna(peran=Peran.PIMPINAN),
        "administrator": lambda: pabrik.buat_pengguna(peran=Peran.ADMINISTRATOR),
        "superuser tanpa peran": lambda: pabrik.buat_pengguna(is_superuser=True, is_staff=True),
        "tanpa peran": pabrik.buat_pengguna,
        "tanpa login": lambda: None,
    }[peran]()


def _masuk(peran: str, dunia: Meja) -> Client:
    klien = Client()
    if pengguna := _buat(peran, dunia):
        klien.force_login(pengguna)
    return klien


# --- Role x state x action -----------------------------------------------------------
@pytest.mark.parametrize("keadaan", KEADAAN)
@pytest.mark.parametrize("peran", [p for p, boleh in BOLEH.items() if boleh])
def test_peran_keadaan_tindakan(peran: str, keadaan: str) -> None:
    dunia = Meja()
    dunia.bawa_ke(keadaan)
    klien = _masuk(peran, dunia)
    kolom = KEADAAN.index(keadaan)
    harapan = {t: baris[kolom] if t in BOLEH[peran] else 403 for t, baris in TABEL.items()}
    assert {t: coba(klien, t, dunia) for t in TABEL} == harapan


@pytest.mark.parametrize("keadaan", KEADAAN)
@pytest.mark.parametrize("peran", [p for p, boleh in BOLEH.items() if not boleh])
def test_peran_tanpa_hak_ditolak_dalam_setiap_keadaan(peran: str, keadaan: str) -> None:
    dunia = Meja()
    dunia.bawa_ke(keadaan)
    klien = _masuk(peran, dunia)
    kode = MASUK if peran == "tanpa login" else 403
    assert {t: coba(klien, t, dunia) for t in TABEL} == dict.fromkeys(TABEL, kode)


@pytest.mark.parametrize("keadaan", KEADAAN)
def test_operator_mengajukan_seperti_kepala_bila_tahunnya_mengizinkan(
    keadaan: str, masuk: Callable[[Pengguna], Client]
) -> None:
    dunia = Meja()
    dunia.bawa_ke(keadaan)
    dunia.dipa.tahun.operator_mengajukan = True
    dunia.dipa.tahun.save()
    assert coba(masuk(dunia.operator), "ajukan", dunia) == TABEL["ajukan"][KEADAAN.index(keadaan)]


def test_hanya_post_yang_mengubah(masuk: Callable[[Pengguna], Client]) -> None:
    dunia = Meja()
    laporan = dunia.bawa_ke(DIAJUKAN)
    assert laporan is not None
    sebelum = potret(dunia.dipa)
    akhir = ("", "draf/", "tempel/", "unggah/", "bukti/", f"bukti/{dunia.bukti}/lepas/", "ajukan/")
    alamat = [f"/pelaporan/{dunia.dipa.pk}/2/{satu}" for satu in akhir]
    alamat += [f"/verifikasi/{laporan.pk}/{t.replace(' ', '-')}/" for t in PUSAT if t != "verifikasi massal"]
    alamat.append(f"/verifikasi/massal/?laporan={laporan.pk}:{laporan.perubahan_ke}")
    for klien in (masuk(dunia.kepala), masuk(dunia.pusat)):
        for satu in alamat:
            assert klien.get(satu).status_code in {200, 302, 403, 405}
            assert {klien.put(satu).status_code, klien.delete(satu).status_code} <= {403, 405}
    assert potret(dunia.dipa) == sebelum


def test_tanpa_token_csrf_tidak_ada_yang_berubah() -> None:
    dunia = Meja()
    dunia.bawa_ke(DRAF)
    for siapa, tindakan in ((dunia.kepala, DINAS), (dunia.pusat, PUSAT)):
        klien = Client(enforce_csrf_checks=True)
        klien.force_login(siapa)
        assert {coba(klien, t, dunia) for t in tindakan} == {403}


# --- The counter: a stale form, a double click ---------------------------------------
BERHITUNGAN = [t for t in TABEL if t not in {"unggah buku", "unggah bukti", "lepas bukti"}]
"""What rests on the count of a page. Evidence is added or taken off by itself, and a workbook
brings along, cell by cell, what it was made from."""


@pytest.mark.parametrize("tindakan", BERHITUNGAN)
def test_formulir_usang_tidak_mengubah_apa_pun(tindakan: str, masuk: Callable[[Pengguna], Client]) -> None:
    dunia = Meja()
    keadaan = {"buka kembali": DIVERIFIKASI, "pulihkan": DIBUKA_KEMBALI, **dict.fromkeys(DINAS, DIBUKA_KEMBALI)}
    laporan = dunia.bawa_ke(keadaan.get(tindakan, DIAJUKAN_LAGI))
    assert laporan is not None
    assert dunia.perubahan_ke > 1
    sebelum, jurnal = potret(dunia.dipa), CatatanJurnal.objects.count()
    klien = masuk(dunia.kepala if tindakan in DINAS else dunia.pusat)
    for hitungan in ("0", "1", "-1", "999", "", "satu", "9" * 30, "٣"):
        dunia.hitungan = hitungan
        jawaban = kirim(klien, tindakan, dunia)
        assert jawaban.status_code in {409, 422}, hitungan
        assert potret(dunia.dipa) == sebelum
        assert CatatanJurnal.objects.count() == jurnal


def test_klik_ganda_satu_demi_satu(masuk: Callable[[Pengguna], Client]) -> None:
    """The second click of each button finds the work of the first and is told so."""
    dunia = Meja()
    dunia.bawa_ke(DRAF)
    kepala, pusat = masuk(dunia.kepala), masuk(dunia.pusat)
    hitungan = {"perubahan_ke": str(dunia.perubahan_ke)}
    alamat = f"/pelaporan/{dunia.dipa.pk}/2/ajukan/"
    assert kepala.post(alamat, hitungan).status_code == 302
    kedua = kepala.post(alamat, hitungan)
    assert kedua.status_code == 409
    assert "sudah diajukan" in kedua.content.decode()
    laporan = dunia.laporan
    assert laporan is not None
    assert laporan.versi.count() == 1
    hitungan = {"perubahan_ke": str(dunia.perubahan_ke)}
    alamat = f"/verifikasi/{laporan.pk}/verifikasi/"
    assert pusat.post(alamat, hitungan).status_code == 302
    kedua = pusat.post(alamat, hitungan)
    assert kedua.status_code == 409
    assert "sudah diverifikasi" in kedua.content.decode()


# --- Windows, by the second and in WIB -----------------------------------------------
@dataclass(frozen=True)
class Jam:
    """A moment, and whether the dinas may write TW II then; its window is 1 July to 30 September."""

    nama: str
    waktu: str
    terbuka: bool
    sendiri: str = ""  # the end of an extension for this satker
    lain: str = ""  # the end of one for another satker only
    ditutup: bool = False  # the year


JAM = (
    Jam("sedetik sebelum dibuka", "2026-06-30T23:59:59+07:00", terbuka=False),
    Jam("saat dibuka, di UTC masih Juni", "2026-07-01T00:00:00+07:00", terbuka=True),
    Jam("tengah malam UTC tidak berarti", "2026-07-01T07:00:00+07:00", terbuka=True),
    Jam("sedetik sebelum ditutup", "2026-09-30T23:59:59+07:00", terbuka=True),
    Jam("saat ditutup, di UTC masih September", "2026-10-01T00:00:00+07:00", terbuka=False),
    Jam("di UTC masih sedetik sebelum Oktober", "2026-10-01T06:59:59+07:00", terbuka=False),
    Jam("lama sesudah ditutup", "2027-03-01T09:00:00+07:00", terbuka=False),
    Jam("diperpanjang, hari terakhir", "2026-10-05T23:59:59+07:00", terbuka=True, sendiri="2026-10-05"),
    Jam("perpanjangan lewat sedetik", "2026-10-06T00:00:00+07:00", terbuka=False, sendiri="2026-10-05"),
    Jam("hanya satker lain diperpanjang", "2026-10-05T09:00:00+07:00", terbuka=False, lain="2026-10-05"),
    Jam("perpanjangan lebih awal tidak memendekkan", "2026-09-30T12:00:00+07:00", terbuka=True, sendiri="2026-09-01"),
    Jam("perpanjangan tidak membuka lebih awal", "2026-06-30T12:00:00+07:00", terbuka=False, sendiri="2026-12-01"),
    Jam("tahun ditutup", "2026-07-03T09:00:00+07:00", terbuka=False, ditutup=True),
    Jam("tahun ditutup, diperpanjang", "2026-10-05T09:00:00+07:00", False, sendiri="2026-10-05", ditutup=True),
)


def _pada(dunia: Meja, jam: time_machine.Traveller, saat: Jam) -> None:
    for satker, sampai in ((dunia.dipa.satker, saat.sendiri), (pabrik.buat_satker(), saat.lain)):
        if sampai:
            PerpanjanganPeriode.objects.create(
                periode=dunia.dipa.tahun.periode.get(triwulan=2),
                satker=satker,
                sampai=dt.date.fromisoformat(sampai),
                alasan="Menunggu SP2D.",
            )
    if saat.ditutup:
        dunia.dipa.tahun.ditutup = True
        dunia.dipa.tahun.save()
    jam.move_to(dt.datetime.fromisoformat(saat.waktu), tick=False)


def _bersiap_terlambat(dunia: Meja) -> None:
    """Answer the question why a report is late, whatever the day."""
    laporan = dunia.laporan
    assert laporan is not None
    laporan.alasan_draf = {"TERLAMBAT": {"teks": "Menunggu SP2D.", "besar": 0}}
    laporan.save()


@pytest.mark.parametrize("saat", JAM, ids=lambda j: j.nama)
def test_jendela_mengikat_dinas(saat: Jam, jam: time_machine.Traveller, masuk: Callable[[Pengguna], Client]) -> None:
    dunia = Meja()
    dunia.bawa_ke(DIKEMBALIKAN)
    _bersiap_terlambat(dunia)
    _pada(dunia, jam, saat)
    kolom = KEADAAN.index(DIKEMBALIKAN)
    harapan = {t: TABEL[t][kolom] if saat.terbuka else 422 for t in DINAS}
    assert {t: coba(masuk(dunia.kepala), t, dunia) for t in DINAS} == harapan


@pytest.mark.parametrize("saat", [JAM[0], JAM[6], JAM[12]], ids=lambda j: j.nama)
@pytest.mark.parametrize(
    ("tindakan", "keadaan"),
    [
        ("verifikasi", DIAJUKAN),
        ("verifikasi massal", DIAJUKAN),
        ("kembalikan", DIAJUKAN),
        ("buka kembali", DIVERIFIKASI),
        ("pulihkan", DIBUKA_KEMBALI),
    ],
)
def test_tim_pusat_terikat_tahun_saja(
    saat: Jam, tindakan: str, keadaan: str, jam: time_machine.Traveller, masuk: Callable[[Pengguna], Client]
) -> None:
    dunia = Meja()
    dunia.bawa_ke(keadaan)
    _pada(dunia, jam, saat)
    harapan = 422 if saat.ditutup else TABEL[tindakan][KEADAAN.index(keadaan)]
    assert coba(masuk(dunia.pusat), tindakan, dunia) == harapan


@pytest.mark.pada("2026-10-05 09:00")
def test_pengembalian_sesudah_ditutup_membuka_bagi_satker_itu_saja(masuk: Callable[[Pengguna], Client]) -> None:
    dunia = Meja()
    laporan = pabrik.buat_laporan_diajukan(dunia.dipa, 2, {"52": 400_000_000})
    tetangga = pabrik.buat_dipa()
    pabrik.buat_laporan_terverifikasi(tetangga, 1, {"52": 100_000})
    jawaban = masuk(dunia.pusat).post(
        f"/verifikasi/{laporan.pk}/kembalikan/", {"perubahan_ke": "0", "alasan": "Cek.", "sampai": "2026-10-08"}
    )
    assert jawaban.status_code == 302
    assert PerpanjanganPeriode.objects.get().sampai == dt.date(2026, 10, 8)
    assert coba(masuk(dunia.kepala), "simpan draf", dunia) == "DIKEMBALIKAN"
    kepala = pabrik.buat_pengguna(peran=PeranSatker.KEPALA, satker=tetangga.satker)
    assert (
        masuk(kepala).post(f"/pelaporan/{tetangga.pk}/2/tempel/", {"teks": "5", "perubahan_ke": "0"}).status_code == 422
    )


# --- The order of quarters -----------------------------------------------------------
def _isi_minimal(perubahan_ke: int = 0) -> dict[str, str]:
    return {
        "perubahan_ke": str(perubahan_ke),
        "r-52": "990.000",
        "basis": "SP2D",
        "tanggal_data": "2026-10-31",
        "fisik": "90",
        "alasan-TERLAMBAT": "Menunggu SP2D.",
        "alasan-LONJAKAN": "Pembayaran sekaligus.",
        "kendala-TOTAL_FORMS": "0",
        "kendala-INITIAL_FORMS": "0",
    }


def _simpan_dan_ajukan(klien: Client, dipa: Dipa, triwulan: int) -> Any:
    dasar = f"/pelaporan/{dipa.pk}/{triwulan}/"
    jawaban = klien.post(dasar, _isi_minimal())
    assert jawaban.status_code == 302, "a draft may be written before the quarter before is submitted"
    return klien.post(f"{dasar}ajukan/", {"perubahan_ke": "1"})


@pytest.mark.pada("2026-11-02 09:00")
@pytest.mark.parametrize(
    ("sebelumnya", "kode"),
    [(TIDAK_ADA, 422), (DRAF, 422), (DIKEMBALIKAN, 422), (DIBUKA_KEMBALI, 422), (DIAJUKAN, 302), (DIVERIFIKASI, 302)],
)
def test_triwulan_diajukan_berurutan(sebelumnya: str, kode: int, masuk: Callable[[Pengguna], Client]) -> None:
    dipa = pabrik.buat_dipa()
    pabrik.buat_periode(3)
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 5_000})
    if sebelumnya == DRAF:
        pabrik.buat_laporan(dipa, 2, {"52": 0})
    elif sebelumnya in {DIAJUKAN, DIKEMBALIKAN}:
        laporan = pabrik.buat_laporan_diajukan(dipa, 2, {"52": 5_000})
    elif sebelumnya in {DIVERIFIKASI, DIBUKA_KEMBALI}:
        laporan = pabrik.buat_laporan_terverifikasi(dipa, 2, {"52": 5_000})
    if sebelumnya in {DIKEMBALIKAN, DIBUKA_KEMBALI}:
        pabrik.kembalikan(laporan)
    kepala = pabrik.buat_pengguna(peran=PeranSatker.KEPALA, satker=dipa.satker)
    jawaban = _simpan_dan_ajukan(masuk(kepala), dipa, 3)
    assert jawaban.status_code == kode
    laporan = LaporanTriwulan.objects.get(dipa=dipa, triwulan=3)
    assert laporan.status == (StatusLaporan.DIAJUKAN if kode == 302 else StatusLaporan.DRAF)
    assert laporan.versi.count() == (1 if kode == 302 else 0)
    assert kode == 302 or "Ajukan TW II lebih dahulu" in jawaban.content.decode()


@pytest.mark.pada("2026-11-02 09:00")
def test_triwulan_pertama_yang_berlaku_boleh_lebih_dari_satu(masuk: Callable[[Pengguna], Client]) -> None:
    """The DIPA is in force from September on: TW III is its first, TW I and TW II are no part of it."""
    dipa = pabrik.buat_dipa(berlaku_sejak=dt.date(2026, 9, 30))
    for q in (1, 2, 3, 4):
        pabrik.buat_periode(q, dibuka=dt.date(2026, 1, 1), ditutup=dt.date(2027, 12, 31))
    kepala = pabrik.buat_pengguna(peran=PeranSatker.KEPALA, satker=dipa.satker)
    pusat = pabrik.buat_pengguna(peran=Peran.TIM_PUSAT)
    for q in (1, 2):
        for alamat, isi in (
            ("", _isi_minimal()),
            ("tempel/", {"teks": "5", "perubahan_ke": "0"}),
            ("ajukan/", {"perubahan_ke": "0"}),
        ):
            assert masuk(kepala).post(f"/pelaporan/{dipa.pk}/{q}/{alamat}", isi).status_code == 404
    assert not LaporanTriwulan.objects.filter(dipa=dipa).exists()
    assert _simpan_dan_ajukan(masuk(kepala), dipa, 4).status_code == 422
    assert _simpan_dan_ajukan(masuk(kepala), dipa, 3).status_code == 302
    empat = LaporanTriwulan.objects.get(dipa=dipa, triwulan=4)
    assert masuk(kepala).post(f"/pelaporan/{dipa.pk}/4/ajukan/", {"perubahan_ke": "1"}).status_code in {302, 422}
    tiga = LaporanTriwulan.objects.get(dipa=dipa, triwulan=3)
    verifikasi = masuk(pusat).post(f"/verifikasi/{tiga.pk}/verifikasi/", {"perubahan_ke": str(tiga.perubahan_ke)})
    assert verifikasi.status_code == 302
    tiga.refresh_from_db()
    assert tiga.status == StatusLaporan.DIVERIFIKASI
    empat.refresh_from_db()
    assert empat.status in {StatusLaporan.DRAF, StatusLaporan.DIAJUKAN}


@pytest.mark.pada("2026-11-02 09:00")
@pytest.mark.parametrize("triwulan", [0, 5, 99, 10**30])
def test_triwulan_yang_tidak_ada(triwulan: int, masuk: Callable[[Pengguna], Client]) -> None:
    dipa = pabrik.buat_dipa()
    kepala = pabrik.buat_pengguna(peran=PeranSatker.KEPALA, satker=dipa.satker)
    for alamat in ("", "tempel/", "ajukan/", "draf/", "bukti/"):
        assert masuk(kepala).post(f"/pelaporan/{dipa.pk}/{triwulan}/{alamat}", _isi_minimal()).status_code == 404
    assert masuk(kepala).post(f"/pelaporan/{10**30}/1/", _isi_minimal()).status_code == 403
    assert not LaporanTriwulan.objects.exists()
