"""The rekonsiliasi over HTTP: who opens it, what it lists, each decision and each refusal."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from realisasi.models import Dipa, Keputusan, RealisasiPerbendaharaan, Rekonsiliasi, TahunAnggaran
from satker.models import Pengguna
from tests import pabrik
from tests.dashboard.halaman import Laman, baca, buka, teks
from tests.realisasi.impor.layar import pratinjau, terapkan

MasukSebagai = Callable[[Pengguna | str], Client]
pytestmark = pytest.mark.django_db
ALAMAT = "/rekonsiliasi/"


def kantor(nama: str, kode: str, **isi: str) -> Dipa:
    return pabrik.buat_dipa(
        pabrik.buat_satker(kode, provinsi=pabrik.buat_provinsi(nama=nama, nama_pendek=nama)),
        pagu={"52": 800_000, "53": 200_000},
        **isi,
    )


@pytest.fixture
def riau() -> Dipa:
    """52 differs by a little, 53 is the same."""
    dipa = kantor("Riau", "099026")
    pabrik.buat_laporan_terverifikasi(dipa, 1, {"52": 400_000, "53": 5_000})
    pabrik.buat_perbendaharaan(dipa, 1, {"52": 380_000, "53": 5_000}, asal="FA Riau.xlsx")
    return dipa


@pytest.fixture
def semua(riau: Dipa) -> dict[str, Dipa]:
    """One DIPA in each state."""
    aceh, jambi, bali, papua, banten = (
        kantor(nama, kode)
        for nama, kode in (
            ("Aceh", "069263"),
            ("Jambi", "109001"),
            ("Bali", "229001"),
            ("Papua", "259001"),
            ("Banten", "299001"),
        )
    )
    pabrik.buat_laporan_diajukan(aceh, 1, {"52": 100_000})
    pabrik.buat_perbendaharaan(aceh, 1, {"52": 190_000, "53": 7_000})
    pabrik.buat_laporan_diajukan(jambi, 1, {"52": 70_000})
    pabrik.buat_perbendaharaan(jambi, 1, {"52": 70_000})
    pabrik.buat_laporan_diajukan(bali, 1, {"52": 60_000})
    pabrik.buat_perbendaharaan(papua, 1, {"52": 30_000})
    return {"Riau": riau, "Aceh": aceh, "Jambi": jambi, "Bali": bali, "Papua": papua, "Banten": banten}


@pytest.fixture
def klien(masuk: MasukSebagai, pusat: Pengguna) -> Client:
    return masuk(pusat)


def satu(dipa: Dipa, triwulan: int = 1) -> str:
    return f"{ALAMAT}{dipa.pk}/{triwulan}/"


def daftar(laman: Laman) -> list[str]:
    """The provinces of the list in their order."""
    return [teks(e) for e in laman.semua("span", "cell-name")]


def formulir(laman: Laman, **isi: object) -> dict[str, object]:
    """The form as it stands, with a decision."""
    dasar = {e.get("name", ""): e.get("value", "") for e in laman.semua("input") if "dasar-" in e.get("name", "")}
    centang = [e.get("value") for e in laman.semua("input", name="jenis") if "checked" in e.attrib]
    return {"jenis": centang, "keputusan": Keputusan.BEDA_WAKTU.value, "alasan": "Dicek.", **dasar, **isi}


def baris_csv(jawaban: HttpResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(jawaban.content.decode("utf-8-sig")), delimiter=";"))


# --- Who -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("siapa", "status"),
    [
        ("pusat", 200),
        ("pimpinan", 200),
        ("administrator", 200),
        ("kepala", 403),
        ("operator", 403),
        ("tanpa_peran", 403),
    ],
)
def test_siapa_membuka_dan_siapa_memutuskan(
    siapa: str, status: int, request: pytest.FixtureRequest, masuk: MasukSebagai
) -> None:
    satker = request.getfixturevalue("satker_dinas")
    dipa = pabrik.buat_dipa(satker)
    pabrik.buat_laporan_diajukan(dipa, 1, {"52": 400})
    pabrik.buat_perbendaharaan(dipa, 1, {"52": 380})
    klien = masuk(request.getfixturevalue(siapa))
    for alamat in (ALAMAT, satu(dipa), f"{ALAMAT}?ekspor=csv", f"{satu(dipa)}?ekspor=xlsx"):
        assert klien.get(alamat).status_code == status, alamat
    kiriman = {"jenis": ["52"], "dasar-52": "400:380:0", "keputusan": "LAIN", "alasan": "Dicek."}
    assert klien.post(satu(dipa), kiriman).status_code == (302 if siapa == "pusat" else 403)
    assert Rekonsiliasi.objects.exists() == (siapa == "pusat")
    if status == 200:
        assert ("Simpan keputusan" in buka(klien, satu(dipa)).teks) == (siapa == "pusat")
        assert ALAMAT in buka(klien, ALAMAT).tautan()


def test_tanpa_masuk(client: Client, riau: Dipa) -> None:
    for alamat in (ALAMAT, satu(riau)):
        assert client.get(alamat)["Location"].startswith("/masuk/?next=")


def test_yang_tidak_ada(klien: Client, riau: Dipa) -> None:
    for alamat in (f"{ALAMAT}999999/1/", satu(riau, 5), f"{ALAMAT}{2**70}/1/", f"{satu(riau)}?ekspor=csv&tabel=x"):
        assert klien.get(alamat).status_code == 404, alamat


# --- What it lists -------------------------------------------------------------------------
def test_selisih_terbesar_di_atas_dan_yang_satu_sumber_terakhir(klien: Client, semua: dict[str, Dipa]) -> None:
    laman = buka(klien, ALAMAT)
    assert daftar(laman) == ["Aceh", "Riau", "Jambi", "Bali", "Papua"]
    angka = " ".join(teks(e) for e in laman.semua("dl", "reconcile-figures"))
    assert "5 pasang jenis belanja, dari 3 DIPA" in angka
    assert "3 pasang, pada 2 DIPA" in angka
    assert "dinas lebih Rp 20.000, kurang Rp 97.000" in angka
    assert "0 dari 3 3 menunggu keputusan" in angka
    assert "Tidak dibandingkan: 1 belum dilaporkan, 1 belum diimpor, 1 tanpa angka dari kedua sumber." in laman.teks


def test_satu_baris_menyebut_kedua_sumber(klien: Client, riau: Dipa) -> None:
    laman = buka(klien, ALAMAT)
    unit, barang = ([teks(sel) for sel in baris] for baris in laman.semua("tr") if baris.get("class"))
    assert unit[:5] == [
        "Riau 099026",
        "405.000 versi 1, diverifikasi",
        "385.000 SP2D per 31 Mar 2026 · FA Riau.xlsx",
        "+20.000",
        "+5,19 %",
    ]
    assert unit[5] == "1 jenis berbeda, 1 sama Putuskan"
    assert barang == ["52 Barang", "400.000", "380.000", "+20.000", "+5,26 %", "belum diputuskan"]


def test_yang_kurang_di_satu_sisi_dikatakan(klien: Client, semua: dict[str, Dipa]) -> None:
    laman = buka(klien, f"{ALAMAT}?keadaan=satu-sumber")
    bali, papua = ([teks(sel) for sel in baris] for baris in laman.semua("tr", "unit"))
    assert bali[1:] == ["60.000 versi 1, diajukan", "– belum diimpor", "–", "–", "hanya satu sumber"]
    assert papua[1:3] == ["– belum dilaporkan", "30.000 SP2D per 31 Mar 2026 · uji.xlsx"]
    aceh = buka(klien, satu(semua["Aceh"])).tabel("Kedua sumber")
    assert (aceh[1]["Dinas s.d. TW I"], aceh[1]["Selisih"]) == ("tidak disebut", "−7.000")
    assert "Simpan keputusan" not in buka(klien, satu(semua["Papua"])).teks


@pytest.mark.parametrize(
    ("kueri", "harapan"),
    [
        ("keadaan=berbeda", ["Aceh", "Riau"]),
        ("keadaan=belum", ["Aceh"]),
        ("keadaan=sudah", ["Riau"]),
        ("keadaan=sama", ["Jambi"]),
        ("keadaan=satu-sumber", ["Bali", "Papua"]),
        ("cari=RIAU", ["Riau"]),
        ("cari=0692", ["Aceh"]),
        ("kewenangan=DK", []),
        ("kewenangan=TP&cari=a&keadaan=sama", ["Jambi"]),
    ],
)
def test_saringan(klien: Client, semua: dict[str, Dipa], kueri: str, harapan: list[str]) -> None:
    pabrik.buat_rekonsiliasi(semua["Riau"], angka_dinas=400_000, angka_perbendaharaan=380_000)
    laman = buka(klien, f"{ALAMAT}?{kueri}")
    assert daftar(laman) == harapan
    if not harapan:
        assert "Tidak ada DIPA yang cocok" in laman.teks
    unduhan = baris_csv(klien.get(f"{ALAMAT}?{kueri}&ekspor=csv"))
    assert list(dict.fromkeys(b["Provinsi"] for b in unduhan)) == harapan


def test_bawaannya_triwulan_terakhir_yang_diimpor(klien: Client, riau: Dipa) -> None:
    lama = kantor("Aceh", "069263", tahun=2025)
    pabrik.buat_perbendaharaan(lama, 4, {"52": 5})
    assert buka(klien, ALAMAT).judul.startswith("Rekonsiliasi TW I 2026")
    assert buka(klien, f"{ALAMAT}?tahun=2025").judul.startswith("Rekonsiliasi TW IV 2025")
    laman = buka(klien, f"{ALAMAT}?tahun=2026&triwulan=3")
    assert "Belum ada angka perbendaharaan TW III 2026" in laman.teks
    assert {"?tahun=2026&triwulan=1", "?tahun=2025&triwulan=4", "/impor/"} <= set(laman.tautan())


def test_kosong_menunjuk_ke_impor_bagi_yang_mengimpor(
    klien: Client, masuk: MasukSebagai, pimpinan: Pengguna, administrator: Pengguna
) -> None:
    assert "Ke Impor" in buka(klien, ALAMAT).teks
    for siapa in (pimpinan, administrator):
        laman = buka(masuk(siapa), ALAMAT)
        assert "Ke Impor" not in laman.teks
        assert "setelah tim pusat mengimpornya" in laman.teks


def test_tanpa_pasangan_tidak_dikatakan_sama(klien: Client, riau: Dipa) -> None:
    kata = buka(klien, "/rekonsiliasi/?cari=tidak-ada").teks
    assert "kedua sumber sama" not in kata
    assert "tidak ada yang dibandingkan" in kata


def test_tanpa_selisih_dikatakan_dengan_jumlahnya(klien: Client, riau: Dipa) -> None:
    angka = RealisasiPerbendaharaan.objects.get(jenis="52")
    angka.realisasi_sd = 400_000
    angka.save()
    assert "Tidak ada selisih: 2 pasang angka dari 1 DIPA sama." in buka(klien, ALAMAT).teks
    assert "Tidak ada selisih: 2 jenis belanja sama" in buka(klien, satu(riau)).teks


@pytest.mark.parametrize(
    "kueri", ["tahun=abc", "triwulan=9", "keadaan=x", "kewenangan=KP", "hal=0", "cari=" + "a" * 101]
)
def test_alamat_yang_tidak_terbaca_dikatakan(klien: Client, riau: Dipa, kueri: str) -> None:
    laman = buka(klien, f"{ALAMAT}?{kueri}")
    assert "Sebagian alamat tidak terbaca." in laman.teks
    assert daftar(laman) == ["Riau"]


def test_berhalaman_dan_unduhan_memuat_semuanya(klien: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("realisasi.daftar_rekonsiliasi.PER_HALAMAN", 2)
    for i in range(5):
        dipa = pabrik.buat_dipa(pabrik.buat_satker(f"70000{i}"))
        pabrik.buat_laporan_diajukan(dipa, 1, {"52": 1_000 + i})
        pabrik.buat_perbendaharaan(dipa, 1, {"52": 1_000})
    laman = buka(klien, f"{ALAMAT}?hal=2")
    assert [teks(e) for e in laman.semua("span", "sub") if "70000" in teks(e)] == ["700002", "700001"]
    assert "Halaman 2 dari 3" in laman.teks
    assert "?tahun=2026&triwulan=1&hal=3" in laman.tautan()
    assert "Halaman 3 dari 3" in buka(klien, f"{ALAMAT}?hal=99").teks
    assert len(baris_csv(klien.get(f"{ALAMAT}?hal=2&ekspor=csv"))) == 5


@pytest.mark.basis_data
def test_kueri_tidak_bertambah_dengan_jumlah_dipa(klien: Client, semua: dict[str, Dipa]) -> None:
    def hitung(alamat: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as tangkapan:
            assert klien.get(alamat).status_code == 200
        return len(tangkapan)

    alamat = [ALAMAT, f"{ALAMAT}?ekspor=csv", satu(semua["Riau"])]
    sedikit = [hitung(a) for a in alamat]
    for i in range(20):
        dipa = kantor(f"Provinsi {i}", f"80{i:04d}")
        pabrik.buat_laporan_diajukan(dipa, 1, {"52": 1_000 + i, "53": 5})
        pabrik.buat_perbendaharaan(dipa, 1, {"52": 1_000, "53": 6})
        pabrik.buat_rekonsiliasi(dipa, angka_dinas=1_000 + i)
    assert [hitung(a) for a in alamat] == sedikit
    assert max(sedikit) <= 17


# --- Downloads -----------------------------------------------------------------------------
def test_unduhan_memuat_angka_dan_keputusan(klien: Client, riau: Dipa) -> None:
    pabrik.buat_rekonsiliasi(riau, angka_dinas=400_000, angka_perbendaharaan=370_000, alasan="=1+1")
    barang, modal = baris_csv(klien.get(f"{ALAMAT}?ekspor=csv"))
    assert barang["Dinas s.d. TW I, angka sementara (Rp)"] == "400000"
    assert barang["Perbendaharaan s.d. TW I (Rp)"] == "380000"
    assert barang["Selisih: dinas dikurangi perbendaharaan (Rp)"] == "20000"
    assert barang["Selisih dari perbendaharaan"] == "5,26"
    assert (barang["Keadaan"], barang["Keputusan"]) == ("berbeda", "perlu diputuskan lagi")
    assert (barang["Alasan"], barang["Berkas asal"]) == ("'=1+1", "FA Riau.xlsx")
    assert barang["Diputuskan atas angka perbendaharaan (Rp)"] == "370000"
    assert (modal["Keadaan"], modal["Keputusan"]) == ("sama", "")
    for alamat in (f"{ALAMAT}?ekspor=xlsx", f"{satu(riau)}?ekspor=xlsx"):
        jawaban = klien.get(alamat)
        assert re.search(r'filename="rekonsiliasi-[a-z0-9-]+\.xlsx"', jawaban["Content-Disposition"])
        kertas = load_workbook(io.BytesIO(jawaban.content))["Data"]
        assert not [s for b in kertas.iter_rows() for s in b if s.data_type == "f"]
        assert kertas.max_row == kertas.min_row + 7


# --- Deciding ------------------------------------------------------------------------------
def test_memutuskan_lalu_kembali_ke_daftar(klien: Client, semua: dict[str, Dipa], pusat: Pengguna) -> None:
    alamat = f"{satu(semua['Aceh'])}?keadaan=belum&cari=ace"
    laman = buka(klien, alamat)
    jawaban = klien.post(alamat, formulir(laman, alasan="Rekap SP2D\ndicocokkan."), follow=True)
    assert jawaban.redirect_chain == [(f"{ALAMAT}?tahun=2026&triwulan=1&cari=ace&keadaan=belum", 302)]
    sesudah = baca(jawaban)
    assert "Aceh TP, TW I 2026: 52 Barang, 53 Modal diputuskan, beda waktu, akan sama kemudian." in sesudah.teks
    assert daftar(sesudah) == []
    lihat = buka(klien, satu(semua["Aceh"]))
    assert "Rekap SP2D dicocokkan." in lihat.teks
    assert f"{pusat.nama}, 2 November 2026 09.00 WIB, atas angka dinas Rp 100.000" in lihat.teks
    assert "yang tidak disebut dan perbendaharaan Rp 7.000" in lihat.teks
    assert not [e for e in lihat.semua("input", name="jenis") if "checked" in e.attrib]


def test_satu_jenis_saja(klien: Client, semua: dict[str, Dipa]) -> None:
    laman = buka(klien, satu(semua["Aceh"]))
    assert klien.post(satu(semua["Aceh"]), formulir(laman, jenis=["53"])).status_code == 302
    assert [r.jenis for r in Rekonsiliasi.objects.all()] == ["53"]
    (lain,) = (e for e in buka(klien, satu(semua["Aceh"])).semua("input", name="jenis") if "checked" in e.attrib)
    assert lain.get("value") == "52"


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        ({"jenis": []}, "Centang paling sedikit satu jenis belanja."),
        ({"jenis": ["99"]}, "Jenis belanja itu tidak ada."),
        ({"dasar-52": "x"}, "Formulir tidak lengkap."),
        ({"dasar-52": "400000:380000"}, "Formulir tidak lengkap."),
        ({"dasar-52": f"{'9' * 30}:1:0"}, "Formulir tidak lengkap."),
        ({"keputusan": ""}, "Pilih salah satu keputusan."),
        ({"keputusan": "X"}, "Pilih salah satu keputusan."),
        ({"alasan": "\u200b"}, "Tulis alasan keputusan ini."),
        ({"alasan": "?!"}, "Tulis alasan keputusan ini dengan kata-kata."),
        ({"alasan": "a" * 2_001}, "Alasan paling panjang 2000 huruf, sekarang 2001."),
    ],
)
def test_isian_yang_salah_dikatakan_di_tempatnya(klien: Client, riau: Dipa, isi: dict[str, object], kata: str) -> None:
    kiriman = formulir(buka(klien, satu(riau))) | isi
    jawaban = klien.post(satu(riau), kiriman)
    assert jawaban.status_code == 422
    laman = baca(jawaban)
    assert kata in " ".join(teks(e) for e in laman.semua("p", "field-error"))
    assert laman.judul.startswith("Belum diputuskan")
    if "alasan" not in isi:
        assert teks(laman.satu("textarea")) == "Dicek."
    assert not Rekonsiliasi.objects.exists()


def test_pemutus_kedua_melihat_yang_pertama_dan_tulisannya_tetap(
    klien: Client, riau: Dipa, masuk: MasukSebagai
) -> None:
    rekan = pabrik.buat_pengguna(peran=None, username="rekan", nama="Rekan Pusat")
    rekan.groups.set(Pengguna.objects.get(username="uji-pusat").groups.all())
    kiriman = formulir(buka(klien, satu(riau)))
    assert masuk(rekan).post(satu(riau), kiriman | {"alasan": "Lebih dahulu."}).status_code == 302
    jawaban = klien.post(satu(riau), kiriman | {"alasan": "Punya saya."})
    assert jawaban.status_code == 409
    laman = baca(jawaban)
    assert "52 Barang sudah diputuskan Rekan Pusat" in laman.teks
    assert "Lebih dahulu." in laman.teks
    assert teks(laman.satu("textarea")) == "Punya saya."
    # The form of this answer carries the new count: whoever has read it may decide anew.
    assert klien.post(satu(riau), formulir(laman, jenis=["52"], alasan="Punya saya.")).status_code == 302
    assert Rekonsiliasi.objects.get().alasan == "Punya saya."


def test_angka_yang_berubah_sejak_dibuka(klien: Client, riau: Dipa) -> None:
    kiriman = formulir(buka(klien, satu(riau)))
    angka = RealisasiPerbendaharaan.objects.get(jenis="52")
    angka.realisasi_sd = 400_000
    angka.save()
    jawaban = klien.post(satu(riau), kiriman)
    assert jawaban.status_code == 409
    laman = baca(jawaban)
    assert "angka perbendaharaan sekarang Rp 400.000, tadi Rp 380.000" in laman.teks
    assert "Yang Anda tulis, belum disimpan" in laman.teks, "there is no form any more that could keep it"


def test_keputusan_lama_terbaca_setelah_angkanya_berubah(klien: Client, riau: Dipa) -> None:
    pabrik.buat_rekonsiliasi(riau, angka_dinas=400_000, angka_perbendaharaan=370_000, alasan="Dahulu begitu.")
    laman = buka(klien, satu(riau))
    barang = laman.tabel("Kedua sumber")[0]["Keputusan"]
    assert barang.startswith("perlu diputuskan lagi Dahulu begitu. Keputusan lama: Beda waktu")
    assert "perbendaharaan Rp 370.000" in barang
    assert "perlu diputuskan lagi tadinya: Beda waktu" in buka(klien, ALAMAT).teks


def test_tahun_yang_ditutup_tinggal_dibaca(klien: Client, riau: Dipa) -> None:
    kiriman = formulir(buka(klien, satu(riau)))
    tahun = TahunAnggaran.objects.get(tahun=2026)
    tahun.ditutup = True
    tahun.save()
    assert "Tahun anggaran 2026 sudah ditutup. Keputusannya tinggal dibaca." in buka(klien, satu(riau)).teks
    assert "Putuskan" not in buka(klien, ALAMAT).teks
    jawaban = klien.post(satu(riau), kiriman)
    assert jawaban.status_code == 422
    assert "tidak ada lagi yang dapat ditulis" in baca(jawaban).teks


# --- Ways in -------------------------------------------------------------------------------
def test_jalan_dari_verifikasi_dan_lembar_satker(klien: Client, riau: Dipa) -> None:
    laporan = riau.laporan.get()
    assert satu(riau) in buka(klien, f"/verifikasi/?laporan={laporan.pk}").tautan()
    assert satu(riau) in buka(klien, "/satker/099026/?tahun=2026&triwulan=1").tautan()


def test_jalan_dari_impor_yang_diterapkan(klien: Client, riau: Dipa) -> None:
    isi = (
        "tahun,triwulan,kewenangan,kode_satker,jenis_belanja,realisasi_sd,basis,tanggal_data\n"
        "2026,2,TP,099026,52,500000,SP2D,2026-06-30\n"
    )
    impor = pratinjau(klien, "realisasi", SimpleUploadedFile("perbendaharaan.csv", isi.encode()))
    alamat = f"{ALAMAT}?tahun=2026&triwulan=2"
    assert alamat not in buka(klien, f"/impor/{impor.pk}/").tautan()
    terapkan(klien, impor)
    assert alamat in buka(klien, f"/impor/{impor.pk}/").tautan()
    assert daftar(buka(klien, alamat)) == ["Riau"]


def test_riwayat_menyebut_keputusan_dengan_kata(klien: Client, semua: dict[str, Dipa]) -> None:
    aceh = semua["Aceh"]
    klien.post(satu(aceh), formulir(buka(klien, satu(aceh))))
    laman = buka(klien, f"/riwayat/?dipa={aceh.pk}&jenis=rekonsiliasi")
    assert "Memutuskan rekonsiliasi TW I 2026 Aceh (TP)" in laman.teks
    assert "Rekonsiliasi TW I 2026 Aceh (TP), 53 Modal dibuat" in laman.teks
    assert "angka perbendaharaan s.d. triwulan itu: Rp 7.000" in laman.teks
    assert "keputusan: Beda waktu, akan sama kemudian" in laman.teks
