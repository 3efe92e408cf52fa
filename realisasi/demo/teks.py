"""The words of the demo: notes of revisions, obstacles as a dinas would write them, reasons."""

from __future__ import annotations

from typing import NamedTuple

DIPA_AWAL = "DIPA awal"
PAGU_BERTAMBAH = "Tambahan pagu dari realokasi antarsatker Ditjen IKMA"
PAGU_BERKURANG = "Pengurangan pagu, dialihkan ke satker lain"
PERGESERAN = "Pergeseran dari belanja barang ke belanja modal"
PERINCIAN = "Perincian pagu per jenis belanja"
BUKA_BLOKIR = "Buka blokir setelah data dukung lengkap"
BUKA_BLOKIR_SELURUHNYA = "Buka blokir seluruh pagu, satker baru selesai ditetapkan"
PENYESUAIAN_OTOMATIS = "Pencadangan anggaran (automatic adjustment)"
EFISIENSI = "Efisiensi belanja sesuai Inpres 1/2025, dicatat sebagai blokir"
RELAKSASI = "Relaksasi blokir efisiensi tahap pertama"
REVISI_LAIN = (
    "Pemutakhiran rencana penarikan dana (halaman III DIPA)",
    "Pemutakhiran data KPA dan bendahara pengeluaran",
    "Ralat kode akun pada petunjuk operasional kegiatan",
    "Pergeseran antarkomponen dalam satu rincian output",
    "Penyesuaian volume rincian output penumbuhan wirausaha baru",
)


class Hambatan(NamedTuple):
    """An obstacle and what is done about it; `syarat` names what the DIPA must have for it."""

    kategori: str
    uraian: str
    tindak_lanjut: str
    syarat: str = ""


ADA_BLOKIR = "ada blokir"
ADA_MODAL = "ada belanja modal"


