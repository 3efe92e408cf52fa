"""The queue of tim pusat and its decisions: parse, ask, render."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from realisasi import alur, antrean, perbandingan, tabel_ekspor
from realisasi.antrean import ANTREAN, DAFTAR, TERVERIFIKASI, Saringan
from realisasi.forms.verifikasi import FormTindakan, baca_pilihan, baca_saringan, nama_catatan
from realisasi.kalender import TRIWULAN, nama_triwulan
from realisasi.models import BagianLaporan, Kewenangan, LaporanTriwulan
from realisasi.penanggalan import tanggal
from realisasi.perbandingan import Pemeriksaan
from realisasi.views.akses import pengguna
from satker import ekspor
from satker.akses import hak, hanya
from satker.models import Pengguna
from satker.peran import Peran

CATATAN_TERBUANG = (
    "Catatan hanya sampai ke dinas bila laporan dikembalikan. Tekan Kembalikan, atau kosongkan catatannya lalu ulangi."
)
# A GET of an action comes from signing in again in between: it leads back to the report.
boleh_kembali = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Penolakan:
    """What was refused, to be said above the report; `kode` is the status of the answer."""

    pesan: str
    kode: int


@dataclass(frozen=True)
class HasilMassal:
    """What became of each report that was picked: names of those done, and each refusal."""

    berhasil: list[str]
    ditolak: list[tuple[str, str]]


@dataclass(frozen=True)
class Tindakan:
    """One decision on a report: what does it, what it must be told, and what is said afterwards.

    `terbuang` gives what was typed and would reach nobody by this decision.
    """

    jalankan: Callable[[int, Pengguna, FormTindakan], LaporanTriwulan]
    kabar: str
    alasan_wajib: str = ""
    terbuang: Callable[[FormTindakan], object] = lambda _: None


VERIFIKASI = Tindakan(
    lambda pk, p, f: alur.verifikasi(pk, p, f.cleaned_data["perubahan_ke"]),
    "diverifikasi",
    terbuang=lambda f: f.cleaned_data["alasan"] or f.catatan,
)
KEMBALIKAN = Tindakan(
    lambda pk, p, f: alur.kembalikan(
        pk, p, f.cleaned_data["perubahan_ke"], f.cleaned_data["alasan"], f.catatan, f.cleaned_data["sampai"]
    ),
    "dikembalikan",
    "Tulis catatan pengembalian: apa yang harus diperbaiki dinas.",
)
BUKA_KEMBALI = Tindakan(
    lambda pk, p, f: alur.buka_kembali(
        pk, p, f.cleaned_data["perubahan_ke"], f.cleaned_data["alasan"], f.cleaned_data["sampai"]
    ),
    "dibuka kembali; angka resmi tetap memakai versi terverifikasi sampai versi lain diverifikasi",
    "Tulis alasan pembukaan kembali.",
)
PULIHKAN = Tindakan(
    lambda pk, p, f: alur.pulihkan(pk, p, f.cleaned_data["perubahan_ke"], f.cleaned_data["alasan"]),
    "dipulihkan ke versi terverifikasi",
    "Tulis alasan pemulihan.",
    terbuang=lambda f: f.catatan,
)


# --- Pages ---------------------------------------------------------------------------


@require_safe
@hanya(Peran.TIM_PUSAT, Peran.PIMPINAN, Peran.ADMINISTRATOR)
def verifikasi(request: HttpRequest) -> HttpResponse:
    """A list of reports, and one of them beside it."""
    s = baca_saringan(request.GET)
    return _unduh(request, s) if ekspor.diminta(request) else _halaman(request, s)


def _unduh(request: HttpRequest, s: Saringan) -> HttpResponse:
    """The list with its filters, every page of it, or the chosen report beside what it is compared with."""
    hari_ini = timezone.localdate()
    periode = antrean.baca_periode()
    tahun, triwulan = kepala = antrean.triwulan_kepala(s, periode, hari_ini)

    def daftar() -> ekspor.Lembar:
        semua = antrean.baca_daftar(s, kepala, periode, semua=True)
        return tabel_ekspor.antrean(s, semua.baris, f"{nama_triwulan(triwulan)} {tahun}")

    def banding() -> ekspor.Lembar:
        laporan = perbandingan.cari_laporan(s.laporan) if s.laporan is not None else None
        if laporan is None:
            raise Http404("Laporan itu tidak ada.")
        buku = antrean.baca_daftar(s, kepala, periode, laporan).buku
        milik = periode.get((laporan.dipa.tahun_id, laporan.triwulan))
        return tabel_ekspor.perbandingan(perbandingan.periksa(laporan, buku, milik, hari_ini))

    return ekspor.tabel_diminta(request, {"daftar": daftar, "perbandingan": banding}, f"verifikasi-{s.daftar}")


@boleh_kembali
@hanya(Peran.TIM_PUSAT)
def verifikasi_laporan(request: HttpRequest, laporan_id: int) -> HttpResponse:
    """Accept the submitted version."""
    return _lakukan(request, laporan_id, VERIFIKASI)


@boleh_kembali
@hanya(Peran.TIM_PUSAT)
def kembalikan(request: HttpRequest, laporan_id: int) -> HttpResponse:
    """Send a submitted report back with a note, and notes to single parts."""
    return _lakukan(request, laporan_id, KEMBALIKAN)


@boleh_kembali
@hanya(Peran.TIM_PUSAT)
def buka_kembali(request: HttpRequest, laporan_id: int) -> HttpResponse:
    """Reopen a verified report."""
    return _lakukan(request, laporan_id, BUKA_KEMBALI)


@boleh_kembali
@hanya(Peran.TIM_PUSAT)
def pulihkan(request: HttpRequest, laporan_id: int) -> HttpResponse:
    """Set a reopened report back to its verified version."""
    return _lakukan(request, laporan_id, PULIHKAN)


@boleh_kembali
@hanya(Peran.TIM_PUSAT)
def massal(request: HttpRequest) -> HttpResponse:
    """Verify the picked reports, each in a transaction of its own, and say what became of each."""
    s = replace(baca_saringan(request.GET), laporan=None)
    if request.method != "POST":
        return redirect(_alamat(s))
    pilihan, rusak = baca_pilihan(request.POST.getlist("laporan"))
    if not pilihan and not rusak:
        pesan = "Belum ada laporan yang dipilih. Centang laporan di antrean, lalu verifikasi."
        return _halaman(request, s, penolakan=Penolakan(pesan, 422))
    hasil, kode = _verifikasi_semua(pilihan, pengguna(request))
    if rusak:
        hasil.ditolak.append((f"{rusak} pilihan", "Tidak terbaca. Muat ulang antrean, lalu pilih lagi."))
    if hasil.ditolak:
        return _halaman(request, s, hasil=hasil, kode=kode)
    messages.success(request, f"{len(hasil.berhasil)} laporan diverifikasi: {'; '.join(hasil.berhasil)}.")
    return redirect(_alamat(s))


# --- Acting --------------------------------------------------------------------------


def _lakukan(request: HttpRequest, laporan_id: int, tindakan: Tindakan) -> HttpResponse:
    """Do it and go on to the next report, or show the same one again with what was refused and typed."""
    s = replace(baca_saringan(request.GET), laporan=laporan_id)
    if request.method != "POST":
        return redirect(_alamat(s))
    laporan = perbandingan.cari_laporan(laporan_id)
    if laporan is None:
        raise Http404("Laporan itu tidak ada.")
    form = FormTindakan(request.POST, hari_ini=timezone.localdate(), alasan_wajib=tindakan.alasan_wajib)
    if not form.is_valid():
        pesan = "Ada isian yang perlu diperbaiki, lihat di bawah."
        if "perubahan_ke" in form.errors:
            pesan = str(form.errors["perubahan_ke"][0])
        return _halaman(request, s, form=form, penolakan=Penolakan(pesan, 422))
    if laporan.perubahan_ke == form.cleaned_data["perubahan_ke"] and tindakan.terbuang(form):
        # Else a note for the dinas would be lost by one wrong key; a stale form is told that first.
        return _halaman(request, s, form=form, penolakan=Penolakan(CATATAN_TERBUANG, 422))
    hari_ini = timezone.localdate()
    urut = antrean.urutan(s, antrean.triwulan_kepala(s, antrean.baca_periode(), hari_ini))
    try:
        tindakan.jalankan(laporan_id, pengguna(request), form)
    except LaporanTriwulan.DoesNotExist:
        raise Http404("Laporan itu tidak ada lagi.") from None
    except alur.Ditolak as galat:
        return _halaman(request, s, form=form, penolakan=Penolakan(galat.pesan, _kode(galat)))
    messages.success(request, f"{_nama(laporan)} {tindakan.kabar}.")
    return redirect(_alamat(replace(s, laporan=antrean.sesudahnya(urut, laporan_id), hal=None)))


def _verifikasi_semua(pilihan: list[tuple[int, int]], oleh: Pengguna) -> tuple[HasilMassal, int]:
    """Verify each; a satker's earlier quarter goes before its later one. The status is that of the refusals."""
    ada = {
        lap.pk: lap
        for lap in LaporanTriwulan.objects.filter(pk__in=[pk for pk, _ in pilihan]).select_related(
            "dipa__satker__provinsi"
        )
    }
    hasil = HasilMassal([], [])
    kode = 422
    for pk, perubahan_ke in sorted(pilihan, key=lambda p: ada[p[0]].triwulan if p[0] in ada else 0):
        try:
            alur.verifikasi(pk, oleh, perubahan_ke)
        except LaporanTriwulan.DoesNotExist:
            hasil.ditolak.append((f"Laporan nomor {pk}", "Laporan itu tidak ada."))
        except alur.Ditolak as galat:
            hasil.ditolak.append((_nama(ada[pk]), galat.pesan))
            kode = 409 if isinstance(galat, alur.Bentrok) else kode
        else:
            hasil.berhasil.append(_nama(ada[pk]))
    return hasil, kode


