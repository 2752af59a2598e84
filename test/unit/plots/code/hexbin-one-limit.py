import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.colors import LogNorm

table = pd.read_parquet("table.parquet")  # the rows on show, exported as Parquet


def column(name):
    """A column as doubles; what is missing is NaN."""
    return table[name].to_numpy(dtype=float, na_value=np.nan)


x = column("ra")
y = column("dec") ** 2 / 3
finite = np.isfinite(x) & np.isfinite(y)
x, y = x[finite], y[finite]

figure, axes = plt.subplots()
extent = (x.min(), x.max(), 150, 300)
hexagons = axes.hexbin(x, y, gridsize=10, mincnt=2, norm=LogNorm(None, None), cmap="viridis", extent=extent)
figure.colorbar(hexagons, label="rows")

axes.set_ylim(150, 300)
axes.invert_xaxis()
axes.set_xlabel("x")
axes.set_ylabel("y")
plt.show()
