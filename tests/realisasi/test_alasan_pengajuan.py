"""The summary before a submission: reasons that answer what is shown, and nothing unseen that goes along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from realisasi import alur
from realisasi.isian import BARU, Isian
from realisasi.models import LaporanTriwulan, StatusLaporan
from satker.models import CatatanJurnal, Pengguna
from tests import pabrik
from tests.dashboard.halaman import baca, buka, teks
from tests.realisasi.keadaan import ISIAN, KENDALA, Dunia
from tests.realisasi.layar_isian import terkirim

pytestmark = [pytest.mark.basis_data, pytest.mark.django_db, pytest.mark.pada("2026-07-03 09:00")]

Masuk = Callable[[Pengguna], Client]
DI_ATAS = replace(ISIAN, realisasi={"52": 850_000_001})
PAGU_MINUS, DI_ATAS_PAGU, LONJAKAN = "alasan-PAGU_MINUS:52", "alasan-DI_ATAS_PAGU_EFEKTIF", "alasan-LONJAKAN"
ALASAN = {PAGU_MINUS: "Pembulatan satu rupiah.", DI_ATAS_PAGU: "Pembulatan.", LONJAKAN: "Termin lunas."}


@pytest.fixture
def dunia() -> Dunia:
    return Dunia()


def alamat(dunia: Dunia, akhir: str = "ajukan/") -> str:
    return f"/pelaporan/{dunia.dipa.pk}/2/{akhir}"


def status(dunia: Dunia) -> str:
    return dunia.laporan.status if dunia.laporan else ""


# --- What is said to whom ------------------------------------------------------------------
def test_yang_diminta_dari_dinas_tidak_dibaca_tim_pusat(dunia: Dunia, masuk: Masuk) -> None:
    """Who writes is asked for a reason; who verifies reads what is so, and the reason."""
    draf = dunia.simpan(DI_ATAS)
    dinas = masuk(dunia.kepala)
    for bagian in ("", "periksa/"):
        teks = buka(dinas, alamat(dunia, bagian)).teks
        assert "Realisasi kumulatif" in teks
        assert "alasannya wajib ditulis" in teks
        assert "lalu tulis alasannya" in teks
    dinas.post(alamat(dunia), {"perubahan_ke": draf.perubahan_ke, **ALASAN})
    pusat = buka(masuk(dunia.pusat), f"/verifikasi/?laporan={draf.pk}").teks
    assert "Realisasi kumulatif" in pusat
    assert "Termin lunas." in pusat
    assert "wajib ditulis" not in pusat
    assert "tulis alasannya" not in pusat


# --- A reason answers what it was written for ----------------------------------------------
def test_alasan_untuk_satu_rupiah_tidak_menjawab_satu_miliar(dunia: Dunia, masuk: Masuk) -> None:
    draf = dunia.simpan(DI_ATAS)
    klien = masuk(dunia.kepala)
    assert klien.post(alamat(dunia), {"perubahan_ke": draf.perubahan_ke, **ALASAN}).status_code == 302
    dunia.kembalikan()
    dunia.simpan(replace(dunia.lembar().isian, realisasi={"52": 1_850_000_000}))
    jawaban = klien.post(alamat(dunia), {"perubahan_ke": dunia.perubahan_ke})
    assert jawaban.status_code == 422
    assert status(dunia) == StatusLaporan.DIKEMBALIKAN
    laman = buka(klien, alamat(dunia, "periksa/"))
    assert "Alasan yang ditulis ketika angkanya lain: “Pembulatan satu rupiah.”" in laman.teks
    tertulis = {nama: laman.satu("textarea", name=nama).text or "" for nama in ALASAN}
    assert {t.strip() for t in tertulis.values()} == {""}
    baru = {"perubahan_ke": dunia.perubahan_ke, **dict.fromkeys(ALASAN, "Addendum kontrak, revisi DIPA diusulkan.")}
    assert klien.post(alamat(dunia), baru).status_code == 302
    assert status(dunia) == StatusLaporan.DIAJUKAN


def test_alasan_tetap_berlaku_bila_angkanya_mengecil(dunia: Dunia, masuk: Masuk) -> None:
    draf = dunia.simpan(replace(DI_ATAS, realisasi={"52": 900_000_000}))
    klien = masuk(dunia.kepala)
    klien.post(alamat(dunia), {"perubahan_ke": draf.perubahan_ke, **ALASAN})
    dunia.kembalikan()
    dunia.simpan(replace(dunia.lembar().isian, realisasi={"52": 860_000_000}))
    turun = {"perubahan_ke": dunia.perubahan_ke, "alasan-TURUN:52": "SP2D dibatalkan."}
    assert klien.post(alamat(dunia), turun).status_code == 302
    assert status(dunia) == StatusLaporan.DIAJUKAN


def test_alasan_yang_ditulis_lebih_dahulu_tidak_menjawab_peringatan_yang_datang_kemudian(
    dunia: Dunia, masuk: Masuk
) -> None:
    dunia.simpan(ISIAN)
    klien = masuk(dunia.kepala)
    isi = terkirim(buka(klien, alamat(dunia, "")))
    assert klien.post(alamat(dunia, ""), isi | ALASAN).status_code == 302
    dunia.simpan(replace(dunia.lembar().isian, realisasi=DI_ATAS.realisasi))
    assert klien.post(alamat(dunia), {"perubahan_ke": dunia.perubahan_ke}).status_code == 422


@pytest.mark.parametrize("kosong", ["\u200b", "\u2060\ufeff", "…", "- -"])
def test_teks_yang_tidak_berkata_apa_apa_tidak_dihitung(dunia: Dunia, kosong: str) -> None:
    hampa = replace(KENDALA, uraian=kosong, tindak_lanjut=kosong, penanggung_jawab=kosong)
    with pytest.raises(alur.BelumLengkap) as galat:
        dunia.ajukan(replace(ISIAN, kendala=(hampa,)))
    assert len([g for g in galat.value.galat if g.bagian == "kendala-0"]) == 3
    laporan = pabrik.buat_laporan_diajukan(dunia.dipa, 2, {"52": 1})
    with pytest.raises(alur.Ditolak, match="alasan pengembalian"):
        alur.kembalikan(laporan.pk, dunia.pusat, laporan.perubahan_ke, kosong)


def test_alasan_yang_terlalu_panjang_tidak_dipotong(dunia: Dunia, masuk: Masuk) -> None:
    draf = dunia.simpan(DI_ATAS)
    jawaban = masuk(dunia.kepala).post(
        alamat(dunia), {"perubahan_ke": draf.perubahan_ke, **ALASAN, PAGU_MINUS: "x" * 5_000}
    )
    assert jawaban.status_code == 422
    assert "5.000 huruf, paling panjang 4.000" in jawaban.content.decode()
    assert status(dunia) == StatusLaporan.DRAF
    assert dunia.lembar().isian.alasan == {}


def test_alasan_yang_dihapus_di_ringkasan_tidak_ikut_diajukan(dunia: Dunia, masuk: Masuk) -> None:
    klien = masuk(dunia.kepala)
    klien.post(alamat(dunia), {"perubahan_ke": dunia.simpan(DI_ATAS).perubahan_ke, "simpan": "1", **ALASAN})
    isi = terkirim(buka(klien, alamat(dunia, "periksa/")), "pengajuan")
    assert isi[PAGU_MINUS] == "Pembulatan satu rupiah."
    assert klien.post(alamat(dunia), isi | {PAGU_MINUS: " "}).status_code == 422
    assert status(dunia) == StatusLaporan.DRAF
    assert terkirim(buka(klien, alamat(dunia, "periksa/")), "pengajuan")[PAGU_MINUS] == ""


def test_mengosongkan_alasan_tidak_menghapus_yang_ditulis_untuk_angka_lain(dunia: Dunia, masuk: Masuk) -> None:
    """The field is empty then because the reason answered another figure; it stays to be read."""
    klien = masuk(dunia.kepala)
    klien.post(alamat(dunia), {"perubahan_ke": dunia.simpan(DI_ATAS).perubahan_ke, "simpan": "1", **ALASAN})
    dunia.simpan(replace(dunia.lembar().isian, realisasi={"52": 1_850_000_000}))
    isi = terkirim(buka(klien, alamat(dunia, "periksa/")), "pengajuan")
    assert klien.post(alamat(dunia), isi).status_code == 422
    assert "“Pembulatan satu rupiah.”" in buka(klien, alamat(dunia, "periksa/")).teks


def test_yang_tidak_jadi_diajukan_dikatakan_di_awal_halaman(dunia: Dunia, masuk: Masuk) -> None:
    """The missing reason stands below all figures; on a phone nothing else would say that it was refused."""
    draf = dunia.simpan(DI_ATAS)
    jawaban = masuk(dunia.kepala).post(
        alamat(dunia), {"perubahan_ke": draf.perubahan_ke, **ALASAN, DI_ATAS_PAGU: "", LONJAKAN: ""}
    )
    laman = baca(jawaban)
    kabar = laman.semua(role="alert")[0]
    assert teks(kabar) == "Belum diajukan. Tulis alasan untuk 2 peringatan, lalu ajukan lagi."
    assert [laman.satu(id=a.get("href", "")[1:]).tag for a in kabar.iter("a")] == ["section"]
    urut = list(laman.akar.iter())
    assert urut.index(kabar) < urut.index(laman.bagian("Yang akan diajukan"))


# --- Who prepares, who submits ---------------------------------------------------------------
def test_operator_menyimpan_alasan_dari_ringkasan(dunia: Dunia, masuk: Masuk) -> None:
    draf = dunia.simpan(DI_ATAS)
    klien = masuk(dunia.operator)
    jawaban = klien.post(alamat(dunia), {"perubahan_ke": draf.perubahan_ke, "simpan": "1", **ALASAN})
    assert (jawaban.status_code, jawaban["Location"]) == (302, alamat(dunia, "periksa/"))
    assert set(dunia.lembar().isian.alasan.values()) == set(ALASAN.values())
    assert status(dunia) == StatusLaporan.DRAF
    kepala = masuk(dunia.kepala).post(alamat(dunia), {"perubahan_ke": dunia.perubahan_ke})
    assert kepala.status_code == 302
    assert status(dunia) == StatusLaporan.DIAJUKAN


@pytest.mark.parametrize(
    ("draf", "alasan", "kabar", "petunjuk"),
    [
        (DI_ATAS, ALASAN, "Kepala dinas dapat memeriksa", "laporan siap diperiksa"),
        (DI_ATAS, {}, "Masih 3 hal sebelum laporan ini dapat diajukan", "Tulis dahulu alasan untuk tiap peringatan;"),
        (replace(DI_ATAS, fisik=None), ALASAN, "Masih 1 hal", "Lengkapi dahulu yang disebut di atas;"),
        (replace(DI_ATAS, fisik=None), {}, "Masih 4 hal", "disebut di atas dan tulis alasan untuk tiap peringatan;"),
    ],
)
def test_operator_hanya_disuruh_memberi_tahu_kepala_bila_laporan_siap(
    dunia: Dunia, masuk: Masuk, draf: Isian, alasan: dict[str, str], kabar: str, petunjuk: str
) -> None:
    tersimpan = dunia.simpan(draf)
    isi = {"perubahan_ke": tersimpan.perubahan_ke, "simpan": "1", **alasan}
    laman = baca(masuk(dunia.operator).post(alamat(dunia), isi, follow=True))
    assert kabar in laman.teks
    assert petunjuk in laman.teks
    assert ("Kepala dinas dapat memeriksa" in laman.teks) == ("laporan siap diperiksa" in laman.teks)


def test_operator_yang_mencoba_mengajukan_tetap_menyimpan_alasannya(dunia: Dunia, masuk: Masuk) -> None:
    draf = dunia.simpan(DI_ATAS)
    assert masuk(dunia.operator).post(alamat(dunia), {"perubahan_ke": draf.perubahan_ke, **ALASAN}).status_code == 403
    assert status(dunia) == StatusLaporan.DRAF
    assert set(dunia.lembar().isian.alasan.values()) == set(ALASAN.values())


# --- Nothing unseen --------------------------------------------------------------------------
@pytest.mark.parametrize("alasan", [{}, ALASAN])
def test_yang_berubah_sejak_ringkasan_dibuka_tidak_ikut_diajukan(
    dunia: Dunia, masuk: Masuk, alasan: dict[str, str]
) -> None:
    """Evidence attached meanwhile changes no field of the draft, and still is not what was confirmed."""
    draf = dunia.simpan(DI_ATAS if alasan else ISIAN)
    alur.catat_perubahan(LaporanTriwulan.objects.get(pk=draf.pk), dunia.operator)
    jawaban = masuk(dunia.kepala).post(alamat(dunia), {"perubahan_ke": draf.perubahan_ke, **alasan})
    assert jawaban.status_code == 409
    assert status(dunia) == StatusLaporan.DRAF


def test_simpanan_sendiri_menyebut_hitungannya_sendiri(
    dunia: Dunia, masuk: Masuk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody stores between the save and its answer: the next save is told so."""
    dunia.simpan()
    klien = masuk(dunia.kepala)
    isi = terkirim(buka(klien, alamat(dunia, "")))
    asli = alur.simpan_draf

    def disela(*args: object) -> LaporanTriwulan:
        tersimpan = asli(*args)  # type: ignore[arg-type]
        monkeypatch.setattr(alur, "simpan_draf", asli)
        dunia.simpan(replace(ISIAN, realisasi={"52": 7}))
        return tersimpan

    monkeypatch.setattr(alur, "simpan_draf", disela)
    jawaban = klien.post(alamat(dunia, "draf/"), isi | {"r-52": "8", "k-52": ""})
    isi = isi | {"r-52": "9", "k-52": "", "perubahan_ke": jawaban.json()["perubahan_ke"]}
    assert klien.post(alamat(dunia, "draf/"), isi).status_code == 409
    assert dunia.lembar().isian.realisasi == {"52": 7}


