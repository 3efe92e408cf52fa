"""The entry page of one DIPA and quarter, its draft, and its submission."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from realisasi import alur, tabel_ekspor
from realisasi.alur import Ditolak
from realisasi.forms.isian import FormIsian
from realisasi.hasil_isian import bentrok, hasil, tulis
from realisasi.lembar_isian import LembarIsian
from realisasi.models import StatusLaporan
from realisasi.tempelan import TempelanDitolak, baca_kisi, baca_tempelan
from realisasi.views.akses import lembar_terbaca, pengguna, peran_dinas
from realisasi.views.kembali import kirim_saja
from satker import ekspor


def alamat_entri(dipa_id: int, triwulan: int) -> str:
    """The address of the entry page."""
    return reverse("realisasi:entri", args=[dipa_id, triwulan])


@require_http_methods(["GET", "HEAD", "POST"])
def entri(request: HttpRequest, dipa_id: int, triwulan: int) -> HttpResponse:
    """The grid; without script its button stores the draft, or says at each field what is wrong."""
    lembar = lembar_terbaca(request, dipa_id, triwulan)
    if request.method != "POST":
        if ekspor.diminta(request):
            nama = f"isian-{lembar.dipa.satker.kode}-{lembar.dipa.tahun_id}-tw{triwulan}"
            return ekspor.tabel_diminta(request, {"realisasi": lambda: tabel_ekspor.isian(lembar)}, nama)
        return halaman_isian(request, lembar, FormIsian(lembar))
    pastikan_menulis(request, lembar)
    form = FormIsian(lembar, request.POST)
    if not form.is_valid():
        return halaman_isian(request, lembar, form, status=422)
    try:
        alur.simpan_draf(dipa_id, triwulan, pengguna(request), form.isian(), _perubahan_ke(request, form, lembar))
    except Ditolak as salah:
        return _ditolak(request, salah, form, dipa_id, triwulan)
    if "periksa" in request.POST:
        return redirect("realisasi:periksa", dipa_id, triwulan)
    messages.success(request, "Draf tersimpan.")
    return redirect("realisasi:entri", dipa_id, triwulan)


@kirim_saja(alamat_entri)
def draf(request: HttpRequest, dipa_id: int, triwulan: int) -> JsonResponse:
    """Store the draft by itself; the answer is what the page then shows, in words."""
    lembar = lembar_terbaca(request, dipa_id, triwulan)
    pastikan_menulis(request, lembar)
    form = FormIsian(lembar, request.POST)
    if not form.is_valid():
        return JsonResponse({"galat": dict(form.galat())}, status=422)
    isian = form.isian()
    try:
        tersimpan = alur.simpan_draf(dipa_id, triwulan, pengguna(request), isian, form.cleaned_data["perubahan_ke"])
    except alur.Bentrok as salah:
        terbaru = lembar_terbaca(request, dipa_id, triwulan)
        if not terbaru.dapat_diisi:
            # Submitted or verified meanwhile: there is nothing left to choose.
            return JsonResponse({"pesan": salah.pesan, "selesai": True}, status=409)
        isi = render_to_string("pelaporan/_bentrok.html", bentrok(salah, isian, terbaru), request)
        return JsonResponse({"pesan": salah.pesan, "bentrok": isi, "perubahan_ke": terbaru.perubahan_ke}, status=409)
    except Ditolak as salah:
        return JsonResponse({"pesan": salah.pesan}, status=403 if isinstance(salah, alur.BukanHak) else 422)
    # The count of this save, not of one that somebody made on top of it meanwhile.
    jawaban = hasil(lembar_terbaca(request, dipa_id, triwulan))
    return JsonResponse(jawaban | {"perubahan_ke": tersimpan.perubahan_ke})


@kirim_saja(alamat_entri)
def tempel(request: HttpRequest, dipa_id: int, triwulan: int) -> HttpResponse:
    """Read a column or block from a spreadsheet: all of it, or nothing and which cell is why."""
    lembar = lembar_terbaca(request, dipa_id, triwulan)
    pastikan_menulis(request, lembar)
    sebelum = {b.jenis.value: b.sebelum for b in lembar.baris}
    teks = request.POST.get("teks", "")
    try:
        # A copy of our own grid says itself which column is the quarter.
        saja = baca_kisi(teks, sebelum)
        if saja is None:
            dibaca = baca_tempelan(teks, _jenis_tempelan(lembar, request.POST.get("mulai", "")), semua=list(sebelum))
            kumulatif = request.POST.get("kolom") == "k"
            saja = {j: n - sebelum[j] if kumulatif else n for j, n in dibaca.items()}
    except TempelanDitolak as salah:
        galat = [
            {"bagian": bagian, "kolom": kolom, "nilai": nilai, "pesan": pesan}
            for bagian, kolom, nilai, pesan in salah.galat
        ]
        if "json" in request.POST:
            return JsonResponse({"galat": galat}, status=422)
        return halaman_isian(request, lembar, FormIsian(lembar), status=422, **_tempelan(request), galat_tempelan=galat)
    if "json" in request.POST:
        return JsonResponse({"baris": {j: {"r": tulis(n), "k": tulis(n + sebelum[j])} for j, n in saja.items()}})
    isian = lembar.isian.dengan_realisasi({**lembar.isian.realisasi, **saja})
    try:
        if request.POST.get("perubahan_ke", "") != str(lembar.perubahan_ke):
            raise alur.Bentrok("Draf sudah diubah sejak halaman ini dibuka; tempelan belum disimpan. Periksa lagi.")
        alur.simpan_draf(dipa_id, triwulan, pengguna(request), isian, lembar.perubahan_ke)
    except Ditolak as salah:
        if isinstance(salah, alur.BukanHak):
            raise PermissionDenied(salah.pesan) from salah
        terbaru = lembar_terbaca(request, dipa_id, triwulan)
        status = 409 if isinstance(salah, alur.Bentrok) else 422
        return halaman_isian(
            request, terbaru, FormIsian(terbaru), status=status, pesan=salah.pesan, **_tempelan(request)
        )
    messages.success(request, f"{len(saja)} angka ditempel dan disimpan sebagai draf. Periksa sebelum diajukan.")
    return redirect("realisasi:entri", dipa_id, triwulan)


# --- What the pages share ------------------------------------------------------------


def pastikan_menulis(request: HttpRequest, lembar: LembarIsian) -> None:
    """403 for who only reads this report."""
    if peran_dinas(request, lembar.dipa) is None:
        raise PermissionDenied("Hanya operator dan kepala dinas satker ini yang dapat mengisi laporannya.")


def _perubahan_ke(request: HttpRequest, form: FormIsian, lembar: LembarIsian) -> int:
    """The count that the draft builds on; after a conflict somebody may choose to go over the other's."""
    if request.POST.get("timpa", "") == str(lembar.perubahan_ke):
        return lembar.perubahan_ke
    dibaca: int = form.cleaned_data["perubahan_ke"]
    return dibaca


