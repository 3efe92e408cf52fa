"""The summary of a report to confirm, and its submission."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from realisasi import alur, kelengkapan
from realisasi.alur import Ditolak
from realisasi.forms.isian import FormIsian
from realisasi.forms.kolom import bersihkan
from realisasi.hasil_isian import hasil
from realisasi.isian import Isian
from realisasi.kalender import nama_triwulan
from realisasi.lembar_isian import LembarIsian
from realisasi.rupiah import angka
from realisasi.views.akses import lembar_terbaca, pengguna, peran_dinas
from realisasi.views.entri import DASAR, halaman_isian, pastikan_menulis
from realisasi.views.kembali import kirim_saja

ALASAN_TERPANJANG = 4_000
DIGIT_PALING_BANYAK = 9


@require_safe
def periksa(request: HttpRequest, dipa_id: int, triwulan: int) -> HttpResponse:
    """The summary to confirm before a submission: figures, what is missing, warnings to answer."""
    lembar = lembar_terbaca(request, dipa_id, triwulan)
    if not lembar.dapat_diisi:
        return redirect("realisasi:entri", dipa_id, triwulan)
    return _ringkasan(request, lembar)


def alamat_periksa(dipa_id: int, triwulan: int) -> str:
    """The address of the summary."""
    return reverse("realisasi:periksa", args=[dipa_id, triwulan])


@kirim_saja(alamat_periksa)
def ajukan(request: HttpRequest, dipa_id: int, triwulan: int) -> HttpResponse:
    """Submit what was confirmed; reasons typed on the summary are stored first, whatever follows.

    Who prepares a report and does not submit it stores the reasons alone (`simpan`), and so does
    the page by itself (`json`) when one leaves a field.
    """
    lembar = lembar_terbaca(request, dipa_id, triwulan)
    pastikan_menulis(request, lembar)
    teks = request.POST.get("perubahan_ke", "")
    perubahan_ke = int(teks) if teks.isascii() and teks.isdigit() and len(teks) <= DIGIT_PALING_BANYAK else -1
    try:
        isian = _dengan_alasan(request, lembar)
        if lembar.laporan is not None and isian != lembar.isian:
            sebelum = perubahan_ke
            perubahan_ke = alur.simpan_draf(dipa_id, triwulan, pengguna(request), isian, sebelum).perubahan_ke
            if perubahan_ke > sebelum + 1:
                # Somebody stored the same reasons, and more that this summary does not show.
                raise alur.Bentrok("Draf sudah diubah sejak ringkasan ini dibuka. Periksa lagi sebelum mengajukan.")
        if "json" in request.POST:
            return JsonResponse({"perubahan_ke": perubahan_ke})
        if "simpan" in request.POST:
            _kabari(request, lembar_terbaca(request, dipa_id, triwulan))
            return redirect("realisasi:periksa", dipa_id, triwulan)
        alur.ajukan(dipa_id, triwulan, pengguna(request), perubahan_ke)
    except alur.BelumLengkap as salah:
        return _ringkasan(request, lembar_terbaca(request, dipa_id, triwulan), status=422, pesan=salah)
    except Ditolak as salah:
        status = 403 if isinstance(salah, alur.BukanHak) else 409 if isinstance(salah, alur.Bentrok) else 422
        if "json" in request.POST:
            return JsonResponse({"pesan": salah.pesan}, status=status)
        terbaru = lembar_terbaca(request, dipa_id, triwulan)
        if terbaru.dapat_diisi:
            return _ringkasan(request, terbaru, status=status, pesan=salah)
        return halaman_isian(request, terbaru, FormIsian(terbaru), status=status, pesan=salah.pesan)
    messages.success(
        request,
        f"Laporan {nama_triwulan(triwulan)} {lembar.dipa.tahun_id} diajukan dan menunggu verifikasi tim pusat.",
    )
    return redirect("realisasi:entri", dipa_id, triwulan)


def _kabari(request: HttpRequest, lembar: LembarIsian) -> None:
    """Say that the reasons are stored, and that the report is ready only where it is."""
    if kurang := len(kelengkapan.periksa(lembar, timezone.localdate())):
        messages.warning(request, f"Yang Anda tulis tersimpan. Masih {kurang} hal sebelum laporan ini dapat diajukan.")
    else:
        messages.success(request, "Alasan disimpan. Kepala dinas dapat memeriksa dan mengajukan laporan ini.")


def _dengan_alasan(request: HttpRequest, lembar: LembarIsian) -> Isian:
    """The draft with the reasons of the summary; each answers its warning as the summary showed it.

    Raises:
        Ditolak: a reason is too long to be kept whole.

    """
    alasan, dijawab = dict(lembar.isian.alasan), dict(lembar.isian.dijawab)
    for p in lembar.peringatan:
        teks = bersihkan(request.POST.get(f"alasan-{p.kunci}", "")).strip().replace("\r\n", "\n")
        if len(teks) > ALASAN_TERPANJANG:
            raise Ditolak(
                f"Alasan untuk “{p.judul}” {angka(len(teks))} huruf, paling panjang {angka(ALASAN_TERPANJANG)}. "
                "Persingkat; belum ada yang diajukan."
            )
        if teks:
            alasan[p.kunci], dijawab[p.kunci] = teks, p.besar
        elif f"alasan-{p.kunci}" in request.POST and lembar.terjawab(p):
            # What was shown in the field was taken out: it must not be submitted all the same.
            del alasan[p.kunci]
            dijawab.pop(p.kunci, None)
    return replace(lembar.isian, alasan=alasan, dijawab=dijawab)


def _ringkasan(
    request: HttpRequest, lembar: LembarIsian, *, status: int = 200, pesan: Ditolak | None = None
) -> HttpResponse:
    semua = kelengkapan.periksa(lembar, timezone.localdate())
    peringatan = [
        {
            "p": p,
            "alasan": request.POST.get(f"alasan-{p.kunci}") or (tertulis if lembar.terjawab(p) else ""),
            "dahulu": "" if lembar.terjawab(p) else tertulis,
            "kosong": status != 200 and any(g.bagian == f"peringatan-{p.kunci}" for g in semua),  # noqa: PLR2004
        }
        for p in lembar.peringatan
        for tertulis in [lembar.isian.alasan.get(p.kunci, "")]
    ]
    return render(
        request,
        "pelaporan/periksa.html",
        {
            "halaman": "laporan",
            "lembar": lembar,
            "hasil": hasil(lembar),
            "kurang": [g for g in semua if not g.bagian.startswith("peringatan-")],
            "peringatan": peringatan,
            "kendala": [k for k in lembar.isian.kendala if not k.kosong and not k.ditarik],
            "pesan": None if isinstance(pesan, alur.BelumLengkap) else pesan,
            "belum_diajukan": isinstance(pesan, alur.BelumLengkap),
            "tanpa_alasan": sum(g.bagian.startswith("peringatan-") for g in semua),
            "bukti": lembar.laporan.bukti.filter(dilepas=False) if lembar.laporan else (),
            "boleh_mengajukan": alur.boleh_mengajukan(pengguna(request), lembar),
            "menulis": peran_dinas(request, lembar.dipa) is not None,
        },
        status=status,
    )


alamat = [
    path(f"{DASAR}periksa/", periksa, name="periksa"),
    path(f"{DASAR}ajukan/", ajukan, name="ajukan"),
]