def _kode(galat: alur.Ditolak) -> int:
    if isinstance(galat, alur.BukanHak):
        return 403
    return 409 if isinstance(galat, alur.Bentrok) else 422


def _nama(laporan: LaporanTriwulan) -> str:
    dipa = laporan.dipa
    return f"{dipa.satker.provinsi.nama} {dipa.kewenangan}, {nama_triwulan(laporan.triwulan)} {dipa.tahun_id}"


def _alamat(s: Saringan) -> str:
    kueri = s.kueri()
    return f"{reverse('realisasi:verifikasi')}{'?' if kueri else ''}{kueri}"


# --- Rendering -----------------------------------------------------------------------


def _halaman(
    request: HttpRequest,
    s: Saringan,
    *,
    form: FormTindakan | None = None,
    penolakan: Penolakan | None = None,
    hasil: HasilMassal | None = None,
    kode: int = 200,
) -> HttpResponse:
    hari_ini = timezone.localdate()
    kesalahan = list(s.kesalahan)
    periode = antrean.baca_periode()
    tahun, triwulan = kepala = antrean.triwulan_kepala(s, periode, hari_ini)
    dipilih = s.laporan is not None
    laporan = perbandingan.cari_laporan(s.laporan) if s.laporan is not None else None
    if dipilih and laporan is None:
        kesalahan.append(f"Laporan nomor {s.laporan} tidak ada; pilih dari daftar.")
    daftar = antrean.baca_daftar(s, kepala, periode, laporan)
    if not dipilih and daftar.baris:
        laporan = daftar.baris[0].laporan
    periksa = None
    if laporan is not None:
        milik = periode.get((laporan.dipa.tahun_id, laporan.triwulan))
        periksa = perbandingan.periksa(laporan, daftar.buku, milik, hari_ini)
        form = form or FormTindakan(hari_ini=hari_ini, initial={"sampai": periksa.batas_jawab})
    bagian = [(b, form[nama_catatan(b)]) for b in BagianLaporan] if form is not None else []
    cakupan = antrean.baca_cakupan(tahun, triwulan, s.kewenangan, periode.get(kepala), hari_ini)
    judul = f"Verifikasi {nama_triwulan(triwulan)} {tahun}"
    return render(
        request,
        "verifikasi/verifikasi.html",
        {
            "halaman": "verifikasi",
            "judul": judul,
            "judul_jendela": f"{_nama(laporan)} · Verifikasi" if laporan is not None and dipilih else judul,
            "s": s,
            "kesalahan": kesalahan,
            "cakupan": cakupan,
            "daftar": daftar,
            "tab": _tab(s),
            "pilihan": _pilihan(s, kepala, sorted(daftar.buku.tahun, reverse=True)),
            "di_antrean": s.daftar == ANTREAN,
            "kepala": f"{nama_triwulan(triwulan)} {tahun}",
            "dipilih": dipilih and laporan is not None,
            "x": periksa,
            "form": form,
            "bagian": bagian,
            "ada_catatan": any(kolom.value() or kolom.errors for _, kolom in bagian),
            "tertulis": _tertulis(form, periksa),
            "penolakan": penolakan,
            "hasil": hasil,
            "boleh_bertindak": Peran.TIM_PUSAT in hak(request.user).peran,
            "boleh_cetak": hak(request.user).membaca_laporan,
            "kata_jendela": _kata_jendela(cakupan),
        },
        status=penolakan.kode if penolakan is not None else kode,
    )


