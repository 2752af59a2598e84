"""Writes colours.json: three colour maps in full, as matplotlib and DS9 have them.

DS9 is asked for its own maps (`-cmap save`), so an X display is needed, as of Xvfb:

    xvfb-run python3 test/ui/support/make_colours.py
    npx prettier --write test/ui/support/colours.json

Each channel is a line from corner to corner: position and level, both 0 to 1.
"""

import json
import re
import subprocess
import tempfile
from pathlib import Path

import matplotlib
import numpy as np

LINES = ["heat", "a"]


def corners(text):
    """Red, green and blue of a map DS9 saves as the corners of its lines."""
    channels = re.split("RED:|GREEN:|BLUE:", text)[1:]
    return [
        [[float(at), float(level)] for at, level in re.findall(r"\(([\d.]+),([\d.]+)\)", channel)]
        for channel in channels
    ]


with tempfile.TemporaryDirectory() as folder:
    files = {name: Path(folder, f"{name}.sao") for name in LINES}
    command = ["ds9"]
    for name, file in files.items():
        command += ["-cmap", name, "-cmap", "save", str(file)]
    subprocess.run([*command, "-exit"], check=True, timeout=120)
    maps = {name: corners(file.read_text()) for name, file in files.items()}

table = matplotlib.colormaps["viridis"](np.arange(256), bytes=True)[:, :3]
hexadecimal = "".join(f"{level:02x}" for level in table.reshape(-1).tolist())

path = Path(__file__).with_name("colours.json")
path.write_text(json.dumps({"lines": maps, "viridis": hexadecimal}) + "\n")
