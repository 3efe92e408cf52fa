"""What the blocks of the page of settings send: check, write, and back to the page with a word."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from realisasi import pengaturan as tulis
from realisasi.forms.jendela import FormJendela
from realisasi.forms.pengaturan import (
    FormLibur,
    FormPengaturan,
    FormPerpanjangan,
    FormTahun,
    FormTarget,
    FormUbahLibur,
    FormUbahPerpanjangan,
)
from realisasi.kalender import nama_triwulan
from realisasi.lembar_pengaturan import LembarPengaturan
from realisasi.penanggalan import tanggal
from realisasi.pengaturan import TenggatBergeser
from realisasi.penolakan import Bentrok, Ditolak
from realisasi.views.kembali import kirim_saja
from realisasi.views.pengaturan_lembar import lembar_tahun, tampilkan
from satker.akses import daftar_kata, hanya
from satker.peran import Peran

BuatForm = Callable[[LembarPengaturan, QueryDict | None], FormPengaturan | None]
Kalimat = list[tuple[int, str]]
HARI = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
BERHASIL, PERHATIKAN = messages.SUCCESS, messages.WARNING


def _halaman_tahun(tahun: int, **_bagian: object) -> str:
    """The page of settings of a year, whichever part of it was sent."""
    return f"{reverse('realisasi:pengaturan')}?{urlencode({'tahun': tahun})}"


def _simpan(
    request: HttpRequest, tahun: int, blok: str, buat: BuatForm, jalankan: Callable[[FormPengaturan], Kalimat]
) -> HttpResponse:
    """Check the form of a block, write, and say what was done; else the page with the input kept."""
    lembar = lembar_tahun(tahun)
    form = buat(lembar, request.POST)
    try:
        if lembar.anggaran.ditutup:
            raise tulis.TahunDitutup(tulis.kalimat_ditutup(tahun))
        if form is None:
            raise Bentrok("Yang Anda ubah sudah dihapus orang lain. Tidak ada yang disimpan.")
        if not form.is_valid():
            return tampilkan(request, lembar, {blok: form}, status=422)
        kalimat = jalankan(form)
    except Ditolak as tolak:
        return _ditolak(request, tahun, blok, buat, tolak)
    return _kembali(request, tahun, kalimat)


def _ditolak(request: HttpRequest, tahun: int, blok: str, buat: BuatForm, tolak: Ditolak) -> HttpResponse:
    """The page as it is now, with what was typed; sent once more it is no longer stale."""
    lembar = lembar_tahun(tahun)
    status = 409 if isinstance(tolak, Bentrok) else 422
    if (kini := buat(lembar, None)) is None:
        return tampilkan(request, lembar, galat=tolak.pesan, status=status)
    data = request.POST.copy()
    data["dibaca"] = str(kini.initial.get("dibaca", ""))
    terisi = buat(lembar, data)
    return tampilkan(request, lembar, {blok: terisi} if terisi else {}, galat=tolak.pesan, status=status)


def _kembali(request: HttpRequest, tahun: int, kalimat: Kalimat) -> HttpResponse:
    for tingkat, teks in kalimat:
        messages.add_message(request, tingkat, teks)
    return redirect(_halaman_tahun(tahun))


# --- Year, targets, windows -------------------------------------------------------------
@hanya(Peran.TIM_PUSAT)
@kirim_saja(_halaman_tahun)
def simpan_tahun(request: HttpRequest, tahun: int) -> HttpResponse:
    """Thresholds of the year."""

    def jalankan(form: FormPengaturan) -> Kalimat:
        isi = dict(form.cleaned_data)
        tulis.ubah_tahun(tahun, isi.pop("dibaca"), **isi)
        return [(BERHASIL, f"Ambang dan ketentuan {tahun} disimpan.")]

    return _simpan(request, tahun, "tahun", lambda x, data: FormTahun(x.anggaran, data), jalankan)


@hanya(Peran.TIM_PUSAT)
@kirim_saja(_halaman_tahun)
def simpan_target(request: HttpRequest, tahun: int) -> HttpResponse:
    """Targets of the year."""

    def jalankan(form: FormPengaturan) -> Kalimat:
        assert isinstance(form, FormTarget)  # noqa: S101  (tells the type checker what `buat` makes)
        tulis.ubah_target(tahun, form.cleaned_data["dibaca"], form.nilai)
        kalimat: Kalimat = [(BERHASIL, f"Target {tahun} disimpan.")]
        if form.menurun:
            mana = daftar_kata(form.menurun)
            kata = f"Target {mana} lebih rendah daripada triwulan sebelumnya, padahal target dihitung kumulatif."
            kalimat.append((PERHATIKAN, f"{kata} Periksa sekali lagi."))
        return kalimat

    return _simpan(request, tahun, "target", lambda x, data: FormTarget(x.target, data), jalankan)


@hanya(Peran.TIM_PUSAT)
@kirim_saja(_halaman_tahun)
def simpan_jendela(request: HttpRequest, tahun: int) -> HttpResponse:
    """Windows and announcements; the button `bawaan` puts the default due day of one quarter in first."""

    def buat(x: LembarPengaturan, data: QueryDict | None) -> FormJendela:
        if data is not None and (q := data.get("bawaan", "")) in {"1", "2", "3", "4"}:
            data = data.copy()
            data[f"tenggat_{q}"] = x.bawaan[int(q)].tenggat.isoformat()
        return FormJendela(x.tahun, x.periode, x.bawaan, x.hari_ini, data)

    def jalankan(form: FormPengaturan) -> Kalimat:
        assert isinstance(form, FormJendela)  # noqa: S101
        mubazir = tulis.ubah_jendela(tahun, form.cleaned_data["dibaca"], form.nilai)
        kalimat: Kalimat = [(BERHASIL, f"Jendela dan pengumuman {tahun} disimpan.")]
        if mubazir:
            nama = [f"{p.satker.provinsi.nama_pendek} {nama_triwulan(p.periode.triwulan)}" for p in mubazir]
            kalimat.append((PERHATIKAN, f"Perpanjangan {daftar_kata(nama)} kini berakhir sebelum jendelanya sendiri."))
        return kalimat

    return _simpan(request, tahun, "jendela", buat, jalankan)


# --- Extensions ------------------------------------------------------------------------
@hanya(Peran.TIM_PUSAT)
@kirim_saja(_halaman_tahun)
def perpanjang(request: HttpRequest, tahun: int) -> HttpResponse:
    """An extension for one satker."""

    def jalankan(form: FormPengaturan) -> Kalimat:
        isi = form.cleaned_data
        baris = tulis.perpanjang(
            tahun, triwulan=isi["triwulan"], satker_id=isi["satker"], sampai=isi["sampai"], alasan=isi["alasan"]
        )
        siapa = dict(form.fields["satker"].choices)[isi["satker"]]  # type: ignore[attr-defined]
        nama = f"{nama_triwulan(isi['triwulan'])} untuk {siapa}"
        return [(BERHASIL, f"{nama} diperpanjang sampai {tanggal(baris.sampai)}.")]

    return _simpan(
        request, tahun, "perpanjangan", lambda x, data: FormPerpanjangan(x.tahun, x.satker, x.periode, data), jalankan
    )


@hanya(Peran.TIM_PUSAT)
@kirim_saja(_halaman_tahun)
def ubah_perpanjangan(request: HttpRequest, tahun: int, pk: int) -> HttpResponse:
    """Another end or reason; the button `cabut` withdraws the extension."""
    if "cabut" in request.POST:
        return _lakukan(request, tahun, lambda: _cabut(tahun, pk, request.POST.get("dibaca", "")))

    def buat(x: LembarPengaturan, data: QueryDict | None) -> FormPengaturan | None:
        baris = next((p for p in x.perpanjangan if p.pk == pk), None)
        return FormUbahPerpanjangan(x.tahun, baris, data) if baris else None

    def jalankan(form: FormPengaturan) -> Kalimat:
        isi = form.cleaned_data
        baris = tulis.ubah_perpanjangan(tahun, pk, isi["dibaca"], sampai=isi["sampai"], alasan=isi["alasan"])
        siapa = f"{nama_triwulan(baris.periode.triwulan)} untuk {baris.satker.provinsi.nama_pendek}"
        return [(BERHASIL, f"Perpanjangan {siapa} diubah: sampai {tanggal(baris.sampai)}.")]

    return _simpan(request, tahun, "ubah_perpanjangan", buat, jalankan)


def _cabut(tahun: int, pk: int, dibaca: str) -> Kalimat:
    baris = tulis.cabut_perpanjangan(tahun, pk, dibaca)
    siapa = f"{nama_triwulan(baris.periode.triwulan)} untuk {baris.satker.provinsi.nama_pendek}"
    return [(BERHASIL, f"Perpanjangan {siapa} dicabut; jendelanya kembali ditutup {tanggal(baris.periode.ditutup)}.")]


# --- Holidays --------------------------------------------------------------------------
@hanya(Peran.TIM_PUSAT)
@kirim_saja(_halaman_tahun)
def tambah_libur(request: HttpRequest, tahun: int) -> HttpResponse:
    """A holiday."""

    def jalankan(form: FormPengaturan) -> Kalimat:
        isi = form.cleaned_data
        geser = tulis.tambah_libur(tahun, tanggal=isi["tanggal"], nama=isi["nama"], jenis=isi["jenis"])
        return [(BERHASIL, f"{tanggal(isi['tanggal'])} dicatat sebagai hari libur."), *_kata_geser(geser)]

    return _simpan(request, tahun, "libur", lambda x, data: FormLibur(x.tahun, x.hari_libur, data), jalankan)


@hanya(Peran.TIM_PUSAT)
@kirim_saja(_halaman_tahun)
def ubah_libur(request: HttpRequest, tahun: int, hari: str) -> HttpResponse:
    """Another name or kind; the button `hapus` makes it a day like others."""
    try:
        hari_libur = dt.date.fromisoformat(hari if HARI.fullmatch(hari) else "")
    except ValueError:
        raise Http404("Bukan tanggal.") from None
    if hari_libur.year not in {tahun, tahun + 1}:
        raise Http404("Hari itu bukan milik tahun ini.")
    if "hapus" in request.POST:
        return _lakukan(request, tahun, lambda: _hapus_libur(tahun, hari_libur, request.POST.get("dibaca", "")))

    def buat(x: LembarPengaturan, data: QueryDict | None) -> FormPengaturan | None:
        ada = x.hari_libur.get(hari_libur)
        return FormUbahLibur(ada, data) if ada else None

    def jalankan(form: FormPengaturan) -> Kalimat:
        isi = form.cleaned_data
        tulis.ubah_libur(tahun, hari_libur, isi["dibaca"], nama=isi["nama"], jenis=isi["jenis"])
        return [(BERHASIL, f"Hari libur {tanggal(hari_libur)} diubah.")]

    return _simpan(request, tahun, "ubah_libur", buat, jalankan)


def _hapus_libur(tahun: int, hari: dt.date, dibaca: str) -> Kalimat:
    geser = tulis.hapus_libur(tahun, hari, dibaca)
    return [(BERHASIL, f"{tanggal(hari)} bukan hari libur lagi."), *_kata_geser(geser)]


@hanya(Peran.TIM_PUSAT)
@kirim_saja(_halaman_tahun)
def muat_libur(request: HttpRequest, tahun: int) -> HttpResponse:
    """The national holidays of a year that has none: of this one, or of the one after."""
    tahun_libur = tahun + 1 if request.POST.get("berikut") else tahun

    def jalankan() -> Kalimat:
        jumlah, geser = tulis.muat_libur(tahun, tahun_libur)
        return [
            (BERHASIL, f"{jumlah} hari libur {tahun_libur} dimuat. Cocokkan dengan keputusan bersama yang terbit."),
            *_kata_geser(geser),
        ]

    return _lakukan(request, tahun, jalankan)


def _kata_geser(geser: list[TenggatBergeser]) -> Kalimat:
    if not geser:
        return []
    teks = daftar_kata([str(g) for g in geser])
    return [(PERHATIKAN, f"Tenggat bawaan bergeser: {teks}. Jendela yang tersimpan tidak diubah.")]


# --- Buttons without fields ------------------------------------------------------------
def _lakukan(request: HttpRequest, tahun: int, jalankan: Callable[[], Kalimat]) -> HttpResponse:
    """Do what a button without fields asks for."""
    lembar_tahun(tahun)
    try:
        kalimat = jalankan()
    except Ditolak as tolak:
        status = 409 if isinstance(tolak, Bentrok) else 422
        return tampilkan(request, lembar_tahun(tahun), galat=tolak.pesan, status=status)
    return _kembali(request, tahun, kalimat)
