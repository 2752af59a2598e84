"""Writes colour-truth.json: some colours of each map, as DS9 and matplotlib have them.

DS9 is asked for its own maps (`-cmap save`), so an X display is needed, as of Xvfb:

    xvfb-run python3 test/unit/webview/make_colour_truth.py
    npx prettier --write test/unit/webview/*.json
"""

import json
import re
import subprocess
import tempfile
from pathlib import Path

import matplotlib
import numpy as np

LINES = ["grey", "heat", "cool", "rainbow", "a", "b"]
TABLES = ["viridis", "plasma", "magma", "inferno", "cividis", "turbo", "coolwarm"]

POSITIONS = np.linspace(0, 1, 41)


def truth_of(positions, rgb):
    return {
        "positions": np.asarray(positions).tolist(),
        "colours": np.asarray(rgb).round(3).tolist(),
    }


def saved_lines(text):
    """Red, green and blue of a map DS9 saves as the corners of its lines."""
    channels = []
    for channel in re.split("RED:|GREEN:|BLUE:", text)[1:]:
        corners = re.findall(r"\(([\d.]+),([\d.]+)\)", channel)
        at, level = np.array(corners, dtype=float).T
        channels.append(np.interp(POSITIONS, at, level) * 255)
    return truth_of(POSITIONS, np.transpose(channels))


def saved_table(text):
    """A map DS9 saves row by row."""
    rows = np.array([line.split() for line in text.splitlines()], dtype=float)
    picked = np.linspace(0, len(rows) - 1, 41).astype(int)
    return truth_of(picked / (len(rows) - 1), rows[picked] * 255)


with tempfile.TemporaryDirectory() as folder:
    files = {name: Path(folder, f"{name}.sao") for name in LINES} | {
        "hsv": Path(folder, "hsv.lut")
    }
    command = ["ds9"]
    for name, file in files.items():
        command += ["-cmap", name, "-cmap", "save", str(file)]
    subprocess.run([*command, "-exit"], check=True, timeout=120)
    truth = {name: saved_lines(files[name].read_text()) for name in LINES}
    truth["hsv"] = saved_table(files["hsv"].read_text())

for name in TABLES:
    picked = np.linspace(0, 255, 41).astype(int)
    rgb = matplotlib.colormaps[name](picked, bytes=True)[:, :3]
    truth[name] = truth_of(picked / 255, rgb.astype(float))

Path(__file__).with_name("colour-truth.json").write_text(json.dumps(truth) + "\n")