# --- Running totals, notes, many obstacles -----------------------------------------------------
def test_pengembalian_yang_membuat_triwulan_sesudahnya_negatif_ditolak(dunia: Dunia) -> None:
    """TW II gave back what only the TW I that is under review has spent."""
    dunia.buka_kembali(1)
    satu = replace(ISIAN, realisasi={"52": 500_000_000})
    dunia.ajukan(replace(satu, alasan={"LONJAKAN": "x", "TURUN:52": "x"}), 1)
    pabrik.buat_laporan_diajukan(dunia.dipa, 2, {"52": -300_000_000})
    with pytest.raises(alur.Ditolak, match="TW II akan menjadi"):
        dunia.kembalikan(1)
    dunia.kembalikan(2)
    assert dunia.kembalikan(1).status == StatusLaporan.DIKEMBALIKAN


def test_catatan_tim_pusat_hanya_selama_dikembalikan(dunia: Dunia, masuk: Masuk) -> None:
    dunia.ajukan()
    dunia.kembalikan()
    klien = masuk(dunia.kepala)
    assert "Catatan tim pusat" in buka(klien, alamat(dunia, "")).teks
    dunia.ajukan_lagi(fisik=41)
    assert "Catatan tim pusat" not in buka(klien, alamat(dunia, "")).teks


