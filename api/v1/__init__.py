"""REST under ``/api/v1``: lists, single records and analyses, each answered by ``.rq`` queries."""
