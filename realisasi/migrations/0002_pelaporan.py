
import django.db.models.deletion
from django.db import migrations, models

import realisasi.models.bukti


class Migration(migrations.Migration):

    dependencies = [
        ('realisasi', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='laporantriwulan',
            name='alasan_draf',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='laporantriwulan',
            name='dikembalikan_pada',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='laporantriwulan',
            name='diubah_pada',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='laporantriwulan',
            name='kendala_draf',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='laporantriwulan',
            name='nama_pengembali',
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name='laporantriwulan',
            name='nama_pengubah',
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name='laporantriwulan',
            name='perubahan_ke',
            field=models.PositiveIntegerField(default=0, verbose_name='perubahan ke-'),
        ),
        migrations.AddField(
            model_name='periodepelaporan',
            name='pengumuman',
            field=models.CharField(blank=True, help_text='Satu kalimat di atas setiap halaman dinas selama periode ini terbuka.', max_length=300),
        ),
        migrations.AddField(
            model_name='tahunanggaran',
            name='operator_mengajukan',
            field=models.BooleanField(default=False, help_text='Bila tidak, operator menyiapkan dan kepala dinas yang mengajukan.', verbose_name='operator boleh mengajukan'),
        ),
        migrations.CreateModel(
            name='Bukti',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('berkas', models.FileField(upload_to=realisasi.models.bukti.nama_simpan)),
                ('nama', models.CharField(max_length=150, verbose_name='nama berkas')),
                ('jenis', models.CharField(choices=[('PDF', 'PDF'), ('XLSX', 'Excel (XLSX)'), ('JPG', 'Foto (JPG)'), ('PNG', 'Gambar (PNG)')], max_length=4)),
                ('ukuran', models.PositiveIntegerField(verbose_name='ukuran (bita)')),
                ('sha256', models.CharField(max_length=64)),
                ('nama_pengunggah', models.CharField(max_length=150)),
                ('diunggah_pada', models.DateTimeField()),
                ('dilepas', models.BooleanField(default=False, help_text='Dilepas dari draf; tetap ada pada versi yang memuatnya.')),
                ('laporan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bukti', to='realisasi.laporantriwulan')),
                ('versi', models.ManyToManyField(blank=True, related_name='bukti', to='realisasi.versilaporan')),
            ],
            options={
                'verbose_name': 'bukti pendukung',
                'verbose_name_plural': 'bukti pendukung',
                'ordering': ('laporan_id', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('jenis__in', ['PDF', 'XLSX', 'JPG', 'PNG'])), name='bukti_jenis_dikenal'), models.CheckConstraint(condition=models.Q(('nama__regex', '\\S')), name='bukti_bernama'), models.CheckConstraint(condition=models.Q(('ukuran__gt', 0)), name='bukti_tidak_kosong')],
            },
        ),
        migrations.CreateModel(
            name='CatatanPengembalian',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bagian', models.CharField(choices=[('51', '51 Pegawai'), ('52', '52 Barang'), ('53', '53 Modal'), ('57', '57 Bantuan sosial'), ('dasar', 'Dasar angka dan tanggal'), ('fisik', 'Kemajuan fisik'), ('kendala', 'Kendala dan tindak lanjut'), ('bukti', 'Bukti pendukung')], max_length=8)),
                ('teks', models.TextField()),
                ('laporan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='catatan', to='realisasi.laporantriwulan')),
            ],
            options={
                'verbose_name': 'catatan pengembalian',
                'verbose_name_plural': 'catatan pengembalian',
                'ordering': ('laporan_id', 'bagian'),
                'constraints': [models.UniqueConstraint(fields=('laporan', 'bagian'), name='catatan_satu_per_bagian'), models.CheckConstraint(condition=models.Q(('bagian__in', ['51', '52', '53', '57', 'dasar', 'fisik', 'kendala', 'bukti'])), name='catatan_bagian_dikenal'), models.CheckConstraint(condition=models.Q(('teks__regex', '\\S')), name='catatan_terisi')],
            },
        ),
        migrations.CreateModel(
            name='KendalaVersi',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kategori', models.CharField(choices=[('PENGADAAN', 'Pengadaan'), ('REVISI_DIPA', 'Revisi DIPA atau blokir'), ('ADMINISTRASI', 'Administrasi dan pertanggungjawaban'), ('PELAKSANAAN', 'Pelaksanaan kegiatan'), ('SDM', 'Pejabat dan SDM'), ('LAINNYA', 'Lainnya')], max_length=12)),
                ('uraian', models.TextField()),
                ('tindak_lanjut', models.TextField()),
                ('penanggung_jawab', models.CharField(max_length=150)),
                ('batas_waktu', models.DateField()),
                ('triwulan_dibuka', models.PositiveSmallIntegerField(choices=[(1, 'TW I'), (2, 'TW II'), (3, 'TW III'), (4, 'TW IV')])),
                ('selesai', models.BooleanField(default=False)),
                ('kendala', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='realisasi.kendala')),
                ('versi', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kendala', to='realisasi.versilaporan')),
            ],
            options={
                'verbose_name': 'kendala versi',
                'verbose_name_plural': 'kendala versi',
                'ordering': ('versi_id', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('triwulan_dibuka__range', (1, 4))), name='kendala_versi_dibuka_1_4'), models.CheckConstraint(condition=models.Q(('kategori__in', ['PENGADAAN', 'REVISI_DIPA', 'ADMINISTRASI', 'PELAKSANAAN', 'SDM', 'LAINNYA'])), name='kendala_versi_kategori_dikenal')],
            },
        ),
        migrations.CreateModel(
            name='Pengingat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('triwulan', models.PositiveSmallIntegerField(choices=[(1, 'TW I'), (2, 'TW II'), (3, 'TW III'), (4, 'TW IV')])),
                ('hari', models.DateField()),
                ('penerima', models.TextField(help_text='Alamat surel, dipisah koma.')),
                ('dikirim_pada', models.DateTimeField(blank=True, null=True)),
                ('dipa', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pengingat', to='realisasi.dipa', verbose_name='DIPA')),
            ],
            options={
                'verbose_name': 'pengingat',
                'verbose_name_plural': 'pengingat',
                'ordering': ('-hari', 'dipa_id', 'triwulan'),
                'constraints': [models.UniqueConstraint(fields=('dipa', 'triwulan', 'hari'), name='pengingat_sekali_sehari'), models.CheckConstraint(condition=models.Q(('triwulan__range', (1, 4))), name='pengingat_triwulan_1_4')],
            },
        ),
        migrations.CreateModel(
            name='PeringatanVersi',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kode', models.CharField(max_length=20)),
                ('jenis', models.CharField(blank=True, choices=[('51', 'Belanja pegawai'), ('52', 'Belanja barang'), ('53', 'Belanja modal'), ('57', 'Bantuan sosial'), ('00', 'Belum dirinci')], max_length=2, verbose_name='jenis belanja')),
                ('judul', models.CharField(max_length=200)),
                ('teks', models.TextField()),
                ('alasan', models.TextField(blank=True, help_text='Kosong untuk data lama yang diimpor.')),
                ('versi', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='peringatan', to='realisasi.versilaporan')),
            ],
            options={
                'verbose_name': 'peringatan versi',
                'verbose_name_plural': 'peringatan versi',
                'ordering': ('versi_id', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('versi', 'kode', 'jenis'), name='peringatan_sekali_per_versi'), models.CheckConstraint(condition=models.Q(('jenis__in', ['', '51', '52', '53', '57', '00'])), name='peringatan_jenis_dikenal')],
            },
        ),
        migrations.CreateModel(
            name='RealisasiPerbendaharaan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('triwulan', models.PositiveSmallIntegerField(choices=[(1, 'TW I'), (2, 'TW II'), (3, 'TW III'), (4, 'TW IV')])),
                ('jenis', models.CharField(choices=[('51', 'Belanja pegawai'), ('52', 'Belanja barang'), ('53', 'Belanja modal'), ('57', 'Bantuan sosial'), ('00', 'Belum dirinci')], max_length=2, verbose_name='jenis belanja')),
                ('realisasi_sd', models.BigIntegerField(verbose_name='realisasi s.d. triwulan itu (Rp)')),
                ('basis', models.CharField(blank=True, choices=[('SP2D', 'SP2D'), ('AKRUAL', 'Akrual')], max_length=6)),
                ('tanggal_data', models.DateField(blank=True, null=True)),
                ('asal', models.CharField(blank=True, help_text='Berkas asal.', max_length=200)),
                ('dipa', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='perbendaharaan', to='realisasi.dipa', verbose_name='DIPA')),
            ],
            options={
                'verbose_name': 'realisasi perbendaharaan',
                'verbose_name_plural': 'realisasi perbendaharaan',
                'ordering': ('dipa_id', 'triwulan', 'jenis'),
                'constraints': [models.UniqueConstraint(fields=('dipa', 'triwulan', 'jenis'), name='perbendaharaan_satu_per_jenis'), models.CheckConstraint(condition=models.Q(('triwulan__range', (1, 4))), name='perbendaharaan_triwulan_1_4'), models.CheckConstraint(condition=models.Q(('jenis__in', ['51', '52', '53', '57', '00'])), name='perbendaharaan_jenis_dikenal'), models.CheckConstraint(condition=models.Q(('realisasi_sd__range', (-1000000000000000, 1000000000000000))), name='perbendaharaan_masuk_akal')],
            },
        ),
    ]
