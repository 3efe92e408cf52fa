"""The tables of the write side as sheets to download (`satker.ekspor`): what a page shows, with its filters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.utils import timezone

from realisasi.antrean import DAFTAR, DIBUKA, BarisAntrean, Saringan
from realisasi.belum_lapor import BelumLapor
from realisasi.beranda import Beranda
from realisasi.formulir import Formulir
from realisasi.impor.daftar import BAGIAN, DITOLAK, BarisImpor, Pratinjau
from realisasi.kalender import TRIWULAN, nama_triwulan
from realisasi.lembar_isian import LembarIsian
from realisasi.lembar_pengaturan import LembarPengaturan
from realisasi.perbandingan import BarisBanding, Pemeriksaan
from satker.ekspor import Kolom, Lembar, Nilai
from satker.models import Satker

DIPA = (
    Kolom("Provinsi", lebar=24),
    Kolom("Kode satker", lebar=12),
    Kolom("Nama satker", lebar=48),
    Kolom("Kewenangan", lebar=12),
    Kolom("Tahun", "bulat", 8),
    Kolom("Triwulan", lebar=10),
)


def dibuat(*kalimat: str) -> list[str]:
    """The lines above a table: these, and when it was made."""
    return [*kalimat, f"Dibuat {timezone.localtime():%d-%m-%Y %H:%M} WIB"]


# --- Verification ----------------------------------------------------------------------------


def antrean(s: Saringan, baris: Iterable[BarisAntrean], kepala: str) -> Lembar:
    """One of the lists of tim pusat: the queue, what was reopened, what is verified."""
    kolom = (
        *DIPA,
        Kolom("Keadaan", lebar=16),
        Kolom("Versi", "bulat", 8),
        Kolom("Diajukan", "saat", 18),
        Kolom("Diajukan pertama", "saat", 18),
        Kolom("Terlambat (hari)", "bulat", 10),
        Kolom("Diverifikasi", "saat", 18),
        Kolom("Pemverifikasi", lebar=28),
        Kolom("Dikembalikan atau dibuka", "saat", 18),
        Kolom("Pengembali", lebar=28),
        Kolom("Alasan", lebar=48),
        Kolom("Persen s.d. triwulannya", "persen", 14),
        Kolom("Perubahan (poin)", "poin", 12),
        Kolom("Perubahan (Rp)", "rupiah", 18),
        Kolom("Peringatan", "bulat", 10),
        Kolom("Bukti", "bulat", 8),
        Kolom("Berubah setelah verifikasi", lebar=14),
    )
    isi: list[Sequence[Nilai]] = []
    for b in baris:
        lap, versi = b.laporan, b.versi
        isi.append(
            [
                b.nama, b.dipa.satker.kode, b.dipa.nama_satker, b.dipa.kewenangan, b.dipa.tahun_id, b.triwulan,
                lap.get_status_display(), versi.nomor if versi else None, versi.diajukan_pada if versi else None,
                b.diajukan_pertama, b.terlambat, lap.diverifikasi_pada, lap.nama_pemverifikasi,
                lap.dikembalikan_pada, lap.nama_pengembali, lap.alasan_dikembalikan, b.persen_bp, b.perubahan_bp,
                b.perubahan_rp, b.peringatan, b.bukti, "ya" if lap.berubah_setelah_verifikasi else "",
            ]
        )  # fmt: skip
    saring = [f"cari: {s.cari}" if s.cari else "", s.kewenangan]
    if s.daftar == DIBUKA or s.tahun or s.triwulan:
        saring += [str(s.tahun or ""), nama_triwulan(s.triwulan) if s.triwulan else ""]
    judul = DAFTAR[s.daftar] + (f" {kepala}" if s.daftar not in {"antrean", DIBUKA} else "")
    return Lembar(f"Laporan: {judul}", dibuat(", ".join(x for x in saring if x) or "Semua"), kolom, isi)


def perbandingan(x: Pemeriksaan) -> Lembar:
    """One report beside its earlier version and the treasury's figures."""
    tw = x.nama_triwulan
    kolom = (
        Kolom("Jenis belanja", lebar=22),
        Kolom("Sampai triwulan sebelumnya (Rp)", "rupiah", 18),
        Kolom(f"{tw} saja, versi pembanding (Rp)", "rupiah", 18),
        Kolom(f"{tw} saja, versi ini (Rp)", "rupiah", 18),
        Kolom(f"Sampai {tw} (Rp)", "rupiah", 18),
        Kolom(f"Perbendaharaan s.d. {tw} (Rp)", "rupiah", 18),
        Kolom("Selisih dengan perbendaharaan (Rp)", "rupiah", 18),
        Kolom("Persen", "persen", 12),
    )

    def baris(b: BarisBanding) -> list[Nilai]:
        return [b.nama, b.sebelum, b.lalu, b.kini, b.kumulatif, b.perbendaharaan, b.selisih, b.persen_bp]

    judul = f"{x.nama} {x.dipa.kewenangan}, {tw} {x.dipa.tahun_id}"
    versi = f"Versi {x.versi.nomor}" if x.versi else "Belum pernah diajukan"
    return Lembar(judul, dibuat(versi), kolom, [baris(b) for b in (*x.baris, x.jumlah)])


