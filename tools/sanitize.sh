#!/bin/sh
# Does the native matcher read or write where it must not? Builds it with AddressSanitizer and UBSan in a temporary
# folder, then runs the parser's tests and spoiled samples with it. Needs gcc. Arguments go to pytest.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT

cp -r "$root/pyproject.toml" "$root/setup.py" "$root/src" "$build"
rm -f "$build"/src/postwarden/parse/matcher.c "$build"/src/postwarden/parse/matcher.*.so
sanitizers="-fsanitize=address,undefined -fno-sanitize-recover=undefined"
(
    cd "$build"
    CC=gcc CFLAGS="$sanitizers -fno-omit-frame-pointer -g" LDFLAGS="$sanitizers" \
        python setup.py --quiet build_ext --inplace
)
test -n "$(find "$build/src" -name 'matcher.*.so')" || { echo "sanitize: the matcher was not built" >&2; exit 1; }

# libstdc++ comes along because the sanitizer must find it before DuckDB throws its first exception.
LD_PRELOAD="$(gcc -print-file-name=libasan.so) $(gcc -print-file-name=libubsan.so) $(gcc -print-file-name=libstdc++.so)"
# Every bytes object gets memory of its own, so that reading beyond a block is seen. Python never frees everything.
PYTHONMALLOC=malloc
ASAN_OPTIONS=detect_leaks=0:abort_on_error=1:detect_stack_use_after_return=1
UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
PYTHONPATH="$build/src:$root/bench"
export LD_PRELOAD PYTHONMALLOC ASAN_OPTIONS UBSAN_OPTIONS PYTHONPATH

cd "$root"
python - <<'PYTHON'
import postwarden.parse.matcher as matcher
from pathlib import Path

assert "libasan" in Path("/proc/self/maps").read_text()
print(f"sanitized: {matcher.__file__}")
PYTHON
python -m pytest --capture=sys -p no:cacheprovider --hypothesis-profile=ci tests/parse "$@"
python bench/fuzz_matcher.py --rounds "${ROUNDS:-5000}"
