# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""How are blocks of log lines read at the speed of the disk? The same steps as reference_matcher.py, without the GIL.

Formats arrive as parts (postwarden.parse.template) and become arrays of operations; per group and first byte there is
a list of the formats that can match. Records are written straight into columns that Arrow can take over.
"""

from libc.stdint cimport int16_t, int32_t, int64_t, uint8_t, uint64_t
from libc.stdlib cimport calloc, free, malloc, realloc
from libc.string cimport memchr, memcmp, memcpy, memset

from nanoarrow import c_array_from_buffers

from postwarden.model.columns import arrow_schema, column_schemas
from postwarden.model.records import RECORDS
from postwarden.parse.names import DOVECOT as _DOVECOT
from postwarden.parse.names import OTHER as _OTHER
from postwarden.parse.names import is_level
from postwarden.parse.parsed import Counts, Parsed
from postwarden.parse.template import Capture, Literal, Optional

cdef extern from "<string.h>" nogil:
    void *memmem(const void *haystack, size_t length, const void *needle, size_t size)

DEF MAX_COLUMNS = 16
DEF MAX_TAG = 56
DEF MAX_MINUTE = 48
DEF TAG_SLOTS = 256
DEF ZONE_SLOTS = 256
DEF MAX_REPEATS = 10_000
DEF QUARTER = 900
DEF SECOND = 1_000_000
DEF SLACK = 300_000_000

cdef int OTHER = _OTHER
cdef int DOVECOT = _DOVECOT

cdef enum Code:
    LITERAL
    CAPTURE
    OPTIONAL
    CLOSE
    END

cdef enum Kind:
    TEXT
    WORD
    PLAIN
    INT
    REAL
    IP
    QUEUE_ID
    UPPER
    LOWER
    DSN

cdef enum Search:
    FIRST
    LAST
    QUOTED

cdef enum Type:
    T_TEXT
    T_INT
    T_REAL
    T_ADDRESS

KINDS = {"text": TEXT, "word": WORD, "plain": PLAIN, "int": INT, "real": REAL, "ip": IP, "queue_id": QUEUE_ID,
         "upper": UPPER, "lower": LOWER, "dsn": DSN}
SEARCHES = {"first": FIRST, "last": LAST, "quoted": QUOTED}

ctypedef struct Text:
    const char *start
    Py_ssize_t length

ctypedef struct Stop:  # a literal; its first eight bytes are compared in one step
    const char *start
    Py_ssize_t length
    uint64_t word
    uint64_t mask

ctypedef struct Op:
    int code
    int column
    int kind
    int search
    int to_end
    int after
    int count
    int stops

ctypedef struct Form:
    int ops
    int table
    int id_column
    int has_id

ctypedef struct Slice:
    int start
    int count

ctypedef struct Column:
    int type
    int32_t *offsets
    char *data
    Py_ssize_t size
    Py_ssize_t capacity
    void *numbers
    uint8_t *valid
    Py_ssize_t nulls

ctypedef struct Table:
    int columns
    Py_ssize_t rows
    Py_ssize_t capacity
    int64_t *time
    int32_t *line
    int32_t *pid
    int16_t *host
    int16_t *program
    int16_t *form
    Column column[MAX_COLUMNS]

ctypedef struct Stamp:
    int year
    int month
    int day
    int hour
    int minute
    int second
    int micro
    int zoned
    int zone
    int fixed
    int64_t moment

ctypedef struct Envelope:
    Stamp stamp
    Text host
    Text text
    int pid
    int program
    int group
    int repeats

ctypedef struct TagSlot:
    int length
    int kind
    int number
    int group
    char text[MAX_TAG]

ctypedef struct ZoneSlot:
    int64_t quarter
    int early
    int late


cdef inline bint digit(char c) noexcept nogil:
    return c'0' <= c <= c'9'


cdef inline bint alnum(char c) noexcept nogil:
    return c'0' <= c <= c'9' or c'A' <= c <= c'Z' or c'a' <= c <= c'z'


cdef inline bint white(char c) noexcept nogil:
    return c == c' ' or 9 <= c <= 13


cdef inline int two(const char *p) noexcept nogil:
    """Two digits; a large negative number when they are none."""
    if digit(p[0]) and digit(p[1]):
        return (p[0] - 48) * 10 + p[1] - 48
    return -1000


cdef inline const char *spaces(const char *p, const char *end) noexcept nogil:
    while p < end and p[0] == c' ':
        p += 1
    return p


cdef inline const char *find(const char *p, const char *end, const char *text, Py_ssize_t length) noexcept nogil:
    cdef const char *hit
    if length == 1:
        return <const char *> memchr(p, text[0], end - p)
    while end - p >= length:
        hit = <const char *> memchr(p, text[0], end - p - length + 1)
        if hit == NULL:
            return NULL
        if memcmp(hit + 1, text + 1, length - 1) == 0:
            return hit
        p = hit + 1
    return NULL


# ---------------------------------------------------------------------------------------------- captures

cdef const char *queue_id_end(const char *p, const char *end) noexcept nogil:
    """Where a queue id that begins at p ends; NULL when there is none."""
    cdef const char *q = p
    if p >= end:
        return NULL
    if end - p >= 7 and memcmp(p, b"NOQUEUE", 7) == 0:
        return p + 7
    if not (digit(p[0]) or c'A' <= p[0] <= c'F'):
        return NULL
    while q < end and q - p < 30 and alnum(q[0]):
        q += 1
    return q if q - p >= 5 else NULL


cdef const char *digits_end(const char *p, const char *end, int most) noexcept nogil:
    cdef const char *q = p
    while q < end and q - p < most and digit(q[0]):
        q += 1
    return q if q > p else NULL


cdef const char *shape_end(int kind, const char *p, const char *end) noexcept nogil:
    """Where text of a kind ends that is taken by its shape; NULL when it has not that shape."""
    cdef const char *q = p
    cdef const char *r
    cdef int part
    if kind == QUEUE_ID:
        return queue_id_end(p, end)
    if kind == INT:
        return digits_end(p, end, 18)
    if kind == REAL:
        q = digits_end(p, end, 9)
        if q != NULL and q < end and q[0] == c'.':
            r = digits_end(q + 1, end, 6)
            return r if r != NULL else q
        return q
    if kind == IP:
        if end - p >= 7 and memcmp(p, b"unknown", 7) == 0:
            return p + 7
        while q < end and (digit(q[0]) or c'A' <= q[0] <= c'F' or c'a' <= q[0] <= c'f' or q[0] == c':' or q[0] == c'.'):
            q += 1
        if end - q >= 2 and q[0] == c'%' and alnum(q[1]):
            q += 1
            while q < end and alnum(q[0]):
                q += 1
        return q
    if kind == UPPER:
        if p >= end or not c'A' <= p[0] <= c'Z':
            return NULL
        while q < end and (c'A' <= q[0] <= c'Z' or q[0] == c'-'):
            q += 1
        return q
    if kind == LOWER:
        if p >= end or not c'a' <= p[0] <= c'z':
            return NULL
        while q < end and (c'a' <= q[0] <= c'z' or q[0] == c'-' or q[0] == c'_'):
            q += 1
        return q
    # DSN: class 2, 4 or 5, then two numbers of one to three digits
    if end - p < 5 or not (p[0] == c'2' or p[0] == c'4' or p[0] == c'5'):
        return NULL
    q = p + 1
    for part in range(2):
        if q >= end or q[0] != c'.':
            return NULL
        q = digits_end(q + 1, end, 3)
        if q == NULL:
            return NULL
    return q


cdef inline bint begins(const char *p, const char *end, const Stop *text) noexcept nogil:
    """Whether a literal stands at p."""
    cdef uint64_t word
    if end - p >= 8:
        memcpy(&word, p, 8)
        if (word ^ text.word) & text.mask:
            return False
        return text.length <= 8 or (end - p >= text.length and memcmp(p + 8, text.start + 8, text.length - 8) == 0)
    return end - p >= text.length and memcmp(p, text.start, text.length) == 0


cdef inline bint stop_at(const char *p, const char *end, const Stop *stops, int count) noexcept nogil:
    cdef int i
    for i in range(count):
        if begins(p, end, &stops[i]):
            return True
    return False


cdef const char *first_stop(const char *p, const char *end, const Stop *stops, int count, bint to_end) noexcept nogil:
    cdef const char *best = end if to_end else NULL
    cdef const char *hit
    cdef const char *limit
    cdef int i
    for i in range(count):
        # a stop counts where it begins, so it may reach beyond an earlier find
        limit = end if best == NULL or end - best <= stops[i].length else best + stops[i].length
        hit = find(p, limit, stops[i].start, stops[i].length)
        if hit != NULL and (best == NULL or hit < best):
            best = hit
    return best


cdef const char *last_stop(const char *p, const char *end, const Stop *stops, int count) noexcept nogil:
    cdef const char *q = end
    while q >= p:
        if stop_at(q, end, stops, count):
            return q
        q -= 1
    return NULL


cdef const char *unquoted_stop(const char *p, const char *end, const Stop *stops, int count, bint to_end) noexcept nogil:
    """The first stop outside double quotes, else the first one."""
    cdef const char *first = first_stop(p, end, stops, count, to_end)
    cdef const char *q = p
    cdef const char *close
    if first == NULL or memchr(p, c'"', first - p) == NULL:
        return first
    while True:
        if (to_end and q == end) or stop_at(q, end, stops, count):
            return q
        if q >= end:
            return first
        if q[0] == c'"':
            close = q + 1
            while close < end and close[0] != c'"':
                close += 2 if close[0] == c'\\' else 1
            if close >= end:
                return first
            q = close
        q += 1


cdef const char *capture_end(const Op *op, const Stop *stops, const char *p, const char *end) noexcept nogil:
    cdef const char *q
    cdef const char *r = p
    if op.kind > PLAIN:
        return shape_end(op.kind, p, end)
    if op.search == FIRST:
        q = first_stop(p, end, stops + op.stops, op.count, op.to_end)
    elif op.search == QUOTED:
        q = unquoted_stop(p, end, stops + op.stops, op.count, op.to_end)
    else:
        q = last_stop(p, end, stops + op.stops, op.count)
    if q == NULL or op.kind == TEXT:
        return q
    if op.kind == WORD:
        if q == p:
            return NULL
        while r < q:
            if white(r[0]):
                return NULL
            r += 1
    else:
        while r < q:
            if r[0] == c'<' or r[0] == c'>':
                return NULL
            r += 1
    return q


cdef const char *run(const Op *ops, int at, const Stop *stops, const char *p, const char *end, Text *spans) noexcept nogil:
    """Where the text ends that operations from `at` on read, up to their CLOSE or END; NULL when they do not."""
    cdef const Op *op
    cdef const char *q
    cdef int i
    while True:
        op = &ops[at]
        if op.code == LITERAL:
            if not begins(p, end, &stops[op.stops]):
                return NULL
            p += stops[op.stops].length
        elif op.code == CAPTURE:
            q = capture_end(op, stops, p, end)
            if q == NULL:
                return NULL
            if op.column >= 0:
                spans[op.column].start = p
                spans[op.column].length = q - p
            p = q
        elif op.code == OPTIONAL:
            q = run(ops, at + 1, stops, p, end, spans)
            if q != NULL:
                p = q
            else:
                for i in range(at + 1, op.after):
                    if ops[i].code == CAPTURE and ops[i].column >= 0:
                        spans[ops[i].column].start = NULL
            at = op.after
            continue
        elif op.code == CLOSE:
            return p
        else:
            return p if p == end else NULL
        at += 1


# ---------------------------------------------------------------------------------------------- stamps

cdef int month_of(const char *p) noexcept nogil:
    cdef int key = (<uint8_t> p[0] << 16) | (<uint8_t> p[1] << 8) | <uint8_t> p[2]
    if key == 0x4A616E: return 1
    if key == 0x466562: return 2
    if key == 0x4D6172: return 3
    if key == 0x417072: return 4
    if key == 0x4D6179: return 5
    if key == 0x4A756E: return 6
    if key == 0x4A756C: return 7
    if key == 0x417567: return 8
    if key == 0x536570: return 9
    if key == 0x4F6374: return 10
    if key == 0x4E6F76: return 11
    if key == 0x446563: return 12
    return 0


cdef bint weekday(const char *p) noexcept nogil:
    cdef int key = (<uint8_t> p[0] << 16) | (<uint8_t> p[1] << 8) | <uint8_t> p[2]
    return (key == 0x4D6F6E or key == 0x547565 or key == 0x576564 or key == 0x546875 or key == 0x467269
            or key == 0x536174 or key == 0x53756E)


cdef const char *clock(const char *p, const char *end, bint comma, Stamp *stamp) noexcept nogil:
    """`23:26:59[.098333]`; NULL when it has not that shape."""
    cdef int scale = 100_000
    cdef const char *q
    if end - p < 8 or p[2] != c':' or p[5] != c':':
        return NULL
    stamp.hour, stamp.minute, stamp.second = two(p), two(p + 3), two(p + 6)
    if stamp.hour < 0 or stamp.minute < 0 or stamp.second < 0:
        return NULL
    p += 8
    stamp.micro = 0
    if p < end and (p[0] == c'.' or (comma and p[0] == c',')):
        q = digits_end(p + 1, end, 9)
        if q == NULL:
            return NULL
        p += 1
        while p < q:
            stamp.micro += scale * (p[0] - 48)
            scale //= 10
            p += 1
    return p


cdef inline bint finished(const char *p, const char *end) noexcept nogil:
    return p == end or p[0] == c' '


cdef const char *traditional(const char *p, const char *end, Stamp *stamp) noexcept nogil:
    cdef const char *q
    if end - p < 14 or p[3] != c' ':
        return NULL
    stamp.month = month_of(p)
    if stamp.month == 0:
        return NULL
    p += 5 if p[4] == c' ' else 4
    q = digits_end(p, end, 2)
    if q == NULL or q >= end or q[0] != c' ':
        return NULL
    stamp.day = p[0] - 48 if q - p == 1 else two(p)
    stamp.year = stamp.zoned = stamp.fixed = 0
    p = q + 1
    if end - p > 4 and two(p) >= 0 and two(p + 2) >= 0 and p[4] == c' ':
        stamp.year = two(p) * 100 + two(p + 2)
        p += 5
    p = clock(p, end, False, stamp)
    return p if p != NULL and finished(p, end) else NULL


cdef const char *zone_end(const char *p, const char *end, Stamp *stamp) noexcept nogil:
    """Where a zone ends that begins at p; NULL when there is none that ends the stamp."""
    cdef int hours, minutes
    cdef const char *q
    if p < end and p[0] == c' ':
        p += 1
    if p < end and p[0] == c'Z':
        q = p + 1
        stamp.zone = 0
    elif end - p >= 3 and (memcmp(p, b"UTC", 3) == 0 or memcmp(p, b"GMT", 3) == 0):
        q = p + 3
        stamp.zone = 0
    elif end - p >= 5 and (p[0] == c'+' or p[0] == c'-'):
        hours = two(p + 1)
        q = p + 4 if p[3] == c':' else p + 3
        minutes = two(q) if end - q >= 2 else -1
        if hours < 0 or minutes < 0:
            return NULL
        q += 2
        stamp.zone = (hours * 3600 + minutes * 60) * (-1 if p[0] == c'-' else 1)
    else:
        return NULL
    return q if finished(q, end) else NULL


cdef const char *iso(const char *p, const char *end, Stamp *stamp) noexcept nogil:
    cdef const char *q
    if end - p < 19 or p[4] != c'-' or p[7] != c'-' or not (p[10] == c'T' or p[10] == c' '):
        return NULL
    if two(p) < 0 or two(p + 2) < 0:
        return NULL
    stamp.year = max(two(p) * 100 + two(p + 2), 1)
    stamp.month, stamp.day = two(p + 5), two(p + 8)
    if stamp.month < 0 or stamp.day < 0:
        return NULL
    stamp.zoned = stamp.fixed = 0
    p = clock(p + 11, end, True, stamp)
    if p == NULL:
        return NULL
    q = zone_end(p, end, stamp)
    if q != NULL:
        stamp.zoned = 1
        return q
    return p if finished(p, end) else NULL


cdef const char *unix_time(const char *p, const char *end, Stamp *stamp) noexcept nogil:
    cdef const char *q = digits_end(p, end, 10)
    cdef int64_t value = 0
    if q == NULL or q - p < 9 or end - q < 7 or q[0] != c'.' or digits_end(q + 1, end, 6) != q + 7:
        return NULL
    if not finished(q + 7, end):
        return NULL
    while p < q + 7:
        if p != q:
            value = value * 10 + p[0] - 48
        p += 1
    memset(stamp, 0, sizeof(Stamp))
    stamp.year = 1970
    stamp.fixed = 1
    stamp.moment = value
    return p


cdef const char *read_stamp(const char *p, const char *end, Stamp *stamp) noexcept nogil:
    """Where the stamp ends that begins at p; NULL when there is none."""
    cdef const char *q
    cdef const char *letters
    if p >= end:
        return NULL
    if not digit(p[0]):
        q = traditional(p, end, stamp)
        if q != NULL or end - p < 5 or p[3] != c' ' or not digit(p[4]) or not weekday(p):
            return q
        q = iso(p + 4, end, stamp)
        if q != NULL and not stamp.zoned and q < end:
            letters = q + 1
            while letters < end and c'A' <= letters[0] <= c'Z':
                letters += 1
            if 3 <= letters - q - 1 <= 5 and finished(letters, end):
                return letters
        return q
    q = iso(p, end, stamp)
    return q if q != NULL else unix_time(p, end, stamp)


cdef inline bint possible(const Stamp *stamp) noexcept nogil:
    return stamp.fixed or (
        (stamp.year == 0 or stamp.year >= 1970)
        and 1 <= stamp.month <= 12
        and 1 <= stamp.day <= 31
        and stamp.hour <= 23
        and stamp.minute <= 59
        and stamp.second <= 60
        and (not stamp.zoned or -64800 <= stamp.zone <= 64800)
    )


cdef int64_t days_from_civil(int64_t year, int month, int day) noexcept nogil:
    """Days since 1970-01-01 (Howard Hinnant, chrono-compatible low-level date algorithms)."""
    cdef int64_t era, of_era, of_year
    year -= month <= 2
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468


# ---------------------------------------------------------------------------------------------- envelope

cdef const char *priority_end(const char *p, const char *end) noexcept nogil:
    """Where `<22>` ends; NULL when it does not stand there."""
    cdef const char *q
    if p >= end or p[0] != c'<':
        return NULL
    q = digits_end(p + 1, end, 3)
    return q + 1 if q != NULL and q < end and q[0] == c'>' else NULL


cdef const char *compose(const char *p, const char *end) noexcept nogil:
    """Where docker compose's `name  | ` ends; NULL when it does not stand there."""
    cdef const char *q = p
    while q < end and (alnum(q[0]) or q[0] == c'_' or q[0] == c'.' or q[0] == c'-'):
        q += 1
    if q == p:
        return NULL
    q = spaces(q, end)
    if end - q < 2 or q[0] != c'|' or q[1] != c' ':
        return NULL
    return spaces(q + 1, end)


