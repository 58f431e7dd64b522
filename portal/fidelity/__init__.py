"""Proof that an imported repository lost nothing: the site is read as a visitor reads it and
compared with a reading of the source that shares no code with the importer.
"""
