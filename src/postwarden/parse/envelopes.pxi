# What stands in front of the message? The same steps as in envelope.py.

ctypedef struct Envelope:
    Stamp stamp
    Text host
    Text text
    int pid
    int program
    int group
    int repeats


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


def count_lines(bytes block):
    """How many newlines a block has: by stretches so short that a byte can count them, which makes wide vectors."""
    cdef const char *p = block
    cdef const char *end = p + len(block)
    cdef Py_ssize_t lines = 0
    cdef uint8_t some
    cdef int i
    with nogil:
        while end - p >= 240:
            some = 0
            for i in range(240):
                some += p[i] == c'\n'
            lines += some
            p += 240
        while p < end:
            lines += p[0] == c'\n'
            p += 1
    return lines


def pick_lines(bytes block, list wanted):
    """The lines at those places (0-based, ascending), without newline; those that are there."""
    cdef const char *p = block
    cdef const char *end = p + len(block)
    cdef const char *newline
    cdef Py_ssize_t at = 0
    cdef Py_ssize_t place
    found = []
    for place in wanted:
        while at < place and p < end:
            newline = <const char *> memchr(p, c'\n', end - p)
            p = newline + 1 if newline != NULL else end
            at += 1
        newline = <const char *> memchr(p, c'\n', end - p)
        if newline == NULL:
            break
        found.append(p[:newline - p])
    return found


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
