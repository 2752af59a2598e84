import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.colors import LogNorm

table = pd.read_parquet("table.parquet")  # the rows on show, exported as Parquet


def column(name):
    """A column as doubles; what is missing is NaN."""
    return table[name].to_numpy(dtype=float, na_value=np.nan)


x = column("w2mpro") - column("W3 mag")
y = column("w1mpro") - column("w2mpro")
finite = np.isfinite(x) & np.isfinite(y)
x, y = x[finite], y[finite]

figure, axes = plt.subplots()
hexagons = axes.hexbin(x, y, gridsize=30, norm=LogNorm(1, 500), cmap="viridis")
figure.colorbar(hexagons, label="rows")

axes.set_xlabel("W2 − W3 [mag]")
axes.set_ylabel("y")
axes.set_title("L1495 \"dark\" \\ \\$cloud\\$\n<b>")
plt.show()