def _tertulis(form: FormTindakan | None, x: Pemeriksaan | None) -> list[tuple[str, str]]:
    """What was typed and has no field any more, the report having moved on meanwhile."""
    if form is None or not form.is_bound or x is None or x.dapat_diperiksa:
        return []
    return [(label, teks) for label, teks in form.tertulis if not (x.ada_tindakan and label == "Catatan")]


def _tab(s: Saringan) -> list[dict[str, Any]]:
    """The three lists: name, address, how many (the verified ones are not counted), whether it is this one."""
    jumlah = antrean.jumlah_per_daftar(s)
    return [
        {
            "nama": nama,
            "kueri": s.kueri(daftar=kunci, laporan=None, hal=None, cari=""),
            "jumlah": jumlah.get(kunci),
            "ini": kunci == s.daftar,
        }
        for kunci, nama in DAFTAR.items()
    ]


def _pilihan(
    s: Saringan, kepala: tuple[int, int], semua_tahun: list[int]
) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """The selects of the filter bar; the verified list is always of one quarter."""
    arsip = s.daftar == TERVERIFIKASI
    tahun = kepala[0] if arsip else s.tahun
    triwulan = kepala[1] if arsip else s.triwulan
    semua = [] if arsip else [("", "Semua", False)]
    ada_tahun = sorted({*semua_tahun, *([tahun] if tahun else [])}, reverse=True)
    return [
        ("tahun", "Tahun", semua + [(str(t), str(t), t == tahun) for t in ada_tahun]),
        ("triwulan", "Triwulan", semua + [(str(q), nama_triwulan(q), q == triwulan) for q in TRIWULAN]),
        (
            "kewenangan",
            "Kewenangan",
            [("", "Semua", False), *((k.value, k.value, k.value == s.kewenangan) for k in Kewenangan)],
        ),
    ]


