# Which number has a name? A memory for hosts, programs and processes: asking Python takes the GIL.

ctypedef struct TagSlot:
    int length
    int kind
    int number
    int group
    char text[MAX_TAG]


cdef class _Numbers:
    cdef object names
    cdef TagSlot *tags
    cdef int turn
    cdef char last_host[MAX_TAG]
    cdef Py_ssize_t last_host_length
    cdef int last_host_number

    def __cinit__(self, names):
        self.names = names
        self.tags = <TagSlot *> _memory(TAG_SLOTS * sizeof(TagSlot))

    def __dealloc__(self):
        free(self.tags)

    cdef int of_host(self, const Text *host) noexcept nogil:
        cdef int group
        if host.length == 0:
            return 0
        if host.length == self.last_host_length and memcmp(host.start, self.last_host, host.length) == 0:
            return self.last_host_number
        self.last_host_number = self.of(1, host.start, host.length, &group)
        self.last_host_length = host.length if host.length <= MAX_TAG else -1
        memcpy(self.last_host, host.start, min(host.length, MAX_TAG))
        return self.last_host_number

    cdef int of(self, int kind, const char *text, Py_ssize_t length, int *group) noexcept nogil:
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
                self.turn += 1
                slot = &self.tags[(key >> 56) ^ (self.turn & 3)]
        number = self.ask(kind, text, length, group)
        if length <= MAX_TAG:
            slot.length = <int> length
            slot.kind = kind
            slot.number = number
            slot.group = group[0]
            memcpy(slot.text, text, length)
        return number

    cdef int ask(self, int kind, const char *text, Py_ssize_t length, int *group) noexcept with gil:
        """A function of its own: one that may take the GIL takes it at every call."""
        name = text[:length]
        group[0] = 0
        if kind == 1:
            return self.names.host(name)
        if kind == 4:
            number, group[0] = self.names.process(name)
        else:
            number, group[0] = self.names.program(name, kind == 3)
        return number
