# SPDX-License-Identifier: Apache-2.0
"""Node and the npm packages of a check, installed once for each build folder; what cannot be had skips the check."""
import json
import re
import shutil
import subprocess
import sys

INSTALL_DEADLINE_S = 120


def skip(check, why):
    print(f"SKIPPED: {check}: {why}")
    sys.exit(0)


def require_node(check, least):
    """Where node is; `least` is (major, minor)."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        skip(check, "node and npm are not installed")
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.match(r"v(\d+)\.(\d+)", said)
    if found is None or tuple(int(part) for part in found.groups()) < least:
        skip(check, f"node is {said.strip()}, and {least[0]}.{least[1]} or newer is needed")
    return node


def install(check, folder, packages):
    """Leaves folder/node_modules with `packages`, which are versions by name."""
    marker = folder / "versions"
    wanted = json.dumps(packages, sort_keys=True)
    modules = folder / "node_modules"
    if marker.is_file() and marker.read_text() == wanted and all((modules / name).is_dir() for name in packages):
        return modules
    folder.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--no-audit", "--no-fund", "--no-save", "--prefix", str(folder)]
    try:
        done = subprocess.run(command + [f"{name}@{version}" for name, version in packages.items()],
                              capture_output=True, text=True, timeout=INSTALL_DEADLINE_S)
    except subprocess.TimeoutExpired:
        skip(check, f"npm did not install {', '.join(packages)} within {INSTALL_DEADLINE_S} s")
    if done.returncode != 0:
        skip(check, f"npm could not install {', '.join(packages)}: {done.stderr.strip().splitlines()[-1:]}")
    marker.write_text(wanted)
    return modules