def _kata_jendela(cakupan: antrean.Cakupan) -> str:
    """The due day and what is left to it, or to the end of the window."""
    jendela = cakupan.jendela
    if jendela is None:
        return "jadwal belum diatur"
    if jendela.hari_ini < jendela.dibuka:
        return f"dibuka {tanggal(jendela.dibuka)}"
    if jendela.hari_ini <= jendela.tenggat:
        return f"tenggat {tanggal(jendela.tenggat)}, {jendela.sisa_hari_kerja} hari kerja lagi"
    kata = f"tenggat {tanggal(jendela.tenggat)}, lewat {jendela.terlambat} hari"
    if jendela.terbuka:
        return f"{kata} · diterima sampai {tanggal(jendela.berakhir)}"
    return f"{kata} · ditutup {tanggal(jendela.berakhir)}"


alamat = [
    path("verifikasi/", verifikasi, name="verifikasi"),
    path("verifikasi/massal/", massal, name="verifikasi_massal"),
    path("verifikasi/<int:laporan_id>/verifikasi/", verifikasi_laporan, name="verifikasi_laporan"),
    path("verifikasi/<int:laporan_id>/kembalikan/", kembalikan, name="kembalikan_laporan"),
    path("verifikasi/<int:laporan_id>/buka-kembali/", buka_kembali, name="buka_kembali_laporan"),
    path("verifikasi/<int:laporan_id>/pulihkan/", pulihkan, name="pulihkan_laporan"),
]