cdef const char *container(const char *p, const char *end) noexcept nogil:
    """Where a container runtime's `stdout F ` ends; NULL when it does not stand there."""
    if end - p < 9 or (memcmp(p, b"stdout ", 7) != 0 and memcmp(p, b"stderr ", 7) != 0):
        return NULL
    return p + 9 if (p[7] == c'F' or p[7] == c'P') and p[8] == c' ' else NULL


cdef const char *word_end(const char *p, const char *end) noexcept nogil:
    cdef const char *q = <const char *> memchr(p, c' ', end - p)
    return q if q != NULL else end


cdef inline bint same(const char *p, Py_ssize_t length, const char *text, Py_ssize_t size) noexcept nogil:
    return length == size and memcmp(p, text, size) == 0


cdef bint level(const char *p, Py_ssize_t n) noexcept nogil:
    """See postwarden.parse.names.is_level."""
    return (same(p, n, b"INFO", 4) or same(p, n, b"WARN", 4) or same(p, n, b"WARNING", 7) or same(p, n, b"ERROR", 5)
            or same(p, n, b"ERR", 3) or same(p, n, b"NOTICE", 6) or same(p, n, b"DEBUG", 5)
            or same(p, n, b"CRITICAL", 8) or same(p, n, b"FATAL", 5))