def belum_lapor(baris: Iterable[BelumLapor], tahun: int, triwulan: int) -> Lembar:
    """Who owes a report, and whom to talk to."""
    kolom = (
        *DIPA,
        Kolom("Keadaan", lebar=22),
        Kolom("Tenggat", "tanggal", 14),
        Kolom("Terlambat (hari)", "bulat", 10),
        Kolom("Diterima sampai", "tanggal", 14),
        Kolom("Dikembalikan", "tanggal", 14),
        Kolom("Triwulan lain yang belum", lebar=18),
        Kolom("Narahubung", lebar=28),
        Kolom("Telepon", lebar=18),
        Kolom("Surel", lebar=40),
        Kolom("Pengingat terakhir", "tanggal", 14),
    )
    isi: list[Sequence[Nilai]] = [
        [
            b.satker.provinsi.nama, b.satker.kode, b.dipa.nama_satker, b.dipa.kewenangan, b.dipa.tahun_id,
            nama_triwulan(b.triwulan), b.keadaan.value, b.jendela.tenggat, b.terlambat or None, b.jendela.berakhir,
            b.dikembalikan_pada if b.dikembalikan else None, ", ".join(nama_triwulan(q) for q in b.tertinggal),
            b.satker.kontak_nama, b.satker.kontak_telepon, ", ".join(b.surel), b.pengingat_terakhir,
        ]
        for b in baris
    ]  # fmt: skip
    return Lembar(f"Belum lapor {nama_triwulan(triwulan)} {tahun}", dibuat(), kolom, isi)


# --- The home of a dinas ---------------------------------------------------------------------


def laporan_terakhir(b: Beranda) -> Lembar:
    """The reports that the home page lists. Amounts are the draft's where one is being written."""
    kolom = (
        Kolom("Laporan", lebar=22),
        *DIPA[3:],
        Kolom("Keadaan", lebar=16),
        Kolom("Triwulan itu saja (Rp)", "rupiah", 18),
        Kolom("Sampai triwulan itu (Rp)", "rupiah", 18),
        Kolom("Pagu efektif (Rp)", "rupiah", 18),
        Kolom("Persen sampai triwulan itu", "persen", 12),
        Kolom("Waktu", lebar=36),
    )
    isi: list[Sequence[Nilai]] = []
    for lap in b.laporan:
        x = lap.lembar
        isi.append(
            [
                lap.nama, x.dipa.kewenangan, x.dipa.tahun_id, nama_triwulan(x.triwulan),
                str(lap.keadaan.label) if lap.keadaan else "belum diisi",
                x.sekarang if x.ada_isi else None, x.kumulatif if x.ada_isi else None, x.pagu_efektif,
                lap.persen_bp, lap.waktu,
            ]
        )  # fmt: skip
    return Lembar(f"Laporan satker {b.satker.kode}", dibuat(b.satker.nama), kolom, isi)


# --- One report ------------------------------------------------------------------------------


