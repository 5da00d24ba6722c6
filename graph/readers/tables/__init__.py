"""Tables of coded segments: CSV in any encoding and dialect, XLSX, ODS."""