cdef bint facility(const char *p, const char *end) noexcept nogil:
    """`mail.info`"""
    cdef const char *q = p
    cdef const char *r
    while q < end and (digit(q[0]) or c'a' <= q[0] <= c'z'):
        q += 1
    if q == p or q >= end or q[0] != c'.':
        return False
    r = q + 1
    while r < end and c'a' <= r[0] <= c'z':
        r += 1
    return r > q + 1 and r == end


cdef const char *header(const char *p, const char *end, Envelope *out, Text *tag) noexcept nogil:
    """`[HOST] [FACILITY|LEVEL] TAG: `: where the text begins; NULL when no tag is found."""
    cdef const char *first = p
    cdef const char *first_end = p
    cdef const char *q
    cdef int i
    for i in range(3):
        q = word_end(p, end) if p < end else end
        if q - p > 1 and (q - 1)[0] == c':':
            if i > 0 and not level(first, first_end - first):
                out.host.start = first
                out.host.length = first_end - first
            tag.start = p
            tag.length = q - 1 - p
            return tagged(spaces(q, end), out, tag)
        if i == 0:
            first_end = q
        elif i == 1 and not (level(p, q - p) or facility(p, q)):
            return NULL
        p = spaces(q, end)
    return NULL


cdef const char *tagged(const char *text, Envelope *out, Text *tag) noexcept nogil:
    """Split `PROGRAM[PID]`; where the text begins."""
    cdef const char *start = tag.start
    cdef const char *end = start + tag.length
    cdef const char *q = end - 1
    if tag.length >= 3 and q[0] == c']':
        q -= 1
        while q > start and digit(q[0]) and end - q <= 11:
            q -= 1
        if q[0] == c'[' and 1 <= end - q - 2 <= 9:
            out.pid = <int> integer(q + 1, end - q - 2)
            tag.length = q - start
            return text
    if out.host.length == 0:
        q = start
        while q < end and q[0] != c'(' and q[0] != c'<':
            q += 1
        if q < end:
            tag.length = q - start
            return q
    return text


