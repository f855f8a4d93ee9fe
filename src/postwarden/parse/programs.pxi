# How do templates become flat arrays of operations, and which formats can read a text at all?

KINDS = {"text": TEXT, "word": WORD, "plain": PLAIN, "int": INT, "real": REAL, "ip": IP, "queue_id": QUEUE_ID,
         "upper": UPPER, "lower": LOWER, "dsn": DSN}
SEARCHES = {"first": FIRST, "last": LAST, "quoted": QUOTED}


def _assemble(formats, table_names, kinds):
    """Formats as flat lists: (first op, table, begins with a queue id, its column), operations, stops."""
    forms, ops, stops = [], [], []
    for form in formats:
        kept = form.table and (kinds is None or form.table in kinds)
        table = table_names.index(form.table) if kept else -1
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
