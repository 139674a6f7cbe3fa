"""Checks what `sam build` made of the functions, and puts it where the sandbox looks for executables: under the names of
the binaries, which the built stack has as folders named after the resources.

usage: built.py template.yaml BUILD-FOLDER FUNCTIONS-FOLDER OUTPUT-FOLDER
"""

import re
import sys
from pathlib import Path

from samtranslator.yaml_helper import yaml_parse

# The first bytes of a 64-bit, little-endian ELF file, and the two at 18 that tell x86-64.
ELF, X86_64 = b"\x7fELF\x02\x01", b"\x3e\x00"
# Of Amazon Linux 2023, which provided.al2023 is made of (Lambda developer guide, "OS-only runtime").
GLIBC = (2, 34)


def binaries(template):
    """The binary of each function's resource."""
    resources = template["Resources"].items()
    functions = {name: one["Metadata"] for name, one in resources if one["Type"] == "AWS::Serverless::Function"}
    return {name: metadata["BuildProperties"]["Binary"] for name, metadata in functions.items()}


def wrong_with(file):
    if not file.is_file():
        yield "was not built"
        return
    content = file.read_bytes()
    if not content.startswith(ELF) or content[18:20] != X86_64:
        yield "is no x86-64 executable"
    versions = {(int(major), int(minor)) for major, minor in re.findall(rb"GLIBC_(\d+)\.(\d+)", content)}
    if max(versions, default=GLIBC) > GLIBC:
        yield f"needs glibc {'.'.join(map(str, max(versions)))}, and Lambda has {'.'.join(map(str, GLIBC))}"
    if not file.stat().st_mode & 0o100:
        yield "may not be executed"


def main(template, build, functions, output):
    wanted = binaries(yaml_parse(Path(template).read_text()))
    wrong = []
    if sorted(wanted.values()) != sorted(folder.name for folder in Path(functions).iterdir()):
        wrong.append(f"{template} has the functions {', '.join(sorted(wanted.values()))}, and {functions} has others")
    Path(output).mkdir(parents=True, exist_ok=True)
    for name, binary in wanted.items():
        file = (Path(build) / name / "bootstrap").absolute()
        wrong += [f"{file} {what}" for what in wrong_with(file)]
        link = Path(output) / binary
        link.unlink(missing_ok=True)
        link.symlink_to(file)
        print(f"{binary}: {file.stat().st_size / 1024**2:.1f} MiB" if file.is_file() else binary)
    print(*wrong, sep="\n", end="\n" if wrong else "", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 5:
        raise SystemExit(__doc__)
    sys.exit(main(*sys.argv[1:]))