cdef const char *structured_data(const char *p, const char *end) noexcept nogil:
    """Where RFC 5424's STRUCTURED-DATA ends; NULL when it is broken."""
    if p < end and p[0] == c'-':
        return p + 1
    if p >= end or p[0] != c'[':
        return NULL
    while p < end and p[0] == c'[':
        p += 1
        while p < end and p[0] != c']':
            if p[0] == c'"':
                p += 1
                while p < end and p[0] != c'"':
                    p += 2 if p[0] == c'\\' else 1
                if p >= end:
                    return NULL
            p += 1
        if p >= end:
            return NULL
        p += 1
    return p


cdef const char *rfc5424(const char *p, const char *end, Envelope *out, Text *tag) noexcept nogil:
    """`HOST APP-NAME PROCID MSGID STRUCTURED-DATA [BOM]TEXT`: where the text begins; NULL when it is not so."""
    cdef Text words[4]
    cdef const char *q
    cdef int i
    for i in range(4):
        q = word_end(p, end) if p < end else end
        if q == p or q == end:
            return NULL
        words[i] = Text(p, q - p)
        p = spaces(q, end)
    q = structured_data(p, end)
    if q == NULL or not finished(q, end):
        return NULL
    if not same(words[0].start, words[0].length, b"-", 1):
        out.host = words[0]
    tag[0] = words[1]
    if words[2].length <= 9 and digits_end(words[2].start, words[3].start, 9) == words[2].start + words[2].length:
        out.pid = <int> integer(words[2].start, words[2].length)
    q = spaces(q, end)
    return q + 3 if end - q >= 3 and memcmp(q, b"\xef\xbb\xbf", 3) == 0 else q


cdef bint repeated(const char *p, const char *end, int *times) noexcept nogil:
    """`[HOST] last message repeated N times`"""
    cdef const char *q
    cdef int i
    for i in range(2):
        if end - p > 22 and memcmp(p, b"last message repeated ", 22) == 0:
            q = digits_end(p + 22, end, 5)
            if q != NULL and (same(q, end - q, b" times", 6) or same(q, end - q, b" time", 5)):
                times[0] = <int> integer(p + 22, q - p - 22)
                return True
        p = spaces(word_end(p, end), end) if p < end else end
    return False


cdef inline int64_t integer(const char *p, Py_ssize_t length) noexcept nogil:
    cdef int64_t value = 0
    cdef Py_ssize_t i
    for i in range(length):
        value = value * 10 + p[i] - 48
    return value