HAMBATAN = (
    Hambatan(
        "PENGADAAN",
        "Paket mesin dan peralatan untuk sentra IKM baru tayang di e-katalog akhir triwulan; satu penyedia "
        "mengundurkan diri sehingga pemilihan diulang.",
        "Pemilihan penyedia diulang lewat mini-kompetisi; kontrak ditargetkan dua minggu setelah penayangan.",
        ADA_MODAL,
    ),
    Hambatan(
        "PENGADAAN",
        "Spesifikasi mesin jahit dan bordir direvisi atas permintaan kelompok penerima, HPS harus disusun ulang.",
        "PPK menetapkan HPS baru bersama tim teknis; penerima menandatangani berita acara spesifikasi.",
        ADA_MODAL,
    ),
    Hambatan(
        "PENGADAAN",
        "Penyedia jasa pelatihan terlambat menyerahkan jaminan pelaksanaan, sehingga uang muka belum dapat dibayar.",
        "Surat teguran kedua sudah dikirim; bila tidak dipenuhi, kontrak dialihkan ke pemenang cadangan.",
    ),
    Hambatan(
        "PENGADAAN",
        "Harga bahan baku contoh untuk pelatihan batik naik di atas pagu akun, paket belum dapat dikontrakkan.",
        "Volume bahan disesuaikan dan revisi POK diajukan kepada KPA.",
    ),
    Hambatan(
        "REVISI_DIPA",
        "Sebagian pagu masih diblokir; data dukung kegiatan fasilitasi kemasan belum lengkap.",
        "Melengkapi KAK dan RAB lalu mengusulkan buka blokir ke Kanwil DJPb melalui Ditjen IKMA.",
        ADA_BLOKIR,
    ),
    Hambatan(
        "REVISI_DIPA",
        "Usul pergeseran ke belanja modal masih menunggu persetujuan, kegiatan pengadaan belum dapat dimulai.",
        "Koordinasi dengan Bagian Perencanaan Ditjen IKMA; usul revisi sudah dilengkapi surat pernyataan KPA.",
        ADA_MODAL,
    ),
    Hambatan(
        "REVISI_DIPA",
        "Rencana penarikan dana halaman III belum sesuai jadwal kegiatan, SPM ditolak KPPN dua kali.",
        "Pemutakhiran halaman III DIPA diajukan sebelum hari kerja kesepuluh bulan depan.",
    ),
    Hambatan(
        "REVISI_DIPA",
        "Kegiatan perjalanan dinas dan rapat di luar kantor ditahan sambil menunggu kejelasan efisiensi belanja.",
        "Bimbingan teknis dialihkan ke format daring dan memakai aula dinas; sisa pagu diusulkan direlokasi.",
        ADA_BLOKIR,
    ),
    Hambatan(
        "ADMINISTRASI",
        "Pertanggungjawaban perjalanan dinas pendamping wirausaha belum lengkap: boarding pass dan kuitansi hotel "
        "belum terkumpul.",
        "Bendahara menagih kelengkapan per orang; yang belum lengkap sampai batas waktu wajib mengembalikan.",
    ),
    Hambatan(
        "ADMINISTRASI",
        "Dokumen hibah barang kepada kelompok penerima belum ditandatangani bupati, pembayaran termin akhir tertahan.",
        "Naskah hibah dan BAST diantar langsung ke bagian hukum kabupaten; dipantau setiap pekan.",
    ),
    Hambatan(
        "ADMINISTRASI",
        "Honor narasumber belum dapat dibayar karena NPWP dan rekening beberapa narasumber tidak valid.",
        "Validasi rekening ulang dengan bank; SPP diajukan bertahap untuk yang sudah sah.",
    ),
    Hambatan(
        "ADMINISTRASI",
        "Ganti uang persediaan terlambat diajukan sehingga kegiatan berikutnya menunggu dana.",
        "GUP diajukan setiap dua minggu dan jadwal kegiatan ditempel di ruang bendahara.",
    ),
    Hambatan(
        "PELAKSANAAN",
        "Calon peserta penumbuhan wirausaha baru di tiga kabupaten belum terverifikasi, pelatihan diundur.",
        "Verifikasi peserta bersama dinas kabupaten; pelatihan dipadatkan menjadi dua angkatan bersamaan.",
    ),
    Hambatan(
        "PELAKSANAAN",
        "Banjir memutus jalan ke lokasi sentra, bimbingan teknis dan serah terima alat tidak dapat dilaksanakan.",
        "Lokasi dipindah ke balai latihan kerja kabupaten; alat dikirim begitu jalan dibuka.",
    ),
    Hambatan(
        "PELAKSANAAN",
        "Jadwal pameran produk IKM mundur mengikuti agenda pemerintah provinsi.",
        "Kontrak sewa stan disesuaikan; kurasi produk dan cetak katalog didahulukan.",
    ),
    Hambatan(
        "PELAKSANAAN",
        "Pengujian produk dan pendaftaran sertifikasi halal menunggu antrean laboratorium.",
        "Menambah dua laboratorium rujukan dan mendaftarkan peserta per gelombang.",
    ),
    Hambatan(
        "PELAKSANAAN",
        "Pendataan IKM lewat SIINas baru mencapai setengah sasaran; tenaga pendata di kepulauan terbatas.",
        "Menugaskan penyuluh perindustrian kabupaten sebagai pendata dan membayar per data yang sah.",
    ),
    Hambatan(
        "SDM",
        "Pejabat pembuat komitmen pensiun dan penggantinya belum bersertifikat.",
        "SK PPK sementara sudah terbit; calon pengganti ikut ujian sertifikasi bulan depan.",
    ),
    Hambatan(
        "SDM",
        "Pergantian kepala dinas: penetapan KPA baru memakan waktu, spesimen di KPPN belum diperbarui.",
        "SK KPA dikirim ke KPPN bersama pembaruan spesimen; SPM tertunda diajukan berurutan.",
    ),
    Hambatan(
        "SDM",
        "Operator SAKTI mutasi ke OPD lain; petugas baru belum terbiasa sehingga SPM banyak dikembalikan.",
        "Pendampingan oleh KPPN dua hari seminggu; operator cadangan ditunjuk.",
    ),
    Hambatan(
        "LAINNYA",
        "Kelompok penerima restrukturisasi mesin belum menyediakan dana pendamping.",
        "Mempertemukan kelompok dengan bank penyalur KUR; penerima cadangan disiapkan.",
    ),
    Hambatan(
        "LAINNYA",
        "Gedung unit pelayanan langsung masih direnovasi, alat yang sudah dibeli belum dapat dipasang.",
        "Pemasangan bertahap di gudang sementara; renovasi dipantau bersama dinas PU.",
    ),
)
HAMBATAN_BLOKIR_SELURUHNYA = Hambatan(
    "REVISI_DIPA",
    "Seluruh pagu diblokir sampai satker baru ditetapkan; belum ada yang dapat dibelanjakan.",
    "Melengkapi SK penetapan satker dan KPA, lalu mengusulkan buka blokir bersama Ditjen IKMA.",
)
# What the offices with a demo login say at TW II of the running year.
HAMBATAN_2026 = {
    "14": (
        Hambatan(
            "PENGADAAN",
            "Dua paket peralatan sentra IKM olahan sagu gagal tender; penyedia tidak memenuhi syarat TKDN.",
            "Tender ulang lewat e-katalog; PPK menyederhanakan paket menjadi tiga dan memakai produk ber-TKDN.",
        ),
        Hambatan(
            "ADMINISTRASI",
            "Pertanggungjawaban bimbingan teknis di Indragiri Hilir dan Meranti belum lengkap, GUP tertahan.",
            "Bendahara menjemput bukti ke kabupaten; GUP diajukan bertahap per kegiatan.",
        ),
    ),
    "11": (
        Hambatan(
            "REVISI_DIPA",
            "Revisi pergeseran untuk fasilitasi kemasan kopi Gayo baru disahkan akhir Juni.",
            "Kegiatan yang tertunda dijadwalkan ulang pada Juli dan Agustus; kontrak kemasan sudah disiapkan.",
        ),
    ),
}