def test_lebih_dari_dua_puluh_kendala_tetap_dapat_disimpan(dunia: Dunia, masuk: Masuk) -> None:
    """A year's obstacles may pile up; those that are there already are no reason to refuse a save."""
    semua = tuple(replace(KENDALA, tindakan=BARU, uraian=f"Kendala {n}.") for n in range(24))
    dunia.simpan(replace(ISIAN, kendala=semua))
    klien = masuk(dunia.kepala)
    isi = terkirim(buka(klien, alamat(dunia, "")))
    assert klien.post(alamat(dunia, "draf/"), isi | {"fisik": "44"}).status_code == 200
    assert len(dunia.lembar().isian.kendala) == 24
    banyak = isi | {"kendala-TOTAL_FORMS": "45"} | {f"kendala-{n}-uraian": "x" for n in range(24, 45)}
    jawaban = klien.post(alamat(dunia, "draf/"), banyak)
    assert jawaban.status_code == 422
    assert "Paling banyak 20 kendala baru" in jawaban.content.decode()


def test_jurnal_draf_tidak_membengkak(dunia: Dunia) -> None:
    panjang = tuple(replace(KENDALA, uraian=f"{n} " + "a" * 3_000, tindak_lanjut="b" * 3_000) for n in range(20))
    dunia.simpan(replace(ISIAN, kendala=panjang))
    sebelum = CatatanJurnal.objects.count()
    dunia.simpan(replace(ISIAN, kendala=(replace(panjang[0], penanggung_jawab="Sekretaris"), *panjang[1:])))
    [catatan] = CatatanJurnal.objects.order_by("pk")[sebelum:]
    lama, baru = catatan.changes["kendala_draf"]
    assert len(lama) + len(baru) < 25_000
    assert "Sekretaris" in baru
    assert "Sekretaris" not in lama