def survey(bytes block):
    """See postwarden.parse.dating.survey, which does the same."""
    cdef const char *p = block
    cdef const char *end = p + len(block)
    cdef const char *q
    cdef const char *r
    cdef uint8_t *runs = <uint8_t *> _memory(len(block) // 5 + 1)  # a stamped line has more than five bytes
    cdef Py_ssize_t count = 0, lines = 0
    cdef int month
    with nogil:
        while p < end:
            q = priority_end(p, end)
            q = p if q == NULL else q
            month = stamped_month(q, end)
            if not month:
                r = compose(q, end)
                month = stamped_month(r, end) if r != NULL else 0
            if month and (count == 0 or runs[count - 1] != month):
                runs[count] = <uint8_t> month
                count += 1
            p = <const char *> memchr(p, c'\n', end - p)
            if p == NULL:
                break
            lines += 1
            p += 1
    found = [runs[at] for at in range(count)]
    free(runs)
    return lines, found


cdef int stamped_month(const char *p, const char *end) noexcept nogil:
    """The month of `Nov  2` or `Nov 20`; 0 when nothing like it stands there."""
    if end - p < 5 or p[3] != c' ':
        return 0
    if not (digit(p[4]) or (p[4] == c' ' and end - p > 5 and digit(p[5]))):
        return 0
    return month_of(p)


# ---------------------------------------------------------------------------------------------- matcher

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

    def __init__(self, tables, names, zone):
        self.names = names
        self.zone = zone
        self._alive = []
        self.table_names = list(RECORDS)
        self.table_count = len(self.table_names)
        forms, ops, stops = _assemble(tables.formats, self.table_names)
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


cdef void *_memory(size_t size) except NULL:
    cdef void *memory = calloc(max(size, 1), 1)
    if memory == NULL:
        raise MemoryError
    return memory


def _assemble(formats, table_names):
    """Formats as flat lists: (first op, table, begins with a queue id, its column), operations, stops."""
    forms, ops, stops = [], [], []
    for form in formats:
        table = table_names.index(form.table) if form.table else -1
        columns = list(RECORDS[form.table]) if form.table else []
        has_id, parts = _without_id(form.parts)
        id_column = columns.index("queue_id") if has_id and form.parts[0].name else -1
        forms.append((len(ops), table, has_id, id_column))
        _append(parts, columns, ops, stops)
        ops.append((END, -1, 0, 0, 0, 0, 0, 0))
    return forms, ops, stops


def _without_id(parts):
    """Whether parts begin with `{queue_id}: `, and what comes after that."""
    if len(parts) < 2 or not isinstance(parts[0], Capture) or parts[0].kind != "queue_id":
        return False, parts
    if not isinstance(parts[1], Literal) or not parts[1].text.startswith(b": "):
        return False, parts
    rest = parts[1].text[2:]
    return True, (*((Literal(rest),) if rest else ()), *parts[2:])


def _append(parts, columns, ops, stops):
    for part in parts:
        if isinstance(part, Literal):
            ops.append((LITERAL, -1, 0, 0, 0, 0, 1, len(stops)))
            stops.append(part.text)
        elif isinstance(part, Optional):
            at = len(ops)
            ops.append(None)
            _append(part.parts, columns, ops, stops)
            ops.append((CLOSE, -1, 0, 0, 0, 0, 0, 0))
            ops[at] = (OPTIONAL, -1, 0, 0, 0, len(ops), 0, 0)
        else:
            column = columns.index(part.name) if part.name in columns else -1
            kind, search = KINDS[part.kind], SEARCHES[part.search]
            ops.append((CAPTURE, column, kind, search, int(part.to_end), 0, len(part.stops), len(stops)))
            stops.extend(part.stops)


def _buckets(formats, group):
    with_id = [[] for _ in range(257)]
    without = [[] for _ in range(257)]
    for number in group:
        has_id, rest = _without_id(formats[number].parts)
        firsts = _first_bytes(rest)
        if has_id:
            for byte in firsts:
                with_id[byte].append(number)
            continue
        for byte in firsts:
            without[byte].append(number)
        if any(byte == 256 or chr(byte) in "0123456789ABCDEFN" for byte in firsts):
            for byte in range(257):
                with_id[byte].append(number)
    return with_id + without


def _first_bytes(parts):
    """With which bytes a text can begin that these parts read; 256 stands for the empty text."""
    firsts = set()
    for part in parts:
        if isinstance(part, Literal):
            return sorted(firsts | {part.text[0]})
        if not isinstance(part, Optional):
            return list(range(257))
        firsts.add(part.parts[0].text[0])
    return sorted(firsts | {256})


# ---------------------------------------------------------------------------------------------- one block

cdef class _Buffer:
    """Memory that a column was written to, for Arrow to keep."""

    cdef void *memory
    cdef Py_ssize_t size
    cdef Py_ssize_t shape[1]
    cdef Py_ssize_t strides[1]

    def __getbuffer__(self, Py_buffer *view, int flags):
        self.shape[0] = self.size
        self.strides[0] = 1
        view.buf = self.memory
        view.obj = self
        view.len = self.size
        view.readonly = 1
        view.itemsize = 1
        view.format = b"B"
        view.ndim = 1
        view.shape = self.shape
        view.strides = self.strides
        view.suboffsets = NULL
        view.internal = NULL

    def __dealloc__(self):
        free(self.memory)


cdef _Buffer _buffer(void **memory, Py_ssize_t size):
    """Hand memory over; the place that held it forgets it."""
    cdef _Buffer buffer = _Buffer()
    buffer.memory = memory[0]
    buffer.size = size
    memory[0] = NULL
    return buffer


cdef _Buffer _numbers(int value, Py_ssize_t rows):
    """The same small number for each row."""
    cdef void *memory = _memory(rows * 2)
    cdef Py_ssize_t row
    for row in range(rows):
        (<int16_t *> memory)[row] = <int16_t> value
    return _buffer(&memory, rows * 2)


cdef bint _widen(void **memory, Py_ssize_t size) noexcept nogil:
    cdef void *more = realloc(memory[0], size)
    if more == NULL:
        return False
    memory[0] = more
    return True


cdef bint _grow(Table *table) noexcept nogil:
    """Room for twice as many rows."""
    cdef Py_ssize_t capacity = table.capacity * 2 if table.capacity else 256
    cdef Column *column
    cdef Py_ssize_t before = (table.capacity + 7) // 8
    cdef int i
    if not (_widen(<void **> &table.time, capacity * 8) and _widen(<void **> &table.line, capacity * 4)
            and _widen(<void **> &table.pid, capacity * 4) and _widen(<void **> &table.host, capacity * 2)
            and _widen(<void **> &table.program, capacity * 2) and _widen(<void **> &table.form, capacity * 2)):
        return False
    for i in range(table.columns):
        column = &table.column[i]
        if not _widen(<void **> &column.valid, (capacity + 7) // 8):
            return False
        memset(column.valid + before, 0, (capacity + 7) // 8 - before)
        if column.type == T_INT or column.type == T_REAL:
            if not _widen(&column.numbers, capacity * 8):
                return False
        else:
            if not _widen(<void **> &column.offsets, (capacity + 1) * 4):
                return False
            column.offsets[0] = 0
    table.capacity = capacity
    return True


cdef double fraction(const char *p, Py_ssize_t length) noexcept nogil:
    """At most 15 digits with a point: numerator and power of ten are exact, so one rounding remains."""
    cdef double power = 1
    cdef int64_t value = 0
    cdef bint after = False
    cdef Py_ssize_t i
    for i in range(length):
        if p[i] == c'.':
            after = True
            continue
        value = value * 10 + p[i] - 48
        if after:
            power *= 10
    return value / power


cdef bint _put(Column *column, Py_ssize_t row, const Text *span) noexcept nogil:
    """Write one field; False when memory ran out."""
    cdef const char *start = span.start
    cdef Py_ssize_t length = span.length
    cdef Py_ssize_t capacity
    cdef bint present = start != NULL
    if column.type == T_INT or column.type == T_REAL:
        if not present:
            (<int64_t *> column.numbers)[row] = 0
        elif column.type == T_INT:
            (<int64_t *> column.numbers)[row] = integer(start, length)
        else:
            (<double *> column.numbers)[row] = fraction(start, length)
    else:
        if present and column.type == T_ADDRESS:
            if length == 0 or (length == 7 and memcmp(start, b"unknown", 7) == 0):
                present = False
            elif length > 7 and memcmp(start, b"::ffff:", 7) == 0 and memchr(start, c'.', length) != NULL:
                start += 7
                length -= 7
        if not present:
            length = 0
        if column.size + length > column.capacity:
            capacity = max(column.capacity * 2, column.size + length + 4096)
            if not _widen(<void **> &column.data, capacity):
                return False
            column.capacity = capacity
        if length:
            memcpy(column.data + column.size, start, length)
        column.size += length
        column.offsets[row + 1] = <int32_t> column.size
    if present:
        column.valid[row >> 3] |= 1 << (row & 7)
    else:
        column.nulls += 1
    return True


cdef class _Block:
    cdef Matcher matcher
    cdef bytes block
    cdef bytes previous_line
    cdef Table *tables
    cdef int64_t *hits
    cdef TagSlot *tags
    cdef ZoneSlot *zones
    cdef Text previous
    cdef int year
    cdef int month
    cdef int64_t time
    cdef int64_t first_time
    cdef int64_t last_time
    cdef bint seen
    cdef bint failed
    cdef int64_t lines, read_lines, unread, other, malformed, bad_stamps
    cdef int unread_table
    cdef int source
    cdef int day_year, day_month
    cdef int64_t month_days
    cdef bint ambiguous
    cdef char last_host[MAX_TAG]
    cdef Py_ssize_t last_host_length
    cdef int last_host_number
    # the stamp before, up to its minute; its seconds and fraction; the rest of it; its time without both
    cdef char minute[MAX_MINUTE]
    cdef int minute_prefix, minute_suffix, minute_size, minute_year
    cdef int64_t minute_time

    def __cinit__(self, Matcher matcher, bytes block, int year, int month, bytes previous):
        self.matcher = matcher
        self.block = block
        self.previous_line = previous
        self.year = year
        self.month = month
        self.tables = <Table *> _memory(matcher.table_count * sizeof(Table))
        self.hits = <int64_t *> _memory(matcher.form_count * sizeof(int64_t))
        self.tags = <TagSlot *> _memory(TAG_SLOTS * sizeof(TagSlot))
        self.zones = <ZoneSlot *> _memory(ZONE_SLOTS * sizeof(ZoneSlot))
        self.unread_table = matcher.table_names.index("unread")
        for at in range(ZONE_SLOTS):
            self.zones[at].quarter = -1
        for at, name in enumerate(matcher.table_names):
            self.tables[at].columns = len(RECORDS[name])
            for column, (field, kind) in enumerate(RECORDS[name].items()):
                self.tables[at].column[column].type = (
                    T_INT if kind == "int" else T_REAL if kind == "real" else T_ADDRESS if field.endswith("ip") else T_TEXT
                )

    def __dealloc__(self):
        cdef int at, column
        if self.tables != NULL:
            for at in range(self.matcher.table_count):
                free(self.tables[at].time)
                free(self.tables[at].line)
                free(self.tables[at].pid)
                free(self.tables[at].host)
                free(self.tables[at].program)
                free(self.tables[at].form)
                for column in range(self.tables[at].columns):
                    free(self.tables[at].column[column].offsets)
                    free(self.tables[at].column[column].data)
                    free(self.tables[at].column[column].numbers)
                    free(self.tables[at].column[column].valid)
        free(self.tables)
        free(self.hits)
        free(self.tags)
        free(self.zones)

    def read(self, int first_line):
        cdef const char *p = self.block
        cdef Py_ssize_t length = len(self.block)
        cdef const char *before = self.previous_line
        cdef Py_ssize_t before_length = len(self.previous_line)
        with nogil:
            if before_length:
                self.previous = Text(before, before_length)
                self.date_previous()
            self.read_lines_of(p, p + length, first_line)
        if self.failed:
            raise MemoryError
        counts = Counts(self.lines, self.read_lines, self.unread, self.other, self.malformed, self.bad_stamps)
        hits = [self.hits[at] for at in range(self.matcher.form_count)]
        first, last = (self.first_time, self.last_time) if self.seen else (None, None)
        return Parsed(counts, hits, self.arrow(), first, last)

    cdef void read_lines_of(self, const char *p, const char *end, int number) noexcept nogil:
        cdef const char *newline
        cdef const char *line_end
        while p < end and not self.failed:
            newline = <const char *> memchr(p, c'\n', end - p)
            if newline == NULL:
                return
            line_end = newline - 1 if newline > p and (newline - 1)[0] == c'\r' else newline
            self.lines += 1
            self.line(p, line_end, number)
            number += 1
            p = newline + 1

    cdef void date_previous(self) noexcept nogil:
        cdef Envelope envelope
        if self.envelope(self.previous.start, self.previous.start + self.previous.length, &envelope):
            if possible(&envelope.stamp):
                self.time = self.utc(&envelope.stamp)

    cdef void line(self, const char *p, const char *end, int number) noexcept nogil:
        cdef Envelope envelope
        cdef Envelope repeated
        if not self.envelope(p, end, &envelope):
            self.malformed += 1
            return
        if possible(&envelope.stamp):
            self.time = self.utc(&envelope.stamp)
        elif envelope.group != OTHER:
            self.bad_stamps += 1
        if not envelope.repeats:
            self.previous = Text(p, end - p)
            self.message(&envelope, number, 1)
            return
        if self.previous.length == 0 or not self.envelope(
            self.previous.start, self.previous.start + self.previous.length, &repeated
        ) or repeated.repeats:
            self.other += 1
        else:
            self.message(&repeated, number, envelope.repeats)

    cdef void message(self, const Envelope *envelope, int number, int times) noexcept nogil:
        cdef const char *p = envelope.text.start
        cdef const char *end = p + envelope.text.length
        cdef const char *q
        cdef int group = envelope.group
        cdef int program = envelope.program
        cdef int host, form, count
        cdef Text spans[MAX_COLUMNS]
        if group == OTHER:
            self.other += 1
            return
        if end - p > 17 and memcmp(p, b"message repeated ", 17) == 0:
            q = digits_end(p + 17, end, 5)
            if q != NULL and end - q >= 9 and memcmp(q, b" times: [", 9) == 0:
                times = <int> integer(p + 17, q - p - 17)
                p = q + 9
                if p < end and p[0] == c' ':
                    p += 1
                if p < end and (end - 1)[0] == c']':
                    end -= 1
        if group == DOVECOT:
            q = self.process(p, end, &program, &group)
            if q != NULL:
                p = q
        form = self.match(group, p, end, spans) if group >= 0 else -1
        self.notice_time()
        host = self.host_number(&envelope.host)
        if form < 0:
            self.unread += 1
            spans[0] = envelope.text
            self.emit(self.unread_table, number, envelope.pid, host, program, -1, spans)
            return
        self.read_lines += 1
        self.hits[form] += 1
        if self.matcher.forms[form].table >= 0:
            for count in range(min(max(times, 1), MAX_REPEATS)):
                self.emit(self.matcher.forms[form].table, number, envelope.pid, host, program, form, spans)

    cdef inline void notice_time(self) noexcept nogil:
        if not self.seen:
            self.seen = True
            self.first_time = self.last_time = self.time
        elif self.time > self.last_time:
            self.last_time = self.time
        elif self.time < self.first_time:
            self.first_time = self.time

    cdef void emit(self, int table_number, int number, int pid, int host, int program, int form, const Text *spans) noexcept nogil:
        cdef Table *table = &self.tables[table_number]
        cdef Py_ssize_t row = table.rows
        cdef int i
        if row == table.capacity and not _grow(table):
            self.failed = True
            return
        table.time[row] = self.time
        table.line[row] = number
        table.pid[row] = pid
        table.host[row] = <int16_t> host
        table.program[row] = <int16_t> program
        table.form[row] = <int16_t> form
        for i in range(table.columns):
            if not _put(&table.column[i], row, &spans[i]):
                self.failed = True
                return
        table.rows = row + 1

    cdef int match(self, int group, const char *p, const char *end, Text *spans) noexcept nogil:
        """The first format of the group that reads the text; -1 when none does."""
        cdef const char *rest = queue_id_end(p, end)
        cdef const char *start
        cdef bint has_id = rest != NULL and end - rest >= 2 and rest[0] == c':' and rest[1] == c' '
        cdef Slice bucket
        cdef const Form *form
        cdef int i, number, byte
        if has_id:
            start = rest + 2
            byte = <uint8_t> start[0] if start < end else 256
            bucket = self.matcher.buckets[group * 514 + byte]
        else:
            start = p
            byte = <uint8_t> p[0] if p < end else 256
            bucket = self.matcher.buckets[group * 514 + 257 + byte]
        for i in range(bucket.count):
            number = self.matcher.pool[bucket.start + i]
            form = &self.matcher.forms[number]
            if form.table >= 0:
                memset(spans, 0, self.tables[form.table].columns * sizeof(Text))
            if form.has_id and form.id_column >= 0:
                spans[form.id_column] = Text(p, rest - p)
            if run(self.matcher.ops, form.ops, self.matcher.stops, start if form.has_id else p, end, spans) != NULL:
                return number
        return -1

    # ------------------------------------------------------------------ time

    cdef int64_t utc(self, const Stamp *stamp) noexcept nogil:
        cdef int year = stamp.year
        cdef int64_t local, time
        cdef ZoneSlot *slot
        if stamp.fixed:
            return stamp.moment
        if year == 0:
            year = self.year
            if stamp.month - self.month <= -6:
                year += 1
            elif stamp.month - self.month >= 7:
                year -= 1
            self.year = year
            self.month = stamp.month
        if year != self.day_year or stamp.month != self.day_month:
            self.month_days = days_from_civil(year, stamp.month, 1)
            self.day_year = year
            self.day_month = stamp.month
        local = (self.month_days + stamp.day - 1) * 86_400 + stamp.hour * 3600 + stamp.minute * 60 + stamp.second
        if stamp.zoned:
            return (local - stamp.zone) * SECOND + stamp.micro
        slot = &self.zones[(local // QUARTER) & (ZONE_SLOTS - 1)]
        if slot.quarter != local // QUARTER:
            self.ask_zone(slot, local // QUARTER)
        self.ambiguous = slot.early > slot.late
        time = (local - slot.early) * SECOND + stamp.micro
        if slot.early > slot.late and time < self.time - SLACK:
            return (local - slot.late) * SECOND + stamp.micro
        return time

    cdef const char *same_minute(self, const char *p, const char *end, Stamp *stamp) noexcept nogil:
        """Where a stamp ends that differs from the one before in its seconds and their fraction only."""
        cdef const char *q = p + self.minute_prefix
        cdef int second, micro
        if self.minute_size == 0 or end - p <= self.minute_size or memcmp(p, self.minute, self.minute_prefix) != 0:
            return NULL
        second = two(q)
        if not 0 <= second <= 59 or p[self.minute_size] != c' ':
            return NULL
        micro = 0
        q += 2
        if self.minute_suffix > self.minute_prefix + 2:
            micro = (two(q + 1) * 100 + two(q + 3)) * 100 + two(q + 5)
            if q[0] != c'.' or two(q + 1) < 0 or two(q + 3) < 0 or two(q + 5) < 0:
                return NULL
            q += 7
        if memcmp(q, self.minute + self.minute_suffix, self.minute_size - self.minute_suffix) != 0:
            return NULL
        stamp.year = self.minute_year
        stamp.fixed = 1
        stamp.moment = self.minute_time + second * SECOND + micro
        return p + self.minute_size

    cdef void remember_minute(self, const char *p, const char *end, const Stamp *stamp) noexcept nogil:
        """Keep the usual stamps: `Nov 20 23:26:59` and `2026-11-20T23:26:59[.098333][+01:00]`."""
        cdef int size = <int> (end - p)
        cdef int prefix = 17 if stamp.year else size - 2
        cdef int suffix = prefix + 2
        cdef int64_t second
        self.minute_size = 0
        if stamp.fixed or not possible(stamp) or stamp.second > 59 or size > MAX_MINUTE or size < prefix + 2:
            return
        if p[prefix - 1] != c':' or two(p + prefix) != stamp.second or (size > suffix and p[suffix] == c','):
            return
        if size > suffix and p[suffix] == c'.':
            if not stamp.year or size < suffix + 7 or digits_end(p + suffix + 1, end, 9) != p + suffix + 7:
                return
            suffix += 7
        if (stamp.year and not stamp.zoned) or (stamp.year == 0 and stamp.month != self.month):
            return
        self.ambiguous = False
        second = self.utc(stamp) - stamp.micro - stamp.second * <int64_t> SECOND
        if self.ambiguous:
            return
        memcpy(self.minute, p, size)
        self.minute_prefix = prefix
        self.minute_suffix = suffix
        self.minute_size = size
        self.minute_year = stamp.year
        self.minute_time = second

    cdef void ask_zone(self, ZoneSlot *slot, int64_t quarter) noexcept with gil:
        slot.early, slot.late = self.matcher.zone.offsets(quarter)
        slot.quarter = quarter

    # ------------------------------------------------------------------ envelope

    cdef int host_number(self, const Text *host) noexcept nogil:
        cdef int group
        if host.length == 0:
            return 0
        if host.length == self.last_host_length and memcmp(host.start, self.last_host, host.length) == 0:
            return self.last_host_number
        self.last_host_number = self.number(1, host.start, host.length, &group)
        self.last_host_length = host.length if host.length <= MAX_TAG else -1
        memcpy(self.last_host, host.start, min(host.length, MAX_TAG))
        return self.last_host_number

    cdef int number(self, int kind, const char *text, Py_ssize_t length, int *group) noexcept nogil:
        """The number of a name: of a host (kind 1), a program (2; without host 3) or a Dovecot process (4)."""
        cdef uint64_t key, head = 0, tail = 0
        cdef TagSlot *slot
        cdef int number, way
        if length <= MAX_TAG:
            if length >= 8:
                memcpy(&head, text, 8)
                memcpy(&tail, text + length - 8, 8)
            else:
                memcpy(&head, text, length)
            key = ((head ^ (tail << 1 | tail >> 63)) + <uint64_t> (kind + length)) * <uint64_t> 0x9E3779B97F4A7C15
            for way in range(4):
                slot = &self.tags[(key >> 56) ^ way]
                if slot.length == length and slot.kind == kind and memcmp(slot.text, text, length) == 0:
                    group[0] = slot.group
                    return slot.number
                if slot.kind == 0:
                    break
            else:  # all taken: the one that is overwritten is another each time
                slot = &self.tags[(key >> 56) ^ (self.lines & 3)]
        number = self.ask_number(kind, text, length, group)
        if length <= MAX_TAG:
            slot.length = <int> length
            slot.kind = kind
            slot.number = number
            slot.group = group[0]
            memcpy(slot.text, text, length)
        return number

    cdef int ask_number(self, int kind, const char *text, Py_ssize_t length, int *group) noexcept with gil:
        """A function of its own: one that may take the GIL takes it at every call."""
        name = text[:length]
        group[0] = 0
        if kind == 1:
            return self.matcher.names.host(name)
        if kind == 4:
            number, group[0] = self.matcher.names.process(name)
        else:
            number, group[0] = self.matcher.names.program(name, kind == 3)
        return number

    cdef const char *process(self, const char *p, const char *end, int *program, int *group) noexcept nogil:
        """Take off Dovecot's process name, its colon and `Info: `; NULL when the text begins otherwise."""
        cdef const char *q = p
        while q < end and (alnum(q[0]) or q[0] == c'_' or q[0] == c'-'):
            q += 1
        if q == p or q >= end:
            return NULL
        if q[0] == c':' and (q + 1 == end or q[1] == c' '):
            program[0] = self.number(4, p, q - p, group)
            q = spaces(q + 1, end)
        elif q[0] == c'(' or q[0] == c'<' or q[0] == c'[':
            program[0] = self.number(4, p, q - p, group)
        else:
            return NULL
        if end - q >= 6 and memcmp(q, b"Info: ", 6) == 0:
            q += 6
        return q

    cdef bint envelope(self, const char *p, const char *end, Envelope *out) noexcept nogil:
        """Take a line apart; see postwarden.parse.envelope.read_envelope, which does the same."""
        cdef Stamp inner
        cdef Envelope outer
        cdef bint stamped = False
        cdef bint wrapped = False
        cdef bint structured
        cdef const char *q
        cdef const char *text
        cdef int i
        cdef Text tag
        out.stamp.year = 0
        for i in range(3):
            structured = False
            q = priority_end(p, end)
            if q != NULL:
                p = q
                if end - p >= 2 and p[0] == c'1' and p[1] == c' ':
                    structured = True
                    p += 2
            # the outermost stamp with a year counts, else the outermost
            q = self.same_minute(p, end, &out.stamp) if not stamped else NULL
            if q == NULL:
                q = read_stamp(p, end, &inner if stamped else &out.stamp)
                if q != NULL and not stamped:
                    self.remember_minute(p, q, &out.stamp)
            if q == NULL:
                q = compose(p, end) if not stamped else NULL
                if q == NULL:
                    break
                p = q
                continue
            if stamped and out.stamp.year == 0 and inner.year != 0:
                out.stamp = inner
            stamped = True
            p = spaces(q, end)
            q = container(p, end)
            if q != NULL:
                p = q
                continue
            out.host.start = NULL
            out.host.length = 0
            out.pid = 0
            out.program = -1
            out.group = OTHER
            out.repeats = 0
            text = rfc5424(p, end, out, &tag) if structured else header(p, end, out, &tag)
            if text == NULL:
                if not wrapped and repeated(p, end, &out.repeats):
                    return True
                break
            out.text.start = text
            out.text.length = end - text
            out.program = self.number(3 if out.host.length == 0 else 2, tag.start, tag.length, &out.group)
            if out.group != OTHER:
                return True
            if read_stamp(text, end, &inner) == NULL:
                if wrapped:
                    break
                return True
            outer = out[0]
            wrapped = True
            p = text
        if wrapped:
            out[0] = outer
        return wrapped

    def arrow(self):
        """The tables that have rows, as Arrow structs that own their memory."""
        arrays = {}
        for at, name in enumerate(self.matcher.table_names):
            if self.tables[at].rows:
                arrays[name] = self.table_array(at, name)
        return arrays

    cdef object table_array(self, int at, str name):
        cdef Table *table = &self.tables[at]
        cdef Py_ssize_t rows = table.rows
        kinds = column_schemas(name)
        numbers = [
            _buffer(<void **> &table.time, rows * 8),
            _buffer(<void **> &table.line, rows * 4),
            _buffer(<void **> &table.pid, rows * 4),
            _buffer(<void **> &table.host, rows * 2),
            _buffer(<void **> &table.program, rows * 2),
            _buffer(<void **> &table.form, rows * 2),
            _numbers(self.source, rows),
        ]
        children = [
            c_array_from_buffers(kind, rows, [None, number], null_count=0, validation_level="none")
            for kind, number in zip(kinds, numbers)
        ]
        for column in range(table.columns):
            buffers, nulls = column_buffers(&table.column[column], rows)
            children.append(
                c_array_from_buffers(kinds[7 + column], rows, buffers, null_count=nulls, validation_level="none")
            )
        table.rows = 0
        return c_array_from_buffers(
            arrow_schema(name), rows, [None], null_count=0, children=children, move=True, validation_level="none"
        )


cdef tuple column_buffers(Column *column, Py_ssize_t rows):
    cdef Py_ssize_t nulls = column.nulls
    valid = _buffer(<void **> &column.valid, (rows + 7) // 8) if nulls else None
    if column.type == T_INT or column.type == T_REAL:
        return [valid, _buffer(&column.numbers, rows * 8)], nulls
    offsets = _buffer(<void **> &column.offsets, (rows + 1) * 4)
    data = _buffer(<void **> &column.data, column.size) if column.data != NULL else b""
    return [valid, offsets, data], nulls
