"""Writes webview/image/colour-tables.ts: the colour maps matplotlib keeps as tables.

Run by hand, with matplotlib 3.11: python3 scripts/make_colour_tables.py
"""

import base64
import textwrap
from pathlib import Path

import matplotlib
import numpy as np

NAMES = ["viridis", "plasma", "magma", "inferno", "cividis", "turbo", "coolwarm"]

HEAD = """\
// Written by scripts/make_colour_tables.py from matplotlib {version}.

/**
 * 256 colours from the lowest to the highest, as base64 of red, green and blue bytes.
 *
 * viridis, plasma, magma and inferno are by Nathaniel Smith, Stéfan van der Walt and Eric Firing (CC0);
 * cividis by Jamie Nuñez, Christopher Anderton and Ryan Renslow; turbo by Anton Mikhailov (Google,
 * Apache 2.0); coolwarm by Kenneth Moreland.
 */
export const COLOUR_TABLES = {{
"""

parts = [HEAD.format(version=matplotlib.__version__)]
for name in NAMES:
    rgb = matplotlib.colormaps[name](np.arange(256), bytes=True)[:, :3]
    lines = textwrap.wrap(base64.b64encode(rgb.tobytes()).decode(), 90)
    parts.append(f"  {name}:\n" + " +\n".join(f"    '{line}'" for line in lines) + ",\n")
parts.append("} as const;\n")
Path("webview/image/colour-tables.ts").write_text("".join(parts), encoding="utf-8")
