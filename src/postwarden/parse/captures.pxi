# How far does an operation of a template read? Searches, kinds of text, and the loop over operations.

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
            if not begins(p, end, &stops[ops[at + 1].stops]):  # it begins with a literal: most are refused by that
                at = op.after
                continue
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
