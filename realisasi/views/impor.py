"""The import: files in, a preview, and only then what is written; and the register of all of it.

What reads files brings pandas along, so it is imported where a file is read, and not before.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.paginator import Page
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from realisasi import tabel_ekspor
from realisasi.daftar_rekonsiliasi import triwulan_impor
from realisasi.forms.impor import FormImpor, baca_saringan, periksa_berkas
from realisasi.impor.daftar import BAGIAN, SEMUA_BARIS, Saringan, baca_daftar, baca_pratinjau
from realisasi.models import Impor, JenisImpor, KeadaanImpor
from realisasi.penolakan import Bentrok, BukanHak, Ditolak
from realisasi.simpanan_berkas import TidakTersimpan
from realisasi.views.akses import pengguna
from realisasi.views.bukti import KEBIJAKAN_UNDUHAN
from realisasi.views.kembali import kirim_saja
from satker import ekspor
from satker.akses import hak, hanya
from satker.peran import Peran
from satker.perantara import BERKAS_BERLEBIH

if TYPE_CHECKING:
    from realisasi.impor.pratinjau import Cara, Penolakan

TIPE_BUKU: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DETIK_KEMAJUAN: Final = 120
PEMBACA: Final = (Peran.TIM_PUSAT, Peran.ADMINISTRATOR)


def _alamat_pratinjau(impor_id: int) -> str:
    return reverse("realisasi:pratinjau_impor", args=[impor_id])


# --- The register and the upload -----------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@hanya(*PEMBACA)
def impor(request: HttpRequest) -> HttpResponse:
    """The register of imports; a POST is an upload, answered with its preview."""
    if request.method == "POST":
        return _unggah(request)
    if ekspor.diminta(request):
        baris, _ = baca_daftar(baca_saringan(request.GET), SEMUA_BARIS)
        return ekspor.tabel_diminta(request, {"daftar": lambda: tabel_ekspor.daftar_impor(baris)}, "impor")
    return _halaman(request, FormImpor(initial=_pilihan_lama(request)))


def _unggah(request: HttpRequest) -> HttpResponse:
    if Peran.TIM_PUSAT not in hak(request.user).peran:
        raise PermissionDenied("Hanya tim pusat yang mengimpor data; administrator membaca daftarnya.")
    form = FormImpor(request.POST)
    galat_berkas = ""
    terkirim: list[UploadedFile] = []
    try:
        terkirim = periksa_berkas(request.FILES.getlist("berkas"), request.META.get(BERKAS_BERLEBIH, 0))
    except ValidationError as galat:
        galat_berkas = galat.messages[0]
    if not form.is_valid() or galat_berkas:
        return _halaman(request, form, galat_berkas=galat_berkas, status=422)
    return _baca(request, form, terkirim)


def _baca(request: HttpRequest, form: FormImpor, terkirim: list[UploadedFile]) -> HttpResponse:
    from realisasi.impor import pratinjau
    from realisasi.impor.bacaan import Pilihan

    nama = pratinjau.beri_nama([b.name or "" for b in terkirim])
    isi = {n: _isi(b) for n, b in zip(nama, terkirim, strict=True)}
    jenis = JenisImpor(form.cleaned_data["jenis"])
    try:
        tersimpan = pratinjau.buat(isi, jenis, Pilihan(**form.pilihan), pengguna(request), _cara(request))
    except pratinjau.TidakTerpakai as galat:
        return _halaman(request, form, ditolak=galat.ditolak, banyak=len(terkirim), status=422)
    except TidakTersimpan as galat:
        return _halaman(request, form, galat_berkas=galat.pesan, status=503)
    return redirect(_alamat_pratinjau(tersimpan.pk))


def _isi(berkas: UploadedFile) -> bytes | Path:
    """A large file from where it was put down, a small one from memory."""
    return Path(berkas.temporary_file_path()) if isinstance(berkas, TemporaryUploadedFile) else berkas.read()


def _cara(request: HttpRequest) -> Cara:
    """How files are read for this page, which hears of it under the key that it made up."""
    from realisasi.impor.pratinjau import PERAMBAN

    try:
        kunci = _kunci_kemajuan(request, UUID(request.POST.get("kemajuan", "")))
    except ValueError:
        return PERAMBAN

    def kabar(terbaca: int, semua: int, nama: str) -> None:
        kata = f"Membaca {nama} ({terbaca + 1} dari {semua})" if nama else "Membandingkan dengan data yang ada"
        cache.set(kunci, kata, DETIK_KEMAJUAN)

    return replace(PERAMBAN, kabar=kabar)


@require_safe
@hanya(Peran.TIM_PUSAT)
def kemajuan(request: HttpRequest, tanda: UUID) -> HttpResponse:
    """What is being read for the page that asks under its own key; empty when nothing is."""
    return JsonResponse({"kata": cache.get(_kunci_kemajuan(request, tanda), "")})


def _kunci_kemajuan(request: HttpRequest, tanda: UUID) -> str:
    return f"impor-{pengguna(request).pk}-{tanda.hex}"


def _pilihan_lama(request: HttpRequest) -> dict[str, Any]:
    """What was chosen for the import whose mended rows are to be uploaded now."""
    nomor = request.GET.get("ulang", "")
    if not (nomor.isascii() and nomor.isdecimal() and len(nomor) < 10):  # noqa: PLR2004  (fits its column)
        return {}
    lama = Impor.objects.filter(pk=int(nomor)).values("jenis", "pilihan").first()
    return {"jenis": lama["jenis"], **lama["pilihan"]} if lama else {}


def _halaman(
    request: HttpRequest,
    form: FormImpor,
    *,
    galat_berkas: str = "",
    ditolak: tuple[Penolakan, ...] = (),
    banyak: int = 0,
    status: int = 200,
) -> HttpResponse:
    saringan = baca_saringan(request.GET)
    baris, halaman = baca_daftar(saringan)
    jenis = form["jenis"].value()
    return render(
        request,
        "impor/impor.html",
        {
            "halaman": "impor",
            "form": form,
            "galat_berkas": galat_berkas,
            "ditolak": ditolak,
            "banyak": banyak,
            "templat_jenis": jenis if jenis in JenisImpor.values else "",
            "nama_jenis": dict(JenisImpor.choices).get(jenis, ""),
            "jenis_impor": JENIS,
            "s": saringan,
            "baris": baris,
            "hal": halaman,
            **_tetangga(saringan, halaman),
            "pilihan_jenis": JenisImpor.choices,
            "pilihan_keadaan": KeadaanImpor.choices,
            "boleh": Peran.TIM_PUSAT in hak(request.user).peran,
        },
        status=status,
    )


JENIS: Final = (
    {
        "nilai": JenisImpor.SATKER.value,
        "nama": JenisImpor.SATKER.label,
        "isi": "Kode, nama, dan provinsi satker.",
        "templat": [("satker", "Templat")],
    },
    {
        "nilai": JenisImpor.DIPA.value,
        "nama": JenisImpor.DIPA.label,
        "isi": "Pagu dan blokir per jenis belanja, tiap revisi; juga daftar DIPA dari OM-SPAN.",
        "templat": [("dipa", "Templat")],
    },
    {
        "nilai": JenisImpor.REALISASI.value,
        "nama": JenisImpor.REALISASI.label,
        "isi": (
            "Angka perbendaharaan sebagai pembanding laporan: FA Detail (boleh banyak berkas sekaligus), atau "
            "realisasi per satker dari OM-SPAN."
        ),
        "templat": [("realisasi_sd", "Templat kumulatif"), ("realisasi", "Templat per triwulan")],
    },
    {
        "nilai": JenisImpor.LAPORAN.value,
        "nama": JenisImpor.LAPORAN.label,
        "isi": "Triwulan lalu satu dinas, yang menjadi laporan dengan satu versi.",
        "templat": [("laporan", "Templat")],
    },
)
"""What can be imported, as the form offers it."""


@require_safe
@hanya(*PEMBACA)
def templat(request: HttpRequest, nama: str) -> HttpResponse:
    """A template workbook."""
    from realisasi.impor.templat import TEMPLAT, tulis

    if nama not in TEMPLAT:
        raise Http404("Tidak ada templat seperti itu.")
    return _buku(tulis(nama), TEMPLAT[nama][1])


def _buku(isi: bytes, nama: str) -> HttpResponse:
    jawaban = HttpResponse(isi, content_type=TIPE_BUKU)
    jawaban["Content-Disposition"] = f'attachment; filename="{nama}"'
    return jawaban


# --- One import ----------------------------------------------------------------------


@require_safe
@hanya(*PEMBACA)
def pratinjau_impor(request: HttpRequest, impor_id: int) -> HttpResponse:
    """What an import would do, or did."""
    if ekspor.diminta(request):
        x = baca_pratinjau(_impor(impor_id), replace(baca_saringan(request.GET), hal=1), SEMUA_BARIS)
        return ekspor.tabel_diminta(request, {"isi": lambda: tabel_ekspor.isi_impor(x)}, f"impor-{impor_id}-{x.bagian}")
    return _lihat(request, _impor(impor_id))


@kirim_saja(_alamat_pratinjau)
@hanya(Peran.TIM_PUSAT)
def terapkan(request: HttpRequest, impor_id: int) -> HttpResponse:
    """Write what the preview shows; where it would be something else by now, show that instead."""
    from realisasi.impor import pratinjau
    from realisasi.impor.terapkan import RencanaBerubah

    satu = _impor(impor_id)
    try:
        hasil = pratinjau.terapkan_pratinjau(
            satu,
            pengguna(request),
            request.POST.get("dilihat", ""),
            lewati_ditolak=request.POST.get("lewati_ditolak") == "ya",
        )
    except pratinjau.TidakTerpakai as galat:
        return _lihat(request, satu, pesan=str(galat), status=422)
    except BukanHak as galat:
        raise PermissionDenied(galat.pesan) from galat
    except Ditolak as galat:
        status = 409 if isinstance(galat, Bentrok | RencanaBerubah) else 422
        return _lihat(request, _impor(impor_id), pesan=galat.pesan, status=status)
    if hasil.impor is None:
        messages.info(request, "Tidak ada yang perlu ditulis: semuanya sudah sama dengan data yang ada.")
    else:
        messages.success(request, f"{satu.get_jenis_display()} diterapkan.")
    return redirect(_alamat_pratinjau(impor_id))


@kirim_saja(_alamat_pratinjau)
@hanya(Peran.TIM_PUSAT)
def batalkan(request: HttpRequest, impor_id: int) -> HttpResponse:
    """Undo an applied import as a whole, or say why it cannot be."""
    from realisasi.impor.pembatalan import batalkan as balik

    satu = _impor(impor_id)
    try:
        balik(satu.pk, pengguna(request))
    except BukanHak as galat:
        raise PermissionDenied(galat.pesan) from galat
    except Ditolak as galat:
        return _lihat(request, _impor(impor_id), pesan=galat.pesan, status=409)
    messages.success(request, "Impor dibatalkan; yang ada sebelumnya dikembalikan.")
    return redirect(_alamat_pratinjau(impor_id))


@require_safe
@hanya(*PEMBACA)
def tolakan(request: HttpRequest, impor_id: int) -> HttpResponse:
    """The refused rows as a workbook, each with what is wrong, to be mended and uploaded again."""
    from realisasi.impor import pratinjau

    satu = _impor(impor_id)
    try:
        isi = pratinjau.buku_tolakan(satu)
    except pratinjau.TidakTerpakai as galat:
        return _lihat(request, satu, pesan=str(galat), status=422)
    except Ditolak as galat:
        return _lihat(request, satu, pesan=galat.pesan, status=409)
    return _buku(isi, f"ditolak-impor-{satu.pk}.xlsx")


@require_safe
@hanya(*PEMBACA)
def unduh_berkas(request: HttpRequest, impor_id: int, berkas_id: int) -> HttpResponseBase:
    """A file of an import as it came: always as a download."""
    satu = _impor(impor_id).berkas.filter(pk=berkas_id).first()
    if satu is None:
        raise Http404("Tidak ada berkas seperti itu pada impor ini.")
    try:
        isi = satu.berkas.open("rb")
    except (FileNotFoundError, ValueError) as galat:
        raise Http404("Berkas ini tidak ada lagi di penyimpanan.") from galat
    response = FileResponse(isi, as_attachment=True, filename=satu.nama, content_type="application/octet-stream")
    response["Content-Security-Policy"] = KEBIJAKAN_UNDUHAN
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _impor(impor_id: int) -> Impor:
    satu = Impor.objects.filter(pk=impor_id).first()
    if satu is None:
        raise Http404("Impor itu tidak ada.")
    return satu


def _tetangga(s: Saringan, halaman: Page) -> dict[str, str]:
    """The addresses of the pages before and after this one."""
    return {
        "sebelum": s.kueri(hal=halaman.number - 1) if halaman.has_previous() else "",
        "sesudah": s.kueri(hal=halaman.number + 1) if halaman.has_next() else "",
    }


def _lihat(request: HttpRequest, satu: Impor, *, pesan: str = "", status: int = 200) -> HttpResponse:
    saringan = baca_saringan(request.GET)
    x = baca_pratinjau(satu, saringan)
    return render(
        request,
        "impor/pratinjau.html",
        {
            "halaman": "impor",
            "x": x,
            **_tetangga(replace(saringan, bagian=x.bagian), x.halaman),
            "tab": [
                {"nama": nama, "kunci": kunci, "jumlah": getattr(x, kunci), "ini": kunci == x.bagian}
                for kunci, nama in BAGIAN.items()
                if getattr(x, kunci) or kunci == x.bagian
            ],
            "pesan": pesan,
            "boleh": Peran.TIM_PUSAT in hak(request.user).peran,
            "triwulan_rekonsiliasi": triwulan_impor(satu),
        },
        status=status,
    )


alamat = [
    path("impor/", impor, name="impor"),
    path("impor/templat/<slug:nama>/", templat, name="templat_impor"),
    path("impor/kemajuan/<uuid:tanda>/", kemajuan, name="kemajuan_impor"),
    path("impor/<int:impor_id>/", pratinjau_impor, name="pratinjau_impor"),
    path("impor/<int:impor_id>/terapkan/", terapkan, name="terapkan_impor"),
    path("impor/<int:impor_id>/batalkan/", batalkan, name="batalkan_impor"),
    path("impor/<int:impor_id>/tolakan/", tolakan, name="tolakan_impor"),
    path("impor/<int:impor_id>/berkas/<int:berkas_id>/", unduh_berkas, name="berkas_impor"),
]
