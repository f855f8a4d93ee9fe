# Which `connect` belongs to a `disconnect`? The last of the same process in the block, if its address is the same.

ctypedef struct Begin:
    uint64_t process
    int64_t time
    int line  # 0: an empty place
    Text ip


cdef class _Sessions:
    """The last `connect` of each process, in a hash table that is never more than half full."""

    cdef Begin *begins
    cdef size_t places, taken

    def __cinit__(self):
        self.places = 256
        self.begins = <Begin *> _memory(self.places * sizeof(Begin))

    def __dealloc__(self):
        free(self.begins)

    cdef bint begin(self, uint64_t process, int64_t time, int line, const Text *ip) noexcept nogil:
        """Remember a `connect`; False when memory ran out."""
        cdef Begin *place
        if self.taken * 2 >= self.places and not self.grow():
            return False
        place = self.place(process)
        self.taken += place.line == 0
        place.process = process
        place.time = time
        place.line = line
        place.ip = Text(ip.start, ip.length if ip.start != NULL else 0)
        return True

    cdef const Begin *begun(self, uint64_t process, const Text *ip) noexcept nogil:
        """The `connect` of a session that ends; NULL where the block does not tell."""
        cdef const Begin *place = self.place(process)
        cdef Py_ssize_t length = ip.length if ip.start != NULL else 0
        if place.line == 0 or (place.ip.start == NULL) != (ip.start == NULL) or place.ip.length != length:
            return NULL
        return place if length == 0 or memcmp(place.ip.start, ip.start, length) == 0 else NULL

    cdef Begin *place(self, uint64_t process) noexcept nogil:
        cdef size_t at = (process * <uint64_t> 0x9E3779B97F4A7C15) >> 32 & (self.places - 1)
        while self.begins[at].line and self.begins[at].process != process:
            at = (at + 1) & (self.places - 1)
        return &self.begins[at]

    cdef bint grow(self) noexcept nogil:
        cdef Begin *before = self.begins
        cdef Begin *more = <Begin *> calloc(self.places * 2, sizeof(Begin))
        cdef size_t count = self.places
        cdef size_t at
        if more == NULL:
            return False
        self.begins = more
        self.places *= 2
        for at in range(count):
            if before[at].line:
                self.place(before[at].process)[0] = before[at]
        free(before)
        return True
