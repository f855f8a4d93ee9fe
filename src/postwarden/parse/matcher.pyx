# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""How are blocks of log lines read at the speed of the disk? The same steps as reference_matcher.py, without the GIL.

Formats arrive as parts (postwarden.parse.template) and become arrays of operations; per group and first byte there is
a list of the formats that can match. Records are written straight into columns that Arrow can take over.
"""

from libc.stdint cimport int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc, realloc
from libc.string cimport memchr, memcmp, memcpy, memset

from nanoarrow import c_array_from_buffers

from postwarden.model.columns import arrow_schema, column_schemas
from postwarden.model.records import RECORDS
from postwarden.parse.names import DOVECOT as _DOVECOT
from postwarden.parse.names import OTHER as _OTHER
from postwarden.parse.parsed import Counts, Parsed
from postwarden.parse.template import Capture, Literal, Optional

cdef enum:
    MAX_COLUMNS = 16  # of a record table
    IP_COLUMN = 1  # of `connect` and of `disconnect`
    MAX_TAG = 56  # longer names are looked up each time
    MAX_MINUTE = 48
    TAG_SLOTS = 256
    ZONE_SLOTS = 256
    MAX_REPEATS = 10_000
    QUARTER = 900
    SECOND = 1_000_000
    SLACK = 300_000_000

cdef int OTHER = _OTHER
cdef int DOVECOT = _DOVECOT

include "captures.pxi"
include "stamps.pxi"
include "envelopes.pxi"
include "programs.pxi"
include "columns.pxi"
include "clocks.pxi"
include "nicknames.pxi"
include "sessions.pxi"

ctypedef struct Form:
    int ops
    int table
    int id_column
    int has_id

ctypedef struct Slice:
    int start
    int count


cdef class Matcher:
    """Reads blocks of lines with compiled formats. Safe to call from several threads at once."""

    cdef object names
    cdef object zone
    cdef list _alive
    cdef int form_count
    cdef int group_count
    cdef int table_count
    cdef Form *forms
    cdef Op *ops
    cdef Stop *stops
    cdef Slice *buckets
    cdef int *pool
    cdef list table_names

    def __cinit__(self):
        self.forms = NULL
        self.ops = NULL
        self.stops = NULL
        self.buckets = NULL
        self.pool = NULL

    def __init__(self, tables, names, zone, kinds=None):
        self.names = names
        self.zone = zone
        self._alive = []
        self.table_names = list(RECORDS)
        self.table_count = len(self.table_names)
        forms, ops, stops = _assemble(tables.formats, self.table_names, kinds)
        self._store_forms(forms)
        self._store_ops(ops)
        self._store_stops(stops)
        self._store_buckets([_buckets(tables.formats, group) for group in tables.groups])

    def __dealloc__(self):
        free(self.forms)
        free(self.ops)
        free(self.stops)
        free(self.buckets)
        free(self.pool)

    def _store_forms(self, forms):
        self.form_count = len(forms)
        self.forms = <Form *> _memory(len(forms) * sizeof(Form))
        for at, (start, table, has_id, id_column) in enumerate(forms):
            self.forms[at] = Form(start, table, id_column, has_id)

    def _store_ops(self, ops):
        self.ops = <Op *> _memory(len(ops) * sizeof(Op))
        for at, op in enumerate(ops):
            self.ops[at] = Op(op[0], op[1], op[2], op[3], op[4], op[5], op[6], op[7])

    def _store_stops(self, stops):
        self.stops = <Stop *> _memory(len(stops) * sizeof(Stop))
        self._alive.extend(stops)
        for at, stop in enumerate(stops):
            size = min(len(stop), 8)
            self.stops[at].start = <bytes> stop
            self.stops[at].length = len(stop)
            memcpy(&self.stops[at].word, self.stops[at].start, size)
            memset(&self.stops[at].mask, 0xFF, size)

    def _store_buckets(self, groups):
        """Per group 514 lists of formats: 257 by the byte after `QUEUE-ID: ` (256: none), 257 by the first byte."""
        lists = [forms for group in groups for forms in group]
        self.group_count = len(groups)
        self.buckets = <Slice *> _memory(len(lists) * sizeof(Slice))
        self.pool = <int *> _memory(sum(map(len, lists)) * sizeof(int))
        cdef int at = 0
        for number, forms in enumerate(lists):
            self.buckets[number] = Slice(at, len(forms))
            for form in forms:
                self.pool[at] = form
                at += 1

    def parse(self, bytes block, int first_line, int year, int month, bytes previous, int source=0):
        """See postwarden.parse.parsed.Matcher."""
        reader = _Block(self, block, year, month, previous)
        reader.source = source
        return reader.read(first_line)


include "blocks.pxi"
