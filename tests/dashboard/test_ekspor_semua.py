"""Every table of the application exports to CSV and Excel what is shown, with its filters, formula-safe."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook

from realisasi.demo.muat import RAKOR
from realisasi.models import Dipa, Kendala, LaporanTriwulan, PerpanjanganPeriode, Rekonsiliasi, StatusLaporan
from realisasi.pembekuan import Cakupan, bekukan
from realisasi.posisi import Angka
from satker.ekspor import AWAL_RUMUS, Kolom, Lembar, csv_aman, xlsx
from satker.models import Pengguna, Satker
from tests import pabrik
from tests.dashboard.halaman import Laman, buka, teks
from tests.realisasi.impor.layar import pratinjau, satker

MasukSebagai = Callable[[Pengguna | str], Client]

# Every page that shows a table, who opens it, and the tables that it offers.
HALAMAN: dict[str, tuple[str, set[str]]] = {
    "/?tahun=2023&triwulan=4": ("pusat", {"di-bawah-ambang", "jenis", "pulau", "peringkat", "per-triwulan", "lajur"}),
    "/?tahun=2026&triwulan=3&angka=sementara": (
        "pimpinan",
        {"di-bawah-ambang", "belum-lapor", "jenis", "pulau", "peringkat", "per-triwulan", "lajur"},
    ),
    "/satker/099026/?tahun=2026&triwulan=2": (
        "kepala-riau",
        {"laporan", "jenis", "tahun", "revisi", "kendala", "lajur"},
    ),
    "/riwayat/?orang=Sistem&dari=2026-01-01&sampai=2026-01-31": ("pusat", set()),
    "/riwayat/?satker=099026&jenis=laporan": ("pusat", {"perubahan"}),
    "/riwayat/": ("kepala-riau", {"perubahan"}),
    "/verifikasi/": ("pusat", {"daftar", "perbandingan"}),
    "/verifikasi/?daftar=terverifikasi&tahun=2023&triwulan=4": ("admin", {"daftar", "perbandingan"}),
    "/verifikasi/belum-lapor/?tahun=2026&triwulan=3": ("pusat", {"laporan"}),
    "/rekonsiliasi/?tahun=2026&triwulan=2": ("pusat", {"daftar"}),
    "/rekonsiliasi/?tahun=2026&triwulan=3&keadaan=berbeda": ("pimpinan", {"daftar"}),
    "/pelaporan/": ("kepala-riau", {"laporan"}),
    "/pelaporan/?satker=099026": ("pusat", {"laporan"}),
    "/pelaporan/{aceh}/3/": ("kepala-aceh", {"realisasi"}),
    "/pelaporan/{riau}/2/": ("pusat", {"realisasi"}),
    "/pelaporan/{aceh}/3/cetak/?versi=1": ("kepala-aceh", {"keuangan", "kendala"}),
    "/pengaturan/?tahun=2026": ("pusat", {"target", "jendela", "perpanjangan", "libur"}),
}


@pytest.fixture
def lengkap(demo: None) -> None:
    """The demo with what its tables have no row of yet."""
    periode = Satker.objects.get(kode="099026").dipa.get(tahun=2026).tahun.periode.get(triwulan=3)
    PerpanjanganPeriode.objects.get_or_create(
        periode=periode,
        satker=Satker.objects.get(kode="099026"),
        defaults={"sampai": dt.date(2026, 12, 30), "alasan": "=1+1 banjir"},
    )


def nyata(alamat: str) -> str:
    """The address with the keys of the DIPA that it names by their province."""
    kode = {"riau": "14", "aceh": "11"}
    dipa = {nama: Dipa.objects.get(tahun=2026, satker__provinsi=k, kewenangan="TP").pk for nama, k in kode.items()}
    return alamat.format(**dipa)


def tautan(laman: Laman, jenis: str) -> dict[str, str]:
    """The addresses under which the page offers its tables as files of this kind, by table."""
    semua = [t for t in laman.tautan() if f"ekspor={jenis}" in t]
    hasil = {}
    for t in semua:
        cocok = re.search(r"tabel=([a-z-]+)", t)
        assert cocok, t
        hasil[cocok[1]] = t
    return hasil


def baca_csv(jawaban: HttpResponse) -> list[dict[str, str]]:
    assert jawaban["Content-Type"] == "text/csv; charset=utf-8"
    isi = jawaban.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(isi), delimiter=";"))


def baca_xlsx(jawaban: HttpResponse) -> list[dict[str, object]]:
    """The rows below the frozen head, by head."""
    kertas = load_workbook(io.BytesIO(jawaban.content))["Data"]
    assert kertas.freeze_panes
    kepala = int(re.sub(r"\D", "", str(kertas.freeze_panes))) - 1
    baris = list(kertas.iter_rows(min_row=kepala, values_only=True))
    assert all(sel.data_type != "f" for b in kertas.iter_rows() for sel in b)
    return [dict(zip(map(str, baris[0]), b, strict=True)) for b in baris[1:]]


@pytest.mark.parametrize("alamat", HALAMAN)
def test_setiap_tabel_dapat_diunduh_dengan_kedua_bentuk(lengkap: None, masuk: MasukSebagai, alamat: str) -> None:
    siapa, harapan = HALAMAN[alamat]
    klien, alamat = masuk(siapa), nyata(alamat)
    laman = buka(klien, alamat)
    dasar = alamat.split("?", maxsplit=1)[0]
    for jenis in ("csv", "xlsx"):
        ada = tautan(laman, jenis)
        assert set(ada) == harapan
        for tabel, ke in ada.items():
            jawaban = klien.get(ke if ke.startswith("/") else f"{dasar}{ke}")
            assert jawaban.status_code == 200, ke
            nama = jawaban["Content-Disposition"]
            assert re.fullmatch(rf'attachment; filename="[a-z0-9-]+-{tabel}\.{jenis}"', nama), nama
            baris = baca_csv(jawaban) if jenis == "csv" else baca_xlsx(jawaban)
            assert baris, ke


@pytest.mark.parametrize("alamat", HALAMAN)
def test_kedua_bentuk_memuat_baris_yang_sama(lengkap: None, masuk: MasukSebagai, alamat: str) -> None:
    klien, alamat = masuk(HALAMAN[alamat][0]), nyata(alamat)
    dasar = alamat.split("?", maxsplit=1)[0]
    laman = buka(klien, alamat)
    lembar, teks_csv = tautan(laman, "xlsx"), tautan(laman, "csv")
    for tabel in lembar:
        a, b = (klien.get(x[tabel] if x[tabel].startswith("/") else f"{dasar}{x[tabel]}") for x in (lembar, teks_csv))
        x, y = baca_xlsx(a), baca_csv(b)
        assert len(x) == len(y)
        assert list(x[0]) == list(y[0])


def test_setiap_tabel_halaman_mempunyai_tautan_unduh(lengkap: None, masuk: MasukSebagai) -> None:
    """A table without a way out is found here."""
    for alamat, (siapa, tabel) in HALAMAN.items():
        laman = buka(masuk(siapa), nyata(alamat))
        # The form's own target and its realisation are two figures of the grid.
        di_halaman = [t for t in laman.semua("table") if t.get("aria-labelledby") != "capaian"]
        assert len(di_halaman) <= max(len(tabel), 1), (alamat, [ET.tostring(t)[:80] for t in di_halaman])


@pytest.mark.parametrize(
    "alamat",
    [
        "/?ekspor=csv&tabel=tidak-ada",
        "/satker/099026/?ekspor=xlsx&tabel=x",
        "/verifikasi/?ekspor=csv&tabel=x",
        "/verifikasi/?ekspor=csv&tabel=perbandingan&laporan=999999",
        "/verifikasi/belum-lapor/?ekspor=csv&tabel=x",
        "/pengaturan/?ekspor=csv&tabel=x",
        "/rekonsiliasi/?ekspor=csv&tabel=x",
        "/riwayat/?satker=099026&ekspor=csv&tabel=x",
        "/rakor/?ekspor=csv&tabel=x",
    ],
)
def test_tabel_yang_tidak_ada(demo: None, masuk: MasukSebagai, alamat: str) -> None:
    assert masuk("pusat").get(alamat).status_code == 404


def test_bentuk_yang_tidak_dikenal_memberi_halamannya(demo: None, masuk: MasukSebagai) -> None:
    assert "html" in masuk("pusat").get("/?ekspor=exe")["Content-Type"]


# --- With the filters of the page ----------------------------------------------------------------
def test_dasbor_mengunduh_semua_yang_cocok_dengan_saringannya(demo: None, masuk: MasukSebagai) -> None:
    klien = masuk("pusat")
    saring = "tahun=2023&triwulan=4&kewenangan=DK&pulau=Sumatera"
    baris = baca_csv(klien.get(f"/?{saring}&ekspor=csv&tabel=peringkat"))
    halaman = buka(klien, f"/?{saring}")
    assert f"dari {len(baris)}" in halaman.teks
    assert len(baris) == 10
    persen = [b["Persen s.d. TW IV dari pagu efektif"] for b in baris]
    assert persen == sorted(persen, key=lambda p: float(p.replace(",", ".")))
    assert "81,18" in persen
    semua = baca_csv(klien.get("/?tahun=2023&triwulan=4&kewenangan=DK&ekspor=csv&tabel=peringkat"))
    assert len(semua) == 34


def test_antrean_mengunduh_semua_halamannya(
    db: None, pusat: Pengguna, masuk: MasukSebagai, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("realisasi.antrean.PER_HALAMAN", 2)
    for i in range(5):
        dipa = pabrik.buat_dipa(pabrik.buat_satker(f"70000{i}"))
        pabrik.buat_laporan_diajukan(dipa, 1, {"52": 1_000})
    klien = masuk(pusat)
    assert len(buka(klien, "/verifikasi/").semua("tr", data_laporan="")) <= 2
    baris = baca_csv(klien.get("/verifikasi/?ekspor=csv&tabel=daftar"))
    assert [b["Kode satker"] for b in baris] == [f"70000{i}" for i in range(5)]
    assert {b["Keadaan"] for b in baris} == {"Diajukan"}
    (satu,) = baca_csv(klien.get("/verifikasi/?cari=700003&ekspor=csv&tabel=daftar"))
    assert satu["Kode satker"] == "700003"


def test_riwayat_mengunduh_perubahan_yang_cocok(
    db: None, pusat: Pengguna, masuk: MasukSebagai, monkeypatch: pytest.MonkeyPatch
) -> None:
    dinas = pabrik.buat_satker("700001", nama="Dinas Lama")
    dinas.nama = "=Dinas Baru"
    dinas.save()
    pabrik.buat_dipa()
    klien = masuk(pusat)
    baris = baca_csv(klien.get("/riwayat/?satker=700001&jenis=satker&ekspor=csv&tabel=perubahan"))
    ganti = next(b for b in baris if b["Tindakan"] == "diubah")
    assert (ganti["Yang berubah"], ganti["Semula"], ganti["Menjadi"]) == ("nama satker", "Dinas Lama", "'=Dinas Baru")
    assert ganti["Oleh"] == "Sistem"
    assert len({b["Objek"] for b in baris}) == 1
    monkeypatch.setattr("dashboard.riwayat.ekspor.PALING_BANYAK", 1)
    jawaban = klien.get("/riwayat/?satker=700001&ekspor=csv&tabel=perubahan&page=2")
    assert jawaban["Location"] == "/riwayat/?satker=700001"
    assert "Persempit dengan rentang hari" in buka(klien, jawaban["Location"]).teks


def test_dinas_mengunduh_riwayat_satkernya_saja(demo: None, masuk: MasukSebagai) -> None:
    isi = masuk("kepala-riau").get("/riwayat/?ekspor=csv&tabel=perubahan").content.decode()
    assert "Riau" in isi
    assert not re.search(r"\b(Aceh|Jawa Timur|Papua)\b", isi)


@pytest.mark.parametrize(
    "alamat", ["/verifikasi/", "/rekonsiliasi/", "/pengaturan/", "/verifikasi/belum-lapor/", "/rakor/"]
)
def test_yang_tidak_boleh_membuka_halaman_tidak_mengunduh_tabelnya(
    demo: None, masuk: MasukSebagai, alamat: str
) -> None:
    assert masuk("kepala-riau").get(f"{alamat}?ekspor=csv").status_code == 403


def test_pilihan_satker_dan_rakor(demo: None, masuk: MasukSebagai) -> None:
    klien = masuk("pusat")
    assert len(baca_csv(klien.get("/pelaporan/?ekspor=csv&tabel=satker"))) == Satker.objects.count()
    paket = bekukan(Cakupan(2023, 4, "DK", Angka.RESMI), "=Rakor", None)
    milik_demo, baris = baca_csv(klien.get("/rakor/?ekspor=csv&tabel=paket"))
    assert (milik_demo["Rapat"], milik_demo["Sumber"]) == (RAKOR, "data ilustrasi")
    assert (baris["Rapat"], baris["Persen dari pagu efektif"]) == ("'=Rakor", "95,69")
    laman = buka(klien, f"/rakor/{paket.pk}/")
    assert set(tautan(laman, "csv")) == {"peringkat", "jenis"}
    assert len(baca_csv(klien.get(f"/rakor/{paket.pk}/?ekspor=csv&tabel=peringkat"))) == 34
    banding = f"/rakor/banding/?lama={paket.pk}&baru=sekarang"
    assert len(baca_xlsx(klien.get(f"{banding}&ekspor=xlsx"))) == 34


def test_daftar_impor_dan_isi_pratinjau(db: None, pusat: Pengguna, masuk: MasukSebagai) -> None:
    lama = pabrik.buat_satker("700001", nama="Dinas Lama", provinsi=pabrik.buat_provinsi("14"))
    klien = masuk(pusat)
    impor = pratinjau(
        klien, "satker", satker("700001,Dinas Baru,14", "700002,Dinas Kedua,14", "salah,Dinas,14", nama="=x.csv")
    )
    for bagian, harapan in (("berubah", ("Dinas Lama", "Dinas Baru")), ("baru", ("", "Dinas Kedua"))):
        laman = buka(klien, f"/impor/{impor.pk}/?bagian={bagian}")
        baris = baca_csv(klien.get(tautan(laman, "csv")["isi"]))
        assert harapan in {(b["Sekarang"], b["Menjadi"]) for b in baris}
        assert baca_xlsx(klien.get(tautan(laman, "xlsx")["isi"]))
    (tolak,) = baca_csv(klien.get(f"/impor/{impor.pk}/?bagian=ditolak&ekspor=csv"))
    assert tolak["Isi sel"] == "salah"
    assert lama.nama == "Dinas Lama"
    (daftar,) = baca_csv(klien.get(tautan(buka(klien, "/impor/"), "csv")["daftar"]))
    assert (daftar["Nomor"], daftar["Keadaan"], daftar["Dibaca oleh"]) == (str(impor.pk), "Pratinjau", pusat.nama)


# --- Formula-safe --------------------------------------------------------------------------------
# What OWASP names (CSV injection); written out, so that one taken from the application's own list fails here.
@pytest.mark.parametrize("awal", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_teks_yang_mirip_rumus_tetap_teks(awal: str) -> None:
    jahat = f"{awal}HYPERLINK(1)"
    lembar = Lembar(jahat, [jahat], [Kolom(jahat), Kolom("Rp", "rupiah")], [[jahat, -5]])
    baris = list(csv.reader(io.StringIO(csv_aman(lembar).decode("utf-8-sig"), newline=""), delimiter=";"))
    assert baris[1][0] == f"'{jahat}"
    assert baris[1][1] == "-5"
    assert baris[0][0] == f"'{jahat}"
    kertas = load_workbook(io.BytesIO(xlsx(lembar)))["Data"]
    assert [s.value for b in kertas.iter_rows() for s in b if s.data_type == "f"] == []
    assert kertas["B5"].value == -5


def test_kata_dari_luar_tidak_menjadi_rumus_di_tabel_mana_pun(demo: None, masuk: MasukSebagai) -> None:
    """What offices and tim pusat type reaches every table as text."""
    jahat = "=cmd|'/c calc'!A1"
    Satker.objects.filter(kode="099026").update(nama=jahat, kontak_nama=jahat, kontak_telepon="+62-8")
    dinas = Satker.objects.get(kode="099026")
    for dipa in dinas.dipa.all():
        dipa.nama_satker = jahat
        dipa.save()
    Kendala.objects.filter(dipa__satker=dinas).update(uraian=jahat, tindak_lanjut=jahat)
    LaporanTriwulan.objects.filter(dipa__satker=dinas, status=StatusLaporan.DIKEMBALIKAN).update(
        alasan_dikembalikan=jahat, nama_pengembali=jahat
    )
    Rekonsiliasi.objects.update(alasan=jahat)
    klien = masuk("pusat")
    for alamat in (
        "/?tahun=2026&triwulan=3&angka=sementara&tabel=peringkat",
        "/satker/099026/?tahun=2026&triwulan=3&tabel=kendala",
        "/satker/?tahun=2026&triwulan=3",
        "/verifikasi/?tabel=daftar",
        "/verifikasi/belum-lapor/?tahun=2026&triwulan=3&tabel=laporan",
        "/rekonsiliasi/?tahun=2026&triwulan=2&tabel=daftar",
        "/pelaporan/?satker=099026&tabel=laporan",
        "/riwayat/?satker=099026&jenis=dipa&tabel=perubahan",
    ):
        for baris in baca_csv(klien.get(f"{alamat}&ekspor=csv")):
            for sel in baris.values():
                assert not sel.startswith(AWAL_RUMUS) or re.fullmatch(r"-?[0-9]+(,[0-9]+)?", sel), (alamat, sel)
        jawaban = klien.get(f"{alamat}&ekspor=xlsx")
        baca_xlsx(jawaban)  # holds no formula


def test_angka_hari_dan_poin_adalah_nilai_sungguhan() -> None:
    lembar = Lembar(
        "Uji",
        [],
        [
            Kolom("Rp", "rupiah"),
            Kolom("%", "persen"),
            Kolom("poin", "poin"),
            Kolom("hari", "tanggal"),
            Kolom("saat", "saat"),
        ],
        [[1_250_000, 8999, -540, dt.date(2026, 7, 3), dt.datetime(2026, 7, 3, 2, 5, tzinfo=dt.UTC)]],
    )
    kertas = load_workbook(io.BytesIO(xlsx(lembar)))["Data"]
    nilai = [s.value for s in kertas[4]]
    assert nilai[:3] == [1_250_000, 0.8999, -5.4]
    assert nilai[3] == dt.datetime(2026, 7, 3)  # noqa: DTZ001  (a workbook knows no zone)
    assert nilai[4] == dt.datetime(2026, 7, 3, 9, 5)  # noqa: DTZ001
    (_, baris) = csv_aman(lembar).decode("utf-8-sig").splitlines()
    assert baris == "1250000;89,99;-5,40;2026-07-03;2026-07-03 09:05"


def test_tautan_unduh_menyebut_tabelnya_kepada_pembaca_layar(demo: None, masuk: MasukSebagai) -> None:
    laman = buka(masuk("pusat"), "/?tahun=2023&triwulan=4")
    sebutan = [e.get("aria-label", "") for e in laman.semua("a") if "ekspor=" in e.get("href", "")]
    assert len(sebutan) == len(set(sebutan)) == 12
    assert all(s.startswith("Unduh ") and s.endswith((" sebagai Excel", " sebagai CSV")) for s in sebutan)
    assert teks(laman.semua("span", "table-export")[0]) == "Unduh Excel CSV"
