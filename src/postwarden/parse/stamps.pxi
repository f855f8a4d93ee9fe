# Which moment does a stamp name? The same shapes as in envelope.py.

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
