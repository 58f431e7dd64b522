"""The Django project: settings, addresses, delivery and the importer. It owns no content model."""
