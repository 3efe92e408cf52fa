from django.contrib.admin.apps import AdminConfig


class KonfigurasiAdmin(AdminConfig):
    default_site = "satker.situs_admin.SitusAdmin"