def isian(x: LembarIsian, ket: Iterable[str] = ()) -> Lembar:
    """What one report says per jenis belanja, as its grid and its form show it."""
    tw, lalu = nama_triwulan(x.triwulan), nama_triwulan(x.triwulan - 1) if x.triwulan > 1 else "sebelumnya"
    kolom = (
        Kolom("Jenis belanja", lebar=22),
        Kolom("Pagu (Rp)", "rupiah", 18),
        Kolom("Blokir (Rp)", "rupiah", 16),
        Kolom("Pagu efektif (Rp)", "rupiah", 18),
        Kolom(f"Sampai {lalu} (Rp)", "rupiah", 18),
        Kolom(f"{tw} saja (Rp)", "rupiah", 18),
        Kolom(f"Sampai {tw} (Rp)", "rupiah", 18),
        Kolom("Sisa (Rp)", "rupiah", 18),
        Kolom("Persen dari pagu efektif", "persen", 14),
    )
    isi: list[Sequence[Nilai]] = [
        [
            b.jenis.pendek, b.pagu, b.blokir, b.pagu_efektif, b.sebelum, b.sekarang,
            b.kumulatif if b.sebelum or b.sekarang is not None else None, b.sisa,
            b.persen_bp if b.sebelum or b.sekarang is not None else None,
        ]
        for b in x.baris
    ]  # fmt: skip
    isi.append(
        [
            "Jumlah", x.total_pagu, x.total_blokir, x.pagu_efektif, x.sebelum, x.sekarang if x.ada_isi else None,
            x.kumulatif, x.sisa, x.persen_bp,
        ]
    )  # fmt: skip
    return Lembar(f"Laporan {tw} {x.dipa.tahun_id}: realisasi", _tentang(x, ket), kolom, isi)


def formulir(f: Formulir) -> dict[str, Callable[[], Lembar]]:
    """The tables of Form C: money, obstacles, reasons for warnings."""
    x, ket = f.lembar, [kalimat for kalimat in (f.keterangan_versi, f.keterangan_verifikasi) if kalimat]
    judul = f"Laporan {nama_triwulan(x.triwulan)} {x.dipa.tahun_id}"
    kendala = (
        Kolom("Kategori", lebar=24),
        Kolom("Kendala", lebar=60),
        Kolom("Tindak lanjut", lebar=60),
        Kolom("Penanggung jawab", lebar=30),
        Kolom("Batas waktu", "tanggal", 14),
        Kolom("Keadaan", lebar=20),
    )
    alasan = (Kolom("Peringatan", lebar=48), Kolom("Penjelasan dinas", lebar=80))
    return {
        "keuangan": lambda: isian(x, ket),
        "kendala": lambda: Lembar(
            f"{judul}: kendala",
            _tentang(x, ket),
            kendala,
            [[k.kategori, k.uraian, k.tindak_lanjut, k.penanggung_jawab, k.batas_waktu, k.keadaan] for k in f.kendala],
        ),
        "penjelasan": lambda: Lembar(
            f"{judul}: penjelasan", _tentang(x, ket), alasan, [[p.judul, p.alasan] for p in f.peringatan]
        ),
    }


def _tentang(x: LembarIsian, ket: Iterable[str]) -> list[str]:
    d = x.dipa
    sumber = ["DATA ILUSTRASI"] if x.tahun.ilustrasi else []
    return dibuat(f"Satker {d.satker.kode} {d.nama_satker}, {d.kewenangan} {d.tahun_id}", *ket, *sumber)


def daftar_satker(semua: Iterable[Satker]) -> Lembar:
    """Every satker, to choose one."""
    kolom = (Kolom("Provinsi", lebar=24), Kolom("Kode satker", lebar=12), Kolom("Nama satker", lebar=48))
    return Lembar("Satker", dibuat(), kolom, [[s.provinsi.nama, s.kode, s.nama] for s in semua])


# --- Import ----------------------------------------------------------------------------------


def daftar_impor(baris: Iterable[BarisImpor]) -> Lembar:
    """The register of imports."""
    kolom = (
        Kolom("Nomor", "bulat", 8),
        Kolom("Berkas", lebar=48),
        Kolom("Yang diimpor", lebar=24),
        Kolom("Perubahan", lebar=36),
        Kolom("Dibaca oleh", lebar=28),
        Kolom("Dibaca", "saat", 18),
        Kolom("Diterapkan oleh", lebar=28),
        Kolom("Diterapkan", "saat", 18),
        Kolom("Dibatalkan oleh", lebar=28),
        Kolom("Dibatalkan", "saat", 18),
        Kolom("Keadaan", lebar=14),
    )
    isi: list[Sequence[Nilai]] = []
    for b in baris:
        x = b.impor
        isi.append(
            [
                x.pk, ", ".join(b.berkas), x.get_jenis_display(), b.mengubah, x.nama_pembuat, x.dibuat_pada,
                x.nama_penerap, x.diterapkan_pada, x.nama_pembatal, x.dibatalkan_pada, x.get_keadaan_display(),
            ]
        )  # fmt: skip
    return Lembar("Daftar impor", dibuat(), kolom, isi)


