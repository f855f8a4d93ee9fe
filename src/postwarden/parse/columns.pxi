# How are fields written into columns that Arrow can take over?

cdef enum Type:
    T_TEXT
    T_INT
    T_REAL
    T_ADDRESS

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


cdef void *_memory(size_t size) except NULL:
    cdef void *memory = calloc(max(size, 1), 1)
    if memory == NULL:
        raise MemoryError
    return memory


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


cdef void _put_number(Column *column, Py_ssize_t row, int64_t number) noexcept nogil:
    """A number in the place of a field that no text was found for."""
    (<int64_t *> column.numbers)[row] = number
    column.valid[row >> 3] |= 1 << (row & 7)
    column.nulls -= 1


cdef tuple column_buffers(Column *column, Py_ssize_t rows):
    cdef Py_ssize_t nulls = column.nulls
    valid = _buffer(<void **> &column.valid, (rows + 7) // 8) if nulls else None
    if column.type == T_INT or column.type == T_REAL:
        return [valid, _buffer(&column.numbers, rows * 8)], nulls
    offsets = _buffer(<void **> &column.offsets, (rows + 1) * 4)
    data = _buffer(<void **> &column.data, column.size) if column.data != NULL else b""
    return [valid, offsets, data], nulls
