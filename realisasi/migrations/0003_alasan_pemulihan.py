
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('realisasi', '0002_pelaporan'),
    ]

    operations = [
        migrations.AddField(
            model_name='laporantriwulan',
            name='alasan_dipulihkan',
            field=models.TextField(blank=True),
        ),
    ]
