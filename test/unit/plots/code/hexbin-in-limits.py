import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.colors import Normalize

table = pd.read_parquet("table.parquet")  # the rows on show, exported as Parquet


def column(name):
    """A column as doubles; what is missing is NaN."""
    return table[name].to_numpy(dtype=float, na_value=np.nan)


x = column("w2mpro") - column("W3 mag")
y = column("w1mpro") - column("w2mpro")
finite = np.isfinite(x) & np.isfinite(y)
x, y = x[finite], y[finite]

figure, axes = plt.subplots()
hexagons = axes.hexbin(x, y, gridsize=(12, 9), extent=(-1, 3, 0, 1), norm=Normalize(None, None), cmap="gray_r")
figure.colorbar(hexagons, label="rows")

axes.set_xlim(-1, 3)
axes.set_ylim(0, 1)
axes.invert_yaxis()
axes.set_xlabel("x")
axes.set_ylabel("y")
plt.show()
