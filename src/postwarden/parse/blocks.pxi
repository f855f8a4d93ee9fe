# How is one block read: line by line, to the columns of the record tables?

cdef class _Block:
    cdef Matcher matcher
    cdef bytes block
    cdef bytes previous_line
    cdef Table *tables
    cdef int64_t *hits
    cdef _Clock clock
    cdef _Numbers numbers
    cdef _Sessions sessions
    cdef Text previous
    cdef int64_t time
    cdef int64_t first_time
    cdef int64_t last_time
    cdef bint seen
    cdef bint failed
    cdef int64_t lines, read_lines, unread, other, malformed, bad_stamps
    cdef int unread_table, connect_table, disconnect_table
    cdef int source

    def __cinit__(self, Matcher matcher, bytes block, int year, int month, bytes previous):
        self.matcher = matcher
        self.block = block
        self.previous_line = previous
        self.clock = _Clock(matcher.zone, year, month)
        self.numbers = _Numbers(matcher.names)
        self.sessions = _Sessions()
        self.tables = <Table *> _memory(matcher.table_count * sizeof(Table))
        self.hits = <int64_t *> _memory(matcher.form_count * sizeof(int64_t))
        self.unread_table = matcher.table_names.index("unread")
        self.connect_table = matcher.table_names.index("connect")
        self.disconnect_table = matcher.table_names.index("disconnect")
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
                self.time = self.clock.utc(&envelope.stamp, self.time)

    cdef void line(self, const char *p, const char *end, int number) noexcept nogil:
        cdef Envelope envelope
        cdef Envelope repeated
        if not self.envelope(p, end, &envelope):
            self.malformed += 1
            return
        if possible(&envelope.stamp):
            self.time = self.clock.utc(&envelope.stamp, self.time)
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
        host = self.numbers.of_host(&envelope.host)
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
        if table_number == self.connect_table or table_number == self.disconnect_table:
            self.pair(table, table_number == self.connect_table, row, &spans[IP_COLUMN])
        table.rows = row + 1

    cdef void pair(self, Table *table, bint connects, Py_ssize_t row, const Text *ip) noexcept nogil:
        cdef uint64_t process = (
            <uint64_t> table.host[row] << 48 | <uint64_t> <uint16_t> table.program[row] << 32 | <uint32_t> table.pid[row]
        )
        cdef const Begin *begun
        if connects:
            self.failed = not self.sessions.begin(process, table.time[row], table.line[row], ip)
            return
        begun = self.sessions.begun(process, ip)
        if begun != NULL:
            _put_number(&table.column[table.columns - 2], row, begun.line)
            _put_number(&table.column[table.columns - 1], row, begun.time)

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

    cdef const char *process(self, const char *p, const char *end, int *program, int *group) noexcept nogil:
        """Take off Dovecot's process name, its colon and `Info: `; NULL when the text begins otherwise."""
        cdef const char *q = p
        while q < end and (alnum(q[0]) or q[0] == c'_' or q[0] == c'-'):
            q += 1
        if q == p or q >= end:
            return NULL
        if q[0] == c':' and (q + 1 == end or q[1] == c' '):
            program[0] = self.numbers.of(4, p, q - p, group)
            q = spaces(q + 1, end)
        elif q[0] == c'(' or q[0] == c'<' or q[0] == c'[':
            program[0] = self.numbers.of(4, p, q - p, group)
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
            q = self.clock.same_minute(p, end, &out.stamp) if not stamped else NULL
            if q == NULL:
                q = read_stamp(p, end, &inner if stamped else &out.stamp)
                if q != NULL and not stamped:
                    self.clock.remember_minute(p, q, &out.stamp)
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
            out.program = self.numbers.of(3 if out.host.length == 0 else 2, tag.start, tag.length, &out.group)
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
