# When is that in UTC? Years for stamps without one, offsets of the zone, and a memory for the minute before.

ctypedef struct ZoneSlot:
    int64_t quarter
    int early
    int late


cdef class _Clock:
    cdef object zone
    cdef ZoneSlot *zones
    # year and month of the line before
    cdef int year, month
    cdef int day_year, day_month
    cdef int64_t month_days
    cdef bint ambiguous
    # the stamp before, up to its minute; its seconds and fraction; the rest of it; its time without both
    cdef char minute[MAX_MINUTE]
    cdef int minute_prefix, minute_suffix, minute_size, minute_year
    cdef int64_t minute_time

    def __cinit__(self, zone, int year, int month):
        self.zone = zone
        self.year = year
        self.month = month
        self.zones = <ZoneSlot *> _memory(ZONE_SLOTS * sizeof(ZoneSlot))
        for at in range(ZONE_SLOTS):
            self.zones[at].quarter = -1

    def __dealloc__(self):
        free(self.zones)

    cdef int64_t utc(self, const Stamp *stamp, int64_t before) noexcept nogil:
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
        if slot.early > slot.late and time < before - SLACK:
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
        second = self.utc(stamp, 0) - stamp.micro - stamp.second * <int64_t> SECOND
        if self.ambiguous:
            return
        memcpy(self.minute, p, size)
        self.minute_prefix = prefix
        self.minute_suffix = suffix
        self.minute_size = size
        self.minute_year = stamp.year
        self.minute_time = second

    cdef void ask_zone(self, ZoneSlot *slot, int64_t quarter) noexcept with gil:
        slot.early, slot.late = self.zone.offsets(quarter)
        slot.quarter = quarter