def _tempelan(request: HttpRequest) -> dict[str, str]:
    """The paste form as it was sent: a cumulative column must not come back as one of the quarter alone."""
    return {"tempelan": request.POST.get("teks", ""), "kolom_tempelan": request.POST.get("kolom", "")}


def _jenis_tempelan(lembar: LembarIsian, mulai: str) -> list[str]:
    """The rows that a plain column fills, from the one where the cursor stands."""
    terlihat = [b.jenis.value for b in lembar.baris if b.wajib or b.sekarang is not None]
    jenis = terlihat or [b.jenis.value for b in lembar.baris]
    if mulai in jenis:
        return jenis[jenis.index(mulai) :]
    return jenis


def halaman_isian(
    request: HttpRequest, lembar: LembarIsian, form: FormIsian, *, status: int = 200, **tambahan: Any
) -> HttpResponse:
    """The entry page: the grid to fill in, or to read where it cannot be written."""
    menulis = peran_dinas(request, lembar.dipa) is not None and lembar.dapat_diisi
    dikembalikan = lembar.laporan if lembar.status_laporan == StatusLaporan.DIKEMBALIKAN else None
    catatan = {c.bagian: c.teks for c in dikembalikan.catatan.all()} if dikembalikan else {}
    galat = dict(form.galat()) if form.is_bound else {}
    baris = [
        {
            "b": b,
            "tertulis": form.tertulis(b),
            "galat": galat.get(f"r-{b.jenis}") or galat.get(f"k-{b.jenis}"),
            "catatan": catatan.get(b.jenis.value),
            "peringatan": [{"p": p, "alasan": form.alasan(p.kunci)} for p in lembar.peringatan if p.jenis == b.jenis],
        }
        for b in lembar.baris
    ]
    return render(
        request,
        "pelaporan/entri.html",
        {
            "halaman": "laporan",
            "lembar": lembar,
            "form": form,
            "baris": baris,
            "peringatan": [{"p": p, "alasan": form.alasan(p.kunci)} for p in lembar.peringatan if not p.jenis],
            "catatan": catatan,
            "galat": galat,
            "menulis": menulis,
            "boleh_menulis": menulis,
            "boleh_mengajukan": menulis and alur.boleh_mengajukan(pengguna(request), lembar),
            "hasil": hasil(lembar),
            "bukti": lembar.laporan.bukti.filter(dilepas=False) if lembar.laporan else (),
            "kunci_lokal": f"isian-{request.user.pk}-{lembar.dipa.pk}-{lembar.triwulan}",
            "kendala": list(zip(form.kendala.forms, _asal(lembar, form), strict=True)),
        }
        | tambahan,
        status=status,
    )


def _asal(lembar: LembarIsian, form: FormIsian) -> list[int | None]:
    """For each obstacle of the form, the earlier quarter it is carried over from, if it is."""
    dari = {k.pk: k.triwulan_dibuka for k in lembar.kendala_terbuka}
    hasil = []
    for f in form.kendala.forms:
        nilai = str(f["id"].value() or "")
        asal = dari.get(int(nilai)) if nilai.isascii() and nilai.isdigit() and len(nilai) <= DIGIT_NOMOR else None
        hasil.append(asal if asal is not None and asal < lembar.triwulan else None)
    return hasil


def _ditolak(request: HttpRequest, salah: Ditolak, form: FormIsian, dipa_id: int, triwulan: int) -> HttpResponse:
    """Show the page with what was typed and why it was not stored."""
    terbaru = lembar_terbaca(request, dipa_id, triwulan)
    if isinstance(salah, alur.BukanHak):
        raise PermissionDenied(salah.pesan)
    tambahan: dict[str, Any] = {"pesan": salah.pesan}
    if isinstance(salah, alur.Bentrok) and form.is_bound and terbaru.dapat_diisi:
        tambahan = {"bentrok": bentrok(salah, form.isian(), terbaru)}
    form.lembar = terbaru
    status = 409 if isinstance(salah, alur.Bentrok) else 422
    return halaman_isian(request, terbaru, form, status=status, **tambahan)


DIGIT_NOMOR = 19  # of the largest number of a row
DASAR = "pelaporan/<int:dipa_id>/<int:triwulan>/"
alamat = [
    path(DASAR, entri, name="entri"),
    path(f"{DASAR}draf/", draf, name="draf"),
    path(f"{DASAR}tempel/", tempel, name="tempel"),
]
