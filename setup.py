"""The native matcher, built where a compiler is at hand; without one the reference matcher does its work."""

from pathlib import Path

from setuptools import Extension, setup

setup(
    ext_modules=[
        Extension(
            "postwarden.parse.matcher",
            ["src/postwarden/parse/matcher.pyx"],
            depends=[str(path) for path in Path("src/postwarden/parse").glob("*.pxi")],
            extra_compile_args=["-O3", "-std=gnu11", "-D_GNU_SOURCE"],
            optional=True,
        )
    ]
)