def isi_impor(x: Pratinjau) -> Lembar:
    """What one part of a preview lists: units that are new or changed value by value, or what is refused."""
    judul = f"Impor {x.impor.pk}: {BAGIAN[x.bagian].lower()}"
    ket = dibuat(", ".join(b.nama for b in x.berkas), x.impor.get_keadaan_display())
    if x.bagian == DITOLAK:
        tolakan = (
            Kolom("Berkas", lebar=30),
            Kolom("Lembar", lebar=18),
            Kolom("Baris", "bulat", 10),
            Kolom("Kolom", lebar=22),
            Kolom("Isi sel", lebar=30),
            Kolom("Yang salah dan cara memperbaikinya", lebar=80),
        )
        ditolak = [[t.get(nama) for nama in ("berkas", "lembar", "baris", "kolom", "nilai", "pesan")] for t in x.isi]
        return Lembar(judul, ket, tolakan, ditolak)
    kolom = (
        Kolom(x.satuan.capitalize(), lebar=48),
        Kolom("Letak", lebar=24),
        Kolom("Isi", lebar=24),
        Kolom("Sekarang", "rupiah", 24),
        Kolom("Menjadi", "rupiah", 24),
        Kolom("Selisih", "rupiah", 18),
        Kolom("Peringatan", lebar=60),
    )
    isi: list[Sequence[Nilai]] = []
    for b in x.isi:
        for n in b.nilai:
            lama, baru = n.asli
            selisih = baru - lama if isinstance(lama, int) and isinstance(baru, int) else None
            isi.append([b.sebutan, b.letak, n.kolom, lama, baru, selisih, " ".join(b.peringatan)])
    return Lembar(judul, ket, kolom, isi)


# --- Settings --------------------------------------------------------------------------------


def target(x: LembarPengaturan) -> Lembar:
    """The targets of a year; an empty cell is no target."""
    kolom = (
        Kolom("Triwulan", lebar=12),
        Kolom("Target DK dan TP", "persen", 12),
        Kolom("Target DK saja", "persen", 12),
        Kolom("Target TP saja", "persen", 12),
    )
    isi: list[Sequence[Nilai]] = [
        [nama_triwulan(q), *(x.target[q, k].target_bp if (q, k) in x.target else None for k in ("", "DK", "TP"))]
        for q in TRIWULAN
    ]
    return Lembar(f"Target {x.tahun}", dibuat("Persen pagu efektif, kumulatif"), kolom, isi)


def jendela(x: LembarPengaturan) -> Lembar:
    """The windows of a year."""
    kolom = (
        Kolom("Triwulan", lebar=12),
        Kolom("Dibuka", "tanggal", 14),
        Kolom("Tenggat", "tanggal", 14),
        Kolom("Ditutup", "tanggal", 14),
        Kolom("Tenggat bawaan menurut hari libur", "tanggal", 16),
        Kolom("Pengumuman", lebar=60),
    )
    isi: list[Sequence[Nilai]] = [
        [nama_triwulan(q), p.dibuka, p.tenggat, p.ditutup, x.bawaan[q].tenggat, p.pengumuman]
        for q, p in sorted(x.periode.items())
    ]
    return Lembar(f"Jendela pelaporan {x.tahun}", dibuat(), kolom, isi)


def perpanjangan(x: LembarPengaturan) -> Lembar:
    """The extensions of a year."""
    kolom = (
        Kolom("Provinsi", lebar=24),
        Kolom("Kode satker", lebar=12),
        Kolom("Nama satker", lebar=48),
        Kolom("Triwulan", lebar=12),
        Kolom("Jendela ditutup", "tanggal", 14),
        Kolom("Diperpanjang sampai", "tanggal", 14),
        Kolom("Alasan", lebar=60),
    )
    isi: list[Sequence[Nilai]] = [
        [
            p.satker.provinsi.nama, p.satker.kode, p.satker.nama, nama_triwulan(p.periode.triwulan),
            p.periode.ditutup, p.sampai, p.alasan,
        ]
        for p in x.perpanjangan
    ]  # fmt: skip
    return Lembar(f"Perpanjangan {x.tahun}", dibuat(), kolom, isi)


def hari_libur(x: LembarPengaturan) -> Lembar:
    """The holidays that the page lists: those of the year and of the January after it."""
    kolom = (Kolom("Hari", "tanggal", 14), Kolom("Nama", lebar=48), Kolom("Jenis", lebar=18))
    isi: list[Sequence[Nilai]] = [[h.tanggal, h.nama, h.get_jenis_display()] for h in (*x.libur, *x.libur_januari)]
    return Lembar(f"Hari libur {x.tahun}", dibuat(), kolom, isi)