ALASAN_DIKEMBALIKAN = (
    "Realisasi belanja barang tidak sama dengan SP2D per 30 September. Cocokkan dengan OM-SPAN, lalu ajukan lagi.",
    "Belanja modal tercatat di belanja barang. Pisahkan per jenis belanja, lalu ajukan lagi.",
    "Kemajuan fisik lebih rendah daripada triwulan lalu. Perbaiki atau jelaskan pada kendala, lalu ajukan lagi.",
    "Angka yang diisi masih kumulatif. Isi realisasi triwulan III saja, lalu ajukan lagi.",
)
ALASAN_ACEH = (
    "Realisasi belanja barang Rp 21.450.000 lebih besar daripada SP2D per 30 September; diduga SPM yang belum terbit "
    "SP2D ikut dihitung. Cocokkan dengan OM-SPAN, lalu ajukan lagi."
)
ALASAN_DIBUKA_KEMBALI = (
    "Dibuka kembali: menurut KPPN ada pengembalian belanja bulan Juni yang belum dikurangkan. "
    "Perbaiki, lalu ajukan lagi."
)
ALASAN_PERPANJANGAN = "Laporan TW II dibuka kembali sesudah masa pelaporan; dinas diberi lima hari kerja."
ALASAN_PERPANJANGAN_BANJIR = "Kantor dinas terdampak banjir; permohonan perpanjangan disetujui tim pusat."

JABATAN = (
    "Kabid Industri Kecil dan Menengah",
    "Kabid Pembangunan Sumber Daya Industri",
    "Sekretaris Dinas",
    "Pejabat Pembuat Komitmen",
    "Kasubbag Keuangan",
    "Bendahara Pengeluaran",
)
NAMA_DEPAN = (
    "Ahmad", "Rina", "Yusuf", "Dewi", "Hendra", "Sri", "Bambang", "Nurul", "Markus", "Fitri",
    "Agus", "Maria", "Irwan", "Ratna", "Daniel", "Wulan", "Rahmat", "Yuliana", "Petrus",
)  # fmt: skip
# Family names made up for the demo; none is meant to be anybody's.
NAMA_BELAKANG = (
    "Wiratmajaya", "Kusumadewa", "Prawirata", "Tirtanegari", "Mahendrata", "Purnamawan",
    "Adinegara", "Suryantara", "Lestarika", "Gemilangsari", "Bahariawan",
)  # fmt: skip

# Which figures of a demo year are published ones, and where they were published.
TERBITAN = {
    2022: "Data terbitan: pagu nasional Rp 39,2 miliar dan realisasi 97,97 %; lima tertinggi Bengkulu, Kalimantan "
    "Utara, Nusa Tenggara Timur, Sulawesi Tengah, dan Sulawesi Barat (99 sampai 100 %); Sumatera Selatan 99,61 %; "
    "provinsi terendah 91,20 %, tanpa nama. Sumber: pemberitaan pers 8 Februari 2023.",
    2023: "Data terbitan: pagu nasional Rp 49,05 miliar untuk 34 provinsi (pemberitaan pers 8 Februari 2023); lima "
    "Dekonsentrasi di bawah 90 %: Riau 81,18 %, Aceh 86,58 %, Jawa Timur 88,43 %, Kepulauan Bangka Belitung "
    "88,59 %, dan Jawa Tengah 89,57 % (siaran pers rapat koordinasi DIPA 2024).",
    2024: "Data terbitan: Tugas Pembantuan untuk 38 provinsi (pemberitaan pers 16 Oktober 2023); target TW II 60 % "
    "dan TW IV 99 % (siaran pers rapat koordinasi DIPA 2024).",
}

PENGUMUMAN = "Gunakan angka SP2D s.d. 30 September 2026 dan lampirkan rekap SP2D. (Contoh pengumuman, data ilustrasi.)"
CATATAN_BARANG = "Belanja barang tidak sama dengan SP2D s.d. 30 September. Mohon dicocokkan, lalu ajukan lagi."
ALASAN_PERINGATAN = {
    "DI_ATAS_PAGU_EFEKTIF": "Blokir sudah dibuka; revisi DIPA terbit 28 September dan belum dimuat.",
    "PAGU_MINUS": "Pergeseran antarjenis belanja sudah disetujui, revisi belum dimuat.",
    "LONJAKAN": "Pembayaran kontrak peralatan jatuh pada triwulan ini.",
    "SATUAN": "Memang baru sebesar itu yang cair.",
    "TANPA_PERUBAHAN": "Kegiatan menunggu revisi DIPA.",
    "TERLAMBAT": "Rekap SP2D dari bendahara baru lengkap sesudah tenggat.",
}
ALASAN_REKONSILIASI = {
    "PERBENDAHARAAN_BENAR": "Satu SP2D bulan Juni belum dicatat bendahara dinas. Dinas memasukkannya pada TW III.",
    "BEDA_WAKTU": "SP2D 30 Juni baru tercatat di perbendaharaan 1 Juli. Dicocokkan dengan rekap SP2D dinas.",
}
